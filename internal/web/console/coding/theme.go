package coding

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// themePage is one theme with its texts.
type themePage struct {
	ui.Page
	*service.ThemeView
	Slug string
}

// Theme shows a theme: its definition, its counts, and its texts.
func (h *Handlers) Theme(c *gin.Context) error {
	page, err := h.theme(c)
	if err != nil {
		return err
	}
	return reply.OK(c, theme(*page))
}

func (h *Handlers) theme(c *gin.Context) (*themePage, error) {
	id, err := consult.ParseID(c.Param("theme"))
	if err != nil {
		return nil, err
	}
	found, err := h.service.ThemeView(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id, decodePage(c))
	if err != nil {
		return nil, err
	}
	page := &themePage{Page: h.frame.Page(c, found.Count.Theme.Title, &found.Consultation), ThemeView: found, Slug: c.Param("slug")}
	page.Back = &ui.Link{Text: page.P.T("coding.theme.back"), URL: themesURL(page.Slug)}
	return page, nil
}

func (p themePage) caption() string {
	if p.Count.Theme.Kind == consult.ThemeRegular {
		return p.P.T("ui.theme.number", "number", p.Count.Theme.Position)
	}
	return p.P.T("coding.theme.residual")
}

// shares is the table of a theme by category or by territory; each line leads to its texts, and says how many of those who
// contribute there speak of the theme.
func (p themePage) shares(caption, column string, shares []service.WordedShare, query func(value string) service.CodingQuery) ui.Table {
	table := ui.Table{Caption: caption, Wide: true, Columns: append(countColumns(p.Page, column), ui.Column{Title: p.P.T("theme_pages.console.share"), Numeric: true})}
	for _, share := range shares {
		first := ui.Cell{Text: p.P.T("coding.theme.unknown")}
		if share.Value != "" {
			first = ui.Cell{Text: share.Label, URL: listURL(p.Slug, query(share.Value), 1)}
		}
		cells := append([]ui.Cell{first}, countCells(p.Page, share.Counts)...)
		if share.All > 0 {
			part := float64(share.Counts.Contributors) / float64(share.All)
			cells = append(cells, ui.Cell{Content: heat(p.P.Percent(part), p.level(part, share.All), p.levelWords(part, share.All))})
		} else {
			cells = append(cells, ui.Cell{Text: "–"})
		}
		table.Rows = append(table.Rows, ui.Row{Header: true, Cells: cells})
	}
	return table
}

// whole is the share of all contributors who speak of the theme.
func (p themePage) whole() float64 {
	if p.All == 0 {
		return 0
	}
	return float64(p.Count.Counts.Contributors) / float64(p.All)
}

// fewest is how many contributors a line needs before its share is set against that of all.
const fewest = 5

// level says how a share stands to that of all: 1 less than half of it, 2 less, 3 as much or more, 4 half as much again; 0
// when it is of too few people to say.
func (p themePage) level(part float64, of int) int {
	switch whole := p.whole(); {
	case of < fewest:
		return 0
	case part < whole/2:
		return 1
	case part < whole:
		return 2
	case part < whole*3/2:
		return 3
	}
	return 4
}

func (p themePage) levelWords(part float64, of int) string {
	return p.P.T("theme_pages.console.level." + strconv.Itoa(p.level(part, of)))
}

// levelSigns draw the levels for those who do not tell the tints apart.
var levelSigns = [...]string{"", "▁", "▃", "▅", "▇"}

// waits lists in words what is missing before the theme can be validated.
func (p themePage) waits() []string {
	var words []string
	for _, one := range []struct {
		key   string
		count int
	}{{"contested", p.Standing.Contested}, {"stale", p.Standing.Stale}, {"suggested", p.Standing.Suggested}, {"untested", p.Standing.Untested}} {
		if one.count > 0 {
			words = append(words, p.P.T("theme_pages.console.waits."+one.key, "count", one.count))
		}
	}
	return words
}

// figures are the four counts, each under its name.
func (p themePage) figures() []ui.Definition {
	c := p.Count.Counts
	return []ui.Definition{
		{Term: p.P.T("theme_pages.figure.statements", "count", c.Statements), Text: p.P.Number(c.Statements)},
		{Term: p.P.T("theme_pages.figure.contributions", "count", c.Contributions), Text: p.P.Number(c.Contributions)},
		{Term: p.P.T("theme_pages.figure.contributors", "count", c.Contributors), Text: p.P.Number(c.Contributors)},
		{Term: p.P.T("theme_pages.figure.participants", "count", c.Participants), Text: p.P.Number(c.Participants)},
	}
}

func (p themePage) byCategory() ui.Table {
	return p.shares(p.P.T("coding.theme.by_category"), p.P.T("coding.filter.category"), p.Categories, func(value string) service.CodingQuery {
		return service.CodingQuery{Theme: p.Count.Theme.ID, Category: value}
	})
}

func (p themePage) byTerritory() ui.Table {
	return p.shares(p.P.T("coding.theme.by_territory"), p.P.T("coding.filter.territory"), p.Territories, func(value string) service.CodingQuery {
		return service.CodingQuery{Theme: p.Count.Theme.ID, Territory: value}
	})
}

func (p themePage) pagination() ui.Pagination {
	return ui.Pagination{Page: p.ThemeView.Page, Pages: p.Pages, URL: func(page int) string { return themeURL(p.Slug, p.Count.Theme.ID, page) }}
}
