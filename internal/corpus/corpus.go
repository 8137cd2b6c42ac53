package corpus

import (
	"hash/maphash"
	"sync"

	"concertation/internal/consult"
)

// Corpus is the contributions of a consultation without their texts. It is safe for concurrent use.
type Corpus struct {
	mutex   sync.Mutex
	seeds   [2]maphash.Seed
	slots   map[key]uint32 // of contributions, in rows
	authors map[key]uint32 // of those who may give several texts
	rows    []row
	latest  int64
	author  uint32 // the last number given to an author
	order   []uint32

	questions, categories, territories, sessions names
	kinds, channels, publications                names
	themes, coders                               names
}

// key stands for an identifier: 128 bits of two sums, so that millions of them hold no text.
type key [2]uint64

// row is a contribution: names are numbers of a dictionary, 0 for none.
type row struct {
	seq, created, changed                 int64 // days in milliseconds
	author                                uint32
	question, category, territory         uint32
	session, version                      uint32 // version of the text
	kind, channel, publication, retracted uint16
}

// New makes an empty corpus.
func New() *Corpus {
	return &Corpus{seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}, slots: map[key]uint32{}, authors: map[key]uint32{}}
}

// Of makes a corpus of some contributions.
func Of(contributions []consult.Contribution) *Corpus {
	c := New()
	for i := range contributions {
		c.Put(&contributions[i])
	}
	return c
}

// Put records a contribution as it stands, retracted or not, in any order and any number of times: one older than what
// is known is left out.
func (c *Corpus) Put(contribution *consult.Contribution) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	id := c.key(contribution.ID)
	slot, known := c.slots[id]
	switch {
	case !known:
		slot = uint32(len(c.rows))
		c.slots[id] = slot
		c.rows = append(c.rows, row{})
	case contribution.ChangeSeq < c.rows[slot].seq:
		return
	}
	c.order = nil
	c.latest = max(c.latest, contribution.ChangeSeq)
	made := row{seq: contribution.ChangeSeq, author: c.authorOf(contribution),
		created: contribution.CreatedAt.UnixMilli(), changed: contribution.ChangedAt.UnixMilli(),
		question:    c.questions.number(contribution.Question),
		category:    c.categories.number(contribution.Category),
		territory:   c.territories.number(contribution.Territory),
		version:     uint32(contribution.TextVersion),
		session:     c.sessions.number(string(contribution.SessionID)),
		kind:        uint16(c.kinds.number(string(contribution.Kind))),
		channel:     uint16(c.channels.number(string(contribution.Channel))),
		publication: uint16(c.publications.number(string(contribution.Publication)))}
	if !contribution.RetractedAt.IsZero() {
		made.retracted = 1
	}
	c.rows[slot] = made
}

// authorOf numbers an author; one who gave only this text needs no entry.
func (c *Corpus) authorOf(contribution *consult.Contribution) uint32 {
	contributor := contribution.Contributor()
	if contributor == contribution.ID {
		c.author++
		return c.author
	}
	id := c.key(contributor)
	number, known := c.authors[id]
	if !known {
		c.author++
		number = c.author
		c.authors[id] = number
	}
	return number
}

// Latest gives the highest sequence put.
func (c *Corpus) Latest() int64 {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.latest
}

func (c *Corpus) key(id consult.ID) key {
	return key{maphash.String(c.seeds[0], string(id)), maphash.String(c.seeds[1], string(id))}
}

// slot finds a contribution that counts; the lock is held.
func (c *Corpus) slot(id consult.ID) (uint32, bool) {
	slot, known := c.slots[c.key(id)]
	return slot, known && c.rows[slot].retracted == 0
}

// byAuthor gives the slots author after author, so that each is counted once by looking at the one before; the lock is
// held.
func (c *Corpus) byAuthor() []uint32 {
	if c.order != nil {
		return c.order
	}
	next := make([]uint32, c.author+2) // where the texts of each author go
	for i := range c.rows {
		next[c.rows[i].author+1]++
	}
	for i := 1; i < len(next); i++ {
		next[i] += next[i-1]
	}
	c.order = make([]uint32, len(c.rows))
	for i := range c.rows {
		author := c.rows[i].author
		c.order[next[author]] = uint32(i)
		next[author]++
	}
	return c.order
}
