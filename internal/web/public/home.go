package public

import (
	"github.com/gin-gonic/gin"

	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// homePage lists the consultations.
type homePage struct {
	ui.Page
	Lines []service.PublicLine
}

// Home shows the consultations one can answer, then the others.
func (h *Handlers) Home(c *gin.Context) error {
	lines, err := h.service.PublicConsultations(c.Request.Context())
	if err != nil {
		return err
	}
	return reply.OK(c, home(homePage{Page: h.site.Page(h.site.Name), Lines: lines}))
}
