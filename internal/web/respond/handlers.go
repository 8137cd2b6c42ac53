package respond

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/kept"
	"concertation/internal/web/ui"
)

// Handlers answer whoever answers a questionnaire. Make them with New.
type Handlers struct {
	service *service.Service
	site    *ui.Site
	views   views
	prose   prose
	starts  kept.Pages
}

// New makes the handlers.
func New(service *service.Service, site *ui.Site) *Handlers {
	return &Handlers{service: service, site: site}
}

// page begins a screen of a response.
func (h *Handlers) page(title string, consultation *consult.Consultation) ui.Page {
	page := h.site.Page(title)
	page.Private = true
	page.Consultation = &ui.Consultation{Title: consultation.Title, URL: "/c/" + consultation.Slug,
		Demonstration: consultation.Demonstration, Accessibility: consultation.Settings.Accessibility}
	return page
}

// screen is what every screen of a response knows.
type screen struct {
	ui.Page
	prose *prose
	a     *service.Answering
	view  *formView
	token string
	link  string // the personal link, whole
	// closed says that the consultation is over, and since when where that is known.
	closed string
	// mails says whether the link can be sent by e-mail; what was typed to that end, and what is wrong with it.
	mails                bool
	mailTyped, mailFault string
}

func (h *Handlers) screen(c *gin.Context, a *service.Answering, titleKey string, args ...any) *screen {
	token := c.Param("token")
	made := &screen{Page: h.page("", &a.Consultation), prose: &h.prose, a: a, token: token,
		view: h.views.of(a.Published, a.Response.Language, h.site.P), link: h.link(c, token)}
	if titleKey != "" {
		made.Title = made.P.T(titleKey, args...)
	}
	if !a.Editable {
		made.closed = made.P.T("respond.closed.undated")
		if closes := a.Consultation.ClosesAt; !closes.IsZero() && closes.Before(h.service.Now()) {
			made.closed = made.P.T("respond.closed.text", "date", made.P.DateTime(closes))
		}
	}
	return made
}

// link gives the personal link as it can be kept: from the public address, else from the one the browser used.
func (h *Handlers) link(c *gin.Context, token string) string {
	origin := h.site.Origin
	if origin == "" {
		origin = "http://" + c.Request.Host
	}
	return origin + root(token)
}

func root(token string) string { return "/r/" + token }

func stepURL(token string, section int) string {
	return root(token) + "/etape/" + number(section+1)
}

func checkURL(token string) string        { return root(token) + "/verification" }
func confirmationURL(token string) string { return root(token) + "/confirmation" }

// goOn gives the address of a section, or of the check page for -1.
func goOn(token string, section int) string {
	if section < 0 {
		return checkURL(token)
	}
	return stepURL(token, section)
}

// sectionParam reads the :n of an address: the section's number from 1, stable whatever is shown.
func sectionParam(c *gin.Context) (int, error) {
	n, err := strconv.Atoi(c.Param("n"))
	if err != nil || n < 1 {
		return 0, consult.NotFound("error.not_found")
	}
	return n - 1, nil
}
