package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"concertation/internal/consult"
)

const contributionColumns = `id, consultation_id, change_seq, kind, origin, channel, response_id, questionnaire_id, question,
  item, title, body, folded, category, territory, session_id, publication, text_version, retracted_at, created_at, changed_at`

// contributionRead is what lists read besides.
const contributionRead = contributionColumns + ", author_key"

func scanContributionRead(rows *sql.Rows, c *consult.Contribution) error {
	return rows.Scan(&c.ID, &c.ConsultationID, &c.ChangeSeq, &c.Kind, &c.Origin, &c.Channel, (*optional)(&c.ResponseID),
		&c.QuestionnaireID, &c.Question, &c.Item, &c.Title, &c.Body, &c.Folded, &c.Category, &c.Territory,
		(*optional)(&c.SessionID), &c.Publication, &c.TextVersion, (*stamp)(&c.RetractedAt), (*stamp)(&c.CreatedAt),
		(*stamp)(&c.ChangedAt), (*optional)(&c.AuthorKey))
}

func scanContribution(rows *sql.Rows, c *consult.Contribution) error {
	return rows.Scan(&c.ID, &c.ConsultationID, &c.ChangeSeq, &c.Kind, &c.Origin, &c.Channel, (*optional)(&c.ResponseID),
		&c.QuestionnaireID, &c.Question, &c.Item, &c.Title, &c.Body, &c.Folded, &c.Category, &c.Territory,
		(*optional)(&c.SessionID), &c.Publication, &c.TextVersion, (*stamp)(&c.RetractedAt), (*stamp)(&c.CreatedAt),
		(*stamp)(&c.ChangedAt))
}

// Contribution implements consult.Reader.
func (q queries) Contribution(ctx context.Context, id consult.ID) (consult.Contribution, error) {
	return single(ctx, q.handle, scanContributionRead, `
SELECT `+contributionRead+`
FROM contributions
WHERE id = $1`, string(id))
}

// confirmed is the part of a condition that looks for a theme given by a person and still standing.
const confirmed = `(
    SELECT 1
    FROM assignments a
    WHERE a.contribution_id = contributions.id
      AND a.ended_at IS NULL
      AND a.state = 'confirmed'`

// partWithout looks for a part of the text as it is cut now to which nobody gives a theme. A text that is whole has no row.
const partWithout = `(
    SELECT 1
    FROM statements s
    WHERE s.contribution_id = contributions.id
      AND s.text_version = contributions.text_version
      AND NOT EXISTS ` + confirmed + `
      AND a.statement_id = s.id))`

// suggested narrows to what a model proposes: a theme, with a score, for a part that waits where those to code are asked.
// A list asks each text; a count reads what is proposed for the theme.
func (c *conditions) suggested(filter consult.ContributionFilter, counted bool) {
	if filter.Suggested == "" && filter.ScoreMin == 0 && filter.ScoreMax == 0 {
		return
	}
	asked, args := askedOfSuggestions(filter)
	clause := "EXISTS (\n    SELECT 1\n    FROM suggestions s\n    WHERE s.contribution_id = contributions.id\n      AND "
	if counted && filter.Suggested != "" {
		clause = "id IN (\n    SELECT s.contribution_id\n    FROM suggestions s\n    WHERE "
	}
	c.add(clause+asked+")", args...)
}

// askedOfSuggestions is what a filter asks of a suggestion, its theme or a bound of its score at least.
func askedOfSuggestions(filter consult.ContributionFilter) (clause string, args []any) {
	var asked []string
	if filter.Suggested != "" {
		asked, args = append(asked, "s.theme_id = ?"), append(args, string(filter.Suggested))
	}
	if filter.ScoreMin != 0 {
		asked, args = append(asked, "s.score >= ?"), append(args, filter.ScoreMin)
	}
	if filter.ScoreMax != 0 {
		asked, args = append(asked, "s.score < ?"), append(args, filter.ScoreMax)
	}
	if filter.Uncoded {
		asked = append(asked, "NOT EXISTS "+strings.Replace(confirmed, "contributions.id", "s.contribution_id", 1)+
			"\n      AND a.statement_id = s.statement_id)")
	}
	return strings.Join(asked, "\n      AND "), args
}

// contributionConditions are those of a list, which is read in its order until a page is full: each text is asked whether
// it has the theme.
func contributionConditions(filter consult.ContributionFilter) *conditions {
	var where conditions
	if filter.ThemeID != "" {
		where.add("EXISTS "+confirmed+"\n      AND a.theme_id = ?)", string(filter.ThemeID))
	}
	if filter.CoderID != "" {
		where.add("EXISTS "+confirmed+"\n      AND a.coder_id = ?)", string(filter.CoderID))
	}
	where.contributions(filter, false)
	return &where
}

// countedConditions are those of a count: the texts that people grouped are fewer than the texts, and are read first.
func countedConditions(filter consult.ContributionFilter) *conditions {
	var where conditions
	const grouped = "id IN (\n    SELECT a.contribution_id\n    FROM assignments a\n    WHERE a.consultation_id = ?\n      AND a.ended_at IS NULL\n      AND a.state = 'confirmed'\n      AND a."
	if filter.ThemeID != "" {
		where.add(grouped+"theme_id = ?)", string(filter.ConsultationID), string(filter.ThemeID))
	}
	if filter.CoderID != "" {
		where.add(grouped+"coder_id = ?)", string(filter.ConsultationID), string(filter.CoderID))
	}
	where.contributions(filter, true)
	return &where
}

// contributions narrows to what a filter asks besides themes and coders.
func (c *conditions) contributions(filter consult.ContributionFilter, counted bool) {
	if filter.Among == nil && filter.Saying == nil {
		c.equal("consultation_id", string(filter.ConsultationID))
	} else if filter.ConsultationID != "" {
		// Said so that no index of the consultation serves: SQLite would walk it whole to meet a few identifiers.
		c.add("consultation_id || '' = ?", string(filter.ConsultationID))
	}
	c.equal("kind", string(filter.Kind))
	if filter.Kind != "" && filter.Kind != consult.KindAnswer {
		c.add("kind <> 'answer'") // as the index of what is no answer says it
	}
	c.equal("question", filter.Question)
	c.equal("category", filter.Category)
	c.equal("territory", filter.Territory)
	if !filter.Retracted {
		c.add("retracted_at IS NULL")
	}
	if filter.After.ID != "" {
		c.add("(created_at, id) > (?, ?)", stamp(filter.After.CreatedAt), string(filter.After.ID))
	}
	if filter.Before.ID != "" {
		c.add("(created_at, id) < (?, ?)", stamp(filter.Before.CreatedAt), string(filter.Before.ID))
	}
	c.suggested(filter, counted)
	c.equal("channel", string(filter.Channel))
	c.equal("session_id", string(filter.SessionID))
	if !filter.Since.IsZero() {
		c.add("created_at >= ?", stamp(filter.Since))
	}
	if !filter.Until.IsZero() {
		c.add("created_at < ?", stamp(filter.Until))
	}
	if filter.Among != nil {
		c.among("id", filter.Among)
	}
	c.except("id", filter.Except)
	if filter.Uncoded {
		c.add("(NOT EXISTS " + confirmed + ") OR EXISTS " + partWithout + ")")
	}
	if filter.Saying != nil {
		c.among("id", filter.Saying)
	}
	c.saying(filter.Words)
}

// saying asks for each of some words.
func (c *conditions) saying(words string) {
	for _, word := range strings.Fields(words) {
		c.add(`folded LIKE ? ESCAPE '\'`, "%"+escapeLike(text(word))+"%")
	}
}

// escapeLike makes a word's own % and _ stand for themselves.
func escapeLike(word string) string {
	return strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(word)
}

// ContributionsOf implements consult.Reader.
func (q queries) ContributionsOf(ctx context.Context, response consult.ID) ([]consult.Contribution, error) {
	return list(ctx, q.handle, scanContribution, `
SELECT `+contributionColumns+`
FROM contributions
WHERE response_id = $1
ORDER BY created_at, id`, string(response))
}

// Contributions implements consult.Reader.
func (q queries) Contributions(ctx context.Context, filter consult.ContributionFilter) ([]consult.Contribution, error) {
	query, args := contributionsQuery(filter)
	rows, err := q.handle.rowsOnce(ctx, query, args...)
	return collect(q.handle, rows, err, scanContributionRead)
}

func contributionsQuery(filter consult.ContributionFilter) (string, []any) {
	where, order := contributionConditions(filter), "created_at, id"
	if filter.Backwards {
		order = "created_at DESC, id DESC"
	}
	return `
SELECT ` + contributionRead + `
FROM contributions` + where.where() + `
ORDER BY ` + order + page(filter.Offset, filter.Limit), where.args
}

// CountContributions implements consult.Reader.
func (q queries) CountContributions(ctx context.Context, filter consult.ContributionFilter) (int, error) {
	where := countedConditions(filter)
	rows, err := q.handle.rowsOnce(ctx, `
SELECT COUNT(*)
FROM contributions`+where.where(), where.args...)
	counts, err := collect(q.handle, rows, err, scanInt)
	if err != nil {
		return 0, err
	}
	return counts[0], nil
}

// InsertContribution implements consult.Tx. One without an identifier is given one.
func (t *transaction) InsertContribution(ctx context.Context, c *consult.Contribution) error {
	return t.insertContributions(ctx, []*consult.Contribution{c})
}

// Answers have no author besides their response: they are written without the column.
const (
	insertContributionHead = `
INSERT INTO contributions (` + contributionColumns + `)
VALUES `
	insertAuthoredHead = `
INSERT INTO contributions (` + contributionRead + `)
VALUES `
)

// insertContributions writes several rows with one statement.
func (t *transaction) insertContributions(ctx context.Context, all []*consult.Contribution) error {
	columns, head := 21, insertContributionHead
	authored := slices.ContainsFunc(all, func(c *consult.Contribution) bool { return c.AuthorKey != "" })
	if authored {
		columns, head = 22, insertAuthoredHead
	}
	args := make([]any, 0, columns*len(all))
	for _, c := range all {
		if c.ID == "" {
			c.ID = consult.NewID()
		}
		args = append(args, string(c.ID), string(c.ConsultationID), c.ChangeSeq, string(c.Kind), string(c.Origin),
			string(c.Channel), optional(c.ResponseID), string(c.QuestionnaireID), text(c.Question), c.Item, text(c.Title),
			text(c.Body), text(c.Folded), text(c.Category), text(c.Territory), optional(c.SessionID), string(c.Publication),
			c.TextVersion, stamp(c.RetractedAt), stamp(c.CreatedAt), stamp(c.ChangedAt))
		if authored {
			args = append(args, optional(c.AuthorKey))
		}
	}
	_, err := t.exec(ctx, t.session.rowsText(head, columns, len(all)), args...)
	if err != nil {
		return fmt.Errorf("insert contributions: %w", err)
	}
	return nil
}

// Statements implements consult.Reader.
func (q queries) Statements(ctx context.Context, contribution consult.ID) ([]consult.Statement, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, s *consult.Statement) error {
		return rows.Scan(&s.ID, &s.ContributionID, &s.Position, &s.Start, &s.End, &s.TextVersion)
	}, `
SELECT id, contribution_id, position, span_start, span_end, text_version
FROM statements
WHERE contribution_id = $1
ORDER BY position, id`, string(contribution))
}

const sessionHeldColumns = `id, consultation_id, step_id, title, table_label, held_on, participants, import_id, import_key`

func scanSessionHeld(rows *sql.Rows, s *consult.SessionHeld) error {
	return rows.Scan(&s.ID, &s.ConsultationID, &s.StepID, &s.Title, &s.Table, (*stamp)(&s.HeldOn), &s.Participants,
		(*optional)(&s.ImportID), (*optional)(&s.ImportKey))
}

// SessionsHeld implements consult.Reader.
func (q queries) SessionsHeld(ctx context.Context, consultation consult.ID) ([]consult.SessionHeld, error) {
	return list(ctx, q.handle, scanSessionHeld, `
SELECT `+sessionHeldColumns+`
FROM sessions_held
WHERE consultation_id = $1
ORDER BY CASE WHEN held_on IS NULL THEN 1 ELSE 0 END, held_on, id`, string(consultation))
}

// InsertSessionHeld implements consult.Tx.
func (t *transaction) InsertSessionHeld(ctx context.Context, s *consult.SessionHeld) error {
	_, err := t.exec(ctx, `
INSERT INTO sessions_held (`+sessionHeldColumns+`)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		string(s.ID), string(s.ConsultationID), string(s.StepID), text(s.Title), text(s.Table), stamp(s.HeldOn), s.Participants,
		optional(s.ImportID), optional(text(s.ImportKey)))
	if err != nil {
		return fmt.Errorf("insert session held %s: %w", s.ID, err)
	}
	return nil
}
