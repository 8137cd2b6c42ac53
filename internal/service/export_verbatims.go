package service

import (
	"context"
	"slices"
	"time"

	"concertation/exports"
	"concertation/internal/consult"
	"concertation/internal/corpus"
)

// fillGrouping adds the themes' counts and the texts.
func (s *Service) fillGrouping(ctx context.Context, input *exports.Input) error {
	id := input.Consultation.ID
	grouping, err := s.ThemeCounts(ctx, id)
	if err != nil {
		return err
	}
	input.Grouping = grouping
	words, err := s.wordings(ctx, id)
	if err != nil {
		return err
	}
	input.Words = exports.Words{Categories: wordMap(words.categories), Territories: wordMap(words.territories)}
	contributions, err := s.Store.Contributions(ctx, consult.ContributionFilter{ConsultationID: id})
	if err != nil {
		return err
	}
	assignments, err := s.Store.CurrentAssignments(ctx, id)
	if err != nil {
		return err
	}
	references := map[consult.ID]string{}
	if !input.Public {
		for response, err := range s.eachResponse(ctx, consult.ResponseFilter{ConsultationID: id}) {
			if err != nil {
				return err
			}
			references[response.ID] = response.Reference
		}
	}
	screening, err := s.screening(ctx, id)
	if err != nil {
		return err
	}
	statements, err := s.splitStatements(ctx, id, contributions)
	if err != nil {
		return err
	}
	parts := map[consult.ID][]consult.Statement{}
	for _, statement := range statements {
		parts[statement.ContributionID] = append(parts[statement.ContributionID], statement)
	}
	standings := consult.Standings(assignments)
	reading, err := s.readingOf(ctx, input, assignments)
	if err != nil {
		return err
	}
	crowd, err := s.crowd(ctx, &input.Consultation)
	if err != nil {
		return err
	}
	for i := range contributions {
		c := &contributions[i]
		input.Date = later(input.Date, c.ChangedAt)
		publishable := c.Publication == consult.PublicationNamed || c.Publication == consult.PublicationAnonymous
		if input.Public && !publishable {
			continue
		}
		verbatim := exports.Verbatim{Text: c.Body, Kind: c.Kind, Title: c.Title, Question: words.question(c),
			Category: input.Words.Category(c.Category), Territory: input.Words.Territory(c.Territory), Publication: c.Publication,
			Reference: references[c.ResponseID], Publishable: publishable, At: c.CreatedAt}
		if input.Public {
			verbatim.Title = screening.publishable(c, consult.MaskTitle)
			crowd.blur(&verbatim, c)
		}
		for _, part := range statementsOf(c, parts[c.ID]) {
			verbatim.Text = c.Body[part.Start:part.End]
			if input.Public {
				verbatim.Text = screening.publishableSpan(c, consult.MaskBody, part.Start, part.End)
			}
			verbatim.Quotable, verbatim.Notes = reading.quoted[part.ID], reading.notes[part.ID]
			input.Verbatims = append(input.Verbatims, underThemes(verbatim, part.ID, standings[part.ID], grouping, reading)...)
		}
	}
	sortVerbatims(input.Verbatims)
	return nil
}

// underThemes repeats a statement under each theme that people gave it, or gives it once without theme. A text not read by
// anybody is never published under a theme (R1.5).
func underThemes(verbatim exports.Verbatim, statement consult.ID, standings []consult.Standing, grouping *consult.Grouping, reading *reading) []exports.Verbatim {
	var under []exports.Verbatim
	for _, standing := range standings {
		if standing.Given() {
			verbatim.Theme = grouping.Theme(standing.ThemeID).Theme
			reading.of(&verbatim, statement, standing)
			under = append(under, verbatim)
		}
	}
	if under == nil {
		under = append(under, verbatim)
	}
	return under
}

// sortVerbatims puts texts by theme in the grid's order, those without theme last, then by time as they came.
func sortVerbatims(verbatims []exports.Verbatim) {
	position := func(v exports.Verbatim) int {
		if v.Theme.Position == 0 {
			return 1 << 30
		}
		return v.Theme.Position
	}
	slices.SortStableFunc(verbatims, func(a, b exports.Verbatim) int { return position(a) - position(b) })
}

func wordMap(choices []CodingChoice) map[string]string {
	words := make(map[string]string, len(choices))
	for _, choice := range choices {
		words[choice.Value] = choice.Label
	}
	return words
}

// crowd says what may stand beside a published text without singling its author out (R2.4): a category and a territory
// that enough authors share; else the category alone, where enough of those left in it are; else nothing.
type crowd struct {
	least int
	of    corpus.Crowds
}

func (s *Service) crowd(ctx context.Context, consultation *consult.Consultation) (*crowd, error) {
	texts, err := s.corpus(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	least := consultation.Settings.Threshold()
	return &crowd{least: least, of: texts.Crowds(least)}, nil
}

// blur leaves beside a published text only what enough authors share. The day goes too: all texts of a response bear
// it. A named text keeps its attributes: its author chose to be known.
func (c *crowd) blur(verbatim *exports.Verbatim, contribution *consult.Contribution) {
	verbatim.At = time.Time{}
	switch {
	case contribution.Publication == consult.PublicationNamed:
	case c.of.Pairs[corpus.Attributes{Category: contribution.Category, Territory: contribution.Territory}] >= c.least:
	case c.of.Rest[contribution.Category] >= c.least:
		verbatim.Territory = ""
	default:
		verbatim.Category, verbatim.Territory = "", ""
	}
}
