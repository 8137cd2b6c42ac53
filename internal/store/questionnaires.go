package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"concertation/internal/consult"
)

const (
	questionnaireColumns = `id, consultation_id, slug, title, published_id, created_at`
	revisionColumns      = `id, questionnaire_id, consultation_id, number, definition, source_name, published_at, published_by, created_at`
)

func scanQuestionnaire(rows *sql.Rows, q *consult.Questionnaire) error {
	return rows.Scan(&q.ID, &q.ConsultationID, &q.Slug, &q.Title, (*optional)(&q.Published), (*stamp)(&q.CreatedAt))
}

func scanRevision(rows *sql.Rows, r *consult.Revision) error {
	return rows.Scan(&r.ID, &r.QuestionnaireID, &r.ConsultationID, &r.Number, jsonInto{&r.Definition}, &r.SourceName,
		(*stamp)(&r.PublishedAt), &r.PublishedBy, (*stamp)(&r.CreatedAt))
}

// Questionnaires implements consult.Reader.
func (q queries) Questionnaires(ctx context.Context, consultation consult.ID) ([]consult.Questionnaire, error) {
	return list(ctx, q.handle, scanQuestionnaire, `
SELECT `+questionnaireColumns+`
FROM questionnaires
WHERE consultation_id = $1
ORDER BY created_at, id`, string(consultation))
}

// Questionnaire implements consult.Reader.
func (q queries) Questionnaire(ctx context.Context, id consult.ID) (consult.Questionnaire, error) {
	return single(ctx, q.handle, scanQuestionnaire, `
SELECT `+questionnaireColumns+`
FROM questionnaires
WHERE id = $1`, string(id))
}

// Revision implements consult.Reader.
func (q queries) Revision(ctx context.Context, id consult.ID) (consult.Revision, error) {
	return single(ctx, q.handle, scanRevision, `
SELECT `+revisionColumns+`
FROM revisions
WHERE id = $1`, string(id))
}

// Revisions implements consult.Reader.
func (q queries) Revisions(ctx context.Context, questionnaire consult.ID) ([]consult.Revision, error) {
	return list(ctx, q.handle, scanRevision, `
SELECT `+revisionColumns+`
FROM revisions
WHERE questionnaire_id = $1
ORDER BY number DESC, id DESC`, string(questionnaire))
}

// InsertQuestionnaire implements consult.Tx; CodeConflict when the consultation has the slug already.
func (t *transaction) InsertQuestionnaire(ctx context.Context, q *consult.Questionnaire) error {
	_, err := t.exec(ctx, `
INSERT INTO questionnaires (`+questionnaireColumns+`)
VALUES ($1, $2, $3, $4, $5, $6)`,
		string(q.ID), string(q.ConsultationID), q.Slug, text(q.Title), optional(q.Published), stamp(q.CreatedAt))
	if err != nil {
		return fmt.Errorf("insert questionnaire %s: %w", q.Slug, err)
	}
	return nil
}

// InsertRevision implements consult.Tx.
func (t *transaction) InsertRevision(ctx context.Context, r *consult.Revision) error {
	definition, err := jsonOf(r.Definition)
	if err != nil {
		return err
	}
	r.Number, err = single(ctx, t.handle, scanInt, `
SELECT COALESCE(MAX(number), 0) + 1
FROM revisions
WHERE questionnaire_id = $1`, string(r.QuestionnaireID))
	if err != nil {
		return fmt.Errorf("insert revision: %w", err)
	}
	_, err = t.exec(ctx, `
INSERT INTO revisions (`+revisionColumns+`)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		string(r.ID), string(r.QuestionnaireID), string(r.ConsultationID), r.Number, definition, text(r.SourceName),
		stamp(r.PublishedAt), string(r.PublishedBy), stamp(r.CreatedAt))
	if err != nil {
		return fmt.Errorf("insert revision %d: %w", r.Number, err)
	}
	return nil
}

// DeleteDraftRevision implements consult.Tx.
func (t *transaction) DeleteDraftRevision(ctx context.Context, id consult.ID) error {
	changed, err := t.exec(ctx, `
DELETE FROM revisions
WHERE id = $1
  AND published_at IS NULL`, string(id))
	if err != nil || changed > 0 {
		return err
	}
	if _, err := t.Revision(ctx, id); err != nil {
		return err
	}
	return consult.Conflict("error.immutable")
}

// PublishRevision implements consult.Tx: new responses are given this revision. One already published keeps its date.
func (t *transaction) PublishRevision(ctx context.Context, id consult.ID, by consult.ID, at time.Time) error {
	_, err := t.exec(ctx, `
UPDATE revisions
SET published_at = $2, published_by = $3
WHERE id = $1
  AND published_at IS NULL`, string(id), stamp(at), string(by))
	if err != nil {
		return fmt.Errorf("publish revision %s: %w", id, err)
	}
	return t.one(ctx, notFound(), `
UPDATE questionnaires
SET published_id = $1
WHERE id = (SELECT questionnaire_id FROM revisions WHERE id = $1)`, string(id))
}

// DeleteQuestionnaire implements consult.Tx.
func (t *transaction) DeleteQuestionnaire(ctx context.Context, id consult.ID) error {
	used, err := single(ctx, t.handle, scanInt, `
SELECT CASE
  WHEN EXISTS (SELECT 1 FROM responses
               WHERE revision_id IN (SELECT id FROM revisions WHERE questionnaire_id = $1)) THEN 1
  WHEN EXISTS (SELECT 1 FROM contributions
               WHERE consultation_id = (SELECT consultation_id FROM questionnaires WHERE id = $1)
                 AND questionnaire_id = $1) THEN 1
  ELSE 0
END`, string(id))
	if err != nil {
		return fmt.Errorf("delete questionnaire %s: %w", id, err)
	}
	if used > 0 {
		return consult.Conflict("questionnaire.error.answered")
	}
	return t.one(ctx, notFound(), "DELETE FROM questionnaires WHERE id = $1", string(id))
}
