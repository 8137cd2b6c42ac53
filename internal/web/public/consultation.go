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
	Ideas service.IdeaGlimpse
}

// Consultation shows what a consultation is for, what to do now, its steps, its figures and its themes.
func (h *Handlers) Consultation(c *gin.Context) error {
	return h.remembered(c, func(ctx context.Context) (templ.Component, error) {
		view, err := h.service.PublicConsultation(ctx, c.Param("slug"))
		if err != nil {
			return nil, err
		}
		glimpse, err := h.service.IdeaGlimpse(ctx, view.Consultation.Slug)
		if err != nil {
			return nil, err
		}
		page := h.frame(view.Consultation.Title, &view.Consultation)
		page.Nav = ui.ConsultationNav(h.site.P, &view.Consultation, view.Consultation.Settings.IdeaBox || glimpse.Shown > 0)
		for i := range page.Nav {
			page.Nav[i].Current = page.Nav[i].URL == page.Consultation.URL
		}
		page.Description = view.Consultation.Texts.Summary
		return consultation(consultationPage{Page: page, PublicView: view, Ideas: glimpse}), nil
	})
}
