package service

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"concertation/internal/consult"
	"concertation/internal/themes"
)

// learningDesk is what a round of suggestions reads.
type learningDesk struct {
	consultation consult.ID
	themes       []themes.Theme // the regular ones
	regular      map[consult.ID]bool
	words        wordings
	parts        map[consult.ID][]consult.Statement // of the contributions that were split
	standings    map[consult.ID][]consult.Standing  // by statement
	examples     []themes.Example
	unread       []themes.Text
	texts        []themes.Text // whole ones, to find those that are near-identical; none where there are too many
}

// What is kept to learn from, at most: texts that nobody has read, and examples. Thirty thousand examples are learnt in
// seconds; more teach next to nothing, and a million would fill the machine.
const (
	mostUnread   = 6000
	mostExamples = 30_000
)

func (s *Service) learningDesk(ctx context.Context, consultation consult.ID) (*learningDesk, error) {
	grid, err := s.Store.ThemeGrid(ctx, consultation)
	if err != nil {
		return nil, fmt.Errorf("read themes: %w", err)
	}
	desk := &learningDesk{consultation: consultation, regular: map[consult.ID]bool{}, parts: map[consult.ID][]consult.Statement{}}
	for _, theme := range grid.Themes {
		if theme.Kind == consult.ThemeRegular {
			desk.regular[theme.ID] = true
			desk.themes = append(desk.themes, themes.Theme{ID: string(theme.ID), Title: theme.Title,
				Definition: theme.Definition + "\n" + theme.Includes + "\n" + theme.Examples, Lexicon: strings.Split(theme.Lexicon, "\n")})
		}
	}
	if desk.words, err = s.wordings(ctx, consultation); err != nil {
		return nil, fmt.Errorf("read questionnaires: %w", err)
	}
	rows, err := s.Store.StatementRows(ctx, consultation)
	if err != nil {
		return nil, fmt.Errorf("read statements: %w", err)
	}
	for _, row := range rows {
		desk.parts[row.ContributionID] = append(desk.parts[row.ContributionID], row)
	}
	assignments, err := s.Store.CurrentAssignments(ctx, consultation)
	if err != nil {
		return nil, fmt.Errorf("read the grouping: %w", err)
	}
	desk.standings = consult.Standings(assignments)
	return desk, nil
}

// gatherExamples reads every text: an example where people gave or refused a theme, else one that nobody has read.
func (s *Service) gatherExamples(ctx context.Context, desk *learningDesk) error {
	read := 0
	for c, err := range s.eachContribution(ctx, consult.ContributionFilter{ConsultationID: desk.consultation, Limit: suggestPage}) {
		if err != nil {
			return err
		}
		if read++; read <= mostCampaignTexts {
			desk.texts = append(desk.texts, themes.Text{ID: string(c.ID), Title: c.Title, Body: c.Body})
		} else {
			desk.texts = nil
		}
		for _, statement := range desk.statements(c) {
			desk.take(c, &statement)
		}
	}
	desk.examples = drawnExamples(desk.examples, mostExamples)
	return nil
}

// drawnExamples draws so many of some examples, in their order: always the same, whatever was drawn from them before.
func drawnExamples(all []themes.Example, most int) []themes.Example {
	if len(all) <= most {
		return all
	}
	draws := make([]float64, len(all))
	for i := range all {
		draws[i] = drawn01(consult.ID(all[i].Text.ID))
	}
	last := slices.Sorted(slices.Values(draws))[most-1]
	drawn := make([]themes.Example, 0, most)
	for i := range all {
		if draws[i] <= last {
			drawn = append(drawn, all[i])
		}
	}
	return drawn
}

// statements gives the statements of a contribution: itself while it is whole (rule 7).
func (d *learningDesk) statements(c *consult.Contribution) []consult.Statement {
	return statementsOf(c, d.parts[c.ID])
}

// waits says whether a statement of the contribution has no theme that somebody gave.
func (d *learningDesk) waits(c *consult.Contribution) bool {
	return slices.ContainsFunc(d.statements(c), func(statement consult.Statement) bool {
		return !slices.ContainsFunc(d.standings[statement.ID], consult.Standing.Given)
	})
}

// text gives a statement as the model reads it: a part of a body keeps the title of the whole.
func (d *learningDesk) text(c *consult.Contribution, statement *consult.Statement) themes.Text {
	return themes.Text{ID: string(statement.ID), Title: c.Title, Body: c.Body[statement.Start:statement.End], Context: d.words.question(c)}
}

// take makes of a statement an example, or a text that nobody has read.
func (d *learningDesk) take(c *consult.Contribution, statement *consult.Statement) {
	standings := d.standings[statement.ID]
	example := themes.Example{Group: string(c.Contributor())}
	given := false
	for _, standing := range standings {
		switch {
		case standing.Given() && d.regular[standing.ThemeID]:
			example.Themes, given = append(example.Themes, string(standing.ThemeID)), true
		case standing.Given():
			given = true // a residual theme: an example of none
		}
		if len(standing.Rejected) > 0 {
			example.Rejected = append(example.Rejected, string(standing.ThemeID))
		}
	}
	switch {
	case given || len(example.Rejected) > 0:
		example.Text = d.text(c, statement)
		if d.examples = append(d.examples, example); len(d.examples) == 2*mostExamples {
			d.examples = drawnExamples(d.examples, mostExamples)
		}
	case len(d.unread) < mostUnread:
		d.unread = append(d.unread, d.text(c, statement))
	}
}

// suggest gives what is proposed for each statement of a contribution, with the words that weigh, and how much the model
// hesitates over it.
func (d *learningDesk) suggest(model *themes.Model, c *consult.Contribution, now time.Time) ([]consult.Suggestion, float64) {
	var all []consult.Suggestion
	doubt := 0.0
	for _, statement := range d.statements(c) {
		text := d.text(c, &statement)
		scored := model.Suggest(text)
		if len(scored) > 1 {
			doubt = max(doubt, 1-(scored[0].Score-scored[1].Score))
		}
		for _, one := range scored[:min(len(scored), mostSuggested)] {
			if one.Proposed {
				all = append(all, consult.Suggestion{StatementID: statement.ID, ThemeID: consult.ID(one.Theme), Model: model.Version(),
					Score: one.Score, Evidence: evidence(model, text, one.Theme), At: now})
			}
		}
	}
	return all, doubt
}

// evidence names the words that weigh most for a theme.
func evidence(model *themes.Model, text themes.Text, theme string) string {
	spans := slices.DeleteFunc(model.Explain(text, theme).Spans, func(s themes.Span) bool { return s.Weight <= 0 })
	slices.SortStableFunc(spans, func(a, b themes.Span) int { return cmp.Compare(b.Weight, a.Weight) })
	var words []string
	for _, span := range spans {
		field := text.Body
		if span.Field == themes.FieldTitle {
			field = text.Title
		}
		if word := strings.ToLower(field[span.Start:span.End]); !slices.Contains(words, word) {
			if words = append(words, word); len(words) == evidenceWords {
				break
			}
		}
	}
	return strings.Join(words, ", ")
}

// statementsOf gives the statements of a contribution, itself while it was not split. Parts cut on another version of
// the text are left aside: the text is whole again until somebody cuts it.
func statementsOf(c *consult.Contribution, rows []consult.Statement) []consult.Statement {
	var standing []consult.Statement
	for _, row := range rows {
		if row.TextVersion == c.TextVersion && row.End <= len(c.Body) {
			standing = append(standing, row)
		}
	}
	if len(standing) == 0 {
		return []consult.Statement{{ID: c.ID, ContributionID: c.ID, Position: 1, Start: 0, End: len(c.Body), TextVersion: c.TextVersion}}
	}
	return standing
}
