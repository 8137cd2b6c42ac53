package collect

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/console/part"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type overviewPage struct {
	ui.Page
	*service.CollectView
	Number int // of the page of sessions shown, from 1
}

// sessionsPerPage bounds the sessions on a page.
const sessionsPerPage = 100

// Overview is where collecting begins: what to do, and what there is.
func (h *Handlers) Overview(c *gin.Context) error {
	view, err := h.service.Collected(c.Request.Context(), h.frame.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	page := h.frame.Page(c, h.p.T("collect.title"), &view.Consultation)
	number, err := strconv.Atoi(c.Query("page"))
	if err != nil || number < 1 || (number-1)*sessionsPerPage >= len(view.Sessions) {
		number = 1
	}
	return reply.OK(c, overview(overviewPage{page, view, number}))
}

func (p overviewPage) pages() ui.Pagination {
	return ui.Pagination{Page: p.Number, Pages: (len(p.Sessions) + sessionsPerPage - 1) / sessionsPerPage,
		URL: func(page int) string { return p.base() + "?page=" + strconv.Itoa(page) }}
}

func (p overviewPage) base() string { return base(p.CollectView.Consultation.Slug) }

func (p overviewPage) sessions() ui.Table {
	table := ui.Table{Caption: p.P.T("collect.sessions.caption", "count", len(p.Sessions), "participants", p.P.T("collect.count.participants", "count", p.Participants)), Wide: true, Columns: []ui.Column{
		{Title: p.P.T("collect.column.session")}, {Title: p.P.T("collect.column.date")},
		{Title: p.P.T("collect.column.participants"), Numeric: true}, {Title: p.P.T("collect.column.notes"), Numeric: true}}}
	from := (p.Number - 1) * sessionsPerPage
	for i := from; i < min(from+sessionsPerPage, len(p.Sessions)); i++ {
		session := &p.Sessions[i]
		people := p.P.T("collect.session.number_unknown")
		if session.Participants > 0 {
			people = p.P.Number(session.Participants)
		}
		table.Rows = append(table.Rows, ui.Row{Header: true, Cells: []ui.Cell{
			{Text: sessionName(p.P, &session.SessionHeld), URL: p.base() + "/seances/" + string(session.ID)}, {Text: day(p.Page, &session.SessionHeld)},
			{Text: people}, {Text: p.P.Number(session.Notes)}}})
	}
	return table
}

func (p overviewPage) letters() ui.Table {
	table := ui.Table{Caption: p.P.T("collect.letters.caption", "all", p.LettersAll, "shown", len(p.Letters)), Wide: true, Columns: []ui.Column{
		{Title: p.P.T("collect.column.text")}, {Title: p.P.T("collect.column.kind")}, {Title: p.P.T("collect.column.date")}}}
	for i := range p.Letters {
		letter := &p.Letters[i]
		table.Rows = append(table.Rows, ui.Row{Header: true, Cells: []ui.Cell{
			{Text: excerpt(letter), URL: p.base() + "/textes/" + string(letter.ID)}, {Text: p.P.T("collect.kind." + string(letter.Kind))}, {Text: p.P.ShortDate(letter.CreatedAt)}}})
	}
	return table
}

func (p overviewPage) imports() ui.Table { return part.ImportsTable(p.P, p.base(), p.Imports) }

// excerpt gives the title of a text, or its beginning.
func excerpt(c *consult.Contribution) string {
	words := c.Title
	if words == "" {
		words = c.Body
	}
	if runes := []rune(words); len(runes) > 80 {
		return string(runes[:80]) + "…"
	}
	return words
}
