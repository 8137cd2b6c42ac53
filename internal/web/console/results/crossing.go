package results

import (
	"math"
	"strconv"

	"concertation/exports"
	"concertation/forms"
	"concertation/internal/french"
	"concertation/internal/service"
	"concertation/internal/tally"
	"concertation/internal/web/ui"
)

type crossingPage struct {
	ui.Page
	View *service.CrossView
}

func (p crossingPage) label(text forms.Text) string {
	return exports.Plain(text.In("fr", p.View.Form.Definition().DefaultLanguage))
}

// options are the questions that can be crossed; a grid's row says its grid.
func (p crossingPage) options() []ui.Option {
	var options []ui.Option
	for _, question := range p.View.Questions {
		label := p.questionLabel(question)
		if parent := p.View.Form.Parent(question); parent != nil {
			label = french.Under(p.label(parent.Label), label)
		}
		options = append(options, ui.Option{Value: question.Name, Label: label})
	}
	return options
}

// questionLabel gives the label of a question, and says when the latest revision no longer asks it.
func (p crossingPage) questionLabel(question *forms.Question) string {
	return withdrawnQuestion(p.P, p.View.Form, question, p.label(question.Label))
}

// quoted names a question inside a sentence.
func (p crossingPage) quoted(question *forms.Question) string {
	return withdrawnQuestion(p.P, p.View.Form, question, french.Quote(p.label(question.Label)))
}

func (p crossingPage) optionLabel(question *forms.Question, option tally.Option) string {
	label := p.label(option.Label)
	if label == "" {
		label = option.Choice
	}
	return withdrawnChoice(p.P, p.View.Form, question, option.Choice, label)
}

// heat is one cell of the heat table: its count, its share of the row, and how far the share is from the one of all
// respondents: a sign in words and a tint, from -3 to 3.
type heat struct {
	Count string
	Share string
	Sign  string
	Class string
}

// heatOf compares a cell with what it would be if the row did as everyone: Pearson's residual, signs from ±2.
func (p crossingPage) heatOf(row, column int) heat {
	cross := p.View.Cross
	n, base := cross.Cells[row][column], cross.RowOptions[row].Count
	made := heat{Count: p.P.Number(n), Share: "—"}
	if base == 0 {
		return made
	}
	made.Share = p.P.Percent(float64(n) / float64(base))
	expected := float64(base) * float64(cross.ColOptions[column].Count) / float64(max(cross.Base, 1))
	if expected < 5 {
		return made // too few to say
	}
	residual := (float64(n) - expected) / math.Sqrt(expected)
	level := min(max(int(residual/2), -2), 2)
	switch {
	case level > 0:
		made.Sign = p.P.T("results.crossing.more")
	case level < 0:
		made.Sign = p.P.T("results.crossing.less")
	}
	if level != 0 {
		made.Class = "heat--" + strconv.Itoa(level)
	}
	return made
}
