package invitations

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/console/part"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type editPage struct {
	ui.Page
	part.Form
	*service.InvitationsView
	id consult.ID // drawn with the page for a new one: the same form twice is one campaign (rule 5)
}

// ShowNew asks for a campaign, with a text to start from.
func (h *Handlers) ShowNew(c *gin.Context) error {
	kind := string(consult.MailInvitation)
	if c.Query("genre") == string(consult.MailReminder) {
		kind = string(consult.MailReminder)
	}
	values := url.Values{"kind": {kind}, "name": {h.p.T("invitations.start." + kind + ".name")},
		"subject": {h.p.T("invitations.start." + kind + ".subject")}, "body": {h.p.T("invitations.start." + kind + ".body")}}
	return h.edit(c, consult.NewID(), values, nil)
}

// ShowEdit opens a campaign that has not left.
func (h *Handlers) ShowEdit(c *gin.Context) error {
	id, err := part.RecordID(c)
	if err != nil {
		return err
	}
	view, err := h.service.InvitationCampaign(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id)
	if err != nil {
		return err
	}
	if view.Campaign.State != consult.CampaignDraft {
		return reply.See(c, address(c.Param("slug"), id))
	}
	k := &view.Campaign
	values := url.Values{"kind": {string(k.Kind)}, "name": {k.Name}, "subject": {k.Subject}, "body": {k.Body}, "category": {k.Category},
		"territory": {k.Territory}, "size": {k.Size}}
	if k.Contacts {
		values.Set("contacts", "oui")
	}
	return h.edit(c, id, values, nil)
}

// Submit keeps a campaign.
func (h *Handlers) Submit(c *gin.Context) error {
	posted, err := reply.Form(c)
	if err != nil {
		return err
	}
	written := consult.Campaign{ID: consult.ID(posted.Get("id")), Kind: consult.MailKind(posted.Get("kind")), Name: posted.Get("name"),
		Subject: posted.Get("subject"), Body: strings.ReplaceAll(posted.Get("body"), "\r\n", "\n"), Category: posted.Get("category"),
		Territory: posted.Get("territory"), Size: posted.Get("size"), Contacts: posted.Get("contacts") != ""}
	id, fault := h.service.SaveCampaign(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), written)
	if fault != nil {
		return h.edit(c, written.ID, posted, fault)
	}
	return h.done(c, address(c.Param("slug"), id), "invitations.saved")
}

// edit shows the form, with what was typed and what is wrong with it.
func (h *Handlers) edit(c *gin.Context, id consult.ID, values url.Values, fault error) error {
	view, err := h.service.InvitationCampaigns(c.Request.Context(), h.frame.Actor(c), c.Param("slug"))
	if err != nil {
		return err
	}
	values.Set("kind", kindOf(values))
	page := editPage{Form: part.NewForm(h.p, values), InvitationsView: view, id: id,
		Page: h.below(c, h.p.T("invitations.edit."+kindOf(values)), &view.Consultation)}
	status := http.StatusOK
	if fault != nil {
		status = http.StatusUnprocessableEntity
		if err := page.With(fault); err != nil {
			return err
		}
	}
	page.Errors = page.Problems()
	return reply.Page(c, status, edit(page))
}

func kindOf(values url.Values) string {
	if values.Get("kind") == string(consult.MailReminder) {
		return string(consult.MailReminder)
	}
	return string(consult.MailInvitation)
}

func (p editPage) slug() string { return p.InvitationsView.Consultation.Slug }

// choice offers the values that a column of the list has, or all of them.
func (p editPage) choice(name string, values []service.CodingChoice) ui.Select {
	field := p.Field(name, "organisations.column."+name, "", true)
	field.Optional = false
	options := []ui.Option{{Label: p.P.T("organisations.filter.all")}}
	for _, value := range values {
		options = append(options, ui.Option{Value: value.Value, Label: value.Label})
	}
	return ui.Select{Field: field, Options: append(options, ui.Option{Value: service.NoValue, Label: p.P.T("organisations.filter.none")}), Value: p.Value(name)}
}

// fields lists what the texts may hold, each between its braces.
func (p editPage) fields() []string {
	var fields []string
	for _, name := range service.CampaignFields() {
		fields = append(fields, "{"+name+"}")
	}
	return fields
}
