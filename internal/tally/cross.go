package tally

import "concertation/forms"

// Cross counts two coded questions against each other (tri croisé).
type Cross struct {
	Row, Column *forms.Question
	RowOptions  []Option // Count: the row's respondents who answered both questions
	ColOptions  []Option
	Cells       [][]int // [row][column]
	// Base is how many respondents answered both questions. The cells of a several-choice question exceed it.
	Base int
}

// Cross crosses two questions among the responses that satisfy the conditions; ok is false when one of them is unknown
// or has no choices.
func (e *Engine) Cross(row, column string, conditions ...Condition) (cross Cross, ok bool) {
	e.mutex.RLock()
	defer e.mutex.RUnlock()
	r, c := e.byName[row], e.byName[column]
	if r == nil || c == nil || !r.crossable() || !c.crossable() {
		return Cross{}, false
	}
	both := r.answered.and(c.answered).and(e.selection(conditions))
	cross = Cross{Row: r.question, Column: c.question, Base: both.count()}
	for j, choice := range c.choices {
		cross.ColOptions = append(cross.ColOptions, Option{choice.Name, choice.Label, c.chosen[j].common(both)})
	}
	for i, choice := range r.choices {
		kept := r.chosen[i].and(both)
		cross.RowOptions = append(cross.RowOptions, Option{choice.Name, choice.Label, kept.count()})
		cells := make([]int, len(c.choices))
		for j := range c.choices {
			cells[j] = c.chosen[j].common(kept)
		}
		cross.Cells = append(cross.Cells, cells)
	}
	return cross, true
}

func (c *column) crossable() bool {
	return c.question.Kind == forms.SelectOne || c.question.Kind == forms.SelectMultiple
}
