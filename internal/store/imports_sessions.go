package store

import (
	"context"
	"database/sql"
	"fmt"

	"concertation/internal/consult"
)

// SessionHeld implements consult.ImportReader.
func (q queries) SessionHeld(ctx context.Context, id consult.ID) (consult.SessionHeld, error) {
	return single(ctx, q.handle, scanSessionHeld, `
SELECT `+sessionHeldColumns+`
FROM sessions_held
WHERE id = $1`, string(id))
}

// Notes implements consult.ImportReader.
func (q queries) Notes(ctx context.Context, session consult.ID) ([]consult.Contribution, error) {
	return list(ctx, q.handle, scanContributionRead, `
SELECT `+contributionRead+`
FROM contributions
WHERE session_id = $1
ORDER BY created_at, id`, string(session))
}

// NotesBySession implements consult.ImportReader.
func (q queries) NotesBySession(ctx context.Context, consultation consult.ID) (map[consult.ID]int, error) {
	type count struct {
		session consult.ID
		notes   int
	}
	counts, err := list(ctx, q.handle, func(rows *sql.Rows, c *count) error { return rows.Scan(&c.session, &c.notes) }, `
SELECT c.session_id, COUNT(*)
FROM contributions c
JOIN sessions_held s ON s.id = c.session_id
WHERE s.consultation_id = $1
  AND c.retracted_at IS NULL
GROUP BY c.session_id
ORDER BY c.session_id`, string(consultation))
	if err != nil {
		return nil, err
	}
	notes := make(map[consult.ID]int, len(counts))
	for _, one := range counts {
		notes[one.session] = one.notes
	}
	return notes, nil
}

// UpdateSessionHeld implements consult.ImportWriter.
func (t *transaction) UpdateSessionHeld(ctx context.Context, s *consult.SessionHeld) error {
	return t.one(ctx, notFound(), `
UPDATE sessions_held
SET step_id = $2, title = $3, table_label = $4, held_on = $5, participants = $6, import_key = $7
WHERE id = $1`, string(s.ID), string(s.StepID), text(s.Title), text(s.Table), stamp(s.HeldOn), s.Participants, optional(text(s.ImportKey)))
}

// emptySessions are the sessions of an import in which nothing counts any more.
const emptySessions = `
  SELECT s.id
  FROM sessions_held s
  WHERE s.import_id = $1
    AND NOT EXISTS (SELECT 1 FROM contributions c WHERE c.session_id = s.id AND c.retracted_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM attachments a WHERE a.session_id = s.id)`

// DeleteEmptySessions implements consult.ImportWriter.
func (t *transaction) DeleteEmptySessions(ctx context.Context, importID consult.ID) (int, error) {
	seq, err := t.NextSeq(ctx)
	if err != nil {
		return 0, fmt.Errorf("empty sessions of import %s: %w", importID, err)
	}
	if _, err := t.exec(ctx, `
UPDATE contributions
SET session_id = NULL, change_seq = $2
WHERE session_id IN (`+emptySessions+`
)`, string(importID), seq); err != nil {
		return 0, fmt.Errorf("empty sessions of import %s: %w", importID, err)
	}
	removed, err := t.exec(ctx, `
DELETE FROM sessions_held
WHERE id IN (`+emptySessions+`
)`, string(importID))
	if err != nil {
		return 0, fmt.Errorf("delete sessions of import %s: %w", importID, err)
	}
	return int(removed), nil
}

// Capture implements consult.ImportReader.
func (q queries) Capture(ctx context.Context, id consult.ID) (consult.Capture, error) {
	return single(ctx, q.handle, func(rows *sql.Rows, c *consult.Capture) error {
		return rows.Scan(&c.ID, &c.ConsultationID, &c.Digest, (*optional)(&c.SessionID), (*optional)(&c.ContributionID), (*stamp)(&c.At))
	}, `
SELECT id, consultation_id, digest, session_id, contribution_id, at
FROM captures
WHERE id = $1`, string(id))
}

// InsertCapture implements consult.ImportWriter.
func (t *transaction) InsertCapture(ctx context.Context, c *consult.Capture) error {
	_, err := t.exec(ctx, `
INSERT INTO captures (id, consultation_id, digest, session_id, contribution_id, at)
VALUES ($1, $2, $3, $4, $5, $6)`, string(c.ID), string(c.ConsultationID), c.Digest, optional(c.SessionID), optional(c.ContributionID), stamp(c.At))
	if err != nil {
		return fmt.Errorf("insert capture %s: %w", c.ID, err)
	}
	return nil
}
