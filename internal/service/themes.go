package service

import (
	"context"
	"fmt"

	"concertation/internal/consult"
)

// ThemesView is the grid with its counts.
type ThemesView struct {
	Consultation consult.Consultation
	Grouping     *consult.Grouping
	Tried        *SuggestionsTried // nil: nothing is suggested
}

// ThemesView gives the counts of each theme.
func (s *Service) ThemesView(ctx context.Context, actor consult.Actor, slug string) (*ThemesView, error) {
	consultation, err := s.readable(ctx, actor, consult.SeeTallies, slug)
	if err != nil {
		return nil, err
	}
	grouping, err := s.ThemeCounts(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	return &ThemesView{Consultation: consultation, Grouping: grouping, Tried: s.suggestionsTried(&consultation)}, nil
}

// ThemeView is one theme: its counts, by category and by territory, what is said of it, and a page of its texts.
type ThemeView struct {
	Consultation consult.Consultation
	Count        consult.ThemeCount
	All          int // contributors, whatever they speak of
	Categories   []WordedShare
	Territories  []WordedShare
	Standing     *ThemeStanding // nil for a residual theme
	Quotes       []ThemeText
	Waiting      []ThemeText     // contested and stale; the first of them
	Together     []ThemeTogether // the most frequent first
	CanCode      bool
	Rows         []CodingRow
	Page, Pages  int
}

// WordedShare is a count by category or territory, with its words; "" as Label: not known.
type WordedShare struct {
	Value  string
	Label  string
	Counts consult.Counts
	All    int // contributors of that category or territory, whatever they speak of
}

// ThemeView gives a theme with a page, from 1, of its texts; CodeNotFound for a theme that is not of the grid.
func (s *Service) ThemeView(ctx context.Context, actor consult.Actor, slug string, theme consult.ID, page int) (*ThemeView, error) {
	list, err := s.CodingList(ctx, actor, slug, CodingQuery{Theme: theme}, page)
	if err != nil {
		return nil, err
	}
	if _, known := list.Grid.Find(theme); !known {
		return nil, consult.NotFound("error.not_found")
	}
	grouping, err := s.ThemeCounts(ctx, list.Consultation.ID)
	if err != nil {
		return nil, err
	}
	view := &ThemeView{Consultation: list.Consultation, Count: grouping.Theme(theme),
		Categories:  outOf(worded(list.Choices.Categories, grouping.Categories[theme]), grouping.Categories[""]),
		Territories: outOf(worded(list.Choices.Territories, grouping.Territories[theme]), grouping.Territories[""]),
		Rows:        list.Rows, Page: list.Page, Pages: list.Pages}
	if err := s.detail(ctx, actor, view); err != nil {
		return nil, fmt.Errorf("read theme %s: %w", theme, err)
	}
	view.All = grouping.Total.Contributors
	return view, nil
}

// outOf adds to each share how many contributors there are in all.
func outOf(shares []WordedShare, all []consult.Share) []WordedShare {
	for i := range shares {
		for _, one := range all {
			if one.Value == shares[i].Value {
				shares[i].All = one.Counts.Contributors
			}
		}
	}
	return shares
}

// worded puts shares in the order of the questionnaire's choices, those it does not know last.
func worded(choices []CodingChoice, shares []consult.Share) []WordedShare {
	var ordered []WordedShare
	done := map[string]bool{}
	for _, choice := range choices {
		for _, share := range shares {
			if share.Value == choice.Value {
				ordered = append(ordered, WordedShare{Value: share.Value, Label: choice.Label, Counts: share.Counts})
				done[share.Value] = true
			}
		}
	}
	for _, share := range shares {
		if !done[share.Value] {
			ordered = append(ordered, WordedShare{Value: share.Value, Label: share.Value, Counts: share.Counts})
		}
	}
	return ordered
}
