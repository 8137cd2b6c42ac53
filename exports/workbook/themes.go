package workbook

import (
	"slices"

	"concertation/internal/consult"
	"concertation/internal/tally"
)

// themes writes «Thématiques»: each theme whole, by category and by territory, each of the four counts in its column.
func (b *book) themes(name string) error {
	p := b.input.P
	columns := []column{
		{p.T("exports.column.number"), 9, asInteger}, {p.T("exports.column.theme"), 52, asLongText},
		{p.T("exports.column.breakdown"), 18, asText}, {p.T("exports.column.value_of_breakdown"), 40, asLongText},
		{p.T("exports.column.statements"), 12, asInteger}, {p.T("exports.column.contributions"), 14, asInteger},
		{p.T("exports.column.contributors"), 14, asInteger}, {p.T("exports.column.participants"), 16, asInteger},
	}
	var lines [][]cell
	add := func(theme consult.ThemeCount, breakdown, value string, counts consult.Counts) {
		lines = append(lines, []cell{count(theme.Theme.Position), text(theme.Theme.Title), text(breakdown), text(value),
			b.counted(counts.Statements, counts), b.counted(counts.Contributions, counts), b.counted(counts.Contributors, counts),
			b.counted(counts.Participants, counts)})
	}
	if g := b.input.Grouping; g != nil {
		first := headerRow(b.input.Consultation.Demonstration) + 1
		for _, theme := range g.Themes {
			add(theme, p.T("exports.breakdown.whole"), p.T("exports.breakdown.all"), theme.Counts)
		}
		regular := slices.IndexFunc(g.Themes, func(t consult.ThemeCount) bool { return t.Theme.Kind != consult.ThemeRegular })
		if regular < 0 {
			regular = len(g.Themes)
		}
		if regular > 0 {
			b.places[themesPlace] = place{first, first + regular - 1}
		}
		for _, theme := range g.Themes {
			for _, share := range g.ByCategory(theme.Theme.ID) {
				add(theme, p.T("exports.breakdown.category"), b.known(b.input.Words.Category(share.Value)), share.Counts)
			}
			for _, share := range g.ByTerritory(theme.Theme.ID) {
				add(theme, p.T("exports.breakdown.territory"), b.known(b.input.Words.Territory(share.Value)), share.Counts)
			}
		}
	}
	_, err := b.table(name, columns, each(lines, func(line []cell) []cell { return line }))
	return err
}

// themesPlace is where the six themes stand whole, for the charts.
const themesPlace = "\x00themes"

// counted gives a count of a line, hidden in a public workbook when fewer contributors than the threshold stand behind
// the line: the four counts speak of the same few people.
func (b *book) counted(n int, line consult.Counts) cell {
	if b.small(line.Contributors) == tally.Hidden {
		return text(b.input.P.T("exports.hidden"))
	}
	return count(n)
}

func (b *book) known(label string) string {
	if label == "" {
		return b.input.P.T("exports.unknown")
	}
	return label
}
