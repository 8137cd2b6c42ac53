package events

import (
	"net/url"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/console/part"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type personPage struct {
	ui.Page
	part.Form
	*service.Ticket
	Structures []consult.Organisation // of the list, that the search finds
	Sought     string
}

// mostStructures bounds the structures offered at once.
const mostStructures = 50

// ShowPerson shows what is known of somebody of a list, to be changed.
func (h *Handlers) ShowPerson(c *gin.Context) error { return h.person(c, nil, nil) }

func (h *Handlers) person(c *gin.Context, typed url.Values, fault error) error {
	event, err := part.RecordID(c)
	if err != nil {
		return err
	}
	id, err := personID(c)
	if err != nil {
		return err
	}
	ctx, actor, slug := c.Request.Context(), h.frame.Actor(c), c.Param("slug")
	if err := actor.Require(consult.ManageEvents); err != nil {
		return err
	}
	found, err := h.service.Person(ctx, actor, slug, event, id)
	if err != nil {
		return err
	}
	if typed == nil {
		one := &found.Person
		typed = url.Values{"name": {one.Name}, "email": {one.Email}, "phone": {one.Phone}, "structure": {one.Structure}, "siret": {one.SIRET}, "organisation": {string(one.OrganisationID)}}
	}
	page := personPage{Form: part.NewForm(h.p, typed), Ticket: found, Sought: c.Query("structure")}
	if fault != nil {
		if err := page.With(fault); err != nil {
			return err
		}
	}
	sought := page.Sought
	if sought == "" {
		sought = found.Person.Structure
	}
	if page.Structures, err = h.service.StructuresLike(ctx, actor, slug, sought, mostStructures); err != nil {
		return err
	}
	page.Page = h.begin(c, nameOf(ui.Page{Site: h.site()}, &found.Person), &found.Consultation, &found.Event)
	if page.Errors = page.Problems(); len(page.Errors) > 0 {
		return reply.Invalid(c, personScreen(page))
	}
	return reply.OK(c, personScreen(page))
}

// The acts on a person.
const (
	actCancel  = "annuler"
	actRestore = "retablir"
)

// SubmitPerson changes what is known of somebody, cancels them or takes them back.
func (h *Handlers) SubmitPerson(c *gin.Context) error {
	posted, err := reply.Form(c)
	if err != nil {
		return err
	}
	event, err := part.RecordID(c)
	if err != nil {
		return err
	}
	id, err := personID(c)
	if err != nil {
		return err
	}
	ctx, actor, slug := c.Request.Context(), h.frame.Actor(c), c.Param("slug")
	switch act := posted.Get("acte"); act {
	case actCancel, actRestore:
		state := consult.AttendanceCancelled
		if act == actRestore {
			state = consult.AttendanceConfirmed
		}
		err = h.service.SetPerson(ctx, actor, slug, event, id, state)
	default:
		err = h.service.EditPerson(ctx, actor, slug, event, id, person(posted))
	}
	if err != nil {
		return h.person(c, posted, err)
	}
	return h.done(c, address(slug, event), "events.person.saved")
}

func (p personPage) address() string {
	return personAddress(p.Ticket.Consultation.Slug, p.Event.ID, p.Person.ID)
}

// structures asks which structure of the list the person comes from.
func (p personPage) structures() ui.Select {
	options := []ui.Option{{Label: p.P.T("events.person.no_structure")}}
	known := p.Value("organisation") == ""
	for _, one := range p.Structures {
		label := one.Name
		if one.Town != "" {
			label += " (" + one.Town + ")"
		}
		options = append(options, ui.Option{Value: string(one.ID), Label: label})
		known = known || string(one.ID) == p.Value("organisation")
	}
	if !known {
		options = append(options, ui.Option{Value: p.Value("organisation"), Label: p.Person.Organisation})
	}
	return ui.Select{Field: p.Field("organisation", "events.person.organisation", "events.person.organisation_hint", true), Options: options, Value: p.Value("organisation")}
}
