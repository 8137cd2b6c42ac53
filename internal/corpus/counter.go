package corpus

import "concertation/internal/consult"

// counter adds contributions up in the four counts (rule 7). They come author after author (byAuthor): each author
// counts once.
type counter struct {
	counts   consult.Counts
	author   uint32 // the last one counted
	alone    uint32 // the last one counted who spoke outside sessions
	sessions map[uint32]bool
}

// declared is how many people each session speaks for, by its number.
type declared []int

func (c *Corpus) declared(sessions []consult.SessionHeld) declared {
	people := make(declared, max(len(c.sessions.words), 1))
	for _, session := range sessions {
		if number, known := c.sessions.find(string(session.ID)); known {
			people[number] = session.Participants
		}
	}
	return people
}

func (n *counter) add(r *row, statements int, people declared) {
	n.counts.Statements += statements
	n.counts.Contributions++
	if r.author != n.author {
		n.author = r.author
		n.counts.Contributors++
	}
	switch {
	case r.session != 0 && !n.sessions[r.session]:
		if n.sessions == nil {
			n.sessions = map[uint32]bool{}
		}
		n.sessions[r.session] = true
		// A session whose number nobody declared had at least the person who spoke.
		n.counts.Participants += max(people[r.session], 1)
	case r.session == 0 && r.author != n.alone:
		n.alone = r.author
		n.counts.Participants++
	}
}
