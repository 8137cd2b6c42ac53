package pages

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/console/part"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// Handlers answers for the screens of the pages by law. An address without a consultation is of the whole site.
type Handlers struct {
	service *service.Service
	frame   part.Frame
	p       *i18n.Printer
}

// New makes the screens inside the console's frame.
func New(s *service.Service, frame part.Frame, p *i18n.Printer) *Handlers {
	return &Handlers{service: s, frame: frame, p: p}
}

// Addresses of the pages on the public side, which name them in the console too.
func addressOf(name consult.SitePageName) string {
	switch name {
	case consult.PageAccessibility:
		return "accessibilite"
	case consult.PageLegal:
		return "mentions-legales"
	case consult.PagePrivacy:
		return "donnees-personnelles"
	case consult.PageMap:
		return "plan-du-site"
	case consult.PageHelp:
		return "aide"
	default:
		return "contact"
	}
}

// base is where the pages of a consultation, or of the whole site, are written.
func base(slug string) string {
	if slug == "" {
		return "/console/pages"
	}
	return part.Console(slug) + "/pages"
}

// public is where a page is read.
func public(slug string, name consult.SitePageName) string {
	if slug == "" {
		return "/" + addressOf(name)
	}
	return "/c/" + slug + "/" + addressOf(name)
}

type listPage struct {
	ui.Page
	*service.LegalPagesView
	Slug string
}

// List shows the pages by law, and which are written.
func (h *Handlers) List(c *gin.Context) error {
	slug := c.Param("slug")
	view, err := h.service.LegalPages(c.Request.Context(), h.frame.Actor(c), slug)
	if err != nil {
		return err
	}
	return reply.OK(c, list(listPage{h.frame.Page(c, h.title(slug), view.Consultation), view, slug}))
}

func (h *Handlers) title(slug string) string {
	if slug == "" {
		return h.p.T("pages.title_site")
	}
	return h.p.T("pages.title")
}

// shown says whether the public can read the pages: not those of a consultation in preparation.
func (p listPage) shown() bool {
	return p.LegalPagesView.Consultation == nil || p.LegalPagesView.Consultation.Status != consult.StatusDraft
}

func (p listPage) table() ui.Table {
	table := ui.Table{Caption: p.P.T("pages.caption"), Wide: true, Columns: []ui.Column{{Title: p.P.T("pages.column.page")}, {Title: p.P.T("pages.column.state")}}}
	if p.Slug == "" {
		table.Columns = append(table.Columns, ui.Column{Title: p.P.T("pages.column.by")})
	}
	if p.shown() {
		table.Columns = append(table.Columns, ui.Column{Title: p.P.T("pages.column.public")})
	}
	for _, page := range p.Pages {
		state, tone := "default", "yellow"
		switch {
		case page.Own != "":
			state, tone = "own", "green"
		case page.Site != "":
			state, tone = "site", "grey"
		}
		row := ui.Row{Header: true, Cells: []ui.Cell{{Text: p.P.T("pages.name." + string(page.Name)), URL: base(p.Slug) + "/" + addressOf(page.Name)},
			{Content: ui.Tag(p.P.T("pages.state."+state), tone)}}}
		if p.Slug == "" {
			by := page.ByName
			if by == "" {
				by = "—"
			}
			row.Cells = append(row.Cells, ui.Cell{Text: by})
		}
		if p.shown() {
			row.Cells = append(row.Cells, ui.Cell{Content: see(p.P, public(p.Slug, page.Name), p.P.T("pages.name."+string(page.Name)))})
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

type pagePage struct {
	ui.Page
	part.Form
	service.LegalPage
	Slug    string
	Preview string // Markdown to show, when asked
}

// The acts of the form.
const (
	actPreview = "apercu"
	actSave    = "enregistrer"
	actReset   = "defaut"
)

// Show opens a page to be written: as it is, or a draft to fill in.
func (h *Handlers) Show(c *gin.Context) error {
	page, err := h.page(c)
	if err != nil {
		return err
	}
	page.Set("body", h.text(&page.LegalPage))
	page.Set("seen", page.Seen)
	return reply.OK(c, edit(*page))
}

func (h *Handlers) page(c *gin.Context) (*pagePage, error) {
	slug := c.Param("slug")
	view, err := h.service.LegalPages(c.Request.Context(), h.frame.Actor(c), slug)
	if err != nil {
		return nil, err
	}
	found, err := view.Page(nameOf(c.Param("page")))
	if err != nil {
		return nil, err
	}
	made := &pagePage{Page: h.frame.Page(c, h.p.T("pages.name."+string(found.Name)), view.Consultation), Form: part.NewForm(h.p, nil), LegalPage: found, Slug: slug}
	made.Back = &ui.Link{Text: h.title(slug), URL: base(slug)}
	return made, nil
}

// nameOf reads the page that an address names; "" when there is none.
func nameOf(address string) consult.SitePageName {
	for _, name := range consult.SitePageNames() {
		if addressOf(name) == address {
			return name
		}
	}
	return ""
}

// text gives what the form begins with: the page's own text, else the site's, else a draft to fill in.
func (h *Handlers) text(page *service.LegalPage) string {
	switch {
	case page.Own != "":
		return page.Own
	case page.Site != "":
		return page.Site
	case page.Name == consult.PageHelp:
		return h.p.T("public.help.default")
	case page.Name == consult.PageMap:
		return ""
	}
	return h.p.T("pages.draft." + string(page.Name))
}

// Submit does what the button says: shows what the page would be, writes it, or goes back to the default text.
func (h *Handlers) Submit(c *gin.Context) error {
	posted, err := reply.Form(c)
	if err != nil {
		return err
	}
	page, err := h.page(c)
	if err != nil {
		return err
	}
	page.Form = part.NewForm(h.p, posted)
	edited := service.LegalEdit{Name: page.Name, Body: page.Value("body"), Seen: page.Value("seen")}
	switch posted.Get("acte") {
	case actPreview:
		if page.Preview = strings.TrimSpace(edited.Body); page.Preview == "" {
			page.Preview = h.p.T("pages.empty")
		}
		return reply.OK(c, edit(*page))
	case actReset:
		edited.Body = ""
	}
	err = h.service.SaveLegalPage(c.Request.Context(), h.frame.Actor(c), page.Slug, edited)
	if err == nil {
		key := "pages.saved"
		if strings.TrimSpace(edited.Body) == "" {
			key = "pages.now_default"
		}
		if err := h.frame.Say(c, key); err != nil {
			return err
		}
		return reply.See(c, base(page.Slug))
	}
	status := http.StatusUnprocessableEntity
	if consult.CodeOf(err) == consult.CodeConflict {
		// What was typed stays on the page; sent again, it replaces what somebody else wrote meanwhile.
		status = http.StatusConflict
		page.Set("seen", page.Seen)
		page.Fault("body", "pages.error.changed")
	} else if err := page.With(err); err != nil {
		return err
	}
	page.Errors = page.Problems()
	return reply.Page(c, status, edit(*page))
}

func (p pagePage) area() ui.TextArea {
	field := p.Field("body", "pages.body", "pages.body_hint", false)
	field.Required = false // blank: the default text
	return ui.TextArea{Field: field, Value: p.Value("body"), Rows: 22}
}

// address is where the form is sent.
func (p pagePage) address() string { return base(p.Slug) + "/" + addressOf(p.Name) }
