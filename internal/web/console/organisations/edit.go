package organisations

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/a-h/templ"
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
	*service.OrganisationView
}

// mostContacts bounds the contacts that a form shows; there is always a blank one to fill below that.
const mostContacts = 20

// ShowNew asks for an organisation.
func (h *Handlers) ShowNew(c *gin.Context) error { return h.edit(c, "", nil, nil) }

// ShowEdit shows the description of an organisation, to be mended.
func (h *Handlers) ShowEdit(c *gin.Context) error {
	id, err := part.RecordID(c)
	if err != nil {
		return err
	}
	return h.edit(c, id, nil, nil)
}

// SubmitNew adds an organisation.
func (h *Handlers) SubmitNew(c *gin.Context) error { return h.save(c, "") }

// SubmitEdit mends an organisation.
func (h *Handlers) SubmitEdit(c *gin.Context) error {
	id, err := part.RecordID(c)
	if err != nil {
		return err
	}
	return h.save(c, id)
}

func (h *Handlers) save(c *gin.Context, id consult.ID) error {
	posted, err := reply.Form(c)
	if err != nil {
		return err
	}
	version, err := strconv.ParseInt(posted.Get("version"), 10, 64)
	if err != nil {
		return reply.ErrUnreadable
	}
	said := typedOrganisation(posted)
	said.ID = id
	saved, fault := h.service.SaveOrganisation(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), said, time.UnixMilli(version).UTC(),
		consult.BringBackReason(posted.Get("bring_back")))
	if fault != nil {
		return h.edit(c, id, posted, fault)
	}
	key := "organisations.edit.saved"
	if id == "" {
		key = "organisations.edit.added"
	}
	return h.done(c, address(c.Param("slug"), saved.ID), key)
}

// edit shows the form, with what was typed and what is wrong with it.
func (h *Handlers) edit(c *gin.Context, id consult.ID, typed url.Values, fault error) error {
	view, err := h.view(c, id)
	if err != nil {
		return err
	}
	status := http.StatusOK
	version := strconv.FormatInt(view.Organisation.ChangedAt.UnixMilli(), 10)
	if typed == nil {
		typed = formOf(&view.Organisation)
		typed.Set("version", version)
	}
	page := editPage{Form: part.NewForm(h.p, typed), OrganisationView: view}
	switch {
	case consult.CodeOf(fault) == consult.CodeConflict && fault != nil:
		// What was typed stays on the page; sent again, it replaces what somebody else wrote meanwhile.
		status = http.StatusConflict
		page.Set("version", version)
		page.Fault("name", "organisations.error.changed")
	case fault != nil:
		status = http.StatusUnprocessableEntity
		if err := page.With(fault); err != nil {
			return err
		}
	}
	title := h.p.T("organisations.edit.new")
	if id != "" {
		title = h.p.T("organisations.edit.title", "name", view.Organisation.Name)
	}
	page.Page = h.begin(c, title, &view.Consultation)
	page.Errors = page.Problems()
	return reply.Page(c, status, edit(page))
}

func (h *Handlers) view(c *gin.Context, id consult.ID) (*service.OrganisationView, error) {
	if id == "" {
		return h.service.NewOrganisation(c.Request.Context(), h.frame.Actor(c), c.Param("slug"))
	}
	return h.service.Organisation(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id)
}

// contactField names a field of the contact of that rank, from 1.
func contactField(rank int, name string) string { return "contact_" + name + "-" + strconv.Itoa(rank) }

func formOf(o *consult.Organisation) url.Values {
	values := url.Values{}
	for _, field := range service.OrganisationTextFields() {
		values.Set(field, service.OrganisationText(o, field))
	}
	for i, contact := range o.Contacts {
		for name, value := range map[string]string{"name": contact.Name, "role": contact.Role, "email": contact.Email, "phone": contact.Phone} {
			values.Set(contactField(i+1, name), value)
		}
	}
	return values
}

func typedOrganisation(values url.Values) consult.Organisation {
	o := consult.Organisation{Name: values.Get("name"), Key: values.Get("id"), SIRET: values.Get("siret"), RNA: values.Get("rna"), Category: values.Get("category"),
		Territory: values.Get("territory"), Size: values.Get("size"), Email: values.Get("email"), Phone: values.Get("phone"), Address: values.Get("address"),
		Postcode: values.Get("postcode"), Town: values.Get("town"), Note: values.Get("note")}
	for rank := 1; rank <= mostContacts; rank++ {
		o.Contacts = append(o.Contacts, consult.Contact{Name: values.Get(contactField(rank, "name")), Role: values.Get(contactField(rank, "role")),
			Email: values.Get(contactField(rank, "email")), Phone: values.Get(contactField(rank, "phone"))})
	}
	return o
}

// ranks are those of the contacts that the form shows: all that are filled, and a blank one.
func (p editPage) ranks() []int {
	filled := 0
	for rank := 1; rank <= mostContacts; rank++ {
		for _, name := range []string{"name", "role", "email", "phone"} {
			if p.Value(contactField(rank, name)) != "" {
				filled = rank
			}
		}
	}
	var ranks []int
	for rank := 1; rank <= min(filled+1, mostContacts); rank++ {
		ranks = append(ranks, rank)
	}
	return ranks
}

func (p editPage) action() string {
	if p.Organisation.ID == "" {
		return base(p.OrganisationView.Consultation.Slug) + "/nouvelle"
	}
	return address(p.OrganisationView.Consultation.Slug, p.Organisation.ID) + "/modifier"
}

// line asks for a line of the description, in the words of the columns.
func (p editPage) line(name string, width int) ui.TextInput {
	made := p.Text(name, "organisations.map."+name, "", name != "name", width)
	switch name {
	case "siret":
		made.InputMode = "numeric"
	case "email":
		made.Type = "email"
	case "phone":
		made.Type = "tel"
	}
	return made
}

// contact asks for a line of a contact.
func (p editPage) contact(rank int, name string) ui.TextInput {
	return p.Text(contactField(rank, name), "organisations.contact."+name, "", true, 20)
}

// choice asks for one of the values of the questionnaire, or for words where it has none. What is in no list stays.
func (p editPage) choice(name string, choices []service.CodingChoice) templ.Component {
	if len(choices) == 0 {
		return p.line(name, 20).In(p.P)
	}
	options := []ui.Option{{Label: p.P.T("organisations.filter.none")}}
	known := p.Value(name) == ""
	for _, one := range choices {
		options = append(options, ui.Option{Value: one.Value, Label: one.Label})
		known = known || one.Value == p.Value(name)
	}
	if !known {
		options = append(options, ui.Option{Value: p.Value(name), Label: p.Value(name)})
	}
	return ui.Select{Field: p.Field(name, "organisations.map."+name, "", true), Options: options, Value: p.Value(name)}.In(p.P)
}
