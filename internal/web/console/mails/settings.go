package mails

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/console/part"
	webreply "concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// settingsPage asks for the pace and the address for answers, and for the address of a test.
type settingsPage struct {
	ui.Page
	*service.MailsView
	Slug  string
	Pace  part.Form
	Test  part.Form
	Fresh consult.ID // of the test that the form sends
}

// ShowSettings asks for the settings, and tries the server.
func (h *Handlers) ShowSettings(c *gin.Context) error {
	page, err := h.settings(c)
	if err != nil {
		return err
	}
	return webreply.OK(c, settings(*page))
}

func (h *Handlers) settings(c *gin.Context) (*settingsPage, error) {
	slug := c.Param("slug")
	view, err := h.service.Mails(c.Request.Context(), h.frame.Actor(c), slug, service.MailFilter{Page: 1})
	if err != nil {
		return nil, err
	}
	return &settingsPage{Page: h.begin(c, "mails.settings.title", &view.Consultation), MailsView: view, Slug: slug, Fresh: consult.NewID(),
		Pace: part.NewForm(h.p, url.Values{"per_hour": {strconv.Itoa(view.Queue.PerHour)}, "reply_to": {view.Queue.ReplyTo}}), Test: part.NewForm(h.p, nil)}, nil
}

// SubmitSettings keeps the pace and the address for answers.
func (h *Handlers) SubmitSettings(c *gin.Context) error {
	values, err := webreply.Form(c)
	if err != nil {
		return err
	}
	// Figures are typed as French writes them: «1 200».
	pace, err := strconv.Atoi(strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(values.Get("per_hour")))
	if err != nil {
		pace = 0
	}
	err = h.service.SetMails(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), service.MailSettings{PerHour: pace, ReplyTo: values.Get("reply_to")})
	if err == nil {
		return h.said(c, "/reglages", "mails.said.settings")
	}
	page, failure := h.settings(c)
	if failure != nil {
		return failure
	}
	page.Pace = part.NewForm(h.p, values)
	if err := page.Pace.With(err); err != nil {
		return err
	}
	page.Errors = page.Pace.Problems()
	return webreply.Invalid(c, settings(*page))
}

// SubmitTest sends a mail that says that mails arrive.
func (h *Handlers) SubmitTest(c *gin.Context) error {
	values, err := webreply.Form(c)
	if err != nil {
		return err
	}
	id, err := h.service.SendTestMail(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), consult.ID(values.Get("id")), values.Get("address"))
	if err == nil {
		return h.said(c, "/"+string(id), "mails.said.test")
	}
	page, failure := h.settings(c)
	if failure != nil {
		return failure
	}
	page.Test = part.NewForm(h.p, values)
	if err := page.Test.With(err); err != nil {
		return err
	}
	page.Errors = page.Test.Problems()
	return webreply.Invalid(c, settings(*page))
}
