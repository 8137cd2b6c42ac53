package exports

import (
	"concertation/forms"
	"concertation/internal/tally"
)

// Small hides a count under the threshold in a public export (R2.5).
func (in *Input) Small(count int) int {
	if in.Public && count > 0 && count < in.Consultation.Settings.Threshold() {
		return tally.Hidden
	}
	return count
}

// Counts gives the counts of a question's options, those that must be hidden as tally.Hidden (R2.5).
func (in *Input) Counts(t *tally.Tally) []int {
	counts := make([]int, len(t.Options))
	for i, option := range t.Options {
		counts[i] = option.Count
	}
	if !in.Public {
		return counts
	}
	if t.Question.Kind == forms.SelectOne && len(counts) > 0 {
		return tally.ProtectList(counts, in.Consultation.Settings.Threshold())
	}
	few := in.Small(t.Bases.Answered) == tally.Hidden
	for i, option := range t.Options {
		// Of several answers, those who did not choose one are counted too: few of them say as much as few who did.
		if counts[i] = in.Small(option.Count); in.Small(t.Bases.Answered-option.Count) == tally.Hidden || few {
			counts[i] = tally.Hidden
		}
	}
	return counts
}

// Bases gives how many answered a question and how many left it blank. Both are hidden where few answered, so that a
// count that all of them share does not follow from them.
func (in *Input) Bases(t *tally.Tally) (answered, blank int) {
	if in.Small(t.Bases.Answered) == tally.Hidden {
		return tally.Hidden, tally.Hidden
	}
	return t.Bases.Answered, t.Bases.Blank
}
