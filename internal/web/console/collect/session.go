package collect

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

type sessionPage struct {
	ui.Page
	form
	*service.SessionView
	Just    bool // notes were just typed: the next table is at hand
	Refused []service.RefusedUpload
}

// ShowSession shows a session, its notes and what is attached to it.
func (h *Handlers) ShowSession(c *gin.Context) error {
	page, err := h.sessionPage(c, nil)
	if err != nil {
		return err
	}
	return reply.OK(c, session(*page))
}

func (h *Handlers) sessionPage(c *gin.Context, typed url.Values) (*sessionPage, error) {
	id, err := recordID(c)
	if err != nil {
		return nil, err
	}
	view, err := h.service.SessionView(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id)
	if err != nil {
		return nil, err
	}
	if typed == nil {
		typed = url.Values{"event": {view.Session.Title}, "table": {view.Session.Table}}
		if view.Session.Participants > 0 {
			typed.Set("participants", strconv.Itoa(view.Session.Participants))
		}
		if !view.Session.HeldOn.IsZero() {
			typed.Set("date", h.p.In(view.Session.HeldOn).Format("02/01/2006"))
		}
	}
	page := &sessionPage{form: h.form(typed), SessionView: view, Just: c.Query("saisie") != ""}
	page.Page = h.begin(c, sessionName(h.p, &view.Session), &view.Consultation)
	return page, nil
}

// SubmitSession mends a session.
func (h *Handlers) SubmitSession(c *gin.Context) error {
	posted, err := reply.Form(c)
	if err != nil {
		return err
	}
	id, err := recordID(c)
	if err != nil {
		return err
	}
	err = h.service.MendSession(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id, service.SessionMend{Event: posted.Get("event"),
		Table: posted.Get("table"), Date: posted.Get("date"), People: posted.Get("participants")})
	if err == nil {
		return h.done(c, base(c.Param("slug"))+"/seances/"+string(id), "collect.session.mended")
	}
	page, failure := h.sessionPage(c, posted)
	if failure != nil {
		return failure
	}
	if err := page.With(err); err != nil {
		return err
	}
	page.Errors = page.Problems()
	return reply.Invalid(c, session(*page))
}

// AttachToSession puts photographs and scans beside a session.
func (h *Handlers) AttachToSession(c *gin.Context) error {
	id, err := recordID(c)
	if err != nil {
		return err
	}
	return h.attach(c, consult.Owner{SessionID: id}, base(c.Param("slug"))+"/seances/"+string(id), func(refused []service.RefusedUpload) error {
		page, err := h.sessionPage(c, nil)
		if err != nil {
			return err
		}
		page.refuse(refused)
		page.Refused, page.Errors = refused, page.Problems()
		return reply.Page(c, http.StatusUnprocessableEntity, session(*page))
	})
}

func (p sessionPage) address() string {
	return base(p.SessionView.Consultation.Slug) + "/seances/" + string(p.Session.ID)
}

func (p sessionPage) base() string { return base(p.SessionView.Consultation.Slug) }
