package workbook

import (
	"slices"

	"concertation/forms"
	"concertation/internal/tally"
)

// crosses writes «Tris croisés»: one long table, a row per pair of answers. In a public workbook small counts are
// hidden, and as many others as it takes for none to be worked out (R2.5).
func (b *book) crosses(name string) error {
	p := b.input.P
	columns := []column{
		{p.T("exports.column.attribute"), 30, asLongText}, {p.T("exports.column.value_of_attribute"), 36, asLongText},
		{p.T("exports.column.question"), 48, asLongText}, {p.T("exports.column.row"), 28, asLongText},
		{p.T("exports.column.answer"), 38, asLongText},
		{p.T("exports.column.count"), 11, asInteger}, {p.T("exports.column.row_base"), 16, asInteger}, {p.T("exports.column.share"), 10, asPercent},
		{p.T("exports.column.base"), 12, asInteger},
	}
	rows := func(yield func([]cell, error) bool) {
		for i := range b.input.Crosses {
			cross := &b.input.Crosses[i]
			cells, margins, base := b.protected(cross)
			for r, row := range cross.RowOptions {
				for c, option := range cross.ColOptions {
					value, share := b.shown(cells[r][c], row.Count)
					margin, _ := b.shown(margins[r], row.Count)
					if margin.is == textCell {
						share = text(p.T("exports.hidden"))
					}
					question, line := b.questionAndRow(cross.Column)
					if !yield([]cell{text(b.label(cross.Row.Label)), text(b.optionLabel(row)), text(question), text(line),
						text(b.optionLabel(option)), value, margin, share, b.orHidden(base)}, nil) {
						return
					}
				}
			}
		}
	}
	_, err := b.table(name, columns, rows)
	return err
}

// questionAndRow gives the words of a question, and of the row when it is one of a grid.
func (b *book) questionAndRow(question *forms.Question) (words, row string) {
	if b.input.Form != nil {
		if parent := b.input.Form.Parent(question); parent != nil {
			return b.label(parent.Label), b.label(question.Label)
		}
	}
	return b.label(question.Label), b.input.P.T("exports.none")
}

// protected gives the cells, the rows' bases and the base of the table, as they may be shown.
func (b *book) protected(cross *tally.Cross) (cells [][]int, margins []int, base int) {
	margins = make([]int, len(cross.RowOptions))
	for r, row := range cross.RowOptions {
		margins[r] = row.Count
	}
	if !b.input.Public || len(cross.Cells) == 0 {
		return cross.Cells, margins, cross.Base
	}
	width := len(cross.ColOptions)
	if cross.Column.Kind == forms.SelectOne {
		table := tally.Protect(tally.NewTable(cross.Cells), b.threshold())
		for r := range margins {
			margins[r] = table[r][width]
			cells = append(cells, table[r][:width])
		}
		return cells, margins, table[len(margins)][width]
	}
	// Several answers: the cells of a row do not add up to its base. Each choice is a table of its own, of those who
	// made it and those who did not.
	sizes := slices.Clone(margins)
	margins = tally.ProtectList(margins, b.threshold())
	sizeHidden := make([]bool, len(margins))
	cells = make([][]int, len(margins))
	for r := range margins {
		sizeHidden[r] = margins[r] == tally.Hidden
		cells[r] = slices.Clone(cross.Cells[r])
	}
	for c := range width {
		chosen := make([]int, len(cells))
		for r := range cells {
			chosen[r] = cross.Cells[r][c]
		}
		for r, hidden := range tally.ProtectChoice(chosen, sizes, sizeHidden, b.threshold()) {
			if hidden {
				cells[r][c] = tally.Hidden
			}
		}
	}
	return cells, margins, b.small(cross.Base)
}
