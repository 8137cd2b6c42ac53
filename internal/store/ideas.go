package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"concertation/internal/consult"
)

// The idea box: ideas.go reads and writes ideas, ideas_search.go finds them by words, ideas_merge.go keeps supports and
// merges, ideas_moderation.go comments, alerts and the log.

const ideaColumns = `ideas.id, number, consultation_id, title, observation, proposal, theme_id, category, territory, beneficiaries,
  bearer, publication, origin, moderation, ground, ground_note, status, answer, answered_at, merged_into, root_id, supports,
  comments, reports, reference, token_hash, print, text_version, created_at, changed_at, withdrawn_at,
  COALESCE(signature, ''), COALESCE(email, '')`

// ideaTables join the identity of each idea, by its key.
const ideaTables = `ideas
  LEFT JOIN idea_identities ON idea_identities.idea_id = ideas.id AND idea_identities.record_id = ideas.id`

const selectIdeas = `
SELECT ` + ideaColumns + `
FROM ` + ideaTables

func scanIdea(rows *sql.Rows, i *consult.Idea) error {
	return rows.Scan(&i.ID, &i.Number, &i.ConsultationID, &i.Title, &i.Observation, &i.Proposal, &i.ThemeID, &i.Category,
		&i.Territory, &i.Beneficiaries, &i.Bearer, &i.Publication, &i.Origin, &i.Moderation, &i.Ground, &i.GroundNote,
		&i.Status, &i.Answer, (*stamp)(&i.AnsweredAt), (*optional)(&i.MergedInto), (*optional)(&i.RootID), &i.Supports,
		&i.Comments, &i.Reports, &i.Reference, (*digest)(&i.TokenHash), &i.Print, &i.TextVersion, (*stamp)(&i.CreatedAt),
		(*stamp)(&i.ChangedAt), (*stamp)(&i.WithdrawnAt), &i.Signature, &i.Email)
}

// Idea implements consult.Reader.
func (q queries) Idea(ctx context.Context, id consult.ID) (consult.Idea, error) {
	return single(ctx, q.handle, scanIdea, `
SELECT `+ideaColumns+`
FROM `+ideaTables+`
WHERE ideas.id = $1`, string(id))
}

// IdeaByToken implements consult.Reader.
func (q queries) IdeaByToken(ctx context.Context, tokenHash []byte) (consult.Idea, error) {
	return single(ctx, q.handle, scanIdea, `
SELECT `+ideaColumns+`
FROM `+ideaTables+`
WHERE token_hash = $1`, digest(tokenHash))
}

// IdeasUnder implements consult.Reader.
func (q queries) IdeasUnder(ctx context.Context, root consult.ID) ([]consult.Idea, error) {
	return list(ctx, q.handle, scanIdea, `
SELECT `+ideaColumns+`
FROM `+ideaTables+`
WHERE root_id = $1
ORDER BY created_at, ideas.id`, string(root))
}

// IdeaCells implements consult.Reader.
func (q queries) IdeaCells(ctx context.Context, consultation consult.ID) ([]consult.IdeaCell, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, c *consult.IdeaCell) error {
		return rows.Scan(&c.ThemeID, &c.Territory, &c.Status, &c.Ideas)
	}, ideaCellsQuery, string(consultation))
}

const ideaCellsQuery = `
SELECT theme_id, territory, status, COUNT(*)
FROM ideas
WHERE consultation_id = $1
  AND shown = 1
GROUP BY theme_id, territory, status
ORDER BY theme_id, territory, status`

// InsertIdea implements consult.Tx.
func (t *transaction) InsertIdea(ctx context.Context, i *consult.Idea) error {
	_, err := t.exec(ctx, `
INSERT INTO ideas (id, number, consultation_id, title, observation, proposal, theme_id, category, territory, beneficiaries,
  bearer, publication, origin, moderation, ground, ground_note, status, answer, answered_at, merged_into, root_id, shown,
  supports, comments, reports, reference, token_hash, print, text_version, created_at, changed_at, withdrawn_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, 0, 0, 0, $23, $24,
  $25, $26, $27, $28, $29)`,
		string(i.ID), i.Number, string(i.ConsultationID), text(i.Title), text(i.Observation), text(i.Proposal),
		string(i.ThemeID), text(i.Category), text(i.Territory), text(i.Beneficiaries), text(i.Bearer), string(i.Publication),
		string(i.Origin), string(i.Moderation), text(i.Ground), text(i.GroundNote), string(i.Status), text(i.Answer),
		stamp(i.AnsweredAt), optional(i.MergedInto), optional(i.RootID), flag(i.Shown()), i.Reference, digest(i.TokenHash),
		i.Print, i.TextVersion, stamp(i.CreatedAt), stamp(i.ChangedAt), stamp(i.WithdrawnAt))
	if err != nil {
		return fmt.Errorf("insert idea %s: %w", i.ID, err)
	}
	if i.Signature != "" || i.Email != "" {
		if err := t.saveIdeaIdentity(ctx, i.ID, i.ID, i.Signature, i.Email); err != nil {
			return err
		}
	}
	if !i.Shown() {
		return nil
	}
	return t.addIdeaWords(ctx, i)
}

// UpdateIdea implements consult.Tx.
func (t *transaction) UpdateIdea(ctx context.Context, i *consult.Idea) error {
	err := t.one(ctx, notFound(), `
UPDATE ideas
SET title = $1, observation = $2, proposal = $3, theme_id = $4, category = $5, territory = $6, beneficiaries = $7, bearer = $8,
  publication = $9, moderation = $10, ground = $11, ground_note = $12, status = $13, answer = $14, answered_at = $15,
  shown = $16, text_version = $17, changed_at = $18, withdrawn_at = $19
WHERE id = $20`,
		text(i.Title), text(i.Observation), text(i.Proposal), string(i.ThemeID), text(i.Category), text(i.Territory),
		text(i.Beneficiaries), text(i.Bearer), string(i.Publication), string(i.Moderation), text(i.Ground),
		text(i.GroundNote), string(i.Status), text(i.Answer), stamp(i.AnsweredAt), flag(i.Shown()), i.TextVersion,
		stamp(i.ChangedAt), stamp(i.WithdrawnAt), string(i.ID))
	if err != nil {
		return fmt.Errorf("update idea %s: %w", i.ID, err)
	}
	if err := t.saveIdeaIdentity(ctx, i.ID, i.ID, i.Signature, i.Email); err != nil {
		return err
	}
	return t.replaceIdeaWords(ctx, i)
}

// saveIdeaIdentity keeps who wrote an idea, or a comment on it, apart (rule 10); an empty one leaves no row.
func (t *transaction) saveIdeaIdentity(ctx context.Context, idea, record consult.ID, signature, email string) error {
	var err error
	if signature == "" && email == "" {
		_, err = t.exec(ctx, `DELETE FROM idea_identities WHERE idea_id = $1 AND record_id = $2`, string(idea), string(record))
	} else {
		_, err = t.exec(ctx, `
INSERT INTO idea_identities (idea_id, record_id, signature, email)
VALUES ($1, $2, $3, $4)
ON CONFLICT (idea_id, record_id) DO UPDATE SET signature = EXCLUDED.signature, email = EXCLUDED.email`,
			string(idea), string(record), text(signature), text(email))
	}
	if err != nil {
		return fmt.Errorf("save identity of idea %s: %w", idea, err)
	}
	return nil
}

// ReviseContribution implements consult.Tx.
func (t *transaction) ReviseContribution(ctx context.Context, c *consult.Contribution) error {
	was, err := t.Contribution(ctx, c.ID)
	if err != nil {
		return err
	}
	seq, changed := c.ChangeSeq, c.ChangedAt
	if err := t.followAnswer(ctx, &was, c); err != nil || c.RetractedAt.IsZero() {
		return err
	}
	c.ChangeSeq, c.ChangedAt = seq, changed
	err = t.one(ctx, notFound(), `
UPDATE contributions
SET change_seq = $1, retracted_at = $2, changed_at = $3
WHERE id = $4`, seq, stamp(c.RetractedAt), stamp(changed), string(c.ID))
	if err != nil {
		return fmt.Errorf("retract contribution %s: %w", c.ID, err)
	}
	return nil
}

func ideaConditions(d dialect, filter consult.IdeaFilter) *conditions {
	var where conditions
	where.equal("ideas.consultation_id", string(filter.ConsultationID))
	switch filter.State {
	case consult.IdeaShown:
		where.add("shown = 1")
	case consult.IdeaWaiting:
		where.add("moderation <> 'published'")
		where.add("moderation = 'waiting' AND withdrawn_at IS NULL")
	case consult.IdeaRefused:
		where.add("moderation <> 'published'")
		where.add("moderation = 'refused' AND withdrawn_at IS NULL")
	case consult.IdeaReported:
		where.add("reports > 0")
	case consult.IdeaMerged:
		where.add("root_id IS NOT NULL")
	case consult.IdeaWithdrawn:
		where.add("withdrawn_at IS NOT NULL")
	case consult.IdeaAny:
	}
	where.equal("theme_id", string(filter.ThemeID))
	where.equal("territory", filter.Territory)
	where.equal("status", string(filter.Status))
	for _, word := range strings.Fields(filter.Folded) {
		where.add(`EXISTS (SELECT 1 FROM contributions WHERE `+textOfIdea+` AND folded LIKE ? ESCAPE '\')`,
			"%"+escapeLike(text(word))+"%")
	}
	if len(filter.Stems) > 0 {
		d.matchIdeas(&where, filter)
	}
	return &where
}

// ideaOrders are the orders of lists; the number of arrival settles what the rest leaves open.
func ideaOrder(order consult.IdeaOrder) string {
	switch order {
	case consult.IdeasSupported:
		return "supports DESC, created_at DESC, ideas.id DESC"
	case consult.IdeasDiscussed:
		return "comments DESC, created_at DESC, ideas.id DESC"
	case consult.IdeasOldest:
		return "created_at, ideas.id"
	default:
		return "created_at DESC, ideas.id DESC"
	}
}

// Ideas implements consult.Reader.
func (q queries) Ideas(ctx context.Context, filter consult.IdeaFilter) ([]consult.Idea, error) {
	if len(filter.Stems) > 0 && filter.Order == consult.IdeasRelevant {
		ideas, _, err := q.FoundIdeas(ctx, filter)
		return ideas, err
	}
	where := ideaConditions(q.handle.engine(), filter)
	order := "\nORDER BY " + ideaOrder(filter.Order)
	if filter.Folded != "" || filter.Limit == 0 {
		rows, err := q.handle.rowsOnce(ctx, selectIdeas+where.where()+order+page(filter.Offset, filter.Limit), where.args...)
		return collect(q.handle, rows, err, scanIdea)
	}
	// Few texts for all filters and pages: they stay prepared. What a page skips is read in the index alone.
	n := len(where.args)
	cut := fmt.Sprintf("\nLIMIT $%d\nOFFSET $%d", n+1, n+2)
	args := append(where.args, filter.Limit, filter.Offset)
	if filter.Offset == 0 {
		return list(ctx, q.handle, scanIdea, selectIdeas+where.where()+order+cut, args...)
	}
	return list(ctx, q.handle, scanIdea, selectIdeas+"\nWHERE ideas.id IN (SELECT ideas.id\nFROM ideas"+where.where()+order+cut+")"+order, args...)
}

// CountIdeas implements consult.Reader.
func (q queries) CountIdeas(ctx context.Context, filter consult.IdeaFilter) (int, error) {
	d := q.handle.engine()
	if len(filter.Stems) > 0 && d.engine == engineSQLite {
		return q.countMatches(ctx, d.searched(filter, false))
	}
	where := ideaConditions(d, filter)
	rows, err := q.handle.rowsOnce(ctx, `
SELECT COUNT(*)
FROM ideas`+where.where(), where.args...)
	counts, err := collect(q.handle, rows, err, scanInt)
	if err != nil {
		return 0, err
	}
	return counts[0], nil
}

// textOfIdea finds the contribution that an idea is.
const textOfIdea = "contributions.id = ideas.id"
