package service

import (
	"context"
	"fmt"
	"slices"

	"concertation/internal/consult"
)

// StatementTab is a part of a split contribution, as the workbench lists it.
type StatementTab struct {
	ID       consult.ID
	Position int
	Text     string
	Current  bool
	Given    bool // has a theme
}

func tabs(c *consult.Contribution, all []consult.Statement, history []consult.Assignment, current consult.ID) []StatementTab {
	standings := consult.Standings(history)
	made := make([]StatementTab, len(all))
	for i, one := range all {
		made[i] = StatementTab{ID: one.ID, Position: one.Position, Text: c.Body[one.Start:one.End], Current: one.ID == current,
			Given: slices.ContainsFunc(standings[one.ID], consult.Standing.Given)}
	}
	return made
}

// chosenStatement gives the statement of that identifier, the first for "".
func chosenStatement(all []consult.Statement, id consult.ID) (consult.Statement, error) {
	for _, one := range all {
		if id == "" || one.ID == id {
			return one, nil
		}
	}
	return consult.Statement{}, consult.NotFound("error.not_found")
}

// ownStatement refuses a statement that is not of the contribution as it is cut now.
func ownStatement(ctx context.Context, reader consult.Reader, c *consult.Contribution, statement consult.ID) error {
	rows, err := reader.Statements(ctx, c.ID)
	if err != nil {
		return err
	}
	all := statementsOf(c, rows)
	if statement == "" {
		statement = c.ID
	}
	if _, err := chosenStatement(all, statement); err != nil {
		return consult.Conflict("coding.error.split_changed")
	}
	return nil
}

// SplitAct cuts a span out of a statement. TextVersion is that of the text the coder read, Statements how many parts it
// had: with another number somebody cut it meanwhile.
type SplitAct struct {
	Contribution consult.ID
	Statement    consult.ID
	TextVersion  int
	Statements   int
	Start, End   int // bytes of the body
}

// Split cuts a statement; the themes given stay on its first part. It gives the statement to read next: the part cut
// out. CodeConflict when the text or its cuts changed since the coder read them.
func (s *Service) Split(ctx context.Context, actor consult.Actor, slug string, act SplitAct) (consult.ID, error) {
	var next consult.ID
	err := s.cut(ctx, actor, slug, act, func(tx consult.Tx, c *consult.Contribution, all []consult.Statement) error {
		parts, err := consult.SplitStatement(c, all, act.Statement, act.Start, act.End)
		if err != nil {
			return err
		}
		for _, part := range parts {
			if part.Start >= act.Start && next == "" {
				next = part.ID
			}
		}
		if err := tx.ReplaceStatements(ctx, c.ID, parts); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "statement.split", c.ConsultationID, "contribution "+string(c.ID))
	})
	return next, err
}

// Join makes a contribution one again; each coder's word on a theme of a part is then on the whole.
func (s *Service) Join(ctx context.Context, actor consult.Actor, slug string, act SplitAct) error {
	return s.cut(ctx, actor, slug, act, func(tx consult.Tx, c *consult.Contribution, all []consult.Statement) error {
		history, err := tx.Assignments(ctx, c.ID)
		if err != nil {
			return err
		}
		change := consult.JoinStatements(c, history, consult.Assignment{At: s.Now()})
		for _, ended := range change.End {
			if err := tx.EndAssignment(ctx, ended, change.At); err != nil {
				return err
			}
		}
		for i := range change.Insert {
			if err := tx.InsertAssignment(ctx, &change.Insert[i]); err != nil {
				return err
			}
		}
		if err := tx.ReplaceStatements(ctx, c.ID, nil); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "statement.join", c.ConsultationID, "contribution "+string(c.ID))
	})
}

func (s *Service) cut(ctx context.Context, actor consult.Actor, slug string, act SplitAct, change func(consult.Tx, *consult.Contribution, []consult.Statement) error) error {
	if err := actor.Require(consult.CodeContributions); err != nil {
		return err
	}
	if actor.User == "" {
		return consult.Forbidden("error.forbidden")
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return err
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		c, err := ownContribution(ctx, tx, consultation.ID, act.Contribution)
		if err != nil {
			return err
		}
		rows, err := tx.Statements(ctx, c.ID)
		if err != nil {
			return err
		}
		all := statementsOf(&c, rows)
		if act.TextVersion != c.TextVersion || act.Statements != len(all) {
			return consult.Conflict("coding.error.split_changed")
		}
		return change(tx, &c, all)
	})
	if err != nil {
		return fmt.Errorf("cut contribution %s: %w", act.Contribution, err)
	}
	s.suggester.wake()
	return nil
}

// splitStatements gives the parts of the contributions that are split now; those cut on an earlier text are left out.
func (s *Service) splitStatements(ctx context.Context, consultation consult.ID, contributions []consult.Contribution) ([]consult.Statement, error) {
	rows, err := s.Store.StatementRows(ctx, consultation)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return partsOf(byContribution(rows), contributions), nil
}

func byContribution(rows []consult.Statement) map[consult.ID][]consult.Statement {
	of := map[consult.ID][]consult.Statement{}
	for _, row := range rows {
		of[row.ContributionID] = append(of[row.ContributionID], row)
	}
	return of
}

// partsOf gives the statements of the split ones among some contributions, in their order.
func partsOf(rows map[consult.ID][]consult.Statement, contributions []consult.Contribution) []consult.Statement {
	var standing []consult.Statement
	for i := range contributions {
		if parts := rows[contributions[i].ID]; len(parts) > 0 {
			standing = append(standing, statementsOf(&contributions[i], parts)...)
		}
	}
	return standing
}

// countStatements counts the statements of what a filter finds: a contribution is one until somebody splits it.
func (s *Service) countStatements(ctx context.Context, filter consult.ContributionFilter, contributions int) (int, error) {
	rows, err := s.Store.StatementRows(ctx, filter.ConsultationID)
	if err != nil || len(rows) == 0 {
		return contributions, err
	}
	among := map[consult.ID]bool{}
	for _, row := range rows {
		among[row.ContributionID] = true
	}
	split := filter
	split.Offset, split.Limit = 0, 0
	if split.Among == nil {
		for id := range among {
			split.Among = append(split.Among, id)
		}
		slices.Sort(split.Among)
	}
	found, err := s.Store.Contributions(ctx, split)
	if err != nil {
		return 0, err
	}
	parts, err := s.splitStatements(ctx, filter.ConsultationID, found)
	if err != nil {
		return 0, err
	}
	cut := map[consult.ID]bool{}
	for _, part := range parts {
		cut[part.ContributionID] = true
	}
	return contributions - len(cut) + len(parts), nil
}
