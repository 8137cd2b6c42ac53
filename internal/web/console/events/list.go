package events

import (
	"context"
	"io"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/console/part"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type listPage struct {
	ui.Page
	*service.EventsView
	Manages bool
}

// List shows the events of a consultation, with what is counted on their lists.
func (h *Handlers) List(c *gin.Context) error {
	view, err := h.service.Events(c.Request.Context(), h.frame.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	page := listPage{Page: h.frame.Page(c, h.p.T("events.title"), &view.Consultation), EventsView: view, Manages: h.frame.Actor(c).Can(consult.ManageEvents)}
	return reply.OK(c, list(page))
}

// writes says whether the consultation takes events: a record does not.
func (p listPage) writes() bool {
	return p.Manages && p.EventsView.Consultation.Status != consult.StatusRecord
}

func (p listPage) base() string { return base(p.EventsView.Consultation.Slug) }

// imports are the attendance lists brought in files.
func (p listPage) imports() ui.Table {
	table := part.ImportsTable(p.P, p.base(), p.Imports)
	table.Caption = p.P.T("events.list.brought")
	return table
}

func (p listPage) table() ui.Table {
	table := ui.Table{Caption: p.P.T("events.list.caption"), Wide: true, Columns: []ui.Column{{Title: p.P.T("events.column.event")}, {Title: p.P.T("events.column.when")},
		{Title: p.P.T("events.column.confirmed"), Numeric: true}, {Title: p.P.T("events.column.waiting"), Numeric: true},
		{Title: p.P.T("events.column.counted"), Numeric: true}, {Title: p.P.T("events.column.declared"), Numeric: true}, {Title: p.P.T("events.column.door")}}}
	for _, line := range p.Events {
		declared := "—"
		if line.Declared > 0 {
			declared = p.P.Number(line.Declared)
		}
		table.Rows = append(table.Rows, ui.Row{Header: true, Cells: []ui.Cell{{Text: line.Title, URL: address(p.EventsView.Consultation.Slug, line.ID)},
			{Text: p.P.DateTime(line.StartsAt)}, {Text: p.P.Number(line.Figures.Confirmed)}, {Text: p.P.Number(line.Figures.Waiting)},
			{Text: p.P.Number(line.Figures.Arrived)}, {Text: declared}, {Content: doorLink(p.Page, p.EventsView.Consultation.Slug, &line.Event)}}})
	}
	return table
}

// before asks which event a list is of, and says which of its columns look shifted.
func before(s *service.Service, p *i18n.Printer, f part.Form, view *service.ImportView) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		events, err := s.Events(ctx, consult.System(), view.Consultation.Slug)
		if err != nil {
			return err
		}
		options := []ui.Option{{Label: p.T("events.import.choose")}}
		for _, line := range events.Events {
			options = append(options, ui.Option{Value: string(line.ID), Label: p.T("events.import.event", "event", line.Title, "date", p.ShortDate(line.StartsAt))})
		}
		return whose(p, f, options, view.Survey).Render(ctx, w)
	})
}

// doubtWords says what a column seems to hold instead of what it is mapped to.
func doubtWords(p *i18n.Printer, doubt service.ColumnDoubt) string {
	form := doubt.Form
	if form == "" {
		form = "other"
	}
	return p.T("organisations.doubt."+form, "column", doubt.Column, "field", p.T("events.map."+doubt.Field), "count", doubt.Count,
		"total", doubt.Total, "sample", doubt.Sample)
}
