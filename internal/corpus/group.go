package corpus

import (
	"cmp"
	"slices"

	"concertation/internal/consult"
)

// Group counts contributions by theme of the grid, category and territory. Retracted ones are left out. parts are the
// statements of those that were split; assignments the current ones.
func (c *Corpus) Group(grid *consult.ThemeGrid, parts []consult.Statement, assignments []consult.Assignment, sessions []consult.SessionHeld) *consult.Grouping {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	g := &grouper{corpus: c, people: c.declared(sessions), themes: map[consult.ID]int32{}, cells: map[cellKey]*counter{}, crossings: map[crossing]*[4]*counter{},
		contested: make([]int, len(grid.Themes)), stale: make([]int, len(grid.Themes))}
	for i, theme := range grid.Themes {
		g.themes[theme.ID] = int32(i)
	}
	g.read(parts, assignments)
	for _, slot := range c.byAuthor() {
		if r := &c.rows[slot]; r.retracted == 0 {
			g.add(slot, r)
		}
	}
	return g.grouping(grid)
}

// grouper counts a corpus by theme.
type grouper struct {
	corpus    *Corpus
	people    declared
	themes    map[consult.ID]int32 // place in the grid
	said      map[uint32]*said
	cells     map[cellKey]*counter
	crossings map[crossing]*[4]*counter
	contested []int // by theme
	stale     []int

	total, coded, waiting counter
}

// said is what people said of a contribution, where it is not one statement without theme.
type said struct {
	statements int
	with       int           // those that have a theme, even of no grid
	given      map[int32]int // statements by theme of the grid
}

// read sums up what was said of each contribution.
func (g *grouper) read(parts []consult.Statement, assignments []consult.Assignment) {
	g.said = map[uint32]*said{}
	own := map[consult.ID]uint32{} // of which contribution that counts a statement is
	for _, part := range parts {
		if slot, counts := g.corpus.slot(part.ContributionID); counts {
			g.of(slot).statements++
			own[part.ID] = slot
		}
	}
	for _, a := range assignments { // whoever was not split is one statement
		if slot, counts := g.corpus.slot(a.ContributionID); counts && a.StatementID == a.ContributionID && g.of(slot).statements == 0 {
			g.of(slot).statements = 1
			own[a.StatementID] = slot
		}
	}
	for statement, standings := range consult.Standings(assignments) {
		slot, counts := own[statement]
		if !counts {
			continue
		}
		text, given := g.of(slot), false
		for _, standing := range standings {
			theme, inGrid := g.themes[standing.ThemeID]
			given = given || standing.Given()
			switch {
			case !inGrid:
			case standing.Given():
				text.given[theme]++
				if standing.Contested() {
					g.contested[theme]++
				}
			case len(standing.Stale) > 0:
				g.stale[theme]++
			}
		}
		if given {
			text.with++
		}
	}
}

func (g *grouper) of(slot uint32) *said {
	found := g.said[slot]
	if found == nil {
		found = &said{given: map[int32]int{}}
		g.said[slot] = found
	}
	return found
}

var unsaid = said{statements: 1}

func (g *grouper) add(slot uint32, r *row) {
	text := g.said[slot]
	if text == nil {
		text = &unsaid
	}
	g.total.add(r, text.statements, g.people)
	g.addCells(r, allThemes, text.statements)
	if text.with > 0 {
		g.coded.add(r, text.with, g.people)
	}
	if text.with < text.statements {
		g.waiting.add(r, text.statements-text.with, g.people)
	}
	for theme, statements := range text.given {
		g.addCells(r, theme, statements)
	}
}

// cellKey is what a counter counts: a theme, or all contributions, whole or cut along one or two attributes.
type cellKey struct {
	theme               int32
	kind                cellKind
	category, territory uint32
}

const allThemes = -1

type cellKind uint8

const (
	wholeTheme cellKind = iota
	alongCategory
	alongTerritory
	alongBoth
)

// crossing is a theme for one category and one territory: the counters to which a contribution there adds.
type crossing struct {
	theme               int32
	category, territory uint32
}

func (g *grouper) addCells(r *row, theme int32, statements int) {
	at := crossing{theme, r.category, r.territory}
	counters := g.crossings[at]
	if counters == nil {
		counters = &[4]*counter{
			g.cell(cellKey{theme: theme, kind: wholeTheme}),
			g.cell(cellKey{theme: theme, kind: alongCategory, category: r.category}),
			g.cell(cellKey{theme: theme, kind: alongTerritory, territory: r.territory}),
			g.cell(cellKey{theme: theme, kind: alongBoth, category: r.category, territory: r.territory}),
		}
		g.crossings[at] = counters
	}
	for _, found := range counters {
		found.add(r, statements, g.people)
	}
}

func (g *grouper) cell(key cellKey) *counter {
	found := g.cells[key]
	if found == nil {
		found = &counter{}
		g.cells[key] = found
	}
	return found
}

// grouping puts the counters in their order: themes as in the grid, codes in their own.
func (g *grouper) grouping(grid *consult.ThemeGrid) *consult.Grouping {
	made := &consult.Grouping{Total: g.total.counts, Coded: g.coded.counts, Waiting: g.waiting.counts,
		Categories: map[consult.ID][]consult.Share{}, Territories: map[consult.ID][]consult.Share{}}
	for i, theme := range grid.Themes {
		count := consult.ThemeCount{Theme: theme, Contested: g.contested[i], Stale: g.stale[i]}
		if found := g.cells[cellKey{theme: int32(i), kind: wholeTheme}]; found != nil {
			count.Counts = found.counts
		}
		made.Themes = append(made.Themes, count)
	}
	type cell struct {
		cellKey
		category, territory string
	}
	cells := make([]cell, 0, len(g.cells))
	for key := range g.cells {
		cells = append(cells, cell{key, g.corpus.categories.word(key.category), g.corpus.territories.word(key.territory)})
	}
	slices.SortFunc(cells, func(a, b cell) int {
		return cmp.Or(cmp.Compare(a.theme, b.theme), cmp.Compare(a.category, b.category), cmp.Compare(a.territory, b.territory),
			cmp.Compare(a.kind, b.kind))
	})
	for _, one := range cells {
		theme, counts := consult.ID(""), g.cells[one.cellKey].counts
		if one.theme != allThemes {
			theme = grid.Themes[one.theme].ID
		}
		switch one.kind {
		case alongCategory:
			made.Categories[theme] = append(made.Categories[theme], consult.Share{Value: one.category, Counts: counts})
		case alongTerritory:
			made.Territories[theme] = append(made.Territories[theme], consult.Share{Value: one.territory, Counts: counts})
		case alongBoth:
			if one.theme != allThemes {
				made.Cells = append(made.Cells, consult.ThemeCell{ThemeID: theme, Category: one.category, Territory: one.territory, Counts: counts})
			}
		}
	}
	return made
}
