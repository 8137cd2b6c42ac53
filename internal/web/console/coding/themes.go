package coding

import (
	"github.com/gin-gonic/gin"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/web/reply"
	"concertation/internal/web/ui"
)

// themesPage is the grid with its counts.
type themesPage struct {
	ui.Page
	*service.ThemesView
	Slug      string
	Stages    *service.ReadingStages
	Standings []service.ThemeStanding
	CanCode   bool
}

// Themes shows how many statements, contributions and contributors each theme has.
func (h *Handlers) Themes(c *gin.Context) error {
	page, err := h.themes(c)
	if err != nil {
		return err
	}
	return reply.OK(c, themes(*page))
}

func (h *Handlers) themes(c *gin.Context) (*themesPage, error) {
	ctx, actor, slug := c.Request.Context(), h.frame.Actor(c), c.Param("slug")
	found, err := h.service.ThemesView(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	page := &themesPage{Page: h.frame.Page(c, "", &found.Consultation), ThemesView: found, Slug: slug,
		CanCode: actor.Can(consult.CodeContributions) && actor.User != ""}
	page.Title = page.P.T("coding.themes.title")
	if found.Grouping.Total.Contributions == 0 {
		return page, nil
	}
	if page.Stages, err = h.service.ReadingStages(ctx, actor, slug); err != nil {
		return nil, err
	}
	page.Standings, err = h.service.ThemeStandings(ctx, actor, slug)
	return page, err
}

func (p themesPage) table() ui.Table {
	table := ui.Table{Caption: p.P.T("coding.themes.caption"), Wide: true, Columns: countColumns(p.Page, p.P.T("coding.themes.theme"))}
	table.Columns = append(table.Columns, ui.Column{Title: p.P.T("coding.themes.contested"), Numeric: true},
		ui.Column{Title: p.P.T("coding.themes.stale"), Numeric: true})
	for _, count := range p.Grouping.Themes {
		first := ui.Cell{Content: themeCell(count.Theme, themeURL(p.Slug, count.Theme.ID, 1))}
		cells := append([]ui.Cell{first}, countCells(p.Page, count.Counts)...)
		if count.Counts.Contributions > 0 {
			cells[2].URL = listURL(p.Slug, service.CodingQuery{Theme: count.Theme.ID}, 1)
		}
		cells = append(cells, ui.Cell{Text: p.P.Number(count.Contested)}, ui.Cell{Text: p.P.Number(count.Stale)})
		table.Rows = append(table.Rows, ui.Row{Header: true, Cells: cells})
	}
	return table
}

// whole is the table of what stands in some theme, in none, and in all.
func (p themesPage) whole() ui.Table {
	table := ui.Table{Caption: p.P.T("coding.whole.caption"), Wide: true, Columns: countColumns(p.Page, p.P.T("coding.whole.part"))}
	waiting := ui.Cell{Text: p.P.T("coding.whole.waiting"), URL: listURL(p.Slug, service.CodingQuery{Uncoded: true}, 1)}
	for _, line := range []struct {
		first  ui.Cell
		counts consult.Counts
	}{
		{ui.Cell{Text: p.P.T("coding.whole.coded")}, p.Grouping.Coded}, {waiting, p.Grouping.Waiting},
		{ui.Cell{Text: p.P.T("coding.whole.total"), URL: listURL(p.Slug, service.CodingQuery{}, 1)}, p.Grouping.Total},
	} {
		table.Rows = append(table.Rows, ui.Row{Header: true, Cells: append([]ui.Cell{line.first}, countCells(p.Page, line.counts)...)})
	}
	return table
}

func countColumns(p ui.Page, first string) []ui.Column {
	return []ui.Column{{Title: first}, {Title: p.P.T("coding.column.statements"), Numeric: true},
		{Title: p.P.T("coding.column.contributions"), Numeric: true}, {Title: p.P.T("coding.column.contributors"), Numeric: true}}
}

func countCells(p ui.Page, c consult.Counts) []ui.Cell {
	return []ui.Cell{{Text: p.P.Number(c.Statements)}, {Text: p.P.Number(c.Contributions)}, {Text: p.P.Number(c.Contributors)}}
}

// themePage is one theme with its texts.
type themePage struct {
	ui.Page
	*service.ThemeView
	Slug string
}

// Theme shows a theme: its definition, its counts, and its texts.
func (h *Handlers) Theme(c *gin.Context) error {
	id, err := consult.ParseID(c.Param("theme"))
	if err != nil {
		return err
	}
	found, err := h.service.ThemeView(c.Request.Context(), h.frame.Actor(c), c.Param("slug"), id, decodePage(c))
	if err != nil {
		return err
	}
	page := themePage{Page: h.frame.Page(c, found.Count.Theme.Title, &found.Consultation), ThemeView: found, Slug: c.Param("slug")}
	page.Back = &ui.Link{Text: page.P.T("coding.theme.back"), URL: themesURL(page.Slug)}
	return reply.OK(c, theme(page))
}

func (p themePage) caption() string {
	if p.Count.Theme.Kind == consult.ThemeRegular {
		return p.P.T("ui.theme.number", "number", p.Count.Theme.Position)
	}
	return p.P.T("coding.theme.residual")
}

// shares is the table of a theme by category or by territory; each line leads to its texts.
func (p themePage) shares(caption, column string, shares []service.WordedShare, query func(value string) service.CodingQuery) ui.Table {
	table := ui.Table{Caption: caption, Wide: true, Columns: countColumns(p.Page, column)}
	for _, share := range shares {
		first := ui.Cell{Text: p.P.T("coding.theme.unknown")}
		if share.Value != "" {
			first = ui.Cell{Text: share.Label, URL: listURL(p.Slug, query(share.Value), 1)}
		}
		table.Rows = append(table.Rows, ui.Row{Header: true, Cells: append([]ui.Cell{first}, countCells(p.Page, share.Counts)...)})
	}
	return table
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
