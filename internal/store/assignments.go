package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"concertation/internal/consult"
)

const assignmentColumns = `id, consultation_id, contribution_id, statement_id, theme_id, coder_id, round, state, text_version,
  grid_version, assigned_at, ended_at`

func scanAssignment(rows *sql.Rows, a *consult.Assignment) error {
	return rows.Scan(&a.ID, &a.ConsultationID, &a.ContributionID, &a.StatementID, &a.ThemeID, &a.CoderID, &a.Round,
		&a.State, &a.TextVersion, &a.GridVersion, (*stamp)(&a.At), (*stamp)(&a.EndedAt))
}

// Assignments implements consult.Reader.
func (q queries) Assignments(ctx context.Context, contribution consult.ID) ([]consult.Assignment, error) {
	return list(ctx, q.handle, scanAssignment, `
SELECT `+assignmentColumns+`
FROM assignments
WHERE contribution_id = $1
ORDER BY assigned_at, id`, string(contribution))
}

// CurrentAssignments implements consult.Reader.
func (q queries) CurrentAssignments(ctx context.Context, consultation consult.ID) ([]consult.Assignment, error) {
	return list(ctx, q.handle, scanAssignment, currentAssignmentsQuery, string(consultation))
}

const currentAssignmentsQuery = `
SELECT ` + assignmentColumns + `
FROM assignments
WHERE consultation_id = $1
  AND ended_at IS NULL
ORDER BY contribution_id, statement_id, theme_id, id`

// InsertAssignment implements consult.Tx; CodeConflict while the same coder's word on the same theme stands.
func (t *transaction) InsertAssignment(ctx context.Context, a *consult.Assignment) error {
	_, err := t.exec(ctx, `
INSERT INTO assignments (`+assignmentColumns+`)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		string(a.ID), string(a.ConsultationID), string(a.ContributionID), string(a.StatementID), string(a.ThemeID),
		string(a.CoderID), a.Round, string(a.State), a.TextVersion, a.GridVersion, stamp(a.At), stamp(a.EndedAt))
	if err != nil {
		return fmt.Errorf("insert assignment %s: %w", a.ID, err)
	}
	return nil
}

// EndAssignment implements consult.Tx. One already ended is CodeNotFound.
func (t *transaction) EndAssignment(ctx context.Context, id consult.ID, at time.Time) error {
	return t.one(ctx, notFound(), `
UPDATE assignments
SET ended_at = $2
WHERE id = $1
  AND ended_at IS NULL`, string(id), stamp(at))
}
