package mails

import (
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	webreply "concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type listPage struct {
	ui.Page
	*service.MailsView
	Slug string
}

// List shows the queue, its state, and the mails with their fates.
func (h *Handlers) List(c *gin.Context) error {
	page, err := strconv.Atoi(c.Query(keyPage))
	if err != nil {
		page = 1
	}
	slug := c.Param("slug")
	view, err := h.service.Mails(c.Request.Context(), h.frame.Actor(c), slug,
		service.MailFilter{State: stateOf(c.Query(keyState)), Address: c.Query(keyAddress), Page: page})
	if err != nil {
		return err
	}
	return webreply.OK(c, list(listPage{Page: h.begin(c, "mails.title", &view.Consultation), MailsView: view, Slug: slug}))
}

// Stop keeps mails from leaving.
func (h *Handlers) Stop(c *gin.Context) error {
	if err := h.service.StopMails(c.Request.Context(), h.frame.Actor(c), c.Param("slug")); err != nil {
		return err
	}
	return h.said(c, "", "mails.said.stopped")
}

// Resume lets them leave again.
func (h *Handlers) Resume(c *gin.Context) error {
	if err := h.service.ResumeMails(c.Request.Context(), h.frame.Actor(c), c.Param("slug")); err != nil {
		return err
	}
	return h.said(c, "", "mails.said.resumed")
}

func (h *Handlers) said(c *gin.Context, path, key string, args ...any) error {
	if err := h.frame.Say(c, key, args...); err != nil {
		return err
	}
	return webreply.See(c, base(c.Param("slug"))+path)
}

func (p listPage) queueState() (words, tint string) {
	switch {
	case !p.Ready:
		return p.P.T("mails.state_of.not_ready"), "grey"
	case !p.Queue.StoppedAt.IsZero():
		return p.P.T("mails.state_of.stopped"), "yellow"
	case p.Trouble != "":
		return p.P.T("mails.state_of.trouble"), "red"
	case p.Counts[consult.MailQueued]+p.Counts[consult.MailHanding] > 0:
		return p.P.T("mails.state_of.sending"), ""
	}
	return p.P.T("mails.state_of.idle"), "green"
}

// stopped says why the program stopped the queue; "" when somebody did, or nobody.
func (p listPage) stopped() string {
	switch {
	case p.Queue.StoppedAt.IsZero():
	case p.Queue.ChangedBy == consult.StoppedByRefusals:
		return p.P.T("mails.stopped_refused")
	case p.Queue.ChangedBy == consult.StoppedByRestore:
		return p.P.T("mails.stopped_restored")
	}
	return ""
}

func (p listPage) facts() ui.DefinitionList {
	made := ui.DefinitionList{Items: []ui.Definition{{Term: p.P.T("mails.fact.pace"), Text: p.P.T("mails.fact.pace_value", "count", p.Queue.PerHour)}}}
	if p.Ready {
		made.Items = append(made.Items, ui.Definition{Term: p.P.T("mails.fact.from"), Text: p.From})
	}
	if p.LastsFor > 0 && p.Queue.StoppedAt.IsZero() && p.Ready {
		made.Items = append(made.Items, ui.Definition{Term: p.P.T("mails.fact.lasts"), Text: p.duration(p.LastsFor)})
	}
	if !p.Queue.StoppedAt.IsZero() {
		made.Items = append(made.Items, ui.Definition{Term: p.P.T("mails.fact.stopped"), Text: p.P.DateTime(p.Queue.StoppedAt)})
	}
	return made
}

// duration is how long, roughly: minutes under two hours, then hours, then days.
func (p listPage) duration(d time.Duration) string {
	switch {
	case d < 2*time.Hour:
		return p.P.T("mails.minutes", "count", max(1, int(d.Minutes()+0.5)))
	case d < 48*time.Hour:
		return p.P.T("mails.hours", "count", int(d.Hours()+0.5))
	}
	return p.P.T("mails.days", "count", int(d.Hours()/24+0.5))
}

// states leads to the mails of each state that has any.
func (p listPage) states() []ui.Link {
	links := []ui.Link{{Text: p.P.T("mails.filter.all"), URL: base(p.Slug), Current: p.Filter.State == "" && p.Filter.Address == "", Count: p.P.Number(p.Total)}}
	for _, state := range consult.MailStates() {
		if count := p.Counts[state]; count > 0 || state == p.Filter.State {
			links = append(links, ui.Link{Text: p.P.T("mails.states." + string(state)), URL: listURL(p.Slug, service.MailFilter{State: state}, 1),
				Current: state == p.Filter.State, Count: p.P.Number(count)})
		}
	}
	return links
}

func (p listPage) table() ui.Table {
	made := ui.Table{Caption: p.P.T("mails.column.caption"), CaptionHidden: true, Wide: true, Columns: []ui.Column{{Title: p.P.T("mails.column.person")},
		{Title: p.P.T("mails.column.subject")}, {Title: p.P.T("mails.column.state")}, {Title: p.P.T("mails.column.when")}}}
	for _, row := range p.Rows {
		made.Rows = append(made.Rows, ui.Row{Cells: []ui.Cell{{Content: person(p, row)}, {Content: subject(p, row)}, {Content: state(p, row)}, {Text: p.P.DateTime(row.ChangedAt)}}})
	}
	return made
}

func (p listPage) pagination() ui.Pagination {
	return ui.Pagination{Page: p.Filter.Page, Pages: max(1, (p.Matching+service.MailsPerPage-1)/service.MailsPerPage),
		URL: func(page int) string { return listURL(p.Slug, p.Filter, page) }}
}
