package corpus

import (
	"math"
	"slices"

	"concertation/internal/consult"
)

// Selection is some contributions of a corpus: a bit each.
type Selection struct{ bits []uint64 }

// Select makes a selection of what find hands over; those that the corpus does not know are left out.
func (c *Corpus) Select(find func(take func(consult.ID)) error) (*Selection, error) {
	return c.SelectAgain(&Selection{}, math.MaxInt64, find)
}

// SelectAgain makes a selection of one made before: find hands over what belongs in it of the contributions that changed
// after a sequence.
func (c *Corpus) SelectAgain(before *Selection, since int64, find func(take func(consult.ID)) error) (*Selection, error) {
	made := &Selection{bits: slices.Clone(before.bits)}
	c.mutex.Lock()
	for slot := range c.rows {
		if c.rows[slot].seq > since {
			made.drop(uint32(slot))
		}
	}
	c.mutex.Unlock()
	err := find(func(id consult.ID) {
		c.mutex.Lock()
		defer c.mutex.Unlock()
		c.put(made, id)
	})
	return made, err
}

// Held gives those of some contributions that a selection holds, each once, in any order; never nil.
func (c *Corpus) Held(by *Selection, ids []consult.ID) []consult.ID {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	held := []consult.ID{}
	for _, id := range ids {
		if slot, known := c.slots[c.key(id)]; known && by.has(slot) {
			held = append(held, id)
		}
	}
	slices.Sort(held)
	return slices.Compact(held)
}

// selected makes a selection of a list; the lock is held.
func (c *Corpus) selected(ids []consult.ID) *Selection {
	made := &Selection{}
	for _, id := range ids {
		c.put(made, id)
	}
	return made
}

func (c *Corpus) put(into *Selection, id consult.ID) {
	slot, known := c.slots[c.key(id)]
	if !known {
		return
	}
	for int(slot>>6) >= len(into.bits) {
		into.bits = append(into.bits, 0)
	}
	into.bits[slot>>6] |= 1 << (slot & 63)
}

func (s *Selection) has(slot uint32) bool {
	word := int(slot >> 6)
	return word < len(s.bits) && s.bits[word]&(1<<(slot&63)) != 0
}

func (s *Selection) drop(slot uint32) {
	if word := int(slot >> 6); word < len(s.bits) {
		s.bits[word] &^= 1 << (slot & 63)
	}
}
