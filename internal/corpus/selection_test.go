package corpus_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"concertation/internal/consult"
	"concertation/internal/corpus"
)

// What changed is looked for again, and only that: the selection is as if all had been.
func TestASelectionMadeAgainIsThatOfAllAsTheyStand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDesk(t)
		c := corpus.Of(d.contributions)
		says := map[consult.ID]bool{"unknown": true}
		draw := func(id consult.ID) { says[id] = rapid.Bool().Draw(t, "says") }
		for i := range d.contributions {
			draw(d.contributions[i].ID)
		}
		find := func(since int64) func(take func(consult.ID)) error {
			return func(take func(consult.ID)) error {
				for i := range d.contributions {
					if one := &d.contributions[i]; says[one.ID] && one.ChangeSeq > since {
						take(one.ID)
					}
				}
				return nil
			}
		}
		before, err := c.Select(find(-1))
		if err != nil {
			t.Fatal(err)
		}
		mark := c.Latest()
		for i := range d.contributions {
			if one := &d.contributions[i]; rapid.Bool().Draw(t, "changes") {
				one.ChangeSeq = mark + int64(i) + 1
				c.Put(one)
				draw(one.ID)
			}
		}
		if rapid.Bool().Draw(t, "another comes") {
			another := consult.Contribution{ID: "another", ChangeSeq: mark + 1000}
			d.contributions = append(d.contributions, another)
			c.Put(&another)
			draw(another.ID)
		}
		again, err := c.SelectAgain(before, mark, find(mark))
		if err != nil {
			t.Fatal(err)
		}
		all, want := []consult.ID{"unknown", "another"}, []consult.ID{}
		for i := range d.contributions {
			all = append(all, d.contributions[i].ID)
			if says[d.contributions[i].ID] {
				want = append(want, d.contributions[i].ID)
			}
		}
		slices.Sort(want)
		if held := c.Held(again, all); !slices.Equal(held, want) {
			t.Errorf("%v, want %v", held, want)
		}
	})
}
