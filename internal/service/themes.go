package service

import (
	"context"

	"concertation/internal/consult"
)

// ThemesView is the grid with its counts.
type ThemesView struct {
	Consultation consult.Consultation
	Grouping     *consult.Grouping
}

// ThemesView gives the counts of each theme.
func (s *Service) ThemesView(ctx context.Context, actor consult.Actor, slug string) (*ThemesView, error) {
	if err := actor.Require(consult.SeeTallies); err != nil {
		return nil, err
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return nil, err
	}
	grouping, err := s.ThemeCounts(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	return &ThemesView{Consultation: consultation, Grouping: grouping}, nil
}

// ThemeView is one theme: its counts, by category and by territory, and a page of its texts.
type ThemeView struct {
	Consultation consult.Consultation
	Count        consult.ThemeCount
	Categories   []WordedShare
	Territories  []WordedShare
	Rows         []CodingRow
	Page, Pages  int
}

// WordedShare is a count by category or territory, with its words; "" as Label: not known.
type WordedShare struct {
	Value  string
	Label  string
	Counts consult.Counts
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
	return &ThemeView{Consultation: list.Consultation, Count: grouping.Theme(theme),
		Categories:  worded(list.Choices.Categories, grouping.ByCategory(theme)),
		Territories: worded(list.Choices.Territories, grouping.ByTerritory(theme)),
		Rows:        list.Rows, Page: list.Page, Pages: list.Pages}, nil
}

// worded puts shares in the order of the questionnaire's choices, those it does not know last.
func worded(choices []CodingChoice, shares []consult.Share) []WordedShare {
	var ordered []WordedShare
	done := map[string]bool{}
	for _, choice := range choices {
		for _, share := range shares {
			if share.Value == choice.Value {
				ordered = append(ordered, WordedShare{share.Value, choice.Label, share.Counts})
				done[share.Value] = true
			}
		}
	}
	for _, share := range shares {
		if !done[share.Value] {
			ordered = append(ordered, WordedShare{share.Value, share.Value, share.Counts})
		}
	}
	return ordered
}
