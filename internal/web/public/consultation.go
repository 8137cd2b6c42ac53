package public

import (
	"github.com/gin-gonic/gin"

	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// consultationPage is the front of a consultation.
type consultationPage struct {
	ui.Page
	*service.PublicView
}

// Consultation shows what a consultation is for, what to do now, its steps, its figures and its themes.
func (h *Handlers) Consultation(c *gin.Context) error {
	view, err := h.service.PublicConsultation(c.Request.Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	page := consultationPage{Page: h.frame(view.Consultation.Title, &view.Consultation), PublicView: view}
	return reply.OK(c, consultation(page))
}
