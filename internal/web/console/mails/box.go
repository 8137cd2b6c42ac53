package mails

import (
	"context"
	"time"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	webreply "concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// boxPatience is how long the page waits for the mailbox to be read before it comes back without.
const boxPatience = 20 * time.Second

// ReadBox reads the mailbox of returned messages now.
func (h *Handlers) ReadBox(c *gin.Context) error {
	slug, actor := c.Param("slug"), h.frame.Actor(c)
	waiting, cancel := context.WithTimeout(c.Request.Context(), boxPatience)
	defer cancel()
	ended, err := h.service.ReadBounceBox(waiting, actor, slug)
	if err != nil {
		return err
	}
	if !ended {
		return h.said(c, "/retours", "mails.said.box_going_on")
	}
	box, err := h.service.BounceBox(c.Request.Context(), actor, slug)
	if err != nil {
		return err
	}
	if box.State.Trouble != "" { // which the page says
		return webreply.See(c, base(slug)+"/retours")
	}
	return h.said(c, "/retours", "mails.said.box_read")
}

// words say where what does not arrive comes back.
func (p bouncesPage) words() string {
	if p.Box.From == "" {
		return p.P.T("mails.bounces.words")
	}
	return p.P.T("mails.bounces.words_from", "from", p.Box.From)
}

// boxState names the state of the mailbox.
func (p bouncesPage) boxState() (words, tint string) {
	switch {
	case !p.Box.Followed:
		return p.P.T("mails.box.state.none"), "grey"
	case p.Box.Reading:
		return p.P.T("mails.box.state.reading"), ""
	case p.Box.State.Trouble != "":
		return p.P.T("mails.box.state.trouble"), "red"
	case p.Box.State.ReadAt.IsZero():
		return p.P.T("mails.box.state.soon"), ""
	}
	return p.P.T("mails.box.state.followed"), "green"
}

// boxFacts are which mailbox it is, and when it was read.
func (p bouncesPage) boxFacts() ui.DefinitionList {
	b := p.Box
	var made ui.DefinitionList
	add := func(term, text string) {
		if text != "" {
			made.Items = append(made.Items, ui.Definition{Term: term, Text: text})
		}
	}
	add(p.P.T("mails.box.fact.user"), b.User)
	add(p.P.T("mails.box.fact.server"), b.Server)
	add(p.P.T("mails.box.fact.folder"), b.Folder)
	read := p.P.T("mails.box.never")
	if !b.State.ReadAt.IsZero() {
		read = p.P.DateTime(b.State.ReadAt)
	}
	add(p.P.T("mails.box.fact.read"), read)
	add(p.P.T("mails.box.fact.rhythm"), p.P.T("mails.box.every", "count", int(b.Every/time.Minute)))
	return made
}

// boxSentences are what the mailbox holds that somebody must know.
func (p bouncesPage) boxSentences() []string {
	var said []string
	for _, one := range []struct {
		key   string
		count int
	}{{"mails.box.waiting", p.Box.State.Waiting}, {"mails.box.foreign", p.Box.State.Foreign}, {"mails.box.left", p.Box.State.Left}} {
		if one.count > 0 {
			said = append(said, p.P.T(one.key, "count", one.count))
		}
	}
	return said
}

// boxTable is what came of the last reading that found something, and of all of them.
func (p bouncesPage) boxTable() ui.Table {
	state := &p.Box.State
	made := ui.Table{Caption: p.P.T("mails.box.found"), Columns: []ui.Column{{Title: p.P.T("mails.box.what")},
		{Title: p.P.T("mails.box.last", "when", p.P.DateTime(state.NewsAt)), Numeric: true}, {Title: p.P.T("mails.box.total"), Numeric: true}}}
	for i, figure := range p.figuresOf(&state.Total) {
		last := p.figuresOf(&state.News)[i]
		if figure.always || figure.number > 0 {
			made.Rows = append(made.Rows, ui.Row{Header: true, Cells: []ui.Cell{{Text: figure.words}, {Text: p.P.Number(last.number)}, {Text: p.P.Number(figure.number)}}})
		}
	}
	return made
}

// figure is one count of what came of returned messages.
type figure struct {
	words  string
	number int
	always bool // shown though it is nothing
}

func (p bouncesPage) figuresOf(report *consult.BounceReport) []figure {
	return []figure{{p.P.T("mails.bounces.messages"), report.Messages, true}, {p.P.T("mails.bounces.bounced"), report.Bounced, true},
		{p.P.T("mails.bounces.dead"), report.Dead, false}, {p.P.T("mails.bounces.delivered"), report.Delivered, false},
		{p.P.T("mails.bounces.delayed"), report.Delayed, false}, {p.P.T("mails.bounces.already"), report.Already, false},
		{p.P.T("mails.bounces.unknown"), report.Unknown, false}}
}

// boxOf reads the mailbox's state for a page.
func (h *Handlers) boxOf(c *gin.Context) (*service.BounceBoxView, error) {
	return h.service.BounceBox(c.Request.Context(), h.frame.Actor(c), c.Param("slug"))
}
