package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"concertation/internal/consult"
)

const responseColumns = `id, consultation_id, questionnaire_id, revision_id, change_seq, status, origin, channel, language,
  category, territory, reference, token_hash, seed, started_at, submitted_at, changed_at, dirty, draft_version, draft, answers`

func scanResponse(rows *sql.Rows, r *consult.Response) error { return scanResponseAnd(rows, r) }

func scanResponseAnd(rows *sql.Rows, r *consult.Response, more ...any) error {
	var seed int64
	var draft string
	err := rows.Scan(append([]any{&r.ID, &r.ConsultationID, &r.QuestionnaireID, &r.RevisionID, &r.ChangeSeq, &r.Status,
		&r.Origin, &r.Channel, &r.Language, &r.Category, &r.Territory, &r.Reference, (*digest)(&r.TokenHash), &seed,
		(*stamp)(&r.StartedAt), (*stamp)(&r.SubmittedAt), (*stamp)(&r.ChangedAt), &r.Dirty, &r.DraftVersion,
		&draft, jsonInto{&r.Submission}}, more...)...)
	r.Seed = uint64(seed)
	if err != nil {
		return err
	}
	if draft == draftIsAnswers {
		r.Draft = r.Submission.Raw()
		return nil
	}
	return jsonInto{&r.Draft}.Scan(draft)
}

// responseWithIdentity adds to a response what is typed of its identity: only who opens one response reads it.
const responseWithIdentity = `
SELECT ` + responseColumns + `,
  (SELECT d.draft FROM draft_identities d WHERE d.response_id = responses.id)
FROM responses`

func scanResponseWithIdentity(rows *sql.Rows, r *consult.Response) error {
	return scanResponseAnd(rows, r, jsonInto{&r.DraftIdentity})
}

// Response implements consult.Reader.
func (q queries) Response(ctx context.Context, id consult.ID) (consult.Response, error) {
	return single(ctx, q.handle, scanResponseWithIdentity, responseWithIdentity+`
WHERE id = $1`, string(id))
}

// ResponseByToken implements consult.Reader.
func (q queries) ResponseByToken(ctx context.Context, tokenHash []byte) (consult.Response, error) {
	return single(ctx, q.handle, scanResponseWithIdentity, responseWithIdentity+`
WHERE token_hash = $1`, digest(tokenHash))
}

// ResponseMark implements consult.Reader.
func (q queries) ResponseMark(ctx context.Context, tokenHash []byte) (consult.ResponseMark, error) {
	return single(ctx, q.handle, func(rows *sql.Rows, m *consult.ResponseMark) error {
		return rows.Scan(&m.ID, &m.DraftVersion, &m.ChangeSeq, &m.Status, &m.Language)
	}, `
SELECT id, draft_version, change_seq, status, language
FROM responses
WHERE token_hash = $1`, digest(tokenHash))
}

func responseConditions(filter consult.ResponseFilter) *conditions {
	var where conditions
	where.equal("consultation_id", string(filter.ConsultationID))
	where.equal("questionnaire_id", string(filter.QuestionnaireID))
	where.equal("status", string(filter.Status))
	where.equal("category", filter.Category)
	where.equal("territory", filter.Territory)
	if filter.After != nil {
		where.add("(submitted_at, id) > (?, ?)", stamp(filter.After.SubmittedAt), string(filter.After.ID))
	}
	return &where
}

// Responses implements consult.Reader. Drafts never sent come last.
func (q queries) Responses(ctx context.Context, filter consult.ResponseFilter) ([]consult.Response, error) {
	where := responseConditions(filter)
	order := "submitted_at, id"
	if filter.Status != consult.ResponseSubmitted {
		order = "CASE WHEN submitted_at IS NULL THEN 1 ELSE 0 END, " + order // engines place NULL differently
	}
	rows, err := q.handle.rowsOnce(ctx, `
SELECT `+responseColumns+`
FROM responses`+where.where()+`
ORDER BY `+order+page(filter.Offset, filter.Limit), where.args...)
	return collect(q.handle, rows, err, scanResponse)
}

const submittedHeads = `
SELECT id, reference, channel, changed_at
FROM responses
WHERE consultation_id = $1
  AND status = 'submitted'`

// SubmittedHeads implements consult.Reader.
func (q queries) SubmittedHeads(ctx context.Context, consultation consult.ID, take func(*consult.ResponseHead)) error {
	rows, err := q.handle.rows(ctx, submittedHeads, string(consultation))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var head consult.ResponseHead
		if err := rows.Scan(&head.ID, &head.Reference, &head.Channel, (*stamp)(&head.ChangedAt)); err != nil {
			return q.handle.failed(err)
		}
		take(&head)
	}
	return q.handle.failed(rows.Err())
}

// CountResponses implements consult.Reader.
func (q queries) CountResponses(ctx context.Context, filter consult.ResponseFilter) (int, error) {
	where := responseConditions(filter)
	rows, err := q.handle.rowsOnce(ctx, `
SELECT COUNT(*)
FROM responses`+where.where(), where.args...)
	counts, err := collect(q.handle, rows, err, scanInt)
	if err != nil {
		return 0, err
	}
	return counts[0], nil
}

// Identities implements consult.Reader, by question.
func (q queries) Identities(ctx context.Context, response consult.ID) ([]consult.Identity, error) {
	identities, err := list(ctx, q.handle, func(rows *sql.Rows, i *consult.Identity) error {
		return rows.Scan(&i.ResponseID, &i.Question, &i.Value)
	}, `
SELECT response_id, question, value
FROM respondent_identities
WHERE response_id = $1`, string(response))
	slices.SortFunc(identities, func(a, b consult.Identity) int { return strings.Compare(a.Question, b.Question) })
	return identities, err
}

// Changes implements consult.Reader.
func (q queries) Changes(ctx context.Context, since int64, limit int) ([]consult.Change, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, c *consult.Change) error {
		return rows.Scan(&c.Seq, &c.ResponseID, &c.ConsultationID, &c.RevisionID, &c.Status, jsonInto{&c.Submission},
			(*stamp)(&c.SubmittedAt))
	}, changesQuery, since, limit)
}

// changesQuery repeats the condition of the partial index, which the planner wants word for word.
const changesQuery = `
SELECT change_seq, id, consultation_id, revision_id, status, answers, submitted_at
FROM responses
WHERE change_seq > 0
  AND change_seq > $1
  AND (status <> 'draft' OR submitted_at IS NOT NULL)
ORDER BY change_seq
LIMIT $2`

// SubmittedTimes implements consult.Reader.
func (q queries) SubmittedTimes(ctx context.Context, consultation consult.ID) ([]time.Time, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, at *time.Time) error { return rows.Scan((*stamp)(at)) }, `
SELECT submitted_at
FROM responses
WHERE consultation_id = $1
  AND status = 'submitted'
ORDER BY submitted_at, id`, string(consultation))
}
