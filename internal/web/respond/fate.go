package respond

import (
	"github.com/gin-gonic/gin"

	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// fatePage is what has become of a response.
type fatePage struct {
	*screen
	fate *service.Fate
}

func fateURL(token string) string { return root(token) + "/devenir" }

// ShowFate shows a respondent what has become of what they said.
func (h *Handlers) ShowFate(c *gin.Context) error {
	fate, err := h.service.Fate(c.Request.Context(), c.Param("token"))
	if err != nil {
		return err
	}
	if !fate.Submitted() {
		return reply.See(c, root(c.Param("token")))
	}
	page := &fatePage{screen: h.screen(c, fate.Answering, "respond.fate.title"), fate: fate}
	page.Back = &ui.Link{Text: page.P.T("respond.fate.back"), URL: confirmationURL(page.token)}
	return reply.OK(c, fateScreen(page))
}

// themesURL leads to the page of a theme that everybody may read.
func (p *fatePage) themeURL(position int) string {
	return p.Page.Consultation.URL + "/thematiques/" + number(position)
}
