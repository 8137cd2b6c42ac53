package consult

// CountSources counts statements given by the contributions they stand in: one that several of them stand in counts
// once as a contribution.
func CountSources(statements []Contribution, sessions []SessionHeld) Counts {
	participants := map[ID]int{}
	for _, session := range sessions {
		participants[session.ID] = session.Participants
	}
	parts := map[ID]int{}
	for i := range statements {
		parts[statements[i].ID]++
	}
	all := newCounter(participants)
	for i := range statements {
		if n := parts[statements[i].ID]; n > 0 {
			all.add(&statements[i], n)
			parts[statements[i].ID] = 0
		}
	}
	return all.counts
}
