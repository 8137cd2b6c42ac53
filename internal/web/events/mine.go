package events

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/qr"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// minePage is a registration as its personal link shows it.
type minePage struct {
	ui.Page
	form
	*service.Registration
	Token  string
	Link   string // the personal link, whole
	Ticket string // the QR code, drawn; "": no ticket
}

// ticketScale is how many dots wide a module of the ticket's file is.
const ticketScale = 10

func (h *Handlers) mine(c *gin.Context, held *service.Registration, title string) (*minePage, error) {
	token := c.Param("token")
	page := &minePage{Page: h.frame(title, &held.Consultation), Registration: held, Token: token, Link: h.origin(c) + root(token)}
	page.Private = true
	if held.Attendee.State != consult.AttendanceConfirmed {
		return page, nil
	}
	code, err := h.code(c, held)
	if err != nil {
		return nil, err
	}
	page.Ticket = code.SVG(h.site.P.T("events.mine.ticket_alt", "code", spaced(held.Attendee.Code)), "events-ticket__code")
	return page, nil
}

// code draws the address that whoever stands at the door opens: without an account there, it shows nothing.
func (h *Handlers) code(c *gin.Context, held *service.Registration) (*qr.Code, error) {
	return qr.New(h.origin(c) + "/console/arrivee/" + held.Attendee.Code)
}

func (h *Handlers) held(c *gin.Context) (*service.Registration, error) {
	return h.service.RegistrationByToken(c.Request.Context(), c.Param("token"))
}

// ShowMine shows a registration: the ticket, or the place in the waiting list.
func (h *Handlers) ShowMine(c *gin.Context) error {
	held, err := h.held(c)
	if err != nil {
		return err
	}
	page, err := h.mine(c, held, h.site.P.T("events.mine.title."+string(held.Attendee.State)))
	if err != nil {
		return err
	}
	switch c.Query("fait") {
	case "inscription":
		page.Notice = &ui.Notice{Kind: ui.NoticeSuccess, Text: page.P.T("events.mine.done")}
	case "modification":
		page.Notice = &ui.Notice{Kind: ui.NoticeSuccess, Text: page.P.T("events.mine.mended")}
	case "annulation":
		page.Notice = &ui.Notice{Kind: ui.NoticeSuccess, Text: page.P.T("events.mine.cancelled")}
	}
	return reply.OK(c, mine(*page))
}

// Ticket gives the QR code as a picture to keep.
func (h *Handlers) Ticket(c *gin.Context) error {
	held, err := h.held(c)
	if err != nil {
		return err
	}
	if held.Attendee.State != consult.AttendanceConfirmed {
		return consult.NotFound("error.not_found")
	}
	code, err := h.code(c, held)
	if err != nil {
		return err
	}
	picture, err := code.PNG(ticketScale)
	if err != nil {
		return err
	}
	c.Header("Content-Disposition", `inline; filename="billet.png"`)
	c.Data(http.StatusOK, "image/png", picture)
	return nil
}

// ShowMend opens what somebody said of themselves.
func (h *Handlers) ShowMend(c *gin.Context) error {
	held, err := h.held(c)
	if err != nil {
		return err
	}
	if !held.Mendable() {
		return reply.See(c, root(c.Param("token")))
	}
	a := &held.Attendee
	return h.mend(c, held, form{values: url.Values{fieldName: {a.Name}, fieldEmail: {a.Email}, fieldPhone: {a.Phone}, fieldStructure: {a.Structure}, fieldSIRET: {a.SIRET}}}, nil)
}

func (h *Handlers) mend(c *gin.Context, held *service.Registration, f form, problems []ui.Problem) error {
	page, err := h.mine(c, held, h.site.P.T("events.mend.title"))
	if err != nil {
		return err
	}
	page.form, page.Errors = f, problems
	page.Back = &ui.Link{Text: page.P.T("events.mine.back"), URL: root(page.Token)}
	if len(problems) > 0 {
		return reply.Invalid(c, mend(*page))
	}
	return reply.OK(c, mend(*page))
}

// SubmitMend changes what somebody said of themselves.
func (h *Handlers) SubmitMend(c *gin.Context) error {
	values, err := reply.Form(c)
	if err != nil {
		return err
	}
	held, err := h.service.MendRegistration(c.Request.Context(), c.Param("token"), draft(values))
	if err == nil {
		return reply.See(c, root(c.Param("token"))+"?fait=modification")
	}
	f, problems, err := faulty(h.site.P, values, err)
	if err != nil {
		return err
	}
	return h.mend(c, held, f, problems)
}

// ShowCancel asks whether to give the place back.
func (h *Handlers) ShowCancel(c *gin.Context) error {
	held, err := h.held(c)
	if err != nil {
		return err
	}
	if !held.Mendable() {
		return reply.See(c, root(c.Param("token")))
	}
	page, err := h.mine(c, held, h.site.P.T("events.cancel.title"))
	if err != nil {
		return err
	}
	page.Back = &ui.Link{Text: page.P.T("events.mine.back"), URL: root(page.Token)}
	return reply.OK(c, cancel(*page))
}

// SubmitCancel gives the place back.
func (h *Handlers) SubmitCancel(c *gin.Context) error {
	if _, err := h.service.CancelRegistration(c.Request.Context(), c.Param("token")); err != nil {
		return err
	}
	return reply.See(c, root(c.Param("token"))+"?fait=annulation")
}

// spaced writes a code so that it can be read aloud.
func spaced(code string) string {
	if len(code) != 8 {
		return code
	}
	return code[:4] + "\u00a0" + code[4:]
}

// rows say who is registered.
func (p minePage) rows() []ui.SummaryRow {
	a := &p.Attendee
	var rows []ui.SummaryRow
	for _, one := range []struct{ name, value string }{{fieldName, a.Name}, {fieldStructure, a.Structure}, {fieldSIRET, a.SIRET}, {fieldEmail, a.Email}, {fieldPhone, a.Phone}} {
		if one.value != "" {
			rows = append(rows, ui.SummaryRow{Key: p.P.T("events.field." + one.name), Values: []string{one.value}})
		}
	}
	return rows
}

// at is the address of the event, once it has a page.
func (p minePage) at() string { return eventURL(p.Registration.Consultation.Slug, p.Event.ID) }
