package coding

import (
	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/ui"
)

// Frame is what the console lends its screens: who asks, and the page around a screen.
type Frame interface {
	Actor(c *gin.Context) consult.Actor
	// Page begins a page of a consultation, its navigation in place.
	Page(c *gin.Context, title string, consultation *consult.Consultation) ui.Page
}

// Handlers answers for the screens of the grouping.
type Handlers struct {
	service *service.Service
	frame   Frame
}

// New makes the screens of the grouping inside the console's frame.
func New(s *service.Service, frame Frame) *Handlers { return &Handlers{service: s, frame: frame} }
