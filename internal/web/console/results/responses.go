package results

import (
	"strconv"
	"time"

	"concertation/internal/consult"
	"concertation/internal/french"
	"concertation/internal/service"
	"concertation/internal/web/ui"
)

func parseDay(day string, zone *time.Location) (time.Time, error) {
	return time.ParseInLocation(time.DateOnly, day, zone)
}

type responsesPage struct {
	ui.Page
	View *service.ResponsesView
}

func (p responsesPage) url(page int) string {
	number := ""
	if page > 1 {
		number = strconv.Itoa(page)
	}
	return address(base(p.View.Consultation.Slug)+"/reponses", keySurvey, p.surveyed().slug(), keyCategory, p.View.Query.Category, keyTerritory, p.View.Query.Territory,
		keyWithdrawn, p.withdrawn(), "page", number)
}

// withdrawn is what the address says where the responses withdrawn are listed.
func (p responsesPage) withdrawn() string {
	if p.View.Query.Withdrawn {
		return "1"
	}
	return ""
}

func (p responsesPage) choices(list []service.CodingChoice) []ui.Option {
	options := []ui.Option{{Value: "", Label: p.P.T("results.filter.all")}}
	for _, choice := range list {
		options = append(options, ui.Option{Value: choice.Value, Label: choice.Label})
	}
	return options
}

func word(list []service.CodingChoice, value string) string {
	for _, choice := range list {
		if choice.Value == value {
			return choice.Label
		}
	}
	if value == "" {
		return "—"
	}
	return value
}

func (p responsesPage) table() ui.Table {
	table := ui.Table{Caption: p.P.T("results.responses.found", "count", p.View.Count), Wide: true, Columns: []ui.Column{
		{Title: p.P.T("exports.column.reference")}, {Title: p.P.T("exports.column.submitted"), Whole: true}, {Title: p.P.T("exports.column.category")},
		{Title: p.P.T("exports.column.territory")}, {Title: p.P.T("exports.column.channel"), Whole: true}, {Title: p.P.T("exports.column.origin")}}}
	for _, one := range p.View.Responses {
		table.Rows = append(table.Rows, ui.Row{Header: true, Cells: []ui.Cell{
			{Text: one.Reference, URL: base(p.View.Consultation.Slug) + "/reponses/" + string(one.ID)},
			{Text: p.P.DateTime(one.SubmittedAt)}, {Text: word(p.View.Categories, one.Category)}, {Text: word(p.View.Territories, one.Territory)},
			{Text: p.P.T("exports.channel." + string(one.Channel))}, {Text: p.P.T("exports.origin." + string(one.Origin))}}})
	}
	return table
}

type responsePage struct {
	ui.Page
	View        *service.ResponseView
	MayWithdraw bool
}

// answerLine is one question with its answer as people read it.
type answerLine struct {
	Question string
	Lines    []string
	Note     string // «Non posée», «Sans réponse»
}

// answerSection is a section with its answers.
type answerSection struct {
	Title string
	Lines []answerLine
}

func (p responsePage) sections() []answerSection {
	form := p.View.Form
	language := form.Definition().DefaultLanguage
	var sections []answerSection
	for i, section := range form.Definition().Sections {
		made := answerSection{Title: section.Title.In("fr", language)}
		for _, question := range form.Questions() {
			if form.SectionOf(question) != i || question.Identity {
				continue
			}
			if _, _, specify := form.SpecifyOf(question); specify {
				continue // said with its choice
			}
			line := answerLine{Question: question.Label.In("fr", language)}
			if parent := form.Parent(question); parent != nil {
				line.Question = french.Under(parent.Label.In("fr", language), line.Question)
			}
			line.Lines = form.Summary(question, p.View.Response.Submission.Answers, "fr")
			switch {
			case line.Lines != nil:
			case p.View.Response.Submission.Shown(question.Name):
				line.Note = p.P.T("exports.no_answer")
			default:
				line.Note = p.P.T("exports.not_asked")
			}
			made.Lines = append(made.Lines, line)
		}
		if len(made.Lines) > 0 {
			sections = append(sections, made)
		}
	}
	return sections
}

func (p responsePage) identityLabel(name string) string {
	if question, ok := p.View.Form.Question(name); ok {
		return question.Label.In("fr", p.View.Form.Definition().DefaultLanguage)
	}
	return name
}

func (p responsePage) reasons() []ui.Option {
	var options []ui.Option
	for _, reason := range service.WithdrawReasons() {
		options = append(options, ui.Option{Value: string(reason), Label: p.P.T("results.reason." + string(reason))})
	}
	return options
}

func (p responsePage) withdrawn() bool {
	return p.View.Response.Status == consult.ResponseWithdrawn
}
