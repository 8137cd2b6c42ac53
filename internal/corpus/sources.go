package corpus

import "concertation/internal/consult"

// CountSources counts statements given by the contributions they stand in: one that several of them stand in counts
// once as a contribution.
func CountSources(statements []consult.Contribution, sessions []consult.SessionHeld) consult.Counts {
	c := Of(statements)
	parts := make([]int, len(c.rows))
	for i := range statements {
		parts[c.slots[c.key(statements[i].ID)]]++
	}
	people, all := c.declared(sessions), counter{}
	for _, slot := range c.byAuthor() {
		all.add(&c.rows[slot], parts[slot], people)
	}
	return all.counts
}
