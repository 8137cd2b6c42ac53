package corpus

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"concertation/internal/consult"
)

// Ordered gives those of some contributions that count, each once, in the order of lists: creation, then id.
func (c *Corpus) Ordered(ids []consult.ID) []consult.ID {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	type place struct {
		created int64
		id      consult.ID
	}
	places := make([]place, 0, len(ids))
	for _, id := range ids {
		if slot, counts := c.slot(id); counts {
			places = append(places, place{c.rows[slot].created, id})
		}
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.created, b.created), strings.Compare(string(a.id), string(b.id)))
	})
	places = slices.Compact(places)
	ordered := make([]consult.ID, len(places))
	for i := range places {
		ordered[i] = places[i].id
	}
	return ordered
}

// Changed gives when one of the contributions that count last changed, to the millisecond; zero when there is none.
func (c *Corpus) Changed() time.Time {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	latest, any := int64(0), false
	for i := range c.rows {
		if c.rows[i].retracted == 0 {
			latest, any = max(latest, c.rows[i].changed), true
		}
	}
	if !any {
		return time.Time{}
	}
	return time.UnixMilli(latest).UTC()
}
