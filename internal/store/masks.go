package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"time"

	"concertation/internal/consult"
)

const maskColumns = `id, consultation_id, contribution_id, field, text_version, span_start, span_end, kind, hidden, note, by_id,
  at, ended_at`

func scanMask(rows *sql.Rows, m *consult.Mask) error {
	return rows.Scan(&m.ID, &m.ConsultationID, &m.ContributionID, &m.Field, &m.TextVersion, &m.Start, &m.End, &m.Kind,
		&m.Hidden, &m.Note, &m.By, (*stamp)(&m.At), (*stamp)(&m.EndedAt))
}

const masksQuery = `
SELECT ` + maskColumns + `
FROM masks
WHERE consultation_id = $1
  AND ended_at IS NULL
ORDER BY contribution_id, field, span_start, id`

// Masks implements consult.MaskReader.
func (q queries) Masks(ctx context.Context, consultation consult.ID) ([]consult.Mask, error) {
	return list(ctx, q.handle, scanMask, masksQuery, string(consultation))
}

// MaskHistory implements consult.MaskReader.
func (q queries) MaskHistory(ctx context.Context, contribution consult.ID) ([]consult.Mask, error) {
	return list(ctx, q.handle, scanMask, `
SELECT `+maskColumns+`
FROM masks
WHERE contribution_id = $1
ORDER BY at, id`, string(contribution))
}

// IdentityValues implements consult.MaskReader.
func (q queries) IdentityValues(ctx context.Context, consultation consult.ID, questions []string) ([]string, error) {
	if len(questions) == 0 {
		return nil, nil
	}
	args := []any{string(consultation)}
	places := make([]string, len(questions))
	for i, question := range questions {
		args = append(args, question)
		places[i] = "$" + strconv.Itoa(i+2)
	}
	rows, err := q.handle.rowsOnce(ctx, `
SELECT DISTINCT i.value
FROM respondent_identities i
JOIN responses r ON r.id = i.response_id
WHERE r.consultation_id = $1
  AND i.question IN (`+strings.Join(places, ", ")+`)
ORDER BY i.value`, args...)
	return collect(q.handle, rows, err, func(rows *sql.Rows, value *string) error { return rows.Scan(value) })
}

// InsertMask implements consult.MaskWriter.
func (t *transaction) InsertMask(ctx context.Context, m *consult.Mask) error {
	_, err := t.exec(ctx, `
INSERT INTO masks (`+maskColumns+`)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		string(m.ID), string(m.ConsultationID), string(m.ContributionID), string(m.Field), m.TextVersion, m.Start, m.End,
		m.Kind, flag(m.Hidden), text(m.Note), string(m.By), stamp(m.At), stamp(m.EndedAt))
	if err != nil {
		return fmt.Errorf("insert mask %s: %w", m.ID, err)
	}
	return nil
}

// carryMasks keeps hidden what people hid in the text before, where its words still stand.
func (t *transaction) carryMasks(ctx context.Context, before, after *consult.Contribution) error {
	masks, err := t.MaskHistory(ctx, after.ID)
	if err != nil || len(masks) == 0 {
		return err
	}
	ended, carried := consult.CarryMasks(before, after, masks, after.ChangedAt)
	for _, id := range ended {
		if err := t.EndMask(ctx, id, after.ChangedAt); err != nil {
			return fmt.Errorf("carry mask %s: %w", id, err)
		}
	}
	for i := range carried {
		if err := t.InsertMask(ctx, &carried[i]); err != nil {
			return err
		}
	}
	return nil
}

// EndMask implements consult.MaskWriter.
func (t *transaction) EndMask(ctx context.Context, id consult.ID, at time.Time) error {
	return t.one(ctx, notFound(), `
UPDATE masks
SET ended_at = $2
WHERE id = $1
  AND ended_at IS NULL`, string(id), stamp(at))
}
