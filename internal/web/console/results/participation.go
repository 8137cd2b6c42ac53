package results

import (
	"concertation/internal/service"
	"concertation/internal/tally"
	"concertation/internal/web/ui"
)

type participationPage struct {
	ui.Page
	View *service.ParticipationView
}

// figure is one large figure with its words; URL leads to what it counts.
type figure struct {
	Value string
	Words string
	URL   string
}

func (p participationPage) figures() []figure {
	slug, settings := p.View.Consultation.Slug, p.View.Consultation.Settings
	figures := []figure{
		{p.P.Number(p.View.Submitted), p.P.T("results.participation.submitted", "count", p.View.Submitted), base(slug) + "/reponses"},
		{p.P.Number(p.View.Drafts), p.P.T("results.participation.drafts", "count", p.View.Drafts), ""},
	}
	if settings.Invited > 0 && len(p.View.Surveys) == 0 { // those asked may answer each of several questionnaires
		figures = append(figures, figure{p.P.Percent(float64(p.View.Submitted) / float64(settings.Invited)),
			p.P.T("results.participation.rate", "count", settings.Invited), ""})
	}
	if p.View.Withdrawn > 0 {
		figures = append(figures, figure{p.P.Number(p.View.Withdrawn), p.P.T("results.participation.withdrawn", "count", p.View.Withdrawn),
			address(base(slug)+"/reponses", keyWithdrawn, "1")})
	}
	return figures
}

// breakdown is the table of an attribute; each line leads to its responses.
func (p participationPage) breakdown(t *tally.Tally, key string) ui.Table {
	table := ui.Table{Caption: t.Question.Label.In("fr"), Columns: []ui.Column{{Title: p.P.T("results.column.answer")},
		{Title: p.P.T("results.column.count"), Numeric: true}, {Title: p.P.T("results.column.share"), Numeric: true}}}
	for _, option := range t.Options {
		table.Rows = append(table.Rows, ui.Row{Header: true, Cells: []ui.Cell{
			{Text: option.Label.In("fr"), URL: address(base(p.View.Consultation.Slug)+"/reponses", keySurvey, p.surveyed().slug(), key, option.Choice)},
			{Text: p.P.Number(option.Count)}, {Text: p.P.Percent(t.Share(option))}}})
	}
	return table
}

// days is the table beside the chart.
func (p participationPage) days() ui.Table {
	table := ui.Table{Caption: p.P.T("results.days.title"), CaptionHidden: true,
		Columns: []ui.Column{{Title: p.P.T("results.column.day")}, {Title: p.P.T("results.column.count"), Numeric: true}}}
	for _, day := range p.View.Days {
		table.Rows = append(table.Rows, ui.Row{Header: true, Cells: []ui.Cell{{Text: p.dayWords(day)}, {Text: p.P.Number(day.Count)}}})
	}
	return table
}

func (p participationPage) dayWords(day tally.Day) string {
	if at, err := parseDay(day.Date, p.P.Zone()); err == nil {
		return p.P.Date(at)
	}
	return day.Date
}
