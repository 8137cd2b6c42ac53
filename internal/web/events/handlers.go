package events

import (
	"net/url"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// Handlers answers for the public pages of events.
type Handlers struct {
	service *service.Service
	site    *ui.Site
}

// New makes the pages.
func New(s *service.Service, site *ui.Site) *Handlers { return &Handlers{service: s, site: site} }

// The addresses of events, of one event, and of a registration.
func listURL(slug string) string                 { return "/c/" + url.PathEscape(slug) + "/rencontres" }
func eventURL(slug string, id consult.ID) string { return listURL(slug) + "/" + string(id) }
func root(token string) string                   { return "/e/" + token }

// frame begins a page.
func (h *Handlers) frame(title string, c *consult.Consultation) ui.Page {
	page := h.site.Page(title)
	page.Consultation = ui.Of(c)
	page.Nav = ui.ConsultationNav(h.site.P, c, c.Settings.IdeaBox)
	return page
}

// origin is the public address, else the one the browser used.
func (h *Handlers) origin(c *gin.Context) string {
	if h.site.Origin != "" {
		return h.site.Origin
	}
	return "http://" + c.Request.Host
}

type listPage struct {
	ui.Page
	Slug         string
	Coming, Past []service.PublicEvent
}

// List shows the events of a consultation, those to come first.
func (h *Handlers) List(c *gin.Context) error {
	consultation, events, err := h.service.PublicEvents(c.Request.Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	page := listPage{Page: h.frame(h.site.P.T("events.title"), &consultation), Slug: consultation.Slug}
	page.Back = &ui.Link{Text: h.site.P.T("events.public.back"), URL: page.Consultation.URL}
	for _, event := range events {
		if event.Past {
			page.Past = append(page.Past, event)
		} else {
			page.Coming = append(page.Coming, event)
		}
	}
	return reply.OK(c, list(page))
}

// when says when an event takes place.
func when(p *i18n.Printer, e *consult.Event) string {
	switch {
	case e.EndsAt.IsZero():
		return p.DateTime(e.StartsAt)
	case p.Date(e.StartsAt) == p.Date(e.EndsAt):
		return p.T("events.when.hours", "from", p.DateTime(e.StartsAt), "until", p.Time(e.EndsAt))
	default:
		return p.T("events.when.days", "from", p.DateTime(e.StartsAt), "until", p.DateTime(e.EndsAt))
	}
}

// places says whether places are left.
func places(p *i18n.Printer, e *service.PublicEvent) string {
	switch {
	case e.Past:
		return p.T("events.public.past")
	case !e.Open && e.Registration:
		return p.T("events.public.over")
	case !e.Open:
		return p.T("events.public.free")
	case e.Full:
		return p.T("events.public.full")
	case e.Capacity > 0:
		return p.T("events.public.left", "count", e.Left)
	default:
		return p.T("events.public.open")
	}
}
