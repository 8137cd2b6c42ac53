package events

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// The names of the fields. Those that the service may find fault with are the service's own.
const (
	fieldSending   = "envoi" // the page's identifier: the same one twice is one registration (rule 5)
	fieldToken     = "lien"  // of the personal link, drawn with the page
	fieldName      = "name"
	fieldEmail     = "email"
	fieldPhone     = "phone"
	fieldStructure = "structure"
	fieldSIRET     = "siret"
)

// form is a form as it was posted, with what is wrong with each field.
type form struct {
	values url.Values
	faults map[string]string
}

func (f form) field(p *i18n.Printer, name, hint string) ui.Field {
	made := ui.Field{Name: name, Label: p.T("events.field." + name), Error: f.faults[name], Optional: name != fieldName, Required: name == fieldName}
	if hint != "" {
		made.Hint = p.T(hint)
	}
	return made
}

// fields are the fields of a registration, in the order of the form.
func fields() []string {
	return []string{fieldName, fieldStructure, fieldSIRET, fieldEmail, fieldPhone}
}

// faulty gives the form with the faults of an error of the service and their summary, or the error itself when it is of
// another kind.
func faulty(p *i18n.Printer, values url.Values, err error) (form, []ui.Problem, error) {
	made := form{values: values, faults: map[string]string{}}
	var found *consult.Error
	if !errors.As(err, &found) || found.Code != consult.CodeInvalid {
		return made, nil, err
	}
	for _, fault := range found.Fields {
		if made.faults[fault.Field] == "" {
			made.faults[fault.Field] = p.T(fault.Key, fault.Args...)
		}
	}
	var problems []ui.Problem
	for _, name := range fields() {
		if made.faults[name] != "" {
			problems = append(problems, ui.Problem{Field: name, Text: made.faults[name]})
		}
	}
	return made, problems, nil
}

func draft(values url.Values) service.PersonDraft {
	return service.PersonDraft{ID: consult.ID(values.Get(fieldSending)), Token: values.Get(fieldToken), Name: values.Get(fieldName), Email: values.Get(fieldEmail),
		Phone: values.Get(fieldPhone), Structure: values.Get(fieldStructure), SIRET: values.Get(fieldSIRET)}
}

type eventPage struct {
	ui.Page
	form
	*service.PublicEventView
	Notices []ui.Definition // the collection notice (R2.1)
}

// Show shows an event, with the form to register while it takes people.
func (h *Handlers) Show(c *gin.Context) error {
	view, err := h.view(c)
	if err != nil {
		return err
	}
	return reply.OK(c, event(h.eventPage(c, view, form{values: url.Values{fieldSending: {string(view.ID)}, fieldToken: {view.Token}}})))
}

func (h *Handlers) view(c *gin.Context) (*service.PublicEventView, error) {
	id, err := consult.ParseID(c.Param("id"))
	if err != nil {
		return nil, err
	}
	return h.service.PublicEvent(c.Request.Context(), c.Param("slug"), id)
}

func (h *Handlers) eventPage(c *gin.Context, view *service.PublicEventView, f form) eventPage {
	page := eventPage{Page: h.frame(view.Event.Title, &view.Consultation), form: f, PublicEventView: view, Notices: h.notice(&view.Consultation, &view.Event.Event)}
	page.Back = &ui.Link{Text: h.site.P.T("events.public.all"), URL: listURL(view.Consultation.Slug)}
	c.Header("Cache-Control", "no-store") // it holds an identifier drawn for one person
	return page
}

// notice is the collection notice, what is kept here said for this event.
func (h *Handlers) notice(c *consult.Consultation, e *consult.Event) []ui.Definition {
	p, n := h.site.P, &c.Texts.Notice
	var items []ui.Definition
	for _, item := range []ui.Definition{
		{Term: p.T("public.notice.controller"), Text: n.Controller},
		{Term: p.T("public.notice.purpose"), Text: p.T("events.notice.purpose")},
		{Term: p.T("public.notice.legal_basis"), Text: n.LegalBasis},
		{Term: p.T("public.notice.compulsory"), Text: p.T("events.notice.compulsory")},
		{Term: p.T("public.notice.recipients"), Text: p.T("events.notice.recipients")},
		{Term: p.T("public.notice.retention"), Text: p.T("events.notice.retention", "date", e.KeepUntil)},
		{Term: p.T("public.notice.rights"), Text: n.Rights},
		{Term: p.T("public.notice.dpo"), Text: n.DPO},
		{Term: p.T("public.notice.complaint"), Text: n.Complaint},
	} {
		if item.Text != "" {
			item.Content = ui.Markdown(item.Text)
			items = append(items, item)
		}
	}
	return items
}

// Submit registers somebody, once however often it is asked (rule 5).
func (h *Handlers) Submit(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	view, err := h.view(c)
	if err != nil {
		return err
	}
	made, err := h.service.Register(c.Request.Context(), c.Param("slug"), view.Event.ID, draft(values))
	switch {
	case err == nil:
		return reply.See(c, root(made.Token)+"?fait=inscription")
	case consult.CodeOf(err) == consult.CodeConflict:
		// The same page with other words: kept, under a new identifier, for the person to decide.
		values.Set(fieldSending, string(view.ID))
		values.Set(fieldToken, view.Token)
		page := h.eventPage(c, view, form{values: values})
		page.Notice = &ui.Notice{Kind: ui.NoticeWarning, Text: page.P.T("events.public.changed")}
		return reply.Page(c, http.StatusConflict, event(page))
	case consult.CodeOf(err) == consult.CodeClosed:
		page := h.eventPage(c, view, form{values: values})
		page.Notice = &ui.Notice{Kind: ui.NoticeWarning, Text: page.P.T("events.error.closed")}
		return reply.Page(c, http.StatusForbidden, event(page))
	}
	f, problems, err := faulty(h.site.P, values, err)
	if err != nil {
		return err
	}
	page := h.eventPage(c, view, f)
	page.Errors = problems
	return reply.Invalid(c, event(page))
}

// act is where the form goes.
func (p eventPage) act() string { return eventURL(p.PublicEventView.Consultation.Slug, p.Event.ID) }
