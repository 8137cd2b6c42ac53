package ideas

import (
	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/ui"
)

// Frame is what the console lends its screens: who asks, the page around a screen, and a sentence for the next page.
type Frame interface {
	Actor(c *gin.Context) consult.Actor
	// Page begins a page of a consultation, its navigation in place.
	Page(c *gin.Context, title string, consultation *consult.Consultation) ui.Page
	// Say keeps a sentence of the catalogue for the next page.
	Say(c *gin.Context, key string, args ...any) error
}

// Handlers answers for the screens of the idea box in the console.
type Handlers struct {
	service *service.Service
	frame   Frame
	p       *i18n.Printer
}

// New makes the screens inside the console's frame.
func New(s *service.Service, frame Frame, p *i18n.Printer) *Handlers {
	return &Handlers{service: s, frame: frame, p: p}
}
