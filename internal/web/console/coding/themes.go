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
	CanHide   bool // suggestions, from all who group
}

// Themes shows how many statements, contributions, contributors and people represented each theme has.
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
		CanCode: actor.Can(consult.CodeContributions) && actor.User != "", CanHide: actor.Can(consult.ManageConsultations)}
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

// bands is the table of suggestions by score, and how many people gave too.
func (p themesPage) bands() ui.Table {
	table := ui.Table{Caption: p.P.T("coding.tried.caption"), Wide: true, Columns: []ui.Column{{Title: p.P.T("coding.tried.score")},
		{Title: p.P.T("coding.tried.suggestions"), Numeric: true}, {Title: p.P.T("coding.tried.agreed"), Numeric: true}, {Title: p.P.T("coding.tried.share"), Numeric: true}}}
	for _, band := range p.Tried.Bands {
		table.Rows = append(table.Rows, ui.Row{Header: true, Cells: []ui.Cell{{Text: p.P.T("coding.tried.band", "from", p.P.Decimal(float64(band.From)/100, 1), "to", p.P.Decimal(float64(band.To)/100, 1))},
			{Text: p.P.Number(band.Suggestions)}, {Text: p.P.Number(band.Agreed)}, {Text: p.P.Percent(float64(band.Agreed) / float64(band.Suggestions))}}})
	}
	return table
}

func countColumns(p ui.Page, first string) []ui.Column {
	return []ui.Column{{Title: first}, {Title: p.P.T("coding.column.statements"), Numeric: true},
		{Title: p.P.T("coding.column.contributions"), Numeric: true}, {Title: p.P.T("coding.column.contributors"), Numeric: true},
		{Title: p.P.T("coding.column.participants"), Numeric: true}}
}

func countCells(p ui.Page, c consult.Counts) []ui.Cell {
	return []ui.Cell{{Text: p.P.Number(c.Statements)}, {Text: p.P.Number(c.Contributions)}, {Text: p.P.Number(c.Contributors)},
		{Text: p.P.Number(c.Participants)}}
}
