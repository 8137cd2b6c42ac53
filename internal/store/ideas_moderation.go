package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"concertation/internal/consult"
)

const commentColumns = `comments.id, comments.consultation_id, comments.idea_id, body, comments.moderation, comments.ground,
  comments.ground_note, comments.reports, comments.token_hash, comments.text_version, comments.created_at, comments.withdrawn_at,
  COALESCE(signature, '')`

const commentTables = `comments
  LEFT JOIN idea_identities ON idea_identities.idea_id = comments.idea_id AND idea_identities.record_id = comments.id`

func scanComment(rows *sql.Rows, c *consult.Comment) error {
	return rows.Scan(&c.ID, &c.ConsultationID, &c.IdeaID, &c.Body, &c.Moderation, &c.Ground, &c.GroundNote, &c.Reports,
		(*digest)(&c.TokenHash), &c.TextVersion, (*stamp)(&c.CreatedAt), (*stamp)(&c.WithdrawnAt), &c.Signature)
}

// Comment implements consult.Reader.
func (q queries) Comment(ctx context.Context, id consult.ID) (consult.Comment, error) {
	return single(ctx, q.handle, scanComment, `
SELECT `+commentColumns+`
FROM `+commentTables+`
WHERE comments.id = $1`, string(id))
}

// CommentByToken implements consult.Reader.
func (q queries) CommentByToken(ctx context.Context, tokenHash []byte) (consult.Comment, error) {
	return single(ctx, q.handle, scanComment, `
SELECT `+commentColumns+`
FROM `+commentTables+`
WHERE comments.token_hash = $1`, digest(tokenHash))
}

// CommentsUnder implements consult.Reader.
func (q queries) CommentsUnder(ctx context.Context, root consult.ID, filter consult.CommentFilter) ([]consult.Comment, error) {
	var where conditions
	where.add("(comments.idea_id = ? OR comments.idea_id IN (SELECT merged.id FROM ideas merged WHERE merged.root_id = ?))",
		string(root), string(root))
	if !filter.All {
		where.add("comments.moderation = 'published' AND comments.withdrawn_at IS NULL")
	}
	rows, err := q.handle.rowsOnce(ctx, `
SELECT `+commentColumns+`
FROM `+commentTables+where.where()+`
ORDER BY comments.created_at, comments.id`+page(filter.Offset, filter.Limit), where.args...)
	return collect(q.handle, rows, err, scanComment)
}

// commentsWaiting repeats the condition of the partial index, then leaves out what its author withdrew.
const commentsWaiting = `(comments.moderation = 'waiting' OR comments.reports > 0)
  AND comments.withdrawn_at IS NULL`

// WaitingComments implements consult.Reader.
func (q queries) WaitingComments(ctx context.Context, consultation consult.ID, limit int) ([]consult.Comment, error) {
	return list(ctx, q.handle, scanComment, `
SELECT `+commentColumns+`
FROM `+commentTables+`
WHERE comments.consultation_id = $1
  AND `+commentsWaiting+`
ORDER BY comments.created_at, comments.id
LIMIT $2`, string(consultation), limit)
}

// CountWaitingComments implements consult.Reader.
func (q queries) CountWaitingComments(ctx context.Context, consultation consult.ID) (int, error) {
	return single(ctx, q.handle, scanInt, `
SELECT COUNT(*)
FROM comments
WHERE comments.consultation_id = $1
  AND `+commentsWaiting, string(consultation))
}

// InsertComment implements consult.Tx.
func (t *transaction) InsertComment(ctx context.Context, c *consult.Comment) error {
	_, err := t.exec(ctx, `
INSERT INTO comments (id, consultation_id, idea_id, body, moderation, ground, ground_note, reports, token_hash, text_version, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10)`,
		string(c.ID), string(c.ConsultationID), string(c.IdeaID), text(c.Body), string(c.Moderation), text(c.Ground),
		text(c.GroundNote), digest(c.TokenHash), c.TextVersion, stamp(c.CreatedAt))
	if err != nil {
		return fmt.Errorf("insert comment %s: %w", c.ID, err)
	}
	if c.Signature != "" {
		if err := t.saveIdeaIdentity(ctx, c.IdeaID, c.ID, c.Signature, ""); err != nil {
			return err
		}
	}
	if !c.Shown() {
		return nil
	}
	return t.addToComments(ctx, c.IdeaID, 1)
}

// addToComments keeps the count of published comments, of the idea and of the one that stands for it.
func (t *transaction) addToComments(ctx context.Context, idea consult.ID, by int) error {
	_, err := t.exec(ctx, `
UPDATE ideas
SET comments = comments + $1
WHERE id = $2
   OR id = (SELECT merged.root_id FROM ideas merged WHERE merged.id = $3)`, by, string(idea), string(idea))
	if err != nil {
		return fmt.Errorf("count comments of idea %s: %w", idea, err)
	}
	return nil
}

// UpdateComment implements consult.Tx.
func (t *transaction) UpdateComment(ctx context.Context, c *consult.Comment) error {
	was, err := t.Comment(ctx, c.ID)
	if err != nil {
		return err
	}
	err = t.one(ctx, notFound(), `
UPDATE comments
SET body = $1, moderation = $2, ground = $3, ground_note = $4, text_version = $5, withdrawn_at = $6
WHERE id = $7`, text(c.Body), string(c.Moderation), text(c.Ground), text(c.GroundNote), c.TextVersion, stamp(c.WithdrawnAt), string(c.ID))
	if err != nil {
		return fmt.Errorf("update comment %s: %w", c.ID, err)
	}
	if c.Signature != was.Signature {
		if err := t.saveIdeaIdentity(ctx, was.IdeaID, c.ID, c.Signature, ""); err != nil {
			return err
		}
	}
	switch {
	case was.Shown() == c.Shown():
		return nil
	case c.Shown():
		return t.addToComments(ctx, was.IdeaID, 1)
	default:
		return t.addToComments(ctx, was.IdeaID, -1)
	}
}

// IdeaReports implements consult.Reader.
func (q queries) IdeaReports(ctx context.Context, idea consult.ID) ([]consult.IdeaReport, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, r *consult.IdeaReport) error {
		return rows.Scan(&r.ID, &r.ConsultationID, &r.IdeaID, (*optional)(&r.CommentID), &r.Ground, &r.Note,
			(*stamp)(&r.CreatedAt), (*stamp)(&r.SettledAt))
	}, `
SELECT id, consultation_id, idea_id, comment_id, ground, note, created_at, settled_at
FROM idea_reports
WHERE idea_id = $1
ORDER BY created_at, id`, string(idea))
}

// InsertIdeaReport implements consult.Tx.
func (t *transaction) InsertIdeaReport(ctx context.Context, r *consult.IdeaReport) error {
	_, err := t.exec(ctx, `
INSERT INTO idea_reports (id, consultation_id, idea_id, comment_id, ground, note, created_at, settled_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, string(r.ID), string(r.ConsultationID), string(r.IdeaID), optional(r.CommentID),
		text(r.Ground), text(r.Note), stamp(r.CreatedAt), stamp(r.SettledAt))
	if err != nil {
		return fmt.Errorf("insert report %s: %w", r.ID, err)
	}
	return t.countReports(ctx, r.IdeaID, r.CommentID)
}

// SettleIdeaReports implements consult.Tx.
func (t *transaction) SettleIdeaReports(ctx context.Context, idea, comment consult.ID, at time.Time) error {
	_, err := t.exec(ctx, `
UPDATE idea_reports
SET settled_at = $1
WHERE idea_id = $2
  AND COALESCE(comment_id, '') = $3
  AND settled_at IS NULL`, stamp(at), string(idea), string(comment))
	if err != nil {
		return fmt.Errorf("settle reports of idea %s: %w", idea, err)
	}
	return t.countReports(ctx, idea, comment)
}

// countReports keeps the counts of alerts that wait in their columns.
func (t *transaction) countReports(ctx context.Context, idea, comment consult.ID) error {
	_, err := t.exec(ctx, `
UPDATE ideas
SET reports = (SELECT COUNT(*) FROM idea_reports WHERE idea_id = $1 AND settled_at IS NULL)
WHERE id = $2`, string(idea), string(idea))
	if err == nil && comment != "" {
		_, err = t.exec(ctx, `
UPDATE comments
SET reports = (SELECT COUNT(*) FROM idea_reports WHERE comment_id = $1 AND settled_at IS NULL)
WHERE id = $2`, string(comment), string(comment))
	}
	if err != nil {
		return fmt.Errorf("count reports of idea %s: %w", idea, err)
	}
	return nil
}

// ModerationEntries implements consult.Reader.
func (q queries) ModerationEntries(ctx context.Context, consultation, idea consult.ID, limit int) ([]consult.ModerationEntry, error) {
	var where conditions
	where.equal("consultation_id", string(consultation))
	where.equal("idea_id", string(idea))
	rows, err := q.handle.rowsOnce(ctx, `
SELECT id, consultation_id, idea_id, comment_id, act, ground, note, actor_name, done_at
FROM moderation_log`+where.where()+`
ORDER BY done_at DESC, id DESC`+page(0, limit), where.args...)
	return collect(q.handle, rows, err, func(rows *sql.Rows, e *consult.ModerationEntry) error {
		return rows.Scan(&e.ID, &e.ConsultationID, &e.IdeaID, &e.CommentID, &e.Act, &e.Ground, &e.Note, &e.ActorName, (*stamp)(&e.At))
	})
}

// AppendModeration implements consult.Tx.
func (t *transaction) AppendModeration(ctx context.Context, e *consult.ModerationEntry) error {
	_, err := t.exec(ctx, `
INSERT INTO moderation_log (id, consultation_id, idea_id, comment_id, act, ground, note, actor_name, done_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, string(e.ID), string(e.ConsultationID), string(e.IdeaID), string(e.CommentID),
		e.Act, text(e.Ground), text(e.Note), text(e.ActorName), stamp(e.At))
	if err != nil {
		return fmt.Errorf("append to the moderation log: %w", err)
	}
	return nil
}
