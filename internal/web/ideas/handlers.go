package ideas

import (
	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/ui"
)

// Handlers answers for the idea box. Make them with New.
type Handlers struct {
	service *service.Service
	site    *ui.Site
	secure  bool // cookies go through HTTPS only
}

// New makes the public screens of the idea box. secure says whether cookies go through HTTPS only.
func New(s *service.Service, site *ui.Site, secure bool) *Handlers {
	return &Handlers{service: s, site: site, secure: secure}
}

// frame begins a page; inBox says whether it stands under the box in the navigation, which an author's own pages do not.
func (h *Handlers) frame(title string, c *consult.Consultation, inBox bool) ui.Page {
	page := h.site.Page(title)
	page.Consultation = ui.Of(c)
	page.Nav = ui.ConsultationNav(h.site.P, c, true)
	for i := range page.Nav {
		page.Nav[i].Current = inBox && page.Nav[i].URL == boxURL(c.Slug)
	}
	return page
}

// below begins a page under the list, with the way back to it.
func (h *Handlers) below(title string, c *consult.Consultation) ui.Page {
	page := h.frame(title, c, true)
	page.Back = &ui.Link{Text: h.site.P.T("ideas_pages.back"), URL: boxURL(c.Slug)}
	return page
}

// link gives a personal address as it can be kept: from the public address, else from the one the browser used.
func (h *Handlers) link(c *gin.Context, address string) string {
	origin := h.site.Origin
	if origin == "" {
		origin = "http://" + c.Request.Host
	}
	return origin + address
}

// done gives the notice of what has just happened, as the address says; nil when it says nothing known.
func (h *Handlers) done(c *gin.Context) *ui.Notice {
	what := c.Query(keyDone)
	for _, known := range []string{doneSupport, doneSupportBack, doneSupportInstead, doneComment, doneCommentWaiting, doneReport, doneMended, doneMendedWaiting, doneCommentMended, doneCommentMendedWaiting} {
		if what == known {
			return &ui.Notice{Kind: ui.NoticeSuccess, Text: h.site.P.T("ideas_pages.said." + what)}
		}
	}
	return nil
}

// What may have just happened, as addresses say it.
const (
	doneSupport        = "soutien"
	doneSupportBack    = "soutien_retire"
	doneSupportInstead = "soutien_plutot"
	doneComment        = "commentaire"
	doneCommentWaiting = "commentaire_a_lire"
	doneReport         = "signalement"
	doneMended         = "modification"
	doneMendedWaiting  = "modification_a_lire"

	doneCommentMended        = "commentaire_modifie"
	doneCommentMendedWaiting = "commentaire_modifie_a_lire"
)
