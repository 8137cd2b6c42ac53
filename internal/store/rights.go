package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"concertation/forms"
	"concertation/internal/consult"
)

const holdColumns = `record_kind, record_id, part, consultation_id, kind, state, kept, at, by_id`

func scanHold(rows *sql.Rows, h *consult.Hold) error {
	return rows.Scan(&h.Ref.Kind, &h.Ref.ID, &h.Ref.Part, &h.ConsultationID, &h.Kind, &h.State, jsonInto{&h.Kept}, (*stamp)(&h.At), &h.By)
}

// Hold implements consult.RightsReader.
func (q queries) Hold(ctx context.Context, ref consult.RecordRef) (consult.Hold, error) {
	return single(ctx, q.handle, scanHold, `
SELECT `+holdColumns+`
FROM holds
WHERE record_kind = $1
  AND record_id = $2
  AND part = $3`, string(ref.Kind), string(ref.ID), ref.Part)
}

// Holds implements consult.RightsReader.
func (q queries) Holds(ctx context.Context) ([]consult.Hold, error) {
	return list(ctx, q.handle, scanHold, `
SELECT `+holdColumns+`
FROM holds
ORDER BY at, record_kind, record_id, part`)
}

// InsertHold implements consult.RightsWriter.
func (t *transaction) InsertHold(ctx context.Context, h *consult.Hold) error {
	kept, err := jsonOf(h.Kept)
	if err == nil {
		_, err = t.exec(ctx, `
INSERT INTO holds (`+holdColumns+`)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, string(h.Ref.Kind), string(h.Ref.ID), h.Ref.Part, string(h.ConsultationID), string(h.Kind),
			h.State, text(kept), stamp(h.At), string(h.By))
	}
	if err != nil {
		return fmt.Errorf("hold %s %s: %w", h.Ref.Kind, h.Ref.ID, err)
	}
	return nil
}

// DeleteHold implements consult.RightsWriter.
func (t *transaction) DeleteHold(ctx context.Context, ref consult.RecordRef) error {
	return t.one(ctx, notFound(), `
DELETE FROM holds
WHERE record_kind = $1
  AND record_id = $2
  AND part = $3`, string(ref.Kind), string(ref.ID), ref.Part)
}

// RightsEpoch implements consult.RightsReader.
func (q queries) RightsEpoch(ctx context.Context) (int64, error) {
	return single(ctx, q.handle, func(rows *sql.Rows, epoch *int64) error { return rows.Scan(epoch) },
		"SELECT value FROM counters WHERE name = 'rights'")
}

// NextRightsEpoch implements consult.RightsWriter.
func (t *transaction) NextRightsEpoch(ctx context.Context) error {
	return t.one(ctx, notFound(), "UPDATE counters SET value = value + 1 WHERE name = 'rights'")
}

const caseColumns = `id, records, opened_at, opened_by, due_at, closed_at`

func scanCase(rows *sql.Rows, c *consult.RightsCase) error {
	return rows.Scan(&c.ID, jsonInto{&c.Records}, (*stamp)(&c.OpenedAt), &c.OpenedBy, (*stamp)(&c.DueAt), (*stamp)(&c.ClosedAt))
}

// RightsCase implements consult.RightsReader.
func (q queries) RightsCase(ctx context.Context, id consult.ID) (consult.RightsCase, error) {
	return single(ctx, q.handle, scanCase, `
SELECT `+caseColumns+`
FROM rights_cases
WHERE id = $1`, string(id))
}

// RightsCases implements consult.RightsReader.
func (q queries) RightsCases(ctx context.Context) ([]consult.RightsCase, error) {
	return list(ctx, q.handle, scanCase, `
SELECT `+caseColumns+`
FROM rights_cases
ORDER BY opened_at DESC, id DESC`)
}

// InsertRightsCase implements consult.RightsWriter.
func (t *transaction) InsertRightsCase(ctx context.Context, c *consult.RightsCase) error {
	records, err := jsonOf(c.Records)
	if err == nil {
		_, err = t.exec(ctx, `
INSERT INTO rights_cases (`+caseColumns+`)
VALUES ($1, $2, $3, $4, $5, $6)`, string(c.ID), records, stamp(c.OpenedAt), string(c.OpenedBy), stamp(c.DueAt), stamp(c.ClosedAt))
	}
	if err != nil {
		return fmt.Errorf("insert rights case %s: %w", c.ID, err)
	}
	return nil
}

// UpdateRightsCase implements consult.RightsWriter.
func (t *transaction) UpdateRightsCase(ctx context.Context, c *consult.RightsCase) error {
	records, err := jsonOf(c.Records)
	if err != nil {
		return fmt.Errorf("update rights case %s: %w", c.ID, err)
	}
	return t.one(ctx, notFound(), `
UPDATE rights_cases
SET records = $2, closed_at = $3
WHERE id = $1`, string(c.ID), records, stamp(c.ClosedAt))
}

// RightsEntries implements consult.RightsReader: oldest first.
func (q queries) RightsEntries(ctx context.Context, id consult.ID) ([]consult.RightsEntry, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, e *consult.RightsEntry) error {
		return rows.Scan(&e.ID, &e.CaseID, &e.Act, &e.Records, (*stamp)(&e.At), &e.By, &e.ByName)
	}, `
SELECT id, case_id, act, records, at, by_id, by_name
FROM rights_entries
WHERE case_id = $1
ORDER BY at, id`, string(id))
}

// InsertRightsEntry implements consult.RightsWriter.
func (t *transaction) InsertRightsEntry(ctx context.Context, e *consult.RightsEntry) error {
	_, err := t.exec(ctx, `
INSERT INTO rights_entries (id, case_id, act, records, at, by_id, by_name)
VALUES ($1, $2, $3, $4, $5, $6, $7)`, string(e.ID), string(e.CaseID), string(e.Act), e.Records, stamp(e.At), string(e.By), text(e.ByName))
	if err != nil {
		return fmt.Errorf("insert entry of rights case %s: %w", e.CaseID, err)
	}
	return nil
}

// RestoreAnswerContributions implements consult.RightsWriter.
func (t *transaction) RestoreAnswerContributions(ctx context.Context, response consult.ID, retractedAt time.Time, seq int64, at time.Time) error {
	_, err := t.exec(ctx, `
UPDATE contributions
SET retracted_at = NULL, change_seq = $3, changed_at = $4
WHERE response_id = $1
  AND retracted_at = $2`, string(response), stamp(retractedAt), seq, stamp(at))
	if err != nil {
		return fmt.Errorf("bring back the contributions of response %s: %w", response, err)
	}
	return nil
}

// RetractAnswer implements consult.RightsWriter.
func (t *transaction) RetractAnswer(ctx context.Context, response consult.ID, question string, since time.Time, seq int64, at time.Time) error {
	_, err := t.exec(ctx, `
UPDATE contributions
SET retracted_at = $3, change_seq = $4, changed_at = $5
WHERE response_id = $1
  AND question = $2`, string(response), text(question), stamp(since), seq, stamp(at))
	if err != nil {
		return fmt.Errorf("retract the answer %s of response %s: %w", question, response, err)
	}
	return nil
}

// RectifyIdentities implements consult.RightsWriter.
func (t *transaction) RectifyIdentities(ctx context.Context, response consult.ID, sent []consult.Identity, draft forms.Raw) error {
	err := t.one(ctx, notFound(), "UPDATE responses SET draft_version = draft_version + 1 WHERE id = $1", string(response))
	if err == nil {
		_, err = t.exec(ctx, "DELETE FROM respondent_identities WHERE response_id = $1", string(response))
	}
	if err == nil {
		err = t.insertIdentities(ctx, response, sent)
	}
	if err != nil {
		return fmt.Errorf("rectify identities of response %s: %w", response, err)
	}
	return t.saveDraftIdentity(ctx, response, draft)
}

// RectifyComment implements consult.RightsWriter.
func (t *transaction) RectifyComment(ctx context.Context, c *consult.Comment) error {
	return t.saveIdeaIdentity(ctx, c.IdeaID, c.ID, c.Signature, "")
}
