package corpus_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"concertation/internal/consult"
	"concertation/internal/corpus"
)

func TestContributionsAreOrderedAsInLists(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDesk(t)
		asked := []consult.ID{"unknown"}
		var list []consult.Contribution
		for _, c := range d.contributions {
			times := rapid.IntRange(0, 2).Draw(t, "times asked")
			asked = append(asked, slices.Repeat([]consult.ID{c.ID}, times)...)
			if times > 0 && c.RetractedAt.IsZero() {
				list = append(list, c)
			}
		}
		slices.SortFunc(list, func(a, b consult.Contribution) int {
			return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.ID, b.ID))
		})
		asked = rapid.Permutation(asked).Draw(t, "asked")
		got := corpus.Of(d.contributions).Ordered(asked)
		if !slices.EqualFunc(got, list, func(id consult.ID, c consult.Contribution) bool { return id == c.ID }) {
			t.Errorf("%v, want %+v", got, list)
		}
	})
}

func TestTheLastChangeIsThatOfAContributionThatCounts(t *testing.T) {
	c := corpus.New()
	if at := c.Changed(); !at.IsZero() {
		t.Errorf("of none: %v", at)
	}
	one := consult.Contribution{ID: "c1", ChangeSeq: 1, ChangedAt: noon}
	c.Put(&one)
	c.Put(&consult.Contribution{ID: "c2", ChangeSeq: 2, ChangedAt: noon.Add(time.Hour), RetractedAt: noon.Add(time.Hour)})
	if at := c.Changed(); !at.Equal(noon) {
		t.Errorf("%v", at)
	}
	one.ChangeSeq, one.ChangedAt = 3, noon.Add(time.Minute)
	c.Put(&one)
	if at := c.Changed(); !at.Equal(noon.Add(time.Minute)) {
		t.Errorf("%v after a change", at)
	}
}
