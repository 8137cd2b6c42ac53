package public

import (
	"context"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"concertation/internal/service"
	"concertation/internal/web/ui"
)

// homePage lists the consultations.
type homePage struct {
	ui.Page
	Lines []service.PublicLine
}

// Home shows the consultations one can answer, then the others.
func (h *Handlers) Home(c *gin.Context) error {
	return h.remembered(c, func(ctx context.Context) (templ.Component, error) {
		lines, err := h.service.PublicConsultations(ctx)
		if err != nil {
			return nil, err
		}
		page := h.site.Page(h.site.Name)
		page.Description = h.site.P.T("public.home.lead")
		return home(homePage{Page: page, Lines: lines}), nil
	})
}
