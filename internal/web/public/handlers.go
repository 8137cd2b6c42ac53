package public

import (
	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/ui"
)

// Handlers answers for the public pages.
type Handlers struct {
	service *service.Service
	site    *ui.Site
	memory  memory
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
