package service

import (
	"context"
	"fmt"
	"slices"
	"time"

	"concertation/internal/consult"
)

// Fate is what has become of what a person said, for that person alone: received, read, grouped under, quoted.
type Fate struct {
	*Answering
	Texts []TextFate // of the open answers that count, in the order of the questionnaire
}

// TextFate is what has become of one text.
type TextFate struct {
	Question string // its name in the questionnaire
	Text     string
	At       time.Time // received, or changed
	Read     bool      // somebody gave it a theme, or said that it has none
	Themes   []consult.Theme
	Quoted   bool // chosen to be quoted, as it stands
}

// Fate gives what has become of the response that a link opens. What a machine proposes is never said; the themes that
// people gave are said once somebody validated them (R1.5).
func (s *Service) Fate(ctx context.Context, token string) (*Fate, error) {
	a, err := s.Answering(ctx, token)
	if err != nil {
		return nil, err
	}
	fate := &Fate{Answering: a}
	texts, err := s.Store.ContributionsOf(ctx, a.Response.ID)
	if err != nil {
		return nil, fmt.Errorf("read what %s said: %w", a.Response.ID, err)
	}
	valid, err := s.validated(ctx, a.Consultation.ID)
	if err != nil {
		return nil, err
	}
	grid, err := s.Store.ThemeGrid(ctx, a.Consultation.ID)
	if err != nil && consult.CodeOf(err) != consult.CodeNotFound {
		return nil, fmt.Errorf("read the themes of %s: %w", a.Consultation.Slug, err)
	}
	quotes, err := s.Store.Quotes(ctx, a.Consultation.ID)
	if err != nil {
		return nil, fmt.Errorf("read the quotes of %s: %w", a.Consultation.Slug, err)
	}
	for i := range texts {
		c := &texts[i]
		if !c.RetractedAt.IsZero() {
			continue
		}
		one := TextFate{Question: c.Question, Text: c.Body, At: c.ChangedAt}
		one.Quoted = slices.ContainsFunc(quotes, func(q consult.Quote) bool { return q.ContributionID == c.ID && q.TextVersion == c.TextVersion })
		assignments, err := s.Store.Assignments(ctx, c.ID)
		if err != nil {
			return nil, fmt.Errorf("read the themes of %s: %w", c.ID, err)
		}
		for _, given := range assignments {
			if given.State != consult.AssignmentConfirmed || !given.EndedAt.IsZero() {
				continue
			}
			one.Read = true
			theme, known := grid.Find(given.ThemeID)
			_, holds := valid.at[given.ThemeID]
			if known && holds && !slices.ContainsFunc(one.Themes, func(t consult.Theme) bool { return t.ID == theme.ID }) {
				one.Themes = append(one.Themes, theme)
			}
		}
		slices.SortFunc(one.Themes, func(a, b consult.Theme) int { return a.Position - b.Position })
		fate.Texts = append(fate.Texts, one)
	}
	order := map[string]int{}
	for i, question := range a.Questionnaire().Questions() {
		order[question.Name] = i
	}
	slices.SortStableFunc(fate.Texts, func(a, b TextFate) int { return order[a.Question] - order[b.Question] })
	return fate, nil
}
