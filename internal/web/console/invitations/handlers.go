package invitations

import (
	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/console/part"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// Handlers answers for the screens of invitations.
type Handlers struct {
	service *service.Service
	frame   part.Frame
	p       *i18n.Printer
}

// New makes the screens inside the console's frame.
func New(s *service.Service, frame part.Frame, p *i18n.Printer) *Handlers {
	return &Handlers{service: s, frame: frame, p: p}
}

func base(slug string) string { return part.Console(slug) + "/invitations" }

func address(slug string, id consult.ID) string { return base(slug) + "/" + string(id) }

// below makes the page of a screen, with the way back to the list.
func (h *Handlers) below(c *gin.Context, title string, consultation *consult.Consultation) ui.Page {
	page := h.frame.Page(c, title, consultation)
	page.Back = &ui.Link{Text: h.p.T("invitations.title"), URL: base(consultation.Slug)}
	return page
}

// done says what happened on the next page.
func (h *Handlers) done(c *gin.Context, address, key string) error {
	if err := h.frame.Say(c, key); err != nil {
		return err
	}
	return reply.See(c, address)
}
