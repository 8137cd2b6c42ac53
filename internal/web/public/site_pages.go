package public

import (
	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// sitePage is one of the pages of R3.7: a title and a text, the organiser's or the default one.
type sitePage struct {
	ui.Page
	Status  string // of accessibility, in the exact words
	Body    string // Markdown
	Default bool   // the organiser has not written it
	Notice  []ui.Definition
	More    ui.Link // after the text
}

// siteText is what tells one of these pages from another.
type siteText struct {
	name  consult.SitePageName
	title string
	body  string // the default text
}

// Accessibility shows the accessibility statement.
func (h *Handlers) Accessibility(c *gin.Context) error {
	return h.showText(c, siteText{name: consult.PageAccessibility, title: "public.accessibility.title", body: "public.accessibility.default"})
}

// LegalNotice shows who publishes and hosts the site.
func (h *Handlers) LegalNotice(c *gin.Context) error {
	return h.showText(c, siteText{name: consult.PageLegal, title: "public.legal.title", body: "public.legal.default"})
}

// Help shows how to answer and where to find help.
func (h *Handlers) Help(c *gin.Context) error {
	return h.showText(c, siteText{name: consult.PageHelp, title: "public.help.title", body: "public.help.default"})
}

// Contact shows how to reach the organiser.
func (h *Handlers) Contact(c *gin.Context) error {
	return h.showText(c, siteText{name: consult.PageContact, title: "public.contact.title", body: "public.contact.default"})
}

// Privacy shows the collection notice of a consultation (R2.1), and what holds for the whole site.
func (h *Handlers) Privacy(c *gin.Context) error {
	kind := siteText{name: consult.PagePrivacy, title: "public.privacy.title", body: "public.privacy.default"}
	page, texts, err := h.sitePage(c, kind)
	if err != nil {
		return err
	}
	if texts != nil {
		page.Notice = h.notice(&texts.Notice)
		page.Default = len(page.Notice) == 0
	}
	return reply.OK(c, siteTextPage(page))
}

// Map lists the pages of the site.
func (h *Handlers) Map(c *gin.Context) error {
	lines, err := h.service.PublicConsultations(c.Request.Context())
	if err != nil {
		return err
	}
	body, err := h.service.PublicSitePage(c.Request.Context(), consult.PageMap)
	if err != nil {
		return err
	}
	page := mapPage{Page: h.site.Page(h.site.P.T("public.map.title")), Body: body, Lines: lines}
	return reply.OK(c, siteMap(page))
}

// mapPage is the map of the site.
type mapPage struct {
	ui.Page
	Body  string // Markdown, above the list; "": nothing
	Lines []service.PublicLine
}

func (h *Handlers) showText(c *gin.Context, kind siteText) error {
	page, _, err := h.sitePage(c, kind)
	if err != nil {
		return err
	}
	switch kind.name {
	case consult.PageAccessibility:
		page.Status = page.AccessibilityStatement()
	case consult.PageLegal:
		page.More = ui.Link{Text: h.site.P.T("public.legal.licences"), URL: h.site.Licences}
	}
	return reply.OK(c, siteTextPage(page))
}

// sitePage begins one of these pages, in a consultation's frame when the address names one; texts is then not nil. Its
// text is the consultation's own, else the whole site's, else the default.
func (h *Handlers) sitePage(c *gin.Context, kind siteText) (sitePage, *consult.Texts, error) {
	ctx, title := c.Request.Context(), h.site.P.T(kind.title)
	page := sitePage{Page: h.site.Page(title)}
	var texts *consult.Texts
	if slug := c.Param("slug"); slug != "" {
		consultation, err := h.service.PublicTexts(ctx, slug)
		if err != nil {
			return page, nil, err
		}
		page.Page, texts = h.frame(title, &consultation), &consultation.Texts
		if page.Body = *texts.Page(kind.name); page.Body != "" {
			return page, texts, nil
		}
	}
	body, err := h.service.PublicSitePage(ctx, kind.name)
	if err != nil {
		return page, nil, err
	}
	page.Body, page.Default = body, texts != nil
	if body == "" {
		page.Body = h.site.P.T(kind.body)
	}
	return page, texts, nil
}

// notice gives the nine items of the collection notice that are written.
func (h *Handlers) notice(n *consult.Notice) []ui.Definition {
	p := h.site.P
	var items []ui.Definition
	for _, item := range []ui.Definition{
		{Term: p.T("public.notice.controller"), Text: n.Controller},
		{Term: p.T("public.notice.purpose"), Text: n.Purpose},
		{Term: p.T("public.notice.legal_basis"), Text: n.LegalBasis},
		{Term: p.T("public.notice.compulsory"), Text: n.Compulsory},
		{Term: p.T("public.notice.recipients"), Text: n.Recipients},
		{Term: p.T("public.notice.retention"), Text: n.Retention},
		{Term: p.T("public.notice.rights"), Text: n.Rights},
		{Term: p.T("public.notice.dpo"), Text: n.DPO},
		{Term: p.T("public.notice.complaint"), Text: n.Complaint},
	} {
		if item.Text != "" {
			item.Content = ui.Markdown(item.Text)
			items = append(items, item)
		}
	}
	return items
}

// under lists the pages of one consultation.
func (p mapPage) under(c *consult.Consultation) []ui.Link {
	base := "/c/" + c.Slug
	var links []ui.Link
	if c.Settings.IdeaBox {
		links = append(links, ui.Link{Text: p.P.T("ideas_pages.nav.box"), URL: base + "/idees"},
			ui.Link{Text: p.P.T("ideas_pages.charter.title"), URL: base + "/idees/charte"})
	}
	return append(links, []ui.Link{
		{Text: p.P.T("public.accessibility.title"), URL: base + "/accessibilite"},
		{Text: p.P.T("public.legal.title"), URL: base + "/mentions-legales"},
		{Text: p.P.T("public.privacy.title"), URL: base + "/donnees-personnelles"},
		{Text: p.P.T("public.help.title"), URL: base + "/aide"},
		{Text: p.P.T("public.contact.title"), URL: base + "/contact"},
	}...)
}
