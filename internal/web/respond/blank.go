package respond

import (
	"slices"

	"github.com/a-h/templ"

	"concertation/internal/web/ui"
)

// Most of what pages show are questions before any answer, the same for everybody: they are written once (see ui.Memo),
// whole, or choice by choice where the order of the choices is each person's own.

// rememberedChoices bounds the choices of a question that is remembered choice by choice: each at each place.
const rememberedChoices = 40

// remembered writes a question from memory where nothing distinguishes it from the blank one.
func (p *pageView) remembered(q *questionView) templ.Component {
	if q.mixed() || !p.blank(q) {
		return question(p, q)
	}
	return q.blank.Of(func() templ.Component { return question(p, q) })
}

// mixed says whether not everybody sees the same choices in the same order.
func (q *questionView) mixed() bool { return q.Randomize || q.ChoiceFilter != "" }

// rememberChoices makes room for the choices of a mixed question.
func (q *questionView) rememberChoices() {
	if n := len(q.options); q.mixed() && n <= rememberedChoices {
		q.blankAt = make([]ui.Memo, n*n)
	}
}

// memoAt gives the memory of a choice shown at a place.
func (q *questionView) memoAt(choice, place int) *ui.Memo {
	return &q.blankAt[choice*len(q.options)+place]
}

// remembersChoices says whether a mixed question is written choice by choice from memory.
func (p *pageView) remembersChoices(q *questionView) bool { return q.blankAt != nil && p.blank(q) }

// blank says whether the question stands as before any answer.
func (p *pageView) blank(q *questionView) bool {
	if len(p.failures) > 0 || len(p.added) > 0 || p.filled(q.Name) {
		return false
	}
	if slices.ContainsFunc(q.places, p.filled) {
		return false
	}
	for _, row := range q.rows {
		if p.filled(row.Name) || !p.relevant(row) {
			return false
		}
	}
	for _, text := range q.specify {
		if text != nil && p.filled(text.Name) {
			return false
		}
	}
	return true
}
