package service

import (
	"context"
	"fmt"
	"slices"
	"time"

	"concertation/internal/consult"
)

// Batches: texts chosen in the list get their themes by one act, said beforehand and taken back as one. The moment of
// the act names it: every word it gives bears that moment, and no other word does.

const (
	mostBatch  = 500 // texts of one act
	batchShown = 30  // texts listed before the act
)

// BatchChoice is what was chosen in the list: texts one by one, or all that the query finds, up to MostBatch.
type BatchChoice struct {
	Texts []consult.ID
	Whole bool
	Query CodingQuery
}

// MostBatch is how many texts one act groups at most.
const MostBatch = mostBatch

// BatchText is a text with the version that its reader saw.
type BatchText struct {
	ID          consult.ID
	TextVersion int
}

// BatchTheme is what giving a theme to the chosen texts would change.
type BatchTheme struct {
	Theme     consult.Theme
	Gains     int // texts without another theme, that would get it in this coder's name
	Has       int // that bear it already in their name
	Otherwise int // that somebody put under another theme: left as they are, unless the act says so
	Loses     int // of those, the ones that would lose a theme of this coder's, which this one excludes
}

// BatchView is what giving themes to the chosen texts would do.
type BatchView struct {
	Consultation consult.Consultation
	Texts        []BatchText // what the act is about, oldest first; those that somebody split are left out
	Found        int         // how many were chosen, before the bound
	Shown        []CodingRow // the first of the texts
	Split        []CodingRow
	Themes       []BatchTheme
}

// BatchView says what CodeBatch would do, theme by theme. CodeInvalid when nothing was chosen.
func (s *Service) BatchView(ctx context.Context, actor consult.Actor, slug string, choice BatchChoice) (*BatchView, error) {
	desk, err := s.batchDesk(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	view := &BatchView{Consultation: desk.consultation}
	texts, err := s.batchTexts(ctx, &desk.consultation, actor.User, choice, &view.Found)
	if err != nil {
		return nil, err
	}
	if len(texts) == 0 {
		return nil, consult.Invalid(consult.FieldError{Field: "texts", Key: "coding.error.batch_empty"})
	}
	for _, theme := range desk.grid.Themes {
		view.Themes = append(view.Themes, BatchTheme{Theme: theme})
	}
	for i := range texts {
		if err := s.batchText(ctx, desk, actor, &texts[i], view); err != nil {
			return nil, fmt.Errorf("read the grouping of contribution %s: %w", texts[i].ID, err)
		}
	}
	return view, nil
}

// batchDesk opens the desk to those who may group.
func (s *Service) batchDesk(ctx context.Context, actor consult.Actor, slug string) (*codingDesk, error) {
	if err := actor.Require(consult.CodeContributions); err != nil {
		return nil, err
	}
	if actor.User == "" {
		return nil, consult.Forbidden("error.forbidden")
	}
	return s.codingDesk(ctx, actor, slug)
}

// batchTexts reads the chosen texts that still count, oldest first.
func (s *Service) batchTexts(ctx context.Context, consultation *consult.Consultation, coder consult.ID, choice BatchChoice, found *int) ([]consult.Contribution, error) {
	filter := consult.ContributionFilter{ConsultationID: consultation.ID, Among: choice.Texts}
	if choice.Whole {
		query, err := s.settled(ctx, consultation, coder, choice.Query)
		if err != nil {
			return nil, err
		}
		if filter, err = s.codingFilter(ctx, query, consultation.ID, coder); err != nil {
			return nil, err
		}
	} else if filter.Among == nil {
		return nil, nil
	}
	var err error
	if *found, err = s.Store.CountContributions(ctx, filter); err != nil {
		return nil, fmt.Errorf("count chosen texts: %w", err)
	}
	filter.Limit = mostBatch
	texts, err := s.Store.Contributions(ctx, filter)
	if err != nil {
		return nil, fmt.Errorf("read chosen texts: %w", err)
	}
	return texts, nil
}

// batchText adds one text to what the act would do.
func (s *Service) batchText(ctx context.Context, desk *codingDesk, actor consult.Actor, c *consult.Contribution, view *BatchView) error {
	parts, err := s.Store.Statements(ctx, c.ID)
	if err != nil {
		return err
	}
	history, err := s.Store.Assignments(ctx, c.ID)
	if err != nil {
		return err
	}
	statements := statementsOf(c, parts)
	if len(statements) > 1 {
		view.Split = append(view.Split, desk.row(*c, statements, history))
		return nil
	}
	view.Texts = append(view.Texts, BatchText{c.ID, c.TextVersion})
	if len(view.Shown) < batchShown {
		view.Shown = append(view.Shown, desk.row(*c, statements, history))
	}
	for i := range view.Themes {
		theme := &view.Themes[i]
		change := giveAll(&desk.grid, history, actor, c, []consult.Theme{theme.Theme}, s.Now())
		if len(change.Insert) == 0 {
			theme.Has++
			continue
		}
		if !otherwise(history, c.ID, []consult.Theme{theme.Theme}) {
			theme.Gains++
			continue
		}
		theme.Otherwise++
		if excluded(change, history, theme.Theme.ID) {
			theme.Loses++
		}
	}
	return nil
}

// giveAll is what giving themes to a whole text changes, in this coder's name.
func giveAll(grid *consult.ThemeGrid, history []consult.Assignment, actor consult.Actor, c *consult.Contribution, given []consult.Theme, at time.Time) consult.CodingChange {
	var change consult.CodingChange
	for _, theme := range given {
		one := consult.GiveTheme(grid, history, consult.Assignment{ConsultationID: c.ConsultationID, ContributionID: c.ID, StatementID: c.ID,
			ThemeID: theme.ID, CoderID: actor.User, Round: codingRound, TextVersion: c.TextVersion, GridVersion: grid.Version, At: at})
		change.At = one.At
		change.Insert = append(change.Insert, one.Insert...)
		for _, ended := range one.End {
			if !slices.Contains(change.End, ended) {
				change.End = append(change.End, ended)
			}
		}
	}
	return change
}

// otherwise says whether somebody put a whole text under another theme than those that are given.
func otherwise(history []consult.Assignment, text consult.ID, given []consult.Theme) bool {
	return slices.ContainsFunc(consult.Standings(history)[text], func(standing consult.Standing) bool {
		return standing.Given() && !slices.ContainsFunc(given, func(t consult.Theme) bool { return t.ID == standing.ThemeID })
	})
}

// excluded says whether a change ends a theme other than the one it gives.
func excluded(change consult.CodingChange, history []consult.Assignment, given consult.ID) bool {
	return slices.ContainsFunc(history, func(a consult.Assignment) bool {
		return a.ThemeID != given && a.State == consult.AssignmentConfirmed && slices.Contains(change.End, a.ID)
	})
}
