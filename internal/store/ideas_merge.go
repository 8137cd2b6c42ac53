package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"concertation/internal/consult"
)

// supportsOf counts the visitors who support an idea or one of those it stands for, each once.
const supportsOf = `(
  SELECT COUNT(DISTINCT visitor_hash)
  FROM supports
  WHERE idea_id = $1
     OR idea_id IN (SELECT merged.id FROM ideas merged WHERE merged.root_id = $2))`

// Supported implements consult.Reader.
func (q queries) Supported(ctx context.Context, root consult.ID, visitorHash []byte) (bool, error) {
	found, err := list(ctx, q.handle, scanInt, `
SELECT COUNT(*)
FROM supports
WHERE visitor_hash = $1
  AND (idea_id = $2 OR idea_id IN (SELECT merged.id FROM ideas merged WHERE merged.root_id = $3))`,
		digest(visitorHash), string(root), string(root))
	return len(found) == 1 && found[0] > 0, err
}

// standsFor gives the idea that stands for one.
func (t *transaction) standsFor(ctx context.Context, idea consult.ID) (consult.ID, error) {
	return single(ctx, t.handle, func(rows *sql.Rows, into *consult.ID) error { return rows.Scan(into) },
		`SELECT COALESCE(root_id, id) FROM ideas WHERE id = $1`, string(idea))
}

// AddSupport implements consult.Tx.
func (t *transaction) AddSupport(ctx context.Context, idea consult.ID, visitorHash []byte, at time.Time) (int, error) {
	root, err := t.standsFor(ctx, idea)
	if err != nil {
		return 0, err
	}
	already, err := t.Supported(ctx, root, visitorHash)
	if err != nil {
		return 0, err
	}
	added := int64(0)
	if !already {
		// Another process may have written the same meanwhile: the row says, not what was read.
		added, err = t.exec(ctx, `
INSERT INTO supports (idea_id, visitor_hash, supported_at)
VALUES ($1, $2, $3)
ON CONFLICT (idea_id, visitor_hash) DO NOTHING`, string(root), digest(visitorHash), stamp(at))
		if err != nil {
			return 0, fmt.Errorf("support idea %s: %w", root, err)
		}
	}
	return t.addToSupports(ctx, root, int(added))
}

// RemoveSupport implements consult.Tx: from the idea and from those it stands for.
func (t *transaction) RemoveSupport(ctx context.Context, idea consult.ID, visitorHash []byte) (int, error) {
	root, err := t.standsFor(ctx, idea)
	if err != nil {
		return 0, err
	}
	removed, err := t.exec(ctx, `
DELETE FROM supports
WHERE visitor_hash = $1
  AND (idea_id = $2 OR idea_id IN (SELECT merged.id FROM ideas merged WHERE merged.root_id = $3))`,
		digest(visitorHash), string(root), string(root))
	if err != nil {
		return 0, fmt.Errorf("withdraw support of idea %s: %w", root, err)
	}
	return t.addToSupports(ctx, root, -min(int(removed), 1))
}

// addToSupports keeps the count in its column: the visitor was new, or gone, in the whole group.
func (t *transaction) addToSupports(ctx context.Context, root consult.ID, by int) (int, error) {
	if by != 0 {
		if _, err := t.exec(ctx, `UPDATE ideas SET supports = supports + $1 WHERE id = $2`, by, string(root)); err != nil {
			return 0, fmt.Errorf("count supports of idea %s: %w", root, err)
		}
	}
	return single(ctx, t.handle, scanInt, `SELECT supports FROM ideas WHERE id = $1`, string(root))
}

// recount counts the supports and the published comments of an idea and of those it stands for again.
func (t *transaction) recount(ctx context.Context, id consult.ID) error {
	err := t.one(ctx, notFound(), `
UPDATE ideas
SET supports = `+supportsOf+`,
  comments = (
  SELECT COUNT(*)
  FROM comments c
  WHERE c.moderation = 'published'
    AND c.withdrawn_at IS NULL
    AND (c.idea_id = $3 OR c.idea_id IN (SELECT merged.id FROM ideas merged WHERE merged.root_id = $4)))
WHERE id = $5`, string(id), string(id), string(id), string(id), string(id))
	if err != nil {
		return fmt.Errorf("count supports and comments of idea %s: %w", id, err)
	}
	return nil
}

// MergeIdea implements consult.Tx.
func (t *transaction) MergeIdea(ctx context.Context, id, root consult.ID, at time.Time) error {
	idea, err := t.Idea(ctx, id)
	if err != nil {
		return err
	}
	err = t.one(ctx, notFound(), `
UPDATE ideas
SET merged_into = $1, root_id = $2, shown = 0, changed_at = $3
WHERE id = $4`, string(root), string(root), stamp(at), string(id))
	if err != nil {
		return fmt.Errorf("merge idea %s: %w", id, err)
	}
	if _, err := t.exec(ctx, `UPDATE ideas SET root_id = $1 WHERE root_id = $2`, string(root), string(id)); err != nil {
		return fmt.Errorf("merge what idea %s stands for: %w", id, err)
	}
	if err := t.dropIdeaWords(ctx, idea.Number); err != nil {
		return err
	}
	return t.recount(ctx, root)
}

// UnmergeIdea implements consult.Tx. The words come back with the next UpdateIdea.
func (t *transaction) UnmergeIdea(ctx context.Context, id consult.ID, at time.Time) error {
	idea, err := t.Idea(ctx, id)
	if err != nil {
		return err
	}
	if idea.MergedInto == "" {
		return consult.Conflict("ideas.error.not_merged")
	}
	// What was merged into it, and into that in turn, comes along.
	_, err = t.exec(ctx, `
WITH RECURSIVE brought (id) AS (
  SELECT ideas.id FROM ideas WHERE ideas.merged_into = $1
  UNION
  SELECT ideas.id FROM ideas JOIN brought ON ideas.merged_into = brought.id
)
UPDATE ideas
SET root_id = $2
WHERE id IN (SELECT brought.id FROM brought)`, string(id), string(id))
	if err != nil {
		return fmt.Errorf("unmerge what idea %s stands for: %w", id, err)
	}
	err = t.one(ctx, notFound(), `
UPDATE ideas
SET merged_into = NULL, root_id = NULL, changed_at = $1
WHERE id = $2`, stamp(at), string(id))
	if err != nil {
		return fmt.Errorf("unmerge idea %s: %w", id, err)
	}
	if err := t.recount(ctx, id); err != nil {
		return err
	}
	return t.recount(ctx, idea.RootID)
}
