package events

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/console/part"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type doorPage struct {
	ui.Page
	part.Form
	*service.DoorView
}

// Door is what whoever stands at the door of an event has on their telephone: how many are here, a field for a code or a
// name, and somebody to add.
func (h *Handlers) Door(c *gin.Context) error {
	page, err := h.doorPage(c, part.NewForm(h.p, url.Values{"form": {string(consult.NewID())}}))
	if err != nil {
		return err
	}
	return reply.OK(c, door(*page))
}

func (h *Handlers) doorPage(c *gin.Context, f part.Form) (*doorPage, error) {
	id, err := part.RecordID(c)
	if err != nil {
		return nil, err
	}
	view, err := h.service.Door(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id, c.Query("q"))
	if err != nil {
		return nil, err
	}
	page := &doorPage{Form: f, DoorView: view}
	page.Page = lean(h.begin(c, h.p.T("events.door.title"), &view.Consultation, &view.Event))
	page.Errors = f.Problems()
	return page, nil
}

// SubmitDoor adds somebody who was not on the list and is here.
func (h *Handlers) SubmitDoor(c *gin.Context) error {
	posted, err := reply.Form(c)
	if err != nil {
		return err
	}
	id, err := part.RecordID(c)
	if err != nil {
		return err
	}
	draft := person(posted)
	draft.ID, draft.Arrived, draft.Organisation = consult.ID(posted.Get("form")), posted.Get("later") == "", ""
	added, err := h.service.AddPerson(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id, draft)
	if err == nil {
		key := "events.door.added"
		if !draft.Arrived {
			key = "events.door.listed"
		}
		return h.done(c, doorAddress(c.Param("slug"), id), key, "name", added.Name)
	}
	f, status := part.NewForm(h.p, posted), http.StatusUnprocessableEntity
	if consult.CodeOf(err) == consult.CodeConflict {
		status = http.StatusConflict
		f.Set("form", string(consult.NewID()))
		f.Fault("name", "events.error.changed")
	} else if err := f.With(err); err != nil {
		return err
	}
	page, err := h.doorPage(c, f)
	if err != nil {
		return err
	}
	return reply.Page(c, status, door(*page))
}

func person(values url.Values) service.PersonDraft {
	return service.PersonDraft{Name: values.Get("name"), Email: values.Get("email"), Phone: values.Get("phone"), Structure: values.Get("structure"),
		SIRET: values.Get("siret"), Organisation: consult.ID(values.Get("organisation")), BringBack: consult.BringBackReason(values.Get("bring_back"))}
}

// lean takes the navigation away: on a telephone it would stand before the one button that matters.
func lean(page ui.Page) ui.Page {
	page.Console.Groups = nil
	return page
}

type ticketPage struct {
	ui.Page
	part.Form
	*service.Ticket // nil: no code was typed yet, or it is nobody's
}

// ShowCheckIn asks for the code of a ticket; an address with a code leads to its own page.
func (h *Handlers) ShowCheckIn(c *gin.Context) error {
	if err := h.frame.Actor(c).Require(consult.CheckIn); err != nil {
		return err
	}
	if code := service.TicketCode(c.Query("code")); code != "" {
		return reply.See(c, codeAddress(code))
	}
	return reply.OK(c, ticket(h.ticketPage(c, nil)))
}

func (h *Handlers) ticketPage(c *gin.Context, found *service.Ticket) ticketPage {
	page := ticketPage{Form: part.NewForm(h.p, nil), Ticket: found}
	if found == nil {
		page.Page = lean(h.frame.Page(c, h.p.T("events.ticket.title"), nil))
		page.Back = &ui.Link{Text: h.p.T("console.nav.home"), URL: "/console"}
		return page
	}
	page.Page = lean(h.frame.Page(c, nameOf(ui.Page{Site: h.site()}, &found.Person), &found.Consultation))
	page.Back = &ui.Link{Text: h.p.T("events.ticket.back"), URL: doorAddress(found.Consultation.Slug, found.Event.ID)}
	return page
}

func (h *Handlers) site() *ui.Site { return &ui.Site{P: h.p} }

// ShowTicket shows whose ticket a code is: what a telephone opens when its camera reads one.
func (h *Handlers) ShowTicket(c *gin.Context) error {
	found, err := h.service.Ticket(c.Request.Context(), h.frame.Actor(c), c.Param("code"))
	if err != nil {
		return h.noTicket(c, err)
	}
	return reply.OK(c, ticket(h.ticketPage(c, found)))
}

// noTicket says that a code is nobody's, with the field to type it again.
func (h *Handlers) noTicket(c *gin.Context, err error) error {
	if consult.CodeOf(err) != consult.CodeNotFound {
		return err
	}
	page := h.ticketPage(c, nil)
	page.Form = part.NewForm(h.p, url.Values{"code": {c.Param("code")}})
	page.Fault("code", "events.error.code")
	page.Errors = page.Problems()
	return reply.Page(c, http.StatusNotFound, ticket(page))
}

// The acts at the door.
const (
	actArrive   = "arriver"
	actUnarrive = "annuler"
)

// SubmitTicket notes that somebody is here, or takes it back.
func (h *Handlers) SubmitTicket(c *gin.Context) error {
	posted, err := reply.Form(c)
	if err != nil {
		return err
	}
	ctx, actor := c.Request.Context(), h.frame.Actor(c)
	found, err := h.service.Ticket(ctx, actor, c.Param("code"))
	if err != nil {
		return h.noTicket(c, err)
	}
	if posted.Get("acte") == actUnarrive {
		if _, err := h.service.Unarrive(ctx, actor, found.Person.ID); err != nil {
			return err
		}
		return h.done(c, codeAddress(found.Person.Code), "events.ticket.taken_back")
	}
	made, err := h.service.Arrive(ctx, actor, found.Person.ID)
	if consult.CodeOf(err) == consult.CodeConflict {
		return reply.Page(c, http.StatusConflict, ticket(h.ticketPage(c, found)))
	}
	if err != nil {
		return err
	}
	if made.Again {
		return h.done(c, codeAddress(found.Person.Code), "events.ticket.again", "name", nameOf(ui.Page{Site: h.site()}, &made.Person), "time", h.p.Time(made.Person.ArrivedAt))
	}
	return h.done(c, codeAddress(found.Person.Code), "events.ticket.arrived", "name", nameOf(ui.Page{Site: h.site()}, &made.Person))
}

// spaced writes a code so that it can be read aloud.
func spaced(code string) string {
	if len(code) != 8 {
		return code
	}
	return code[:4] + "\u00a0" + code[4:]
}

// already says when somebody arrived: at an hour, or according to a list that was brought.
func already(p ticketPage) string {
	if p.Person.ArrivedFrom != "" {
		return p.P.T("events.ticket.by_list")
	}
	return p.P.T("events.ticket.at", "time", p.P.Time(p.Person.ArrivedAt))
}
