package corpus

import (
	"slices"

	"concertation/internal/consult"
)

// Pair is two themes, whichever comes first.
type Pair struct{ a, b consult.ID }

// PairOf makes a pair.
func PairOf(a, b consult.ID) Pair {
	if b < a {
		a, b = b, a
	}
	return Pair{a, b}
}

// Together counts the contributions that have both of two themes.
func (c *Corpus) Together(assignments []consult.Assignment) map[Pair]int {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	given := map[uint32][]consult.ID{}
	for i := range assignments {
		a := &assignments[i]
		if a.State != consult.AssignmentConfirmed || !a.EndedAt.IsZero() {
			continue
		}
		if slot, counts := c.slot(a.ContributionID); counts && !slices.Contains(given[slot], a.ThemeID) {
			given[slot] = append(given[slot], a.ThemeID)
		}
	}
	pairs := map[Pair]int{}
	for _, themes := range given {
		for i := range themes {
			for _, other := range themes[i+1:] {
				pairs[PairOf(themes[i], other)]++
			}
		}
	}
	return pairs
}
