package public

import (
	"context"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"concertation/internal/service"
	"concertation/internal/web/ui"
)

// consultationPage is the front of a consultation.
type consultationPage struct {
	ui.Page
	*service.PublicView
}

// Consultation shows what a consultation is for, what to do now, its steps, its figures and its themes.
func (h *Handlers) Consultation(c *gin.Context) error {
	return h.remembered(c, func(ctx context.Context) (templ.Component, error) {
		view, err := h.service.PublicConsultation(ctx, c.Param("slug"))
		if err != nil {
			return nil, err
		}
		page := h.frame(view.Consultation.Title, &view.Consultation)
		page.Description = view.Consultation.Texts.Summary
		return consultation(consultationPage{Page: page, PublicView: view}), nil
	})
}
