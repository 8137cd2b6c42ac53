package corpus

import (
	"concertation/internal/consult"
)

// Answers says whether Count can tell what a filter finds: it knows no words, no suggestions and no place in lists.
func Answers(filter *consult.ContributionFilter) bool {
	return filter.Words == "" && filter.Suggested == "" && filter.ScoreMin == 0 && filter.ScoreMax == 0 &&
		filter.Among == nil && filter.Except == nil && filter.After.ID == "" && filter.Before.ID == ""
}

// Count counts what a filter finds, of those that it can answer; coding, of this corpus, is read where the filter is
// Coded, and may be nil elsewhere. Each contribution is taken as one statement.
func (c *Corpus) Count(filter *consult.ContributionFilter, coding *Coding, sessions []consult.SessionHeld) consult.Counts {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	tests, possible := c.tests(filter, coding)
	if !possible {
		return consult.Counts{}
	}
	people, all := c.declared(sessions), counter{}
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
	if filter.Coded() {
		coded, met := c.codedTest(filter, coding)
		tests, possible = append(tests, coded), possible && met
	}
	return tests, possible
}
