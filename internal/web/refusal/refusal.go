package refusal

import (
	"github.com/gin-gonic/gin"

	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// Handlers answers for the page.
type Handlers struct {
	service *service.Service
	site    *ui.Site
}

// New makes the page.
func New(s *service.Service, site *ui.Site) *Handlers { return &Handlers{service: s, site: site} }

// fieldAgain is what the button that undoes a refusal says.
const fieldAgain = "recevoir"

type page struct {
	ui.Page
	*service.RefusalView
	Token string
}

// Show asks whether the person wants no more mails, or says that they get none. Nothing happens by coming here: programs
// follow the links of mails.
func (h *Handlers) Show(c *gin.Context) error {
	view, err := h.service.Refusal(c.Request.Context(), c.Param("token"))
	if err != nil {
		return err
	}
	made := page{Page: h.site.Page(h.site.P.T("mails.refusal.title")), RefusalView: view, Token: c.Param("token")}
	if view.Refused {
		made.Title = h.site.P.T("mails.refusal.done_title")
	}
	made.Page.Consultation, made.Private = ui.Of(&view.Consultation), true
	return reply.OK(c, refusal(made))
}

// Submit refuses, or takes the refusal back.
func (h *Handlers) Submit(c *gin.Context) error {
	form, err := reply.Form(c)
	if err != nil {
		return err
	}
	if err := h.service.RefuseMails(c.Request.Context(), c.Param("token"), form.Get(fieldAgain) == ""); err != nil {
		return err
	}
	if c.PostForm("List-Unsubscribe") != "" { // a mail program, which wants an answer and follows no address (RFC 8058)
		return h.Show(c)
	}
	return reply.See(c, service.RefusalPath+c.Param("token"))
}
