package service

import (
	"context"
	"iter"
	"maps"
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
	texts, err := s.corpus(ctx, id)
	if err != nil {
		return err
	}
	input.Date = later(input.Date, texts.Changed())
	verbatims := &verbatims{service: s, input: input}
	if verbatims.words, err = s.wordings(ctx, id); err != nil {
		return err
	}
	input.Words = exports.Words{Categories: wordMap(verbatims.words.categories), Territories: wordMap(verbatims.words.territories)}
	if err := verbatims.prepare(ctx); err != nil {
		return err
	}
	rows, err := s.Store.StatementRows(ctx, id)
	if err != nil {
		return err
	}
	verbatims.parts = byContribution(rows)
	assignments, err := s.Store.CurrentAssignments(ctx, id)
	if err != nil {
		return err
	}
	if verbatims.reading, err = s.readingOf(ctx, input, assignments); err != nil {
		return err
	}
	verbatims.stand(assignments, texts)
	input.Verbatims = verbatims.each(ctx)
	return nil
}

// verbatims reads the texts of an export a page at a time, theme after theme. What people said of them was read before,
// at once: a statement stands under the same themes from the first row to the last.
type verbatims struct {
	service    *Service
	input      *exports.Input
	words      wordings
	references map[consult.ID]string // of responses, in an internal export
	screening  *screening            // in a public one
	crowd      *crowd
	reading    *reading
	parts      map[consult.ID][]consult.Statement // rows of the texts that somebody split
	standings  map[consult.ID][]consult.Standing  // by statement
	themes     map[consult.ID]consult.Theme       // of the grid
	under      []underTheme                       // in the order of the grid
}

// prepare reads what is only for the ones or for the others: references of responses in an internal export, what hides
// people in a public one.
func (v *verbatims) prepare(ctx context.Context) (err error) {
	s, id := v.service, v.input.Consultation.ID
	if !v.input.Public {
		v.references = map[consult.ID]string{}
		return s.Store.SubmittedHeads(ctx, id, func(head *consult.ResponseHead) { v.references[head.ID] = head.Reference })
	}
	if v.screening, err = s.screening(ctx, id); err != nil {
		return err
	}
	v.crowd, err = s.crowd(ctx, &v.input.Consultation)
	return err
}

// underTheme is which texts have something under the theme that stands at a place of the grid.
type underTheme struct {
	position int
	texts    []consult.ID // in their order
}

// underNone is the place of what stands under no theme of the grid.
const underNone = 0

// stand notes what people said of the texts.
func (v *verbatims) stand(assignments []consult.Assignment, texts *corpus.Corpus) {
	v.standings = consult.Standings(assignments)
	v.themes = map[consult.ID]consult.Theme{}
	for _, count := range v.input.Grouping.Themes {
		v.themes[count.Theme.ID] = count.Theme
	}
	under := map[int][]consult.ID{}
	for i := range assignments {
		a := &assignments[i]
		position := v.themes[a.ThemeID].Position
		if position != underNone && a.State == consult.AssignmentConfirmed && a.EndedAt.IsZero() {
			under[position] = append(under[position], a.ContributionID)
		}
	}
	for _, position := range slices.Sorted(maps.Keys(under)) {
		v.under = append(v.under, underTheme{position, texts.Ordered(under[position])})
	}
}

// each gives the rows: the texts of each theme of the grid, then what stands under none of them.
func (v *verbatims) each(ctx context.Context) iter.Seq2[*exports.Verbatim, error] {
	return func(yield func(*exports.Verbatim, error) bool) {
		texts := consult.ContributionFilter{ConsultationID: v.input.Consultation.ID}
		for _, under := range v.under {
			for texts.Among = range slices.Chunk(under.texts, v.service.exportPage) {
				if !v.hand(ctx, texts, under.position, yield) {
					return
				}
			}
		}
		texts.Among, texts.Limit = nil, v.service.exportPage
		v.hand(ctx, texts, underNone, yield)
	}
}

// hand hands over the rows that some texts have at a place of the grid, and says whether more is wanted.
func (v *verbatims) hand(ctx context.Context, texts consult.ContributionFilter, position int, yield func(*exports.Verbatim, error) bool) bool {
	for c, err := range v.service.eachContribution(ctx, texts) {
		if err != nil {
			yield(nil, err)
			return false
		}
		for _, row := range v.rows(c, position) {
			if !yield(row, nil) {
				return false
			}
		}
	}
	return true
}

// rows gives those of a text at a place of the grid: a statement under each theme that people gave it, or once without
// theme. A text not read by anybody is never published under a theme (R1.5).
func (v *verbatims) rows(c *consult.Contribution, position int) []*exports.Verbatim {
	publishable := c.Publication == consult.PublicationNamed || c.Publication == consult.PublicationAnonymous
	if v.input.Public && !publishable {
		return nil
	}
	var rows []*exports.Verbatim
	for _, part := range statementsOf(c, v.parts[c.ID]) {
		given := false
		for _, standing := range v.standings[part.ID] {
			if !standing.Given() {
				continue
			}
			given = true
			if theme := v.themes[standing.ThemeID]; theme.Position == position {
				row := v.row(c, part, publishable)
				row.Theme = theme
				v.reading.of(row, part.ID, standing)
				rows = append(rows, row)
			}
		}
		if !given && position == underNone {
			rows = append(rows, v.row(c, part, publishable))
		}
	}
	return rows
}

// row makes that of a statement, without theme.
func (v *verbatims) row(c *consult.Contribution, part consult.Statement, publishable bool) *exports.Verbatim {
	row := &exports.Verbatim{Text: c.Body[part.Start:part.End], Kind: c.Kind, Title: c.Title, Question: v.words.question(c),
		Category: v.input.Words.Category(c.Category), Territory: v.input.Words.Territory(c.Territory), Publication: c.Publication,
		Reference: v.references[c.ResponseID], Publishable: publishable, At: c.CreatedAt,
		Quotable: v.reading.quoted[part.ID], Notes: v.reading.notes[part.ID]}
	if v.input.Public {
		row.Title = v.screening.publishable(c, consult.MaskTitle)
		row.Text = v.screening.publishableSpan(c, consult.MaskBody, part.Start, part.End)
		v.crowd.blur(row, c)
	}
	return row
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
