package corpus

import "concertation/internal/consult"

// Beside is what a count needs besides the corpus.
type Beside struct {
	Sessions []consult.SessionHeld // what each declared; without them a session speaks for one person
	Coding   *Coding               // of this corpus, where the filter is Coded
	Found    []*Selection          // of this corpus: what the store found for words and suggestions, each of which must agree
}

// Count counts what a filter finds; its words, suggestions and scores are for the caller to look up (Beside.Found), its
// places in lists are not looked at. Each contribution is taken as one statement.
func (c *Corpus) Count(filter *consult.ContributionFilter, beside Beside) consult.Counts {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	tests, possible := c.tests(filter, beside.Coding)
	if !possible {
		return consult.Counts{}
	}
	for _, found := range beside.Found {
		tests = append(tests, func(slot uint32, _ *row) bool { return found.has(slot) })
	}
	people, all := c.declared(beside.Sessions), counter{}
next:
	for _, slot := range c.byAuthor() {
		found := &c.rows[slot]
		for _, test := range tests {
			if !test(slot, found) {
				continue next
			}
		}
		all.add(found, 1, people)
	}
	return all.counts
}

type test func(slot uint32, r *row) bool

// tests are what a filter asks of a row; not possible when it asks for a name that nobody bears.
func (c *Corpus) tests(filter *consult.ContributionFilter, coding *Coding) (tests []test, possible bool) {
	possible = true
	named := func(known *names, word string, column func(r *row) uint32) {
		if word == "" {
			return
		}
		number, met := known.find(word)
		possible = possible && met
		tests = append(tests, func(_ uint32, r *row) bool { return column(r) == number })
	}
	if !filter.Retracted {
		tests = append(tests, func(_ uint32, r *row) bool { return r.retracted == 0 })
	}
	named(&c.categories, filter.Category, func(r *row) uint32 { return r.category })
	named(&c.territories, filter.Territory, func(r *row) uint32 { return r.territory })
	named(&c.questions, filter.Question, func(r *row) uint32 { return r.question })
	named(&c.kinds, string(filter.Kind), func(r *row) uint32 { return uint32(r.kind) })
	named(&c.channels, string(filter.Channel), func(r *row) uint32 { return uint32(r.channel) })
	named(&c.sessions, string(filter.SessionID), func(r *row) uint32 { return r.session })
	if !filter.Since.IsZero() {
		since := filter.Since.UnixMilli()
		tests = append(tests, func(_ uint32, r *row) bool { return r.created >= since })
	}
	if !filter.Until.IsZero() {
		until := filter.Until.UnixMilli()
		tests = append(tests, func(_ uint32, r *row) bool { return r.created < until })
	}
	if filter.Among != nil {
		among := c.selected(filter.Among)
		tests = append(tests, func(slot uint32, _ *row) bool { return among.has(slot) })
	}
	if filter.Except != nil {
		except := c.selected(filter.Except)
		tests = append(tests, func(slot uint32, _ *row) bool { return !except.has(slot) })
	}
	if filter.Coded() {
		coded, met := c.codedTest(filter, coding)
		tests, possible = append(tests, coded), possible && met
	}
	return tests, possible
}
