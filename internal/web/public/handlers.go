package public

import (
	"context"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/kept"
	"concertation/internal/web/ui"
)

// Handlers answers for the public pages.
type Handlers struct {
	service *service.Service
	site    *ui.Site
	pages   kept.Pages
}

// remembered answers with the page of the request's address: the one kept, or the one that render makes.
func (h *Handlers) remembered(c *gin.Context, render func(context.Context) (templ.Component, error)) error {
	return h.pages.Answer(c, h.service, render)
}

// New makes the public pages.
func New(s *service.Service, site *ui.Site) *Handlers { return &Handlers{service: s, site: site} }

// frame begins a page of a consultation.
func (h *Handlers) frame(title string, c *consult.Consultation) ui.Page {
	page := h.site.Page(title)
	page.Consultation = ui.Of(c)
	page.Nav = ui.ConsultationNav(h.site.P, c, c.Settings.IdeaBox)
	return page
}
