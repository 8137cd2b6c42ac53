package invitations

import (
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
	*service.InvitationsView
	Open openLink
}

// List shows the campaigns of a consultation, newest first.
func (h *Handlers) List(c *gin.Context) error {
	view, err := h.service.InvitationCampaigns(c.Request.Context(), h.frame.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	page := listPage{Page: h.frame.Page(c, h.p.T("invitations.title"), &view.Consultation), InvitationsView: view}
	if page.Open, err = h.openLink(c, &page.Page, page.slug()); err != nil {
		return err
	}
	return reply.OK(c, list(page))
}

func (p listPage) slug() string { return p.InvitationsView.Consultation.Slug }

// console is the address of the consultation's other screens.
func (p listPage) console() string { return part.Console(p.slug()) }

// open says whether structures can answer now: inviting them before would lead them to a closed door.
func (p listPage) open() bool { return p.InvitationsView.Consultation.Status == consult.StatusOpen }

func (p listPage) table() ui.Table {
	table := ui.Table{Caption: p.P.T("invitations.list.caption", "count", len(p.Campaigns)), Wide: true, Columns: []ui.Column{
		{Title: p.P.T("invitations.column.name")}, {Title: p.P.T("invitations.column.kind")}, {Title: p.P.T("invitations.column.state")},
		{Title: p.P.T("invitations.column.sent"), Numeric: true}, {Title: p.P.T("invitations.column.waiting"), Numeric: true},
		{Title: p.P.T("invitations.column.lost"), Numeric: true}}}
	for i := range p.Campaigns {
		c := &p.Campaigns[i]
		table.Rows = append(table.Rows, ui.Row{Header: true, Cells: []ui.Cell{{Text: c.Name, URL: address(p.slug(), c.ID)},
			{Text: p.P.T("invitations.kind." + string(c.Kind))}, {Text: stateWords(p.P, &c.Campaign)},
			{Text: p.P.Number(c.Fates[consult.MailSent])}, {Text: p.P.Number(waiting(c.Fates))}, {Text: p.P.Number(lost(c.Fates))}}})
	}
	return table
}

// waiting counts the mails that have not left.
func waiting(fates map[consult.MailState]int) int {
	return fates[consult.MailQueued] + fates[consult.MailHanding]
}

// lost counts the mails that did not arrive, for sure or perhaps.
func lost(fates map[consult.MailState]int) int {
	return fates[consult.MailFailed] + fates[consult.MailBounced] + fates[consult.MailRefused] + fates[consult.MailUncertain]
}

// stateWords says where a campaign stands, with the moment that goes with it.
func stateWords(p *i18n.Printer, c *consult.Campaign) string {
	switch c.State {
	case consult.CampaignScheduled:
		return p.T("invitations.state.scheduled", "when", p.DateTime(c.ScheduledAt))
	case consult.CampaignQueued:
		return p.T("invitations.state.queued", "when", p.DateTime(c.QueuedAt))
	}
	return p.T("invitations.state." + string(c.State))
}
