package service

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"concertation/internal/consult"
	"concertation/internal/themes"
)

// SuggestionsHidden says why a coder is shown no suggestion.
type SuggestionsHidden string

// The reasons.
const (
	SuggestionsShown   SuggestionsHidden = ""
	HiddenBySettings   SuggestionsHidden = "settings"
	HiddenInSample     SuggestionsHidden = "sample" // one of the first texts, drawn at random, that this coder has not read yet
	SuggestionsMissing SuggestionsHidden = "missing"
)

// Reading is a statement as a coder reads it, cut at the words that weigh for the theme Explained; zero where nothing is
// explained.
type Reading struct {
	Title, Body []ReadingPiece
	Explained   consult.Theme
}

// ReadingPiece is a piece of a text. Level says how much it weighs for the theme that is explained, 0 to 3.
type ReadingPiece struct {
	Text  string
	Level int
}

// suggestionsFor fills in what a coder sees of the suggestions on a statement.
func (s *Service) suggestionsFor(view *CodingView, desk *codingDesk, statement *consult.Statement, kept []consult.Suggestion, hidden SuggestionsHidden) {
	c := &view.Row.Contribution
	view.Reading = Reading{Title: []ReadingPiece{{Text: c.Title}}, Body: []ReadingPiece{{Text: c.Body[statement.Start:statement.End]}}}
	view.Hidden = hidden
	if hidden != SuggestionsShown {
		return
	}
	var first consult.ID
	for _, suggestion := range kept {
		if suggestion.StatementID != statement.ID {
			continue
		}
		for i := range view.Toggles {
			if view.Toggles[i].Theme.ID == suggestion.ThemeID {
				view.Toggles[i].Score, view.Toggles[i].Evidence = suggestion.Score, suggestion.Evidence
				if first == "" {
					first = suggestion.ThemeID
				}
			}
		}
	}
	known := s.suggester.of(desk.consultation.ID)
	if known == nil || first == "" {
		return
	}
	text := themes.Text{Title: c.Title, Body: c.Body[statement.Start:statement.End], Context: desk.words.question(c)}
	explained := known.model.Explain(text, string(first))
	view.Reading.Explained, _ = desk.grid.Find(first)
	view.Reading.Title = pieces(text.Title, themes.FieldTitle, explained.Spans)
	view.Reading.Body = pieces(text.Body, themes.FieldBody, explained.Spans)
}

// pieces cuts a field at the words that weigh for the theme: a third of the heaviest word's weight is one level.
func pieces(field string, name themes.Field, spans []themes.Span) []ReadingPiece {
	most := 0.0
	for _, span := range spans {
		most = max(most, span.Weight)
	}
	var all []ReadingPiece
	at := 0
	for _, span := range spans {
		level := 0
		if most > 0 && span.Weight > most/4 { // nearly every word weighs something
			level = min(int(span.Weight/most*3)+1, 3)
		}
		if span.Field != name || level == 0 {
			continue
		}
		if span.Start > at {
			all = append(all, ReadingPiece{Text: field[at:span.Start]})
		}
		all = append(all, ReadingPiece{Text: field[span.Start:span.End], Level: level})
		at = span.End
	}
	if at < len(field) {
		all = append(all, ReadingPiece{Text: field[at:]})
	}
	return all
}

// hiddenFrom says whether a coder sees suggestions on a contribution: not where the organiser wants none, and not on the
// texts of the random sample before they have read them, so that what tests the grid is people's own reading.
func (s *Service) hiddenFrom(desk *codingDesk, c *consult.Contribution, coder consult.ID, history []consult.Assignment) SuggestionsHidden {
	if desk.consultation.Settings.HideSuggestions {
		return HiddenBySettings
	}
	known := s.suggester.of(desk.consultation.ID)
	if known == nil {
		return SuggestionsMissing
	}
	mine := slices.ContainsFunc(history, func(a consult.Assignment) bool { return a.CoderID == coder && a.EndedAt.IsZero() })
	if known.sample[c.ID] && !mine {
		return HiddenInSample
	}
	return SuggestionsShown
}

// unseen gives the texts whose suggestions are kept from a coder: those of the random sample on which no theme of theirs
// stands. No list or count that suggestions make may tell what they are.
func (s *Service) unseen(ctx context.Context, consultation, coder consult.ID) ([]consult.ID, error) {
	sample := s.suggester.sampleOf(consultation)
	if len(sample) == 0 || coder == "" {
		return sample, nil
	}
	read, err := s.Store.Contributions(ctx, consult.ContributionFilter{ConsultationID: consultation, Among: sample, CoderID: coder})
	if err != nil {
		return nil, fmt.Errorf("read the sample: %w", err)
	}
	return slices.DeleteFunc(sample, func(id consult.ID) bool {
		return slices.ContainsFunc(read, func(c consult.Contribution) bool { return c.ID == id })
	}), nil
}

// sampleOf gives the texts of the random sample, in order; none before they are drawn.
func (g *suggester) sampleOf(consultation consult.ID) []consult.ID {
	known := g.of(consultation)
	if known == nil {
		return nil
	}
	return slices.Sorted(maps.Keys(known.sample))
}

// settled gives the query as it can be asked: without what suggestions would tell where they are hidden, and with the
// texts that teach most chosen once and for all.
func (s *Service) settled(ctx context.Context, consultation *consult.Consultation, coder consult.ID, query CodingQuery) (CodingQuery, error) {
	if consultation.Settings.HideSuggestions {
		query.Suggested, query.ScoreMin, query.ScoreMax = "", "", ""
		if query.Among == AmongTeaching {
			query.Among = ""
		}
	}
	if query.Among != AmongTeaching {
		query.Series = ""
		return query, nil
	}
	if len(textsOf(query.Series)) > 0 {
		return query, nil
	}
	var err error
	query.Series, err = s.series(ctx, consultation.ID, coder, query)
	return query, err
}

// narrow turns what a query asks of the suggestions into contributions.
func (s *Service) narrow(ctx context.Context, filter *consult.ContributionFilter, query CodingQuery, coder consult.ID) (err error) {
	switch query.Among {
	case AmongSample:
		filter.Among = append([]consult.ID{}, s.suggester.sampleOf(filter.ConsultationID)...)
	case AmongTeaching:
		filter.Among = append([]consult.ID{}, textsOf(query.Series)...)
	}
	if query.Suggested != "" || filter.ScoreMin > 0 || filter.ScoreMax > 0 {
		filter.Except, err = s.unseen(ctx, filter.ConsultationID, coder)
	}
	return err
}
