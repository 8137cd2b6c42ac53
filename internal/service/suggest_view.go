package service

import (
	"cmp"
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

// narrow turns what a query asks of the suggestions into contributions.
func (s *Service) narrow(filter *consult.ContributionFilter, query CodingQuery) {
	known := s.suggester.of(filter.ConsultationID)
	switch {
	case query.Among == AmongSample:
		filter.Among = []consult.ID{}
		if known != nil {
			for id := range known.sample {
				filter.Among = append(filter.Among, id)
			}
			slices.SortFunc(filter.Among, func(a, b consult.ID) int { return cmp.Compare(a, b) })
		}
	case query.Among == AmongTeaching:
		filter.Among = []consult.ID{}
		if known != nil {
			filter.Among = append(filter.Among, known.teaching[:min(len(known.teaching), teachingShown)]...)
		}
	}
}

// teachingShown is how many of the texts that teach most make a queue.
const teachingShown = 40
