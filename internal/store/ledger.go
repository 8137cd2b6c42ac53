package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"concertation/internal/consult"
)

// LedgerMark implements consult.LedgerReader.
func (q queries) LedgerMark(ctx context.Context, consultation consult.ID) (consult.LedgerMark, error) {
	return single(ctx, q.handle, func(rows *sql.Rows, m *consult.LedgerMark) error { return rows.Scan(&m.Seq, &m.List, &m.Taken) }, `
SELECT c.value, COALESCE(m.list_seq, 0), COALESCE(m.taken_seq, 0)
FROM counters c
LEFT JOIN ledger_marks m ON m.consultation_id = $1
WHERE c.name = 'change'`, string(consultation))
}

// LedgerOrganisations implements consult.LedgerReader.
func (q queries) LedgerOrganisations(ctx context.Context, consultation consult.ID) ([]consult.LedgerOrganisation, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, o *consult.LedgerOrganisation) error {
		return rows.Scan(&o.ID, &o.Name, &o.Category, &o.Territory, &o.Size)
	}, `
SELECT id, name, category, territory, size
FROM organisations
WHERE consultation_id = $1
  AND merged_into IS NULL
ORDER BY sort_key, id`, string(consultation))
}

// LedgerTouches implements consult.LedgerReader.
func (q queries) LedgerTouches(ctx context.Context, consultation consult.ID, after, upTo int64) ([]consult.LedgerTouch, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, t *consult.LedgerTouch) error {
		return rows.Scan(&t.OrganisationID, &t.Kind, (*stamp)(&t.At))
	}, `
SELECT organisation_id, kind, at
FROM touches
WHERE consultation_id = $1
  AND seq > $2
  AND seq <= $3`, string(consultation), after, upTo)
}

// LedgerResponses implements consult.LedgerReader. The partial index of responses wants its condition word for word.
func (q queries) LedgerResponses(ctx context.Context, consultation consult.ID, after int64) ([]consult.OwnedResponse, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, r *consult.OwnedResponse) error {
		return rows.Scan(&r.ResponseID, &r.OrganisationID, &r.Status, &r.Channel, (*stamp)(&r.StartedAt), (*stamp)(&r.SubmittedAt))
	}, `
SELECT r.id, COALESCE(o.organisation_id, ''), r.status, r.channel, r.started_at, r.submitted_at
FROM responses r
LEFT JOIN response_organisations o ON o.response_id = r.id
WHERE r.change_seq > 0
  AND r.change_seq > $1
  AND r.consultation_id = $2
UNION
SELECT r.id, o.organisation_id, r.status, r.channel, r.started_at, r.submitted_at
FROM response_organisations o
JOIN responses r ON r.id = o.response_id
WHERE o.seq > $3
  AND r.consultation_id = $4`, after, string(consultation), after, string(consultation))
}

const untied = `
FROM responses r
WHERE r.consultation_id = $1
  AND r.status = 'submitted'
  AND (r.reference <> '' OR r.token_hash IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM response_organisations o WHERE o.response_id = r.id)`

// UntiedResponses implements consult.LedgerReader.
func (q queries) UntiedResponses(ctx context.Context, consultation consult.ID, offset, limit int) ([]consult.UntiedResponse, error) {
	rows, err := q.handle.rowsOnce(ctx, `
SELECT r.id, r.reference, r.channel, r.category, r.territory, r.submitted_at`+untied+`
ORDER BY r.submitted_at DESC, r.id`+page(offset, limit), string(consultation))
	return collect(q.handle, rows, err, func(rows *sql.Rows, r *consult.UntiedResponse) error {
		return rows.Scan(&r.ID, &r.Reference, &r.Channel, &r.Category, &r.Territory, (*stamp)(&r.SubmittedAt))
	})
}

// CountUntiedResponses implements consult.LedgerReader.
func (q queries) CountUntiedResponses(ctx context.Context, consultation consult.ID) (int, error) {
	return single(ctx, q.handle, scanInt, "\nSELECT COUNT(*)"+untied, string(consultation))
}

// OrganisationsKnown implements consult.LedgerReader.
func (q queries) OrganisationsKnown(ctx context.Context, consultation consult.ID, siret, email string) ([]consult.Organisation, error) {
	return list(ctx, q.handle, scanOrganisation, `
SELECT `+organisationColumns+`
FROM organisations
WHERE consultation_id = $1
  AND merged_into IS NULL
  AND (siret <> '' AND siret = $2 OR email <> '' AND lower(email) = $3)
ORDER BY sort_key, id`, string(consultation), siret, email)
}

// ledgerPart is what a ledger reads again whole.
type ledgerPart int

const (
	ledgerList  ledgerPart = iota // an organisation came, changed or went
	ledgerTaken                   // something left its organisation
)

// markLedger says that a part of the ledger of a consultation changed, once a callback and part.
func (t *transaction) markLedger(ctx context.Context, consultation consult.ID, part ledgerPart) error {
	key := ledgerChange{consultation, part}
	if t.ledger[key] {
		return nil
	}
	seq, err := t.NextSeq(ctx)
	if err != nil {
		return err
	}
	listed, taken := seq, int64(0)
	if part == ledgerTaken {
		listed, taken = 0, seq
	}
	if _, err = t.exec(ctx, markQueries[part], string(consultation), listed, taken); err != nil {
		return fmt.Errorf("mark ledger of %s: %w", consultation, err)
	}
	if t.ledger == nil {
		t.ledger = map[ledgerChange]bool{}
	}
	t.ledger[key] = true
	return nil
}

type ledgerChange struct {
	consultation consult.ID
	part         ledgerPart
}

var markQueries = [...]string{
	ledgerList: `
INSERT INTO ledger_marks (consultation_id, list_seq, taken_seq)
VALUES ($1, $2, $3)
ON CONFLICT (consultation_id) DO UPDATE SET list_seq = EXCLUDED.list_seq`,
	ledgerTaken: `
INSERT INTO ledger_marks (consultation_id, list_seq, taken_seq)
VALUES ($1, $2, $3)
ON CONFLICT (consultation_id) DO UPDATE SET taken_seq = EXCLUDED.taken_seq`,
}

// markLedgerOf marks the ledger that an organisation is in.
func (t *transaction) markLedgerOf(ctx context.Context, organisation consult.ID, part ledgerPart) error {
	consultation, err := single(ctx, t.handle, func(rows *sql.Rows, id *consult.ID) error { return rows.Scan(id) },
		"SELECT consultation_id FROM organisations WHERE id = $1", string(organisation))
	if consult.CodeOf(err) == consult.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return t.markLedger(ctx, consultation, part)
}

const settlementColumns = `id, consultation_id, organisation_id, kind, responses, kept_id, taken, note, by_id, by_name, at, undone_at, undone_by_name`

func scanSettlement(rows *sql.Rows, s *consult.Settlement) error {
	return rows.Scan(&s.ID, &s.ConsultationID, &s.OrganisationID, &s.Kind, jsonInto{&s.Responses}, &s.KeptID, jsonInto{&s.Taken}, &s.Note, &s.By,
		&s.ByName, (*stamp)(&s.At), (*stamp)(&s.UndoneAt), &s.UndoneByName)
}

// Settlement implements consult.LedgerReader.
func (q queries) Settlement(ctx context.Context, id consult.ID) (consult.Settlement, error) {
	return single(ctx, q.handle, scanSettlement, `
SELECT `+settlementColumns+`
FROM settlements
WHERE id = $1`, string(id))
}

// Settlements implements consult.LedgerReader.
func (q queries) Settlements(ctx context.Context, consultation consult.ID) ([]consult.Settlement, error) {
	return list(ctx, q.handle, scanSettlement, `
SELECT `+settlementColumns+`
FROM settlements
WHERE consultation_id = $1
ORDER BY at DESC, id DESC`, string(consultation))
}

// InsertSettlement implements consult.LedgerWriter.
func (t *transaction) InsertSettlement(ctx context.Context, s *consult.Settlement) error {
	responses, err := jsonOf(s.Responses)
	if err != nil {
		return err
	}
	taken, err := jsonOf(s.Taken)
	if err != nil {
		return err
	}
	if _, err = t.exec(ctx, `
INSERT INTO settlements (`+settlementColumns+`)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`, string(s.ID), string(s.ConsultationID), string(s.OrganisationID), string(s.Kind), responses,
		string(s.KeptID), taken, text(s.Note), string(s.By), text(s.ByName), stamp(s.At), stamp(s.UndoneAt), text(s.UndoneByName)); err != nil {
		return fmt.Errorf("insert settlement of %s: %w", s.OrganisationID, err)
	}
	return nil
}

// UndoSettlement implements consult.LedgerWriter.
func (t *transaction) UndoSettlement(ctx context.Context, id consult.ID, at time.Time, byName string) error {
	return t.one(ctx, consult.Conflict("ledger.error.undone"), `
UPDATE settlements
SET undone_at = $2, undone_by_name = $3
WHERE id = $1
  AND undone_at IS NULL`, string(id), stamp(at), text(byName))
}
