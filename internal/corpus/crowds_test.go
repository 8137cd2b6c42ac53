package corpus_test

import (
	"reflect"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/corpus"
)

func TestCrowdsAreThoseWhoLetATextBePublishedWithoutTheirName(t *testing.T) {
	anonymous := consult.PublicationAnonymous
	c := corpus.Of([]consult.Contribution{
		{ID: "a1", ResponseID: "r1", Category: "elus", Territory: "44", Publication: anonymous},
		{ID: "b1", ResponseID: "r2", Category: "elus", Territory: "44", Publication: anonymous},
		{ID: "a2", ResponseID: "r1", Category: "elus", Territory: "44", Publication: anonymous}, // of somebody who counts already
		{ID: "c1", ResponseID: "r3", Category: "elus", Territory: "49", Publication: anonymous},
		{ID: "d1", ResponseID: "r4", Category: "elus", Territory: "53", Publication: anonymous},
		{ID: "d2", ResponseID: "r4", Category: "elus", Territory: "72", Publication: anonymous},
		{ID: "e1", ResponseID: "r5", Category: "elus", Territory: "44", Publication: consult.PublicationNamed},
		{ID: "f1", ResponseID: "r6", Category: "elus", Territory: "44", Publication: consult.PublicationNo},
		{ID: "g1", ResponseID: "r7", Category: "elus", Territory: "44", Publication: anonymous, RetractedAt: time.Now()},
	})
	want := corpus.Crowds{
		Pairs: map[corpus.Attributes]int{{Category: "elus", Territory: "44"}: 2, {Category: "elus", Territory: "49"}: 1,
			{Category: "elus", Territory: "53"}: 1, {Category: "elus", Territory: "72"}: 1},
		Rest: map[string]int{"elus": 2}, // whoever speaks of two territories is one
	}
	if got := c.Crowds(2); !reflect.DeepEqual(got, want) {
		t.Errorf("crowds %+v, want %+v", got, want)
	}
	if got := corpus.New().Crowds(2); len(got.Pairs)+len(got.Rest) != 0 {
		t.Errorf("nobody makes crowds: %+v", got)
	}
}

func TestAContributionThatSeveralStatementsQuoteIsOneSource(t *testing.T) {
	got := corpus.CountSources([]consult.Contribution{
		{ID: "a1", ResponseID: "r1"}, {ID: "n1", SessionID: "s1"}, {ID: "a1", ResponseID: "r1"}, {ID: "a2", ResponseID: "r1"},
	}, []consult.SessionHeld{{ID: "s1", Participants: 12}})
	if want := (consult.Counts{Statements: 4, Contributions: 3, Contributors: 2, Participants: 13}); got != want {
		t.Errorf("counts %+v, want %+v", got, want)
	}
}
