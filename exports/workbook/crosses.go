package workbook

import (
	"slices"

	"concertation/forms"
	"concertation/internal/tally"
)

// crosses writes «Tris croisés»: one long table, a row per pair of answers. In a public workbook small counts are
// hidden, and as many others as it takes for none to be worked out (R2.5).
func (s *surveyed) crosses(name string) error {
	p := s.input.P
	columns := []column{
		{p.T("exports.column.attribute"), 30, asLongText}, {p.T("exports.column.value_of_attribute"), 36, asLongText},
		{p.T("exports.column.question"), 48, asLongText}, {p.T("exports.column.row"), 28, asLongText},
		{p.T("exports.column.answer"), 38, asLongText},
		{p.T("exports.column.count"), 11, asInteger}, {p.T("exports.column.row_base"), 16, asInteger}, {p.T("exports.column.share"), 10, asPercent},
		{p.T("exports.column.base"), 12, asInteger},
	}
	rows := func(yield func([]cell, error) bool) {
		for i := range s.Crosses {
			cross := &s.Crosses[i]
			cells, margins, base := s.protected(cross)
			for r, row := range cross.RowOptions {
				for c, option := range cross.ColOptions {
					value, share := s.shown(cells[r][c], row.Count)
					margin, _ := s.shown(margins[r], row.Count)
					if margin.is == textCell {
						share = text(p.T("exports.hidden"))
					}
					question, line := s.questionAndRow(cross.Column)
					if !yield([]cell{text(s.questionWords(cross.Row)), text(s.optionLabel(cross.Row, row)), text(question), text(line),
						text(s.optionLabel(cross.Column, option)), value, margin, share, s.orHidden(base)}, nil) {
						return
					}
				}
			}
		}
	}
	_, err := s.table(name, columns, rows)
	return err
}

// questionAndRow gives the words of a question, and of the row when it is one of a grid.
func (s *surveyed) questionAndRow(question *forms.Question) (words, row string) {
	if s.Form != nil {
		if parent := s.Form.Parent(question); parent != nil {
			return s.label(parent.Label), s.questionWords(question)
		}
	}
	return s.questionWords(question), s.input.P.T("exports.none")
}

// protected gives the cells, the rows' bases and the base of the table, as they may be shown.
func (s *surveyed) protected(cross *tally.Cross) (cells [][]int, margins []int, base int) {
	margins = make([]int, len(cross.RowOptions))
	for r, row := range cross.RowOptions {
		margins[r] = row.Count
	}
	if !s.input.Public || len(cross.Cells) == 0 {
		return cross.Cells, margins, cross.Base
	}
	width := len(cross.ColOptions)
	if cross.Column.Kind == forms.SelectOne {
		table := tally.ProtectBeside(tally.NewTable(cross.Cells), s.threshold(), s.totalsTold(cross.Row, cross.RowOptions), s.totalsTold(cross.Column, cross.ColOptions))
		for r := range margins {
			margins[r] = table[r][width]
			cells = append(cells, table[r][:width])
		}
		return cells, margins, table[len(margins)][width]
	}
	// Several answers: the cells of a row do not add up to its base. Each choice is a table of its own, of those who
	// made it and those who did not.
	sizes := slices.Clone(margins)
	margins = tally.ProtectListBeside(margins, s.threshold(), s.totalsTold(cross.Row, cross.RowOptions))
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
		for r, hidden := range tally.ProtectChoice(chosen, sizes, sizeHidden, s.threshold()) {
			if hidden {
				cells[r][c] = tally.Hidden
			}
		}
	}
	return cells, margins, s.small(cross.Base)
}

// totalsTold says what «Tris à plat» tells of the totals of a crossing: two sheets that hid different counts of the same people
// would give both away.
func (s *surveyed) totalsTold(question *forms.Question, totals []tally.Option) []tally.Told {
	at := slices.IndexFunc(s.Tallies, func(t tally.Tally) bool { return t.Question.Name == question.Name })
	if at < 0 {
		return nil
	}
	published := map[string]int{}
	for i, count := range s.input.Counts(&s.Tallies[at]) {
		published[s.Tallies[at].Options[i].Choice] = count
	}
	told := make([]tally.Told, len(totals))
	for i, total := range totals {
		switch count, listed := published[total.Choice]; {
		case count == tally.Hidden:
			told[i] = tally.ToldHidden
		case listed && count == total.Count: // the same people
			told[i] = tally.ToldShown
		}
	}
	return told
}
