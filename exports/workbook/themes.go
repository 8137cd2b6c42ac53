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
	add := func(theme consult.ThemeCount, breakdown, value string, counts consult.Counts, hidden bool) {
		line := []cell{count(theme.Theme.Position), text(theme.Theme.Title), text(breakdown), text(value)}
		for _, n := range []int{counts.Statements, counts.Contributions, counts.Contributors, counts.Participants} {
			if hidden {
				n = tally.Hidden
			}
			line = append(line, b.orHidden(n))
		}
		lines = append(lines, line)
	}
	part := func(theme consult.ThemeCount, breakdown string, label func(string) string, shares []consult.Share) {
		hidden := b.fewBehind(shares)
		for i, share := range shares {
			add(theme, breakdown, b.known(label(share.Value)), share.Counts, hidden[i])
		}
	}
	if g := b.input.Grouping; g != nil {
		first := headerRow(b.input.Consultation.Demonstration) + 1
		for _, theme := range g.Themes {
			add(theme, p.T("exports.breakdown.whole"), p.T("exports.breakdown.all"), theme.Counts, b.small(theme.Counts.Contributors) == tally.Hidden)
		}
		regular := slices.IndexFunc(g.Themes, func(t consult.ThemeCount) bool { return t.Theme.Kind != consult.ThemeRegular })
		if regular < 0 {
			regular = len(g.Themes)
		}
		if regular > 0 {
			b.themed = place{first, first + regular - 1}
		}
		for _, theme := range g.Themes {
			part(theme, p.T("exports.breakdown.category"), b.input.Words.Category, g.Categories[theme.Theme.ID])
			part(theme, p.T("exports.breakdown.territory"), b.input.Words.Territory, g.Territories[theme.Theme.ID])
		}
	}
	_, err := b.table(name, columns, each(lines, func(line []cell) []cell { return line }))
	return err
}

// fewBehind says which lines of a theme a public workbook hides: those with fewer contributors than the threshold, since
// the four counts speak of the same few people, and one more where a single line would follow from the theme's whole.
func (b *book) fewBehind(shares []consult.Share) []bool {
	hidden := make([]bool, len(shares))
	if !b.input.Public {
		return hidden
	}
	contributors := make([]int, len(shares))
	for i, share := range shares {
		contributors[i] = share.Counts.Contributors
	}
	for i, count := range tally.ProtectList(contributors, b.threshold()) {
		hidden[i] = count == tally.Hidden
	}
	return hidden
}

func (b *book) known(label string) string {
	if label == "" {
		return b.input.P.T("exports.unknown")
	}
	return label
}
