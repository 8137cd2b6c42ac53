package corpus

import "concertation/internal/consult"

// Selection is some contributions of a corpus: a bit each.
type Selection struct{ bits []uint64 }

// Select makes a selection of what find hands over; those that the corpus does not know are left out.
func (c *Corpus) Select(find func(take func(consult.ID)) error) (*Selection, error) {
	made := &Selection{}
	err := find(func(id consult.ID) {
		c.mutex.Lock()
		defer c.mutex.Unlock()
		c.put(made, id)
	})
	return made, err
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
