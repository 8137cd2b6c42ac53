package public

import (
	"context"
	"strconv"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"concertation/exports"
	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/web/ui"
)

// themesPage is the grid as everybody may read it.
type themesPage struct {
	ui.Page
	*service.PublicThemes
}

// Themes shows the themes of a consultation: what each is about, and the counts of those that are validated.
func (h *Handlers) Themes(c *gin.Context) error {
	return h.remembered(c, func(ctx context.Context) (templ.Component, error) {
		view, err := h.service.PublicThemes(ctx, c.Param("slug"))
		if err != nil {
			return nil, err
		}
		page := themesPage{Page: h.frame(h.site.P.T("theme_pages.title"), &view.Consultation), PublicThemes: view}
		page.Description = page.P.T("theme_pages.lead")
		page.Back = &ui.Link{Text: page.P.T("theme_pages.back"), URL: page.Page.Consultation.URL}
		return publicThemes(page), nil
	})
}

// themePage is a validated theme as everybody may read it.
type themePage struct {
	ui.Page
	*service.ValidatedTheme
}

// Theme shows a validated theme: its counts, by category and territory, and what was said in chosen words.
func (h *Handlers) Theme(c *gin.Context) error {
	return h.remembered(c, func(ctx context.Context) (templ.Component, error) {
		slug, written := c.Param("slug"), c.Param("position")
		position, err := strconv.Atoi(written)
		if err != nil || strconv.Itoa(position) != written { // one address per page
			return nil, consult.NotFound("error.not_found")
		}
		id, err := h.service.ThemeAt(ctx, slug, position)
		if err != nil {
			return nil, err
		}
		view, err := h.service.ValidatedTheme(ctx, slug, id)
		if err != nil {
			return nil, err
		}
		page := themePage{Page: h.frame(view.Theme.Title, &view.Consultation), ValidatedTheme: view}
		page.Description = view.Theme.Definition
		page.Back = &ui.Link{Text: page.P.T("theme_pages.all"), URL: themesURL(page.Page)}
		return publicTheme(page), nil
	})
}

// themesURL is the address of the themes of the page's consultation.
func themesURL(p ui.Page) string { return p.Consultation.URL + "/thematiques" }

func themeURL(p ui.Page, theme consult.Theme) string {
	return themesURL(p) + "/" + strconv.Itoa(theme.Position)
}

// emptyWords say why no theme is validated.
func (p themesPage) emptyWords() string {
	if p.PublicThemes.Consultation.Status == consult.StatusRecord {
		return p.P.T("theme_pages.empty.record")
	}
	return p.P.T("theme_pages.empty.text")
}

// figure is one of the four counts under its name.
type figure struct{ value, name string }

func figuresOf(p *i18n.Printer, c consult.Counts) []figure {
	return []figure{
		{p.Number(c.Statements), p.T("theme_pages.figure.statements", "count", c.Statements)},
		{p.Number(c.Contributions), p.T("theme_pages.figure.contributions", "count", c.Contributions)},
		{p.Number(c.Contributors), p.T("theme_pages.figure.contributors", "count", c.Contributors)},
		{p.Number(c.Participants), p.T("theme_pages.figure.participants", "count", c.Participants)},
	}
}

// shares is the table of a theme by category or by territory; key says which.
func (p themePage) shares(key string, shares []service.PublicShare) ui.Table {
	table := ui.Table{Caption: p.P.T("theme_pages.by." + key), Wide: true, Columns: []ui.Column{{Title: p.P.T("theme_pages.column." + key)},
		{Title: p.P.T("coding.column.contributions"), Numeric: true}, {Title: p.P.T("coding.column.contributors"), Numeric: true}, {Title: p.P.T("theme_pages.column.share"), Numeric: true}}}
	for _, share := range shares {
		first := ui.Cell{Text: share.Label}
		if share.Label == "" {
			first.Text = p.P.T("coding.theme.unknown")
		}
		cells := []ui.Cell{first}
		if share.Hidden {
			hidden := ui.Cell{Text: p.P.T("theme_pages.hidden")}
			cells = append(cells, hidden, hidden, hidden)
		} else {
			cells = append(cells, ui.Cell{Text: p.P.Number(share.Counts.Contributions)}, ui.Cell{Text: p.P.Number(share.Counts.Contributors)},
				ui.Cell{Text: p.P.Percent(float64(share.Counts.Contributors) / float64(p.Counts.Contributors))})
		}
		table.Rows = append(table.Rows, ui.Row{Header: true, Cells: cells})
	}
	return table
}

// hides says whether a line of the tables is hidden.
func (p themePage) hides() bool {
	for _, share := range append(p.Categories[:len(p.Categories):len(p.Categories)], p.Territories...) {
		if share.Hidden {
			return true
		}
	}
	return false
}

// source says what may be said of whom a quote comes from.
func source(quote exports.Verbatim) []string {
	var words []string
	for _, one := range []string{quote.Category, quote.Territory, quote.Question} {
		if one != "" {
			words = append(words, one)
		}
	}
	return words
}
