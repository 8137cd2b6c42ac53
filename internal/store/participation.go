package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"concertation/internal/consult"
)

const invitationColumns = `id, consultation_id, organisation_id, token_hash, created_at, revoked_at`

func scanInvitation(rows *sql.Rows, i *consult.Invitation) error {
	return rows.Scan(&i.ID, &i.ConsultationID, &i.OrganisationID, &i.TokenHash, (*stamp)(&i.CreatedAt), (*stamp)(&i.RevokedAt))
}

// InvitationByToken implements consult.ParticipationReader.
func (q queries) InvitationByToken(ctx context.Context, tokenHash []byte) (consult.Invitation, error) {
	return single(ctx, q.handle, scanInvitation, `
SELECT `+invitationColumns+`
FROM invitations
WHERE token_hash = $1`, tokenHash)
}

// InvitationOf implements consult.ParticipationReader.
func (q queries) InvitationOf(ctx context.Context, organisation consult.ID) (consult.Invitation, error) {
	return single(ctx, q.handle, scanInvitation, `
SELECT `+invitationColumns+`
FROM invitations
WHERE organisation_id = $1`, string(organisation))
}

// Invitations implements consult.ParticipationReader.
func (q queries) Invitations(ctx context.Context, consultation consult.ID) ([]consult.Invitation, error) {
	return list(ctx, q.handle, scanInvitation, `
SELECT `+invitationColumns+`
FROM invitations
WHERE consultation_id = $1
ORDER BY organisation_id`, string(consultation))
}

// InsertInvitation implements consult.ParticipationWriter.
func (t *transaction) InsertInvitation(ctx context.Context, i *consult.Invitation) error {
	_, err := t.exec(ctx, `
INSERT INTO invitations (`+invitationColumns+`)
VALUES ($1, $2, $3, $4, $5, $6)`, string(i.ID), string(i.ConsultationID), string(i.OrganisationID), i.TokenHash,
		stamp(i.CreatedAt), stamp(i.RevokedAt))
	if err != nil {
		return fmt.Errorf("insert invitation of %s: %w", i.OrganisationID, err)
	}
	return nil
}

// UpdateInvitation implements consult.ParticipationWriter.
func (t *transaction) UpdateInvitation(ctx context.Context, i *consult.Invitation) error {
	return t.one(ctx, notFound(), `
UPDATE invitations
SET id = $2, token_hash = $3, revoked_at = $4
WHERE organisation_id = $1`, string(i.OrganisationID), string(i.ID), i.TokenHash, stamp(i.RevokedAt))
}

const touchColumns = `id, consultation_id, organisation_id, kind, channel, source, at, by_id, note`

func scanTouch(rows *sql.Rows, t *consult.Touch) error {
	return rows.Scan(&t.ID, &t.ConsultationID, &t.OrganisationID, &t.Kind, &t.Channel, &t.Source, (*stamp)(&t.At), &t.By, &t.Note)
}

// Touches implements consult.ParticipationReader.
func (q queries) Touches(ctx context.Context, filter consult.TouchFilter) ([]consult.Touch, error) {
	var where conditions
	where.equal("consultation_id", string(filter.ConsultationID))
	where.equal("organisation_id", string(filter.OrganisationID))
	where.equal("kind", string(filter.Kind))
	if !filter.Since.IsZero() {
		where.add("at >= ?", stamp(filter.Since))
	}
	rows, err := q.handle.rowsOnce(ctx, `
SELECT `+touchColumns+`
FROM touches`+where.where()+`
ORDER BY at, id`, where.args...)
	return collect(q.handle, rows, err, scanTouch)
}

// InsertTouch implements consult.ParticipationWriter.
func (t *transaction) InsertTouch(ctx context.Context, touch *consult.Touch) error {
	seq, err := t.NextSeq(ctx)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `
INSERT INTO touches (`+touchColumns+`, seq)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (organisation_id, kind, source) DO NOTHING`, string(touch.ID), string(touch.ConsultationID),
		string(touch.OrganisationID), string(touch.Kind), string(touch.Channel), text(touch.Source), stamp(touch.At),
		string(touch.By), text(touch.Note), seq)
	if err != nil {
		return fmt.Errorf("insert touch %s of %s: %w", touch.Kind, touch.OrganisationID, err)
	}
	return nil
}

// DeleteTouch implements consult.ParticipationWriter.
func (t *transaction) DeleteTouch(ctx context.Context, organisation consult.ID, kind consult.TouchKind, source string) error {
	if err := t.markLedgerOf(ctx, organisation, ledgerTaken); err != nil {
		return err
	}
	return t.one(ctx, notFound(), `
DELETE FROM touches
WHERE organisation_id = $1
  AND kind = $2
  AND source = $3`, string(organisation), string(kind), text(source))
}

// MoveTouch implements consult.ParticipationWriter.
func (t *transaction) MoveTouch(ctx context.Context, id, organisation consult.ID) error {
	if err := t.markLedgerOf(ctx, organisation, ledgerTaken); err != nil {
		return err
	}
	if _, err := t.exec(ctx, `
DELETE FROM touches
WHERE id = $1
  AND EXISTS (
    SELECT 1
    FROM touches other
    WHERE other.organisation_id = $2
      AND other.id <> $3
      AND other.kind = touches.kind
      AND other.source = touches.source)`, string(id), string(organisation), string(id)); err != nil {
		return fmt.Errorf("move touch %s: %w", id, err)
	}
	if _, err := t.exec(ctx, "UPDATE touches SET organisation_id = $1 WHERE id = $2", string(organisation), string(id)); err != nil {
		return fmt.Errorf("move touch %s: %w", id, err)
	}
	return nil
}

// OwnerOfResponse implements consult.ParticipationReader.
func (q queries) OwnerOfResponse(ctx context.Context, response consult.ID) (consult.ResponseOwner, error) {
	return single(ctx, q.handle, func(rows *sql.Rows, o *consult.ResponseOwner) error {
		return rows.Scan(&o.ResponseID, &o.OrganisationID, (*stamp)(&o.At))
	}, `
SELECT response_id, organisation_id, at
FROM response_organisations
WHERE response_id = $1`, string(response))
}

func scanOwned(rows *sql.Rows, r *consult.OwnedResponse) error {
	return rows.Scan(&r.ResponseID, &r.OrganisationID, &r.Status, &r.Channel, (*stamp)(&r.StartedAt), (*stamp)(&r.SubmittedAt))
}

// ResponsesOf implements consult.ParticipationReader: by time begun, then response.
func (q queries) ResponsesOf(ctx context.Context, organisation consult.ID) ([]consult.OwnedResponse, error) {
	return list(ctx, q.handle, scanOwned, `
SELECT r.id, o.organisation_id, r.status, r.channel, r.started_at, r.submitted_at
FROM response_organisations o
JOIN responses r ON r.id = o.response_id
WHERE o.organisation_id = $1
ORDER BY r.started_at, r.id`, string(organisation))
}

// OwnedResponses implements consult.ParticipationReader: by organisation, then time begun, then response.
func (q queries) OwnedResponses(ctx context.Context, consultation consult.ID) ([]consult.OwnedResponse, error) {
	return list(ctx, q.handle, scanOwned, `
SELECT r.id, o.organisation_id, r.status, r.channel, r.started_at, r.submitted_at
FROM organisations s
JOIN response_organisations o ON o.organisation_id = s.id
JOIN responses r ON r.id = o.response_id
WHERE s.consultation_id = $1
ORDER BY o.organisation_id, r.started_at, r.id`, string(consultation))
}

// TieResponse implements consult.ParticipationWriter.
func (t *transaction) TieResponse(ctx context.Context, owner *consult.ResponseOwner) error {
	seq, err := t.NextSeq(ctx)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `
INSERT INTO response_organisations (response_id, organisation_id, at, seq)
VALUES ($1, $2, $3, $4)
ON CONFLICT (response_id) DO UPDATE SET organisation_id = EXCLUDED.organisation_id, at = EXCLUDED.at, seq = EXCLUDED.seq`,
		string(owner.ResponseID), string(owner.OrganisationID), stamp(owner.At), seq)
	if err != nil {
		return fmt.Errorf("tie response %s: %w", owner.ResponseID, err)
	}
	return nil
}

// UntieResponse implements consult.ParticipationWriter.
func (t *transaction) UntieResponse(ctx context.Context, response consult.ID) error {
	owner, err := t.OwnerOfResponse(ctx, response)
	if err != nil {
		return err
	}
	if err := t.markLedgerOf(ctx, owner.OrganisationID, ledgerTaken); err != nil {
		return err
	}
	return t.one(ctx, notFound(), "DELETE FROM response_organisations WHERE response_id = $1", string(response))
}

// Secret implements consult.ParticipationReader.
func (q queries) Secret(ctx context.Context, name string) ([]byte, error) {
	return single(ctx, q.handle, func(rows *sql.Rows, value *[]byte) error { return rows.Scan(value) },
		"SELECT value FROM secrets WHERE name = $1", name)
}

// KeepSecret implements consult.ParticipationWriter.
func (t *transaction) KeepSecret(ctx context.Context, name string, value []byte, at time.Time) ([]byte, error) {
	if _, err := t.exec(ctx, `
INSERT INTO secrets (name, value, created_at)
VALUES ($1, $2, $3)
ON CONFLICT (name) DO NOTHING`, name, value, stamp(at)); err != nil {
		return nil, fmt.Errorf("keep secret %s: %w", name, err)
	}
	return t.Secret(ctx, name)
}
