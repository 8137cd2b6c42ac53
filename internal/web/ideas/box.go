package ideas

import (
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// boxPage is the list of ideas with its filters.
type boxPage struct {
	ui.Page
	*service.IdeaBoxView
	Slug string
}

// ShowBox lists the ideas that the address asks for.
func (h *Handlers) ShowBox(c *gin.Context) error {
	slug := c.Param("slug")
	blank, err := h.service.NewIdea(c.Request.Context(), slug) // for the themes that the address names
	if err != nil {
		return err
	}
	view, err := h.service.IdeaBox(c.Request.Context(), slug, decodeQuery(c, blank.Choices.Themes), decodePage(c))
	if err != nil {
		return err
	}
	if view.All == 0 && !view.Consultation.Settings.IdeaBox {
		return consult.NotFound("error.not_found") // it never had a box
	}
	page := boxPage{Page: h.frame(h.site.P.T("ideas_pages.box.title"), &view.Consultation, true), IdeaBoxView: view, Slug: slug}
	page.Description = page.P.T("ideas_pages.box.description")
	return reply.OK(c, box(page))
}

// found says in words how many ideas the address asks for, and which.
func (p boxPage) found() string {
	words := []string{p.P.T("ideas_pages.found.count", "count", p.Total)}
	if theme := p.theme(); theme.ID != "" {
		words = append(words, p.P.T("ideas_pages.found.theme", "number", theme.Position))
	}
	if p.Query.Territory != "" {
		words = append(words, where(p.P, p.Query.Territory, labelOf(p.Choices.Territories, p.Query.Territory)))
	}
	if p.Query.Status != "" {
		words = append(words, p.P.T("ideas_pages.found.status", "status", strings.ToLower(statusWord(p.P, p.Query.Status))))
	}
	if p.Query.Words != "" {
		words = append(words, p.P.T("ideas_pages.found.words", "words", excerpt(p.Query.Words, 60)))
	}
	return strings.Join(words, " ")
}

// theme gives the one that the list is narrowed to; zero: none.
func (p boxPage) theme() consult.Theme { return themeOf(p.Choices.Themes, p.Query.Theme) }

func (p boxPage) url(q service.IdeaQuery, page int) string {
	return listURL(p.Slug, q, p.theme(), page)
}

// here names the list shown, for the pages of its ideas to lead back to it.
func (p boxPage) here() string { return listQuery(p.Query, p.theme(), p.IdeaBoxView.Page) }

// themeOptions gives the themes by their numbers, as addresses name them.
func (p boxPage) themeOptions() []ui.Option {
	options := []ui.Option{{Label: p.P.T("ideas_pages.filter.all_themes")}}
	for _, theme := range p.Choices.Themes {
		options = append(options, ui.Option{Value: strconv.Itoa(theme.Position), Label: p.counted(numbered(p.P, theme), p.ByTheme, string(theme.ID))})
	}
	return options
}

// counted adds to the words of an option how many ideas it would find by itself.
func (p boxPage) counted(label string, counts []service.IdeaCount, value string) string {
	for _, count := range counts {
		if count.Value == value {
			return p.P.T("ideas_pages.filter.counted", "label", label, "count", count.Ideas)
		}
	}
	return p.P.T("ideas_pages.filter.counted", "label", label, "count", 0)
}

func (p boxPage) territoryOptions() []ui.Option {
	options := []ui.Option{{Label: p.P.T("ideas_pages.filter.all_territories")}}
	for _, one := range p.Choices.Territories {
		options = append(options, ui.Option{Value: one.Value, Label: p.counted(one.Label, p.ByTerritory, one.Value)})
	}
	return options
}

// themeValue gives the option of the theme that the list is narrowed to.
func (p boxPage) themeValue() string {
	if theme := p.theme(); theme.ID != "" {
		return strconv.Itoa(theme.Position)
	}
	return ""
}

// newURL leads to the form, with the theme that one was reading.
func (p boxPage) newURL() string {
	if theme := p.themeValue(); theme != "" {
		return newURL(p.Slug) + "?" + keyTheme + "=" + theme
	}
	return newURL(p.Slug)
}

// closed says why the box takes no idea now.
func (p boxPage) closed() string {
	c := p.record()
	switch {
	case p.Rules.Upcoming:
		return p.P.T("ideas_pages.box.soon", "date", p.P.DateTime(c.OpensAt))
	case !c.ClosesAt.IsZero() && c.Settings.IdeaBox:
		return p.P.T("ideas_pages.box.over", "date", p.P.DateTime(c.ClosesAt))
	default:
		return p.P.T("ideas_pages.box.closed")
	}
}

// record gives the domain's consultation; the page's own field of that name is what the frame shows.
func (p boxPage) record() *consult.Consultation { return &p.IdeaBoxView.Consultation }

func (p boxPage) statusOptions() []ui.Option {
	options := []ui.Option{{Label: p.P.T("ideas_pages.filter.all_statuses")}}
	for _, status := range consult.IdeaStatuses() {
		options = append(options, ui.Option{Value: string(status), Label: p.counted(statusWord(p.P, status), p.ByStatus, string(status))})
	}
	return options
}

// orders are the links that sort the list.
func (p boxPage) orders() []ui.Link {
	var links []ui.Link
	for i, one := range orders(p.Query) {
		sorted := p.Query
		sorted.Order = one
		if i == 0 {
			sorted.Order = ""
		}
		links = append(links, ui.Link{Text: p.P.T("ideas_pages.order." + string(one)), URL: p.url(sorted, 1), Current: order(p.Query) == one})
	}
	return links
}

func (p boxPage) pagination() ui.Pagination {
	return ui.Pagination{Page: p.IdeaBoxView.Page, Pages: p.Pages, URL: func(page int) string { return p.url(p.Query, page) }}
}
