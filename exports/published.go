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
		return tally.Protect(tally.NewTable([][]int{counts}), in.Consultation.Settings.Threshold())[0][:len(counts)]
	}
	for i, option := range t.Options {
		// Of several answers, those who did not choose one are counted too: few of them say as much as few who did.
		if counts[i] = in.Small(option.Count); in.Small(t.Bases.Answered-option.Count) == tally.Hidden {
			counts[i] = tally.Hidden
		}
	}
	return counts
}
