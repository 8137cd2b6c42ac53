package tally

import (
	"iter"
	"slices"
)

// Hidden marks a cell that a published table must not show.
const Hidden = -1

// Table is a table of counts with its margins, for publication: cells [row][column], the last row and the last column
// being the totals, the last cell the grand total. Only tables whose cells add up to their totals are protected here.
type Table [][]int

// NewTable adds totals to cells.
func NewTable(cells [][]int) Table {
	if len(cells) == 0 {
		return nil
	}
	width := len(cells[0])
	table := make(Table, len(cells)+1)
	table[len(cells)] = make([]int, width+1)
	for i, row := range cells {
		table[i] = make([]int, width+1)
		for j, count := range row {
			table[i][j] = count
			table[i][width] += count
			table[len(cells)][j] += count
			table[len(cells)][width] += count
		}
	}
	return table
}

// Protect hides each count from 1 to threshold-1 (R2.5), then as many others as it takes for no hidden count to follow
// from those shown: after it, each hidden cell could be at least one more or one less without any shown one changing.
func Protect(table Table, threshold int) Table { return ProtectBeside(table, threshold, nil, nil) }

// Told is what another published table says of a total of this one.
type Told uint8

// What another table may say. ToldHidden: it hides the total, or a count that it would follow from.
const (
	ToldNothing Told = iota
	ToldShown
	ToldHidden
)

// ProtectBeside protects a table published beside the lists of its own totals (a cross tabulation beside the tallies of
// its two questions): what those lists hide is hidden here too, and what they show is known, so that hiding it here
// would protect nothing. rows and cols follow the table's, without its totals; nil where no list is published.
func ProtectBeside(table Table, threshold int, rows, cols []Told) Table {
	p := newProtection(table)
	for at, count := range p.counts {
		p.hidden[at] = count > 0 && count < threshold
	}
	for i, told := range rows {
		p.tell(i*p.cols+p.cols-1, told)
	}
	for j, told := range cols {
		p.tell((p.rows-1)*p.cols+j, told)
	}
	for changed := true; changed; {
		changed = false
		for at := range p.counts {
			if p.hidden[at] && p.determined(at) && p.hideAnother(at) {
				changed = true
			}
		}
	}
	return p.result()
}

// protection sees the table as a network: each row and each column is a node, where what comes in goes out; each cell,
// totals included, is an arc. A hidden cell can be more or less if flow can go round through other hidden cells.
type protection struct {
	rows, cols int // totals included
	counts     []int
	hidden     []bool
	known      []bool // from elsewhere: of no use to hide
}

func newProtection(table Table) *protection {
	p := &protection{rows: len(table)}
	for _, row := range table {
		p.cols = len(row)
		p.counts = append(p.counts, row...)
	}
	p.hidden, p.known = make([]bool, len(p.counts)), make([]bool, len(p.counts))
	return p
}

func (p *protection) tell(at int, told Told) {
	p.known[at] = told == ToldShown
	p.hidden[at] = p.hidden[at] && !p.known[at] || told == ToldHidden
}

// ends gives the nodes that a cell's arc leaves and reaches: rows are 0…rows-1, columns follow. Totals go the other
// way, so that each node's flow balances.
func (p *protection) ends(at int) (from, to int) {
	row, col := at/p.cols, at%p.cols
	from, to = row, p.rows+col
	if (row == p.rows-1) != (col == p.cols-1) {
		from, to = to, from
	}
	return from, to
}

// determined says whether the shown cells give the hidden one away.
func (p *protection) determined(at int) bool {
	from, to := p.ends(at)
	if p.reaches(to, from, at) {
		return false // it could be one more
	}
	return p.counts[at] == 0 || !p.reaches(from, to, at)
}

// reaches says whether flow can go from a node to another through hidden cells other than but: forward always,
// backward where there is something to take away.
func (p *protection) reaches(start, end, but int) bool {
	seen := make([]bool, p.rows+p.cols)
	seen[start] = true
	queue := []int{start}
	for len(queue) > 0 {
		node := queue[0]
		queue = queue[1:]
		if node == end {
			return true
		}
		for at := range p.around(node) {
			if !p.hidden[at] || at == but {
				continue
			}
			from, to := p.ends(at)
			switch {
			case from == node && !seen[to]:
				seen[to] = true
				queue = append(queue, to)
			case to == node && p.counts[at] > 0 && !seen[from]:
				seen[from] = true
				queue = append(queue, from)
			}
		}
	}
	return false
}

// around gives the cells of a row or of a column.
func (p *protection) around(node int) iter.Seq[int] {
	first, step, many := node*p.cols, 1, p.cols
	if node >= p.rows {
		first, step, many = node-p.rows, p.cols, p.rows
	}
	return func(yield func(int) bool) {
		for i := range many {
			if !yield(first + i*step) {
				return
			}
		}
	}
}

// hideAnother hides the cell of the same row or column that costs least: inner cells before totals, counts before zeros,
// those on a line where something is hidden already (it may take part in the same exchange), then the smallest.
func (p *protection) hideAnother(at int) bool {
	row, col := at/p.cols, at%p.cols
	best, bestCost := -1, 0
	consider := func(other int) {
		if p.hidden[other] || p.known[other] {
			return
		}
		cost := p.counts[other] + 1
		crossing := p.rows + other%p.cols
		if other/p.cols != row {
			crossing = other / p.cols
		}
		if !p.anyHidden(crossing) {
			cost += 1 << 39
		}
		if p.counts[other] == 0 {
			cost += 1 << 40
		}
		if other/p.cols == p.rows-1 || other%p.cols == p.cols-1 {
			cost += 1 << 41
		}
		if best < 0 || cost < bestCost {
			best, bestCost = other, cost
		}
	}
	for j := range p.cols {
		consider(row*p.cols + j)
	}
	for i := range p.rows {
		consider(i*p.cols + col)
	}
	if best < 0 {
		return false
	}
	p.hidden[best] = true
	return true
}

// anyHidden says whether a row or a column hides something.
func (p *protection) anyHidden(node int) bool {
	for at := range p.around(node) {
		if p.hidden[at] {
			return true
		}
	}
	return false
}

func (p *protection) result() Table {
	table := make(Table, p.rows)
	for i := range table {
		table[i] = make([]int, p.cols)
		for j := range table[i] {
			table[i][j] = p.counts[i*p.cols+j]
			if p.hidden[i*p.cols+j] {
				table[i][j] = Hidden
			}
		}
	}
	return table
}

// ProtectList hides in a list of counts those from 1 to threshold-1, and one more where a single hidden count would
// follow from the others and from their total, which is published. Where fewer than threshold make up the total, every
// count is hidden; the caller then hides the total too.
func ProtectList(counts []int, threshold int) []int { return ProtectListBeside(counts, threshold, nil) }

// ProtectListBeside protects a list published beside another of the same counts, or of close ones (see ProtectBeside);
// told follows counts, nil where there is none.
func ProtectListBeside(counts []int, threshold int, told []Told) []int {
	published := slices.Clone(counts)
	total, hidden, next := 0, 0, -1
	for i, count := range counts {
		total += count
		switch {
		case count > 0 && count < threshold || told != nil && told[i] == ToldHidden:
			published[i] = Hidden
			hidden++
		case told != nil && told[i] == ToldShown:
		case next < 0 || count > 0 && (counts[next] == 0 || count < counts[next]):
			next = i
		}
	}
	switch {
	case total > 0 && total < threshold:
		for i := range published {
			published[i] = Hidden
		}
	case hidden == 1 && next >= 0:
		published[next] = Hidden
	}
	return published
}

// ProtectChoice says, of one choice of a several-choice question, in which groups the count of those who made it must
// be hidden: where few made it, where few did not, where the group's own size (base) is hidden; and in as many others as
// it takes for none to follow from the sizes and from the total of the choice, which are published.
func ProtectChoice(chosen, bases []int, sizeHidden []bool, threshold int) []bool {
	small := func(n int) bool { return n > 0 && n < threshold }
	hidden := make([]bool, len(chosen))
	for i := range chosen {
		hidden[i] = sizeHidden[i] || small(chosen[i]) || small(bases[i]-chosen[i])
	}
	for i := 0; i < len(hidden); i++ {
		if !hidden[i] || exchanges(chosen, bases, hidden, i) {
			continue
		}
		next := -1
		for j := range hidden {
			cost := func(k int) int { return min(chosen[k], bases[k]-chosen[k]) }
			if !hidden[j] && bases[j] > 0 && (next < 0 || cost(j) < cost(next)) {
				next = j
			}
		}
		if next < 0 {
			break
		}
		hidden[next] = true
		i = -1 // the one added must hold too
	}
	return hidden
}

// exchanges says whether a hidden group could have had one more or one less who made the choice, another hidden group
// making up for it.
func exchanges(chosen, bases []int, hidden []bool, i int) bool {
	for j := range hidden {
		if j == i || !hidden[j] {
			continue
		}
		if chosen[i] > 0 && bases[j] > chosen[j] || bases[i] > chosen[i] && chosen[j] > 0 || bases[i] == 0 {
			return true
		}
	}
	return bases[i] == 0
}
