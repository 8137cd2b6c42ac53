package store

import (
	"context"
	"fmt"
	"time"

	"concertation/forms"
	"concertation/internal/consult"
)

// InsertResponse implements consult.Tx.
func (t *transaction) InsertResponse(ctx context.Context, r *consult.Response) error {
	var draft, answers any
	if r.SubmittedAt.IsZero() {
		draft = rawJSON(r.Draft)
	} else {
		encoded, err := encode(r)
		if err != nil {
			return err
		}
		draft, answers = encoded.Draft, encoded.Answers
	}
	_, err := t.exec(ctx, `
INSERT INTO responses (`+responseColumns+`)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
		string(r.ID), string(r.ConsultationID), string(r.QuestionnaireID), string(r.RevisionID), r.ChangeSeq,
		string(r.Status), string(r.Origin), string(r.Channel), text(r.Language), text(r.Category), text(r.Territory),
		r.Reference, digest(r.TokenHash), int64(r.Seed), stamp(r.StartedAt), stamp(r.SubmittedAt), stamp(r.ChangedAt),
		flag(r.Dirty), r.DraftVersion, draft, answers)
	if err != nil {
		return fmt.Errorf("insert response %s: %w", r.ID, err)
	}
	return t.saveDraftIdentity(ctx, r.ID, r.DraftIdentity)
}

// SaveDraft implements consult.Tx. What was submitted stays as it is until sent again; the response is Dirty then.
func (t *transaction) SaveDraft(ctx context.Context, id consult.ID, version int64, draft, identity forms.Raw, at time.Time) (int64, error) {
	changed, err := t.exec(ctx, `
UPDATE responses
SET draft = $3, draft_version = draft_version + 1, changed_at = $4,
  dirty = CASE WHEN submitted_at IS NULL THEN 0 ELSE 1 END
WHERE id = $1
  AND draft_version = $2`, string(id), version, rawJSON(draft), stamp(at))
	if err != nil {
		return 0, fmt.Errorf("save draft %s: %w", id, err)
	}
	if changed == 0 {
		return 0, t.staleOrMissing(ctx, id)
	}
	if identity == nil {
		return version + 1, nil
	}
	if err := t.saveDraftIdentity(ctx, id, identity); err != nil {
		return 0, err
	}
	return version + 1, nil
}

// SetResponseLanguage implements consult.Tx.
func (t *transaction) SetResponseLanguage(ctx context.Context, id consult.ID, language string) error {
	return t.one(ctx, notFound(), `
UPDATE responses
SET language = $2
WHERE id = $1`, string(id), text(language))
}

// saveDraftIdentity keeps the identifying part of a draft apart (rule 10); an empty one leaves no row.
func (t *transaction) saveDraftIdentity(ctx context.Context, id consult.ID, identity forms.Raw) error {
	var err error
	if len(identity) == 0 {
		_, err = t.exec(ctx, `DELETE FROM draft_identities WHERE response_id = $1`, string(id))
	} else {
		_, err = t.exec(ctx, `
INSERT INTO draft_identities (response_id, draft)
VALUES ($1, $2)
ON CONFLICT (response_id) DO UPDATE SET draft = EXCLUDED.draft`, string(id), rawJSON(identity))
	}
	if err != nil {
		return fmt.Errorf("save draft identity %s: %w", id, err)
	}
	return nil
}

// staleOrMissing says why no row was at the version wanted.
func (t *transaction) staleOrMissing(ctx context.Context, id consult.ID) error {
	known, err := list(ctx, t.handle, scanInt, `SELECT COUNT(*) FROM responses WHERE id = $1`, string(id))
	switch {
	case err != nil:
		return err
	case known[0] == 0:
		return notFound()
	default:
		return consult.Conflict("error.stale")
	}
}

// SubmitResponse implements consult.Tx. A response sent for the first time has neither identities nor contributions to
// replace.
func (t *transaction) SubmitResponse(ctx context.Context, r *consult.Response, identities []consult.Identity) error {
	encoded, err := encode(r)
	if err != nil {
		return err
	}
	args := []any{string(r.ID), r.DraftVersion, string(r.Status), encoded.Answers, text(r.Category), text(r.Territory), r.ChangeSeq,
		stamp(r.SubmittedAt), stamp(r.ChangedAt), encoded.Draft}
	first, err := t.exec(ctx, t.firstTime(firstSubmit), args...)
	if err != nil {
		return fmt.Errorf("submit response %s: %w", r.ID, err)
	}
	if first > 0 {
		t.firstSent = r.ID
		return t.insertIdentities(ctx, r.ID, identities)
	}
	again, err := t.exec(ctx, submitQuery, args...)
	if err != nil {
		return fmt.Errorf("submit response %s: %w", r.ID, err)
	}
	if again == 0 {
		return t.staleOrMissing(ctx, r.ID)
	}
	if _, err := t.exec(ctx, `DELETE FROM respondent_identities WHERE response_id = $1`, string(r.ID)); err != nil {
		return fmt.Errorf("replace identities of %s: %w", r.ID, err)
	}
	return t.insertIdentities(ctx, r.ID, identities)
}

// SendDraft implements consult.Tx.
func (t *transaction) SendDraft(ctx context.Context, sending *consult.Sending) error {
	r := sending.Response
	if sending.Encoded.Answers == "" {
		return fmt.Errorf("send response %s: not encoded", r.ID)
	}
	args := []any{sending.Encoded.Draft, string(r.Status), sending.Encoded.Answers, text(r.Category), text(r.Territory), r.ChangeSeq,
		stamp(r.SubmittedAt), stamp(r.ChangedAt), string(r.ID), r.DraftVersion}
	first, err := t.exec(ctx, t.firstTime(firstSend), args...)
	if err != nil {
		return fmt.Errorf("send response %s: %w", r.ID, err)
	}
	if first == 0 {
		again, err := t.exec(ctx, sendQuery, args...)
		if err != nil {
			return fmt.Errorf("send response %s: %w", r.ID, err)
		}
		if again == 0 {
			return t.staleOrMissing(ctx, r.ID)
		}
		if _, err := t.exec(ctx, `DELETE FROM respondent_identities WHERE response_id = $1`, string(r.ID)); err != nil {
			return fmt.Errorf("replace identities of %s: %w", r.ID, err)
		}
	} else {
		t.firstSent = r.ID
	}
	if sending.HadIdentity || len(r.DraftIdentity) > 0 {
		if err := t.saveDraftIdentity(ctx, r.ID, r.DraftIdentity); err != nil {
			return err
		}
	}
	r.DraftVersion++
	return t.insertIdentities(ctx, r.ID, sending.Identities)
}

const (
	sendSet = `
UPDATE responses
SET draft = $1, draft_version = draft_version + 1, status = $2, answers = $3, category = $4, territory = $5, change_seq = $6,
  submitted_at = $7, changed_at = $8, dirty = 0`
	sendWhere = `
WHERE id = $9
  AND draft_version = $10`
	sendQuery = sendSet + sendWhere

	submitSet = `
UPDATE responses
SET status = $3, answers = $4, category = $5, territory = $6, change_seq = $7, submitted_at = $8, changed_at = $9, draft = $10,
  dirty = 0`
	submitWhere = `
WHERE id = $1
  AND draft_version = $2`
	submitQuery = submitSet + submitWhere

	notSent = `
  AND submitted_at IS NULL`
)

// firstQuery is how a response is sent for the first time: with its contributions, or owing them.
type firstQuery struct{ whole, owing string }

var (
	firstSend   = firstQuery{sendQuery + notSent, sendSet + ", owed_seq = $6" + sendWhere + notSent}
	firstSubmit = firstQuery{submitQuery + notSent, submitSet + ", owed_seq = $7" + submitWhere + notSent}
)

func (t *transaction) firstTime(q firstQuery) string {
	if t.session.owing.allowed {
		return q.owing
	}
	return q.whole
}

func (t *transaction) insertIdentities(ctx context.Context, id consult.ID, identities []consult.Identity) error {
	for _, identity := range identities {
		_, err := t.exec(ctx, `
INSERT INTO respondent_identities (response_id, question, value)
VALUES ($1, $2, $3)`, string(id), identity.Question, text(identity.Value))
		if err != nil {
			return fmt.Errorf("insert identities of %s: %w", id, err)
		}
	}
	return nil
}

// SetResponseStatus implements consult.Tx.
func (t *transaction) SetResponseStatus(ctx context.Context, id consult.ID, status consult.ResponseStatus, seq int64, at time.Time) error {
	return t.one(ctx, notFound(), `
UPDATE responses
SET status = $2, change_seq = $3, changed_at = $4
WHERE id = $1`, string(id), string(status), seq, stamp(at))
}
