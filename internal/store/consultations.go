package store

import (
	"context"
	"database/sql"
	"fmt"

	"concertation/internal/consult"
)

const consultationColumns = `id, slug, title, status, demonstration, opens_at, closes_at, texts, settings, round_of, created_at, changed_at`

func scanConsultation(rows *sql.Rows, c *consult.Consultation) error {
	return rows.Scan(&c.ID, &c.Slug, &c.Title, &c.Status, &c.Demonstration, (*stamp)(&c.OpensAt), (*stamp)(&c.ClosesAt),
		jsonInto{&c.Texts}, jsonInto{&c.Settings}, (*optional)(&c.RoundOf), (*stamp)(&c.CreatedAt), (*stamp)(&c.ChangedAt))
}

func consultationArgs(c *consult.Consultation) ([]any, error) {
	texts, err := jsonOf(c.Texts)
	if err != nil {
		return nil, err
	}
	settings, err := jsonOf(c.Settings)
	if err != nil {
		return nil, err
	}
	return []any{string(c.ID), c.Slug, text(c.Title), string(c.Status), flag(c.Demonstration), stamp(c.OpensAt),
		stamp(c.ClosesAt), texts, settings, optional(c.RoundOf), stamp(c.CreatedAt), stamp(c.ChangedAt)}, nil
}

// Consultation implements consult.Reader.
func (q queries) Consultation(ctx context.Context, id consult.ID) (consult.Consultation, error) {
	return single(ctx, q.handle, scanConsultation, `
SELECT `+consultationColumns+`
FROM consultations
WHERE id = $1`, string(id))
}

// ConsultationBySlug implements consult.Reader.
func (q queries) ConsultationBySlug(ctx context.Context, slug string) (consult.Consultation, error) {
	return single(ctx, q.handle, scanConsultation, `
SELECT `+consultationColumns+`
FROM consultations
WHERE slug = $1`, text(slug))
}

// Consultations implements consult.Reader.
func (q queries) Consultations(ctx context.Context) ([]consult.Consultation, error) {
	return list(ctx, q.handle, scanConsultation, `
SELECT `+consultationColumns+`
FROM consultations
ORDER BY created_at DESC, id DESC`)
}

// InsertConsultation implements consult.Tx.
func (t *transaction) InsertConsultation(ctx context.Context, c *consult.Consultation) error {
	args, err := consultationArgs(c)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `
INSERT INTO consultations (`+consultationColumns+`)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`, args...)
	if err != nil {
		return fmt.Errorf("insert consultation %s: %w", c.Slug, err)
	}
	return t.keepNotice(ctx, nil, c)
}

// UpdateConsultation implements consult.Tx.
func (t *transaction) UpdateConsultation(ctx context.Context, c *consult.Consultation) error {
	args, err := consultationArgs(c)
	if err != nil {
		return err
	}
	was, err := t.Consultation(ctx, c.ID)
	if err != nil {
		return err
	}
	if err := t.keepNotice(ctx, &was, c); err != nil {
		return err
	}
	return t.one(ctx, notFound(), `
UPDATE consultations
SET slug = $2, title = $3, status = $4, demonstration = $5, opens_at = $6, closes_at = $7, texts = $8,
  settings = $9, round_of = $10, created_at = $11, changed_at = $12
WHERE id = $1`, args...)
}

// DeleteConsultation implements consult.Tx: foreign keys take along all it holds, the audit log aside.
func (t *transaction) DeleteConsultation(ctx context.Context, id consult.ID) error {
	return t.one(ctx, notFound(), `
DELETE FROM consultations
WHERE id = $1`, string(id))
}
