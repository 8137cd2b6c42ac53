package forms

import "slices"

// The journey through a questionnaire is derived from the answers, never stored.

// SectionVisible says whether section i is relevant and has something to show.
func (ev *Evaluation) SectionVisible(i int) bool {
	if i < 0 || i >= len(ev.form.sections) {
		return false
	}
	return slices.ContainsFunc(ev.form.sections[i].entries, func(at int) bool {
		return ev.state[at]&relevant != 0 && ev.form.entries[at].question.Kind != Hidden
	})
}

// FailuresIn gives the failures of the questions of section i.
func (ev *Evaluation) FailuresIn(i int) []Failure {
	var here []Failure
	for _, failure := range ev.Failures {
		if at, ok := ev.form.byName[failure.Question]; ok && ev.form.entries[at].section == i {
			here = append(here, failure)
		}
	}
	return here
}

// Shown gives the names of the relevant questions of section i that ask something (rows rather than their grid),
// specify texts aside: what a page's hidden field `shown` lists.
func (ev *Evaluation) Shown(i int) []string {
	if i < 0 || i >= len(ev.form.sections) {
		return nil
	}
	names := make([]string, 0, len(ev.form.sections[i].entries))
	for _, at := range ev.form.sections[i].entries {
		e := &ev.form.entries[at]
		if e.kind.asks && e.question.Kind != Hidden && e.specifyOf < 0 && ev.state[at]&relevant != 0 {
			names = append(names, e.question.Name)
		}
	}
	return names
}

// Steps gives the visible sections in order.
func (ev *Evaluation) Steps() []int {
	var steps []int
	for i := range ev.form.sections {
		if ev.SectionVisible(i) {
			steps = append(steps, i)
		}
	}
	return steps
}

// Next gives the visible section after i, or -1.
func (ev *Evaluation) Next(i int) int {
	for next := max(i+1, 0); next < len(ev.form.sections); next++ {
		if ev.SectionVisible(next) {
			return next
		}
	}
	return -1
}

// Previous gives the visible section before i, or -1.
func (ev *Evaluation) Previous(i int) int {
	for previous := min(i, len(ev.form.sections)) - 1; previous >= 0; previous-- {
		if ev.SectionVisible(previous) {
			return previous
		}
	}
	return -1
}

// FirstIncomplete gives the first visible section with a failure, or -1 when the response can be submitted.
func (ev *Evaluation) FirstIncomplete() int {
	if len(ev.Failures) == 0 {
		return -1
	}
	first := -1
	for _, failure := range ev.Failures {
		section := ev.form.entries[ev.form.byName[failure.Question]].section
		if first < 0 || section < first {
			first = section
		}
	}
	return first
}
