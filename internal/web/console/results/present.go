package results

import (
	"strconv"
	"time"

	"concertation/exports"
	"concertation/forms"
	"concertation/internal/chart"
	"concertation/internal/french"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/tally"
	"concertation/internal/web/ui"
)

type talliesPage struct {
	ui.Page
	View *service.ResultsView
}

// block is one question as the page shows it: a tally of its own, or the rows of a grid together.
type block struct {
	ID      string
	Title   string
	Bases   string
	Chart   string // SVG, "" where there is nothing to draw
	Columns []ui.Column
	Rows    []ui.Row
}

// blocks puts the tallies in the shape of the questionnaire: grids and sums as one block.
func (p talliesPage) blocks() []block {
	var blocks []block
	for i := 0; i < len(p.View.Tallies); {
		t := &p.View.Tallies[i]
		if t.Parent == nil {
			blocks = append(blocks, p.single(i, t))
			i++
			continue
		}
		last := i + 1
		for last < len(p.View.Tallies) && p.View.Tallies[last].Parent == t.Parent {
			last++
		}
		blocks = append(blocks, p.group(i, p.View.Tallies[i:last]))
		i = last
	}
	return blocks
}

func (p talliesPage) label(text forms.Text) string {
	return exports.Plain(text.In("fr", p.View.Form.Definition().DefaultLanguage))
}

func (p talliesPage) bases(b tally.Bases) string {
	return p.P.T("results.bases", "count", b.Answered, "shown", p.P.Number(b.Shown), "blank", p.P.Number(b.Blank), "responses", p.P.Number(b.Responses))
}

// single presents a question of its own.
func (p talliesPage) single(i int, t *tally.Tally) block {
	made := block{ID: "q" + strconv.Itoa(i), Title: p.questionLabel(t.Question), Bases: p.bases(t.Bases)}
	if text, choice, ok := p.View.Form.SpecifyOf(t.Question); ok {
		made.Title = french.Under(p.label(text.Label), p.choiceLabel(text, choice))
	}
	switch {
	case t.Numbers != nil:
		p.numbers(&made, t)
	case len(t.Options) > 0:
		p.options(&made, t)
	}
	return made
}

func (p talliesPage) questionLabel(question *forms.Question) string {
	return withdrawnQuestion(p.P, p.View.Form, question, p.label(question.Label))
}

func (p talliesPage) choiceLabel(question *forms.Question, code string) string {
	for _, choice := range p.View.Form.Choices(question) {
		if choice.Name == code {
			return withdrawnChoice(p.P, p.View.Form, question, code, p.label(choice.Label))
		}
	}
	return code
}

func (p talliesPage) optionLabel(question *forms.Question, option tally.Option) string {
	label := p.label(option.Label)
	switch {
	case label != "":
	case option.Choice == forms.Acknowledged:
		return p.P.T("exports.acknowledged")
	default:
		label = option.Choice
	}
	return withdrawnChoice(p.P, p.View.Form, question, option.Choice, label)
}

func (p talliesPage) options(made *block, t *tally.Tally) {
	bars := chart.Bars{ID: made.ID + "-chart", Title: made.Title}
	ranking := t.Question.Kind == forms.Rank
	made.Columns = []ui.Column{{Title: p.P.T("results.column.answer")}, {Title: p.P.T("results.column.count"), Numeric: true}, {Title: p.P.T("results.column.share"), Numeric: true}}
	if ranking {
		made.Columns[1].Title = p.P.T("results.column.placed")
		made.Columns = append(made.Columns, ui.Column{Title: p.P.T("results.column.first"), Numeric: true}, ui.Column{Title: p.P.T("results.column.rank"), Numeric: true})
	}
	for i, option := range t.Options {
		label := p.optionLabel(t.Question, option)
		share := t.Share(option)
		bars.Bars = append(bars.Bars, chart.Bar{Label: label, Count: option.Count, Share: share})
		cells := []ui.Cell{{Text: label}, {Text: p.P.Number(option.Count)}, {Text: p.P.Percent(share)}}
		if ranking {
			cells = append(cells, ui.Cell{Text: p.P.Number(t.Ranks[i].First)}, ui.Cell{Text: p.P.Decimal(t.Ranks[i].Mean, 1)})
		}
		made.Rows = append(made.Rows, ui.Row{Header: true, Cells: cells})
	}
	if t.Bases.Answered > 0 {
		made.Chart = bars.SVG(p.P)
	}
}

func (p talliesPage) numbers(made *block, t *tally.Tally) {
	n := t.Numbers
	bars := chart.Bars{ID: made.ID + "-chart", Title: made.Title}
	for _, bin := range n.Histogram {
		label := p.P.Decimal(bin.From, digits(bin.From))
		if bin.To != bin.From {
			label = p.P.T("results.bin", "from", label, "to", p.P.Decimal(bin.To, digits(bin.To)))
		}
		bars.Bars = append(bars.Bars, chart.Bar{Label: label, Count: bin.Count, Share: float64(bin.Count) / float64(n.Count)})
	}
	made.Chart = bars.SVG(p.P)
	made.Columns = []ui.Column{{Title: p.P.T("results.column.measure")}, {Title: p.P.T("results.column.value"), Numeric: true}}
	for _, line := range []struct {
		words string
		value float64
	}{{p.P.T("results.measure.mean"), n.Mean}, {p.P.T("results.measure.median"), n.Median}, {p.P.T("results.measure.q1"), n.Q1},
		{p.P.T("results.measure.q3"), n.Q3}, {p.P.T("results.measure.min"), n.Min}, {p.P.T("results.measure.max"), n.Max}} {
		made.Rows = append(made.Rows, ui.Row{Header: true, Cells: []ui.Cell{{Text: line.words}, {Text: p.P.Decimal(line.value, digits(line.value))}}})
	}
}

// digits gives how many decimals a value deserves.
func digits(value float64) int {
	if value == float64(int64(value)) {
		return 0
	}
	return 1
}

// group presents the rows of a grid, or of a constant sum, together.
func (p talliesPage) group(i int, rows []tally.Tally) block {
	parent := rows[0].Parent
	made := block{ID: "q" + strconv.Itoa(i), Title: p.label(parent.Label), Bases: p.bases(rows[0].Bases)}
	if parent.Kind == forms.ConstantSum {
		made.Columns = []ui.Column{{Title: p.P.T("results.column.row")}, {Title: p.P.T("results.measure.mean"), Numeric: true}, {Title: p.P.T("results.column.answered"), Numeric: true}}
		for _, row := range rows {
			mean := "—"
			if row.Numbers != nil {
				mean = p.P.Decimal(row.Numbers.Mean, 1)
			}
			made.Rows = append(made.Rows, ui.Row{Header: true, Cells: []ui.Cell{{Text: p.questionLabel(row.Question)}, {Text: mean}, {Text: p.P.Number(row.Bases.Answered)}}})
		}
		return made
	}
	stacked := chart.Stacked{ID: made.ID + "-chart", Title: made.Title}
	made.Columns = []ui.Column{{Title: p.P.T("results.column.row")}}
	for _, option := range rows[0].Options {
		stacked.Answers = append(stacked.Answers, p.optionLabel(rows[0].Question, option))
		made.Columns = append(made.Columns, ui.Column{Title: p.optionLabel(rows[0].Question, option), Numeric: true})
	}
	made.Columns = append(made.Columns, ui.Column{Title: p.P.T("results.column.answered"), Numeric: true})
	answered := 0
	for _, row := range rows {
		label := p.questionLabel(row.Question)
		line := chart.StackedRow{Label: label}
		cells := []ui.Cell{{Text: label}}
		for _, option := range row.Options {
			line.Counts = append(line.Counts, option.Count)
			cells = append(cells, ui.Cell{Text: p.P.Number(option.Count)})
		}
		answered += row.Bases.Answered
		stacked.Rows = append(stacked.Rows, line)
		made.Rows = append(made.Rows, ui.Row{Header: true, Cells: append(cells, ui.Cell{Text: p.P.Number(row.Bases.Answered)})})
	}
	if answered > 0 {
		made.Chart = stacked.SVG(p.P)
	}
	return made
}

// narrows says whether the questionnaire asks for an attribute to narrow results by.
func (p talliesPage) narrows() bool {
	return p.View.Form.ByRole(forms.RoleCategory) != nil || p.View.Form.ByRole(forms.RoleTerritory) != nil
}

// filterOptions are the choices of the question of a role.
func (p talliesPage) filterOptions(role forms.Role) []ui.Option {
	question := p.View.Form.ByRole(role)
	if question == nil {
		return nil
	}
	options := []ui.Option{{Value: "", Label: p.P.T("results.filter.all")}}
	for _, choice := range p.View.Form.Choices(question) {
		options = append(options, ui.Option{Value: choice.Name, Label: p.choiceLabel(question, choice.Name)})
	}
	return options
}

func daysChart(p *i18n.Printer, days []tally.Day) string {
	drawn := chart.Days{ID: "days", Title: p.T("results.days.title")}
	for _, day := range days {
		if at, err := time.ParseInLocation(time.DateOnly, day.Date, p.Zone()); err == nil {
			drawn.Days = append(drawn.Days, chart.Day{Date: at, Count: day.Count})
		}
	}
	return drawn.SVG(p)
}
