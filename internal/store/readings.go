package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"concertation/internal/consult"
)

// Suggestions implements consult.ReadingReader.
func (q queries) Suggestions(ctx context.Context, contribution consult.ID) ([]consult.Suggestion, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, s *consult.Suggestion) error {
		return rows.Scan(&s.StatementID, &s.ThemeID, &s.Model, &s.Score, &s.Evidence, (*stamp)(&s.At))
	}, `
SELECT statement_id, theme_id, model, score, evidence, suggested_at
FROM suggestions
WHERE contribution_id = $1
ORDER BY statement_id, score DESC, theme_id`, string(contribution))
}

// SuggestionsAmong implements consult.ReadingReader.
func (q queries) SuggestionsAmong(ctx context.Context, contributions []consult.ID) (map[consult.ID][]consult.Suggestion, error) {
	var where conditions
	where.among("contribution_id", contributions)
	type of struct {
		consult.Suggestion
		contribution consult.ID
	}
	rows, err := q.handle.rowsOnce(ctx, `
SELECT contribution_id, statement_id, theme_id, model, score, evidence, suggested_at
FROM suggestions`+where.where()+`
ORDER BY contribution_id, statement_id, score DESC, theme_id`, where.args...)
	all, err := collect(q.handle, rows, err, func(rows *sql.Rows, s *of) error {
		return rows.Scan(&s.contribution, &s.StatementID, &s.ThemeID, &s.Model, &s.Score, &s.Evidence, (*stamp)(&s.At))
	})
	if err != nil {
		return nil, err
	}
	found := map[consult.ID][]consult.Suggestion{}
	for i := range all {
		found[all[i].contribution] = append(found[all[i].contribution], all[i].Suggestion)
	}
	return found, nil
}

func scanStatement(rows *sql.Rows, s *consult.Statement) error {
	return rows.Scan(&s.ID, &s.ContributionID, &s.Position, &s.Start, &s.End, &s.TextVersion)
}

// statementRows reads statements first, as the joins below read what is few beside contributions: SQLite keeps the order
// of a CROSS JOIN.
const statementRows = `
SELECT s.id, s.contribution_id, s.position, s.span_start, s.span_end, s.text_version
FROM statements s
CROSS JOIN contributions c
WHERE c.id = s.contribution_id
  AND c.consultation_id = $1
ORDER BY s.contribution_id, s.position`

// StatementRows implements consult.ReadingReader.
func (q queries) StatementRows(ctx context.Context, consultation consult.ID) ([]consult.Statement, error) {
	return list(ctx, q.handle, scanStatement, statementRows, string(consultation))
}

// ReadingMark implements consult.ReadingReader. Statements are few beside contributions: they are read first.
func (q queries) ReadingMark(ctx context.Context, consultation consult.ID) (consult.ReadingMark, error) {
	return single(ctx, q.handle, func(rows *sql.Rows, m *consult.ReadingMark) error {
		return rows.Scan(&m.Changes, &m.Statements, &m.Latest, &m.Assignments, &m.Grid)
	}, `
SELECT (SELECT value FROM counters WHERE name = 'change'), cut.how_many, cut.latest,
  (SELECT COUNT(*) + COUNT(ended_at) FROM assignments WHERE consultation_id = $1),
  (SELECT COALESCE(MAX(version), 0) FROM theme_grids WHERE consultation_id = $1)
FROM (
  SELECT COUNT(*) AS how_many, COALESCE(MAX(s.id), '') AS latest
  FROM statements s
  WHERE (SELECT c.consultation_id FROM contributions c WHERE c.id = s.contribution_id) = $1
) AS cut`, string(consultation))
}

// SuggestedBy implements consult.ReadingReader.
func (q queries) SuggestedBy(ctx context.Context, consultation consult.ID) (string, error) {
	found, err := list(ctx, q.handle, func(rows *sql.Rows, model *string) error { return rows.Scan(model) }, `
SELECT s.model
FROM suggestions s
CROSS JOIN contributions c
WHERE c.id = s.contribution_id
  AND c.consultation_id = $1
ORDER BY s.suggested_at DESC
LIMIT 1`, string(consultation))
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0], nil
}

// CoderActs implements consult.ReadingReader.
func (q queries) CoderActs(ctx context.Context, consultation, coder consult.ID, since time.Time) ([]consult.CoderAct, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, a *consult.CoderAct) error {
		return rows.Scan(&a.ContributionID, (*stamp)(&a.At))
	}, `
SELECT contribution_id, assigned_at
FROM assignments
WHERE consultation_id = $1 AND coder_id = $2 AND assigned_at >= $3
ORDER BY assigned_at DESC, contribution_id`, string(consultation), string(coder), stamp(since))
}

// StatementNotes implements consult.ReadingReader.
func (q queries) StatementNotes(ctx context.Context, consultation consult.ID) ([]consult.StatementNote, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, n *consult.StatementNote) error {
		return rows.Scan(&n.StatementID, &n.CoderID, &n.ContributionID, &n.ConsultationID, &n.Body, (*stamp)(&n.ChangedAt))
	}, `
SELECT statement_id, coder_id, contribution_id, consultation_id, body, changed_at
FROM statement_notes
WHERE consultation_id = $1
ORDER BY statement_id, coder_id`, string(consultation))
}

// Quotes implements consult.ReadingReader.
func (q queries) Quotes(ctx context.Context, consultation consult.ID) ([]consult.Quote, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, quote *consult.Quote) error {
		return rows.Scan(&quote.StatementID, &quote.ContributionID, &quote.ConsultationID, &quote.TextVersion, &quote.By, (*stamp)(&quote.At))
	}, `
SELECT statement_id, contribution_id, consultation_id, text_version, by_id, at
FROM quotes
WHERE consultation_id = $1
ORDER BY statement_id`, string(consultation))
}

const proposalColumns = `id, consultation_id, title, note, created_by, created_at, changed_at`

func scanProposal(rows *sql.Rows, p *consult.Proposal) error {
	return rows.Scan(&p.ID, &p.ConsultationID, &p.Title, &p.Note, &p.CreatedBy, (*stamp)(&p.CreatedAt), (*stamp)(&p.ChangedAt))
}

// Proposal implements consult.ReadingReader.
func (q queries) Proposal(ctx context.Context, id consult.ID) (consult.Proposal, error) {
	return single(ctx, q.handle, scanProposal, "SELECT "+proposalColumns+" FROM proposals WHERE id = $1", string(id))
}

// Proposals implements consult.ReadingReader.
func (q queries) Proposals(ctx context.Context, consultation consult.ID) ([]consult.Proposal, error) {
	return list(ctx, q.handle, scanProposal, `
SELECT `+proposalColumns+`
FROM proposals
WHERE consultation_id = $1
ORDER BY sort_key, id`, string(consultation))
}

// ProposalSources implements consult.ReadingReader.
func (q queries) ProposalSources(ctx context.Context, consultation consult.ID) ([]consult.ProposalSource, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, s *consult.ProposalSource) error {
		return rows.Scan(&s.ProposalID, &s.StatementID, &s.ContributionID, &s.By, (*stamp)(&s.At))
	}, `
SELECT s.proposal_id, s.statement_id, s.contribution_id, s.by_id, s.at
FROM proposal_statements s
JOIN proposals p ON p.id = s.proposal_id
WHERE p.consultation_id = $1
ORDER BY s.proposal_id, s.at, s.statement_id`, string(consultation))
}

// ThemeValidations implements consult.ReadingReader.
func (q queries) ThemeValidations(ctx context.Context, consultation consult.ID) ([]consult.ThemeValidation, error) {
	all, err := list(ctx, q.handle, func(rows *sql.Rows, v *consult.ThemeValidation) error {
		return rows.Scan(&v.ID, &v.ConsultationID, &v.ThemeID, &v.Mark, &v.By, (*stamp)(&v.At))
	}, `
SELECT id, consultation_id, theme_id, mark, by_id, at
FROM theme_validations
WHERE consultation_id = $1
ORDER BY theme_id, at, id`, string(consultation))
	var last []consult.ThemeValidation
	for i, one := range all {
		if i+1 == len(all) || all[i+1].ThemeID != one.ThemeID {
			last = append(last, one)
		}
	}
	return last, err
}

// ReplaceSuggestions implements consult.ReadingWriter.
func (t *transaction) ReplaceSuggestions(ctx context.Context, contribution consult.ID, suggestions []consult.Suggestion) error {
	if _, err := t.exec(ctx, "DELETE FROM suggestions WHERE contribution_id = $1", string(contribution)); err != nil {
		return fmt.Errorf("replace suggestions: %w", err)
	}
	for i := range suggestions {
		s := &suggestions[i]
		_, err := t.exec(ctx, `
INSERT INTO suggestions (statement_id, theme_id, model, contribution_id, score, evidence, suggested_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			string(s.StatementID), string(s.ThemeID), s.Model, string(contribution), s.Score, text(s.Evidence), stamp(s.At))
		if err != nil {
			return fmt.Errorf("replace suggestions: %w", err)
		}
	}
	return nil
}

// ReplaceStatements implements consult.ReadingWriter.
func (t *transaction) ReplaceStatements(ctx context.Context, contribution consult.ID, statements []consult.Statement) error {
	if _, err := t.exec(ctx, "DELETE FROM statements WHERE contribution_id = $1", string(contribution)); err != nil {
		return fmt.Errorf("replace statements: %w", err)
	}
	for i := range statements {
		s := &statements[i]
		_, err := t.exec(ctx, `
INSERT INTO statements (id, contribution_id, position, span_start, span_end, text_version)
VALUES ($1, $2, $3, $4, $5, $6)`, string(s.ID), string(contribution), s.Position, s.Start, s.End, s.TextVersion)
		if err != nil {
			return fmt.Errorf("replace statements: %w", err)
		}
	}
	return nil
}

// SaveStatementNote implements consult.ReadingWriter.
func (t *transaction) SaveStatementNote(ctx context.Context, n *consult.StatementNote) error {
	query := `
INSERT INTO statement_notes (statement_id, coder_id, contribution_id, consultation_id, body, changed_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (statement_id, coder_id) DO UPDATE
SET body = excluded.body, changed_at = excluded.changed_at`
	args := []any{string(n.StatementID), string(n.CoderID), string(n.ContributionID), string(n.ConsultationID), text(n.Body), stamp(n.ChangedAt)}
	if n.Body == "" {
		query, args = "DELETE FROM statement_notes WHERE statement_id = $1 AND coder_id = $2", args[:2]
	}
	if _, err := t.exec(ctx, query, args...); err != nil {
		return fmt.Errorf("save note: %w", err)
	}
	return nil
}

// InsertQuote implements consult.ReadingWriter.
func (t *transaction) InsertQuote(ctx context.Context, q *consult.Quote) error {
	_, err := t.exec(ctx, `
INSERT INTO quotes (statement_id, contribution_id, consultation_id, text_version, by_id, at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (statement_id) DO NOTHING`,
		string(q.StatementID), string(q.ContributionID), string(q.ConsultationID), q.TextVersion, string(q.By), stamp(q.At))
	if err != nil {
		return fmt.Errorf("insert quote: %w", err)
	}
	return nil
}

// DeleteQuote implements consult.ReadingWriter.
func (t *transaction) DeleteQuote(ctx context.Context, statement consult.ID) error {
	if _, err := t.exec(ctx, "DELETE FROM quotes WHERE statement_id = $1", string(statement)); err != nil {
		return fmt.Errorf("delete quote: %w", err)
	}
	return nil
}

// InsertProposal implements consult.ReadingWriter.
func (t *transaction) InsertProposal(ctx context.Context, p *consult.Proposal, sorted string) error {
	_, err := t.exec(ctx, `
INSERT INTO proposals (`+proposalColumns+`, sort_key)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, string(p.ID), string(p.ConsultationID), text(p.Title), text(p.Note), string(p.CreatedBy),
		stamp(p.CreatedAt), stamp(p.ChangedAt), text(sorted))
	if err != nil {
		return fmt.Errorf("insert proposal %s: %w", p.ID, err)
	}
	return nil
}

// UpdateProposal implements consult.ReadingWriter.
func (t *transaction) UpdateProposal(ctx context.Context, p *consult.Proposal, sorted string) error {
	return t.one(ctx, notFound(), `
UPDATE proposals
SET title = $2, note = $3, changed_at = $4, sort_key = $5
WHERE id = $1`, string(p.ID), text(p.Title), text(p.Note), stamp(p.ChangedAt), text(sorted))
}

// DeleteProposal implements consult.ReadingWriter.
func (t *transaction) DeleteProposal(ctx context.Context, id consult.ID) error {
	return t.one(ctx, notFound(), "DELETE FROM proposals WHERE id = $1", string(id))
}

// AddProposalSource implements consult.ReadingWriter.
func (t *transaction) AddProposalSource(ctx context.Context, s *consult.ProposalSource) error {
	_, err := t.exec(ctx, `
INSERT INTO proposal_statements (proposal_id, statement_id, contribution_id, by_id, at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (proposal_id, statement_id) DO NOTHING`,
		string(s.ProposalID), string(s.StatementID), string(s.ContributionID), string(s.By), stamp(s.At))
	if err != nil {
		return fmt.Errorf("add source of proposal %s: %w", s.ProposalID, err)
	}
	return nil
}

// RemoveProposalSource implements consult.ReadingWriter.
func (t *transaction) RemoveProposalSource(ctx context.Context, proposal, statement consult.ID) error {
	_, err := t.exec(ctx, "DELETE FROM proposal_statements WHERE proposal_id = $1 AND statement_id = $2", string(proposal), string(statement))
	if err != nil {
		return fmt.Errorf("remove source of proposal %s: %w", proposal, err)
	}
	return nil
}

// InsertThemeValidation implements consult.ReadingWriter.
func (t *transaction) InsertThemeValidation(ctx context.Context, v *consult.ThemeValidation) error {
	_, err := t.exec(ctx, `
INSERT INTO theme_validations (id, consultation_id, theme_id, mark, by_id, at)
VALUES ($1, $2, $3, $4, $5, $6)`, string(v.ID), string(v.ConsultationID), string(v.ThemeID), v.Mark, string(v.By), stamp(v.At))
	if err != nil {
		return fmt.Errorf("insert validation of theme %s: %w", v.ThemeID, err)
	}
	return nil
}
