package workbook

import (
	"slices"
	"strings"

	"concertation/internal/consult"
	"concertation/internal/tally"
)

// followed gives the lines of «Participation» that count the organisations of the list: each step, then who answered by
// stratum, with the list as base. A public workbook hides where few answered, or few did not (R2.5).
func (b *book) followed() []participated {
	l := b.input.Ledger
	if l == nil || l.Whole.Count == 0 {
		return nil
	}
	p := b.input.P
	counted, breakdown := p.T("exports.source.counted"), p.T("exports.breakdown.ledger")
	strata, by := b.strata()
	hidden, whole := b.protectedStrata(strata, by)
	var lines []participated
	for _, step := range consult.LedgerSteps() {
		lines = append(lines, participated{breakdown, p.T("ledger.show." + string(step)),
			b.unless(b.few(l.Whole.At(step), l.Whole.Count) || step == consult.StepAnswered && whole, l.Whole.At(step)), l.Whole.Count, p.T("exports.base.list"), counted})
	}
	lines = append(lines, participated{breakdown, p.T("exports.ledger.silent"), b.unless(b.few(l.Whole.Silent, l.Whole.Count), l.Whole.Silent), l.Whole.Count, p.T("exports.base.list"), counted})
	for i := range strata {
		lines = append(lines, participated{p.T("exports.breakdown.answered_by_stratum"), b.stratumWords(&strata[i].Stratum, by),
			b.unless(hidden[i], strata[i].At(consult.StepAnswered)), strata[i].Count, p.T("exports.base.stratum"), counted})
	}
	for i := range strata {
		if b.input.Public {
			break // it would say who answered again, under another cover
		}
		lines = append(lines, participated{p.T("exports.breakdown.silent_by_stratum"), b.stratumWords(&strata[i].Stratum, by), strata[i].Silent, strata[i].Count,
			p.T("exports.base.stratum"), counted})
	}
	return lines
}

// strata gives the strata as the workbook parts them: a public one by two columns at most, so that they make a table
// whose margins can be protected.
func (b *book) strata() ([]consult.LedgerCount, []consult.Stratifier) {
	l := b.input.Ledger
	if !b.input.Public || len(l.By) <= 2 {
		return l.Strata, l.By
	}
	by := l.By[:2]
	at := map[consult.Stratum]int{}
	var strata []consult.LedgerCount
	for i := range l.Strata {
		key := l.Strata[i].Only(by)
		j, met := at[key]
		if !met {
			j = len(strata)
			at[key], strata = j, append(strata, consult.LedgerCount{Stratum: key})
		}
		strata[j].Add(&l.Strata[i])
	}
	return strata, by
}

// protectedStrata says in which strata the count of who answered is hidden, and whether the whole is too. Bases are
// published: who answered and who did not say the same, so both are protected.
func (b *book) protectedStrata(strata []consult.LedgerCount, by []consult.Stratifier) (hidden []bool, whole bool) {
	hidden = make([]bool, len(strata))
	if !b.input.Public || len(strata) == 0 {
		return hidden, false
	}
	rows, cols := axis(strata, by, 0), axis(strata, by, 1)
	answered, quiet := grid(len(rows), len(cols)), grid(len(rows), len(cols))
	place := func(i int) (row, col int) {
		return slices.Index(rows, valueAt(&strata[i].Stratum, by, 0)), slices.Index(cols, valueAt(&strata[i].Stratum, by, 1))
	}
	for i := range strata {
		row, col := place(i)
		answered[row][col] = strata[i].At(consult.StepAnswered)
		quiet[row][col] = strata[i].Count - strata[i].At(consult.StepAnswered)
	}
	for _, cells := range [][][]int{answered, quiet} {
		protected := tally.Protect(tally.NewTable(cells), b.threshold())
		for i := range strata {
			row, col := place(i)
			hidden[i] = hidden[i] || protected[row][col] == tally.Hidden
		}
		whole = whole || protected[len(rows)][len(cols)] == tally.Hidden
	}
	return hidden, whole
}

func grid(rows, cols int) [][]int {
	cells := make([][]int, rows)
	for i := range cells {
		cells[i] = make([]int, cols)
	}
	return cells
}

// axis gives the values of the column of that rank, in the order in which strata come.
func axis(strata []consult.LedgerCount, by []consult.Stratifier, rank int) []string {
	var values []string
	for i := range strata {
		if value := valueAt(&strata[i].Stratum, by, rank); !slices.Contains(values, value) {
			values = append(values, value)
		}
	}
	return values
}

func valueAt(stratum *consult.Stratum, by []consult.Stratifier, rank int) string {
	if rank >= len(by) {
		return ""
	}
	return stratum.Value(by[rank])
}

// few says whether a public workbook hides a count of a list: few did it, or few did not.
func (b *book) few(count, base int) bool {
	small := func(n int) bool { return n > 0 && n < b.threshold() }
	return b.input.Public && (small(count) || small(base-count))
}

// unless gives a count, or what hides it.
func (b *book) unless(hidden bool, count int) int {
	if hidden {
		return tally.Hidden
	}
	return count
}

// stratumWords says a stratum in words.
func (b *book) stratumWords(stratum *consult.Stratum, by []consult.Stratifier) string {
	words := make([]string, len(by))
	for i, one := range by {
		words[i] = b.stratifierWord(one, stratum.Value(one))
	}
	return strings.Join(words, " – ")
}

func (b *book) stratifierWord(by consult.Stratifier, value string) string {
	switch by {
	case consult.ByCategory:
		value = b.input.Words.Category(value)
	case consult.ByTerritory:
		value = b.input.Words.Territory(value)
	}
	return b.known(value)
}

// ledger writes «Suivi par structure»: the list, a line per organisation, without any means of reaching people.
func (b *book) ledger(name string) error {
	p := b.input.P
	columns := []column{{p.T("exports.column.organisation"), 44, asLongText}, {p.T("exports.column.category"), 30, asLongText},
		{p.T("exports.column.territory"), 22, asLongText}, {p.T("exports.column.size"), 14, asText}, {p.T("exports.column.silent"), 14, asText}}
	for _, step := range consult.LedgerSteps() {
		columns = append(columns, column{p.T("exports.column." + string(step)), 16, asText})
	}
	columns = append(columns, column{p.T("exports.column.first_answer"), 18, asDate}, column{p.T("exports.column.answers"), 14, asInteger},
		column{p.T("exports.column.reminders"), 12, asInteger}, column{p.T("exports.column.calls"), 10, asInteger}, column{p.T("exports.column.bounced"), 14, asText})
	_, err := b.table(name, columns, each(b.input.Ledger.Lines, b.ledgerLine))
	return err
}

func (b *book) ledgerLine(l consult.LedgerLine) []cell {
	said := func(yes bool) cell {
		if yes {
			return text(b.input.P.T("exports.yes"))
		}
		return text(b.input.P.T("exports.no"))
	}
	cells := []cell{text(l.Name), text(b.stratifierWord(consult.ByCategory, l.Category)), text(b.stratifierWord(consult.ByTerritory, l.Territory)),
		text(b.known(l.Size)), said(l.Silent())}
	for _, step := range consult.LedgerSteps() {
		cells = append(cells, said(l.Did(step)))
	}
	first := text(b.input.P.T("exports.none"))
	if at := l.FirstAnswer(); !at.IsZero() {
		first = moment(at)
	}
	return append(cells, first, count(len(l.Answers())), count(l.Reminders), count(l.Calls), said(l.Bounced))
}
