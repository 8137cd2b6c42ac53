package invitations

import (
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/console/part"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type showPage struct {
	ui.Page
	part.Form
	*service.InvitationView
}

// Show shows a campaign: to whom it goes, what they will read, and what became of its mails.
func (h *Handlers) Show(c *gin.Context) error { return h.show(c, nil, nil) }

func (h *Handlers) show(c *gin.Context, values url.Values, fault error) error {
	id, err := part.RecordID(c)
	if err != nil {
		return err
	}
	view, err := h.service.InvitationCampaign(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id)
	if err != nil {
		return err
	}
	page := showPage{Form: part.NewForm(h.p, values), InvitationView: view, Page: h.below(c, view.Campaign.Name, &view.Consultation)}
	status := http.StatusOK
	if fault != nil {
		status = http.StatusUnprocessableEntity
		if err := page.With(fault); err != nil {
			return err
		}
	}
	page.Errors = page.Problems()
	return reply.Page(c, status, show(page))
}

// SubmitSchedule has a campaign leave, at once or at the hour that was typed.
func (h *Handlers) SubmitSchedule(c *gin.Context) error {
	posted, err := reply.Form(c)
	if err != nil {
		return err
	}
	id, err := part.RecordID(c)
	if err != nil {
		return err
	}
	at, fault := h.moment(posted)
	if fault == nil {
		fault = h.service.ScheduleCampaign(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id, at)
	}
	switch consult.CodeOf(fault) {
	case consult.CodeInvalid:
		return h.show(c, posted, fault)
	case consult.CodeConflict: // another window was quicker: the page says where things stand
		return reply.See(c, address(c.Param("slug"), id))
	}
	if fault != nil {
		return fault
	}
	return h.done(c, address(c.Param("slug"), id), "invitations.scheduled")
}

// SubmitTrial sends the campaign as it is written to whoever asks.
func (h *Handlers) SubmitTrial(c *gin.Context) error {
	posted, err := reply.Form(c)
	if err != nil {
		return err
	}
	id, err := part.RecordID(c)
	if err != nil {
		return err
	}
	fault := h.service.TryCampaign(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id, consult.ID(posted.Get("form")),
		consult.ID(posted.Get("structure")), posted.Get("address"))
	if consult.CodeOf(fault) == consult.CodeInvalid {
		return h.show(c, posted, fault)
	}
	if fault != nil {
		return fault
	}
	return h.done(c, address(c.Param("slug"), id), "invitations.tried")
}

// moment reads when a campaign is to leave; the zero time: at once.
func (h *Handlers) moment(posted url.Values) (time.Time, error) {
	if posted.Get("when") != "later" {
		return time.Time{}, nil
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", posted.Get("day")+" "+posted.Get("hour"), h.p.Zone())
	if err != nil {
		return time.Time{}, consult.Invalid(consult.FieldError{Field: "day", Key: "invitations.error.moment"})
	}
	return at, nil
}

// SubmitStop keeps what has not left from leaving.
func (h *Handlers) SubmitStop(c *gin.Context) error {
	return h.act(c, "invitations.stopped", func(actor consult.Actor, id consult.ID) error {
		return h.service.StopCampaign(c.Request.Context(), actor, c.Param("slug"), id)
	})
}

// SubmitDelete removes a draft.
func (h *Handlers) SubmitDelete(c *gin.Context) error {
	id, err := part.RecordID(c)
	if err != nil {
		return err
	}
	if err := h.service.DeleteCampaign(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id); err != nil && consult.CodeOf(err) != consult.CodeConflict {
		return err
	}
	return h.done(c, base(c.Param("slug")), "invitations.deleted")
}

func (h *Handlers) act(c *gin.Context, key string, do func(consult.Actor, consult.ID) error) error {
	id, err := part.RecordID(c)
	if err != nil {
		return err
	}
	err = do(h.frame.Actor(c), id)
	if consult.CodeOf(err) == consult.CodeConflict {
		return reply.See(c, address(c.Param("slug"), id))
	}
	if err != nil {
		return err
	}
	return h.done(c, address(c.Param("slug"), id), key)
}

// structures are those whose words a trial may take.
func (p showPage) structures() []ui.Option {
	var options []ui.Option
	for _, one := range p.Trial.Structures {
		options = append(options, ui.Option{Value: string(one.ID), Label: one.Name})
	}
	return options
}

// trialAddress is that of who asks, or what they typed.
func (p showPage) trialAddress() string {
	if typed := p.Value("address"); typed != "" {
		return typed
	}
	return p.Trial.Address
}

func (p showPage) slug() string { return p.InvitationsView.Consultation.Slug }

func (p showPage) url() string { return address(p.slug(), p.Campaign.ID) }

// leaves says whether the campaign may still be sent.
func (p showPage) leaves() bool {
	return p.Campaign.State == consult.CampaignDraft || p.Campaign.State == consult.CampaignStopped
}

// report says to how many it goes, or went, and why not to the others.
func (p showPage) report() ui.SummaryList {
	report := p.Campaign.Report
	if p.Campaign.QueuedAt.IsZero() {
		report = p.Reach
	}
	var list ui.SummaryList
	for _, one := range []struct {
		key    string
		count  int
		always bool
	}{{"structures", report.Structures, true}, {"answered", report.Answered, false}, {"invited", report.Invited, false},
		{"not_invited", report.NotInvited, false}, {"without_address", report.WithoutAddress, false}, {"unfit", report.Unfit, false},
		{"refused", report.Refused, false}, {"erased", report.Erased, false}, {"mails", report.Mails, true}} {
		if one.always || one.count > 0 {
			list.Rows = append(list.Rows, ui.SummaryRow{Key: p.P.T("invitations.report." + one.key), Values: []string{p.P.Number(one.count)}})
		}
	}
	return list
}

// fates says what became of its mails, those that none has become left out.
func (p showPage) fates() ui.Table {
	table := ui.Table{Caption: p.P.T("invitations.fates"), Columns: []ui.Column{{Title: p.P.T("invitations.column.state")}, {Title: p.P.T("invitations.column.mails"), Numeric: true}}}
	for _, state := range consult.MailStates() {
		if count := p.Fates[state]; count > 0 {
			table.Rows = append(table.Rows, ui.Row{Header: true, Cells: []ui.Cell{{Text: p.P.T("mails.state." + string(state))}, {Text: p.P.Number(count)}}})
		}
	}
	return table
}

// when offers to send at once or later.
func (p showPage) when() ui.Radios {
	value := p.Value("when")
	if value == "" {
		value = "now"
	}
	field := p.Field("when", "invitations.field.when", "", false)
	field.Required = false
	return ui.Radios{Field: field, Value: value, Options: []ui.Option{{Value: "now", Label: p.P.T("invitations.when.now")},
		{Value: "later", Label: p.P.T("invitations.when.later"), Reveals: p.moment()}}}
}
