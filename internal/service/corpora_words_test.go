package service_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// Lists of a word that few texts say, and of one that many say, are read in different ways: they hold all that say it,
// once, as it stands.
func TestLookingForAWordFindsEveryTextThatSaysIt(t *testing.T) {
	ctx, r := context.Background(), codingRoom(t, 5)
	var notes []consult.ID
	note := func(many int, words string) {
		t.Helper()
		var lines strings.Builder
		for i := range many {
			fmt.Fprintf(&lines, "- %s, place %d\n", words, i)
		}
		made, err := r.CaptureNotes(ctx, r.amina, "demonstration", table(consult.NewID(), lines.String()))
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range r.texts(t, consult.ContributionFilter{ConsultationID: r.consultation.ID, SessionID: made.Session.ID}) {
			notes = append(notes, text.ID)
		}
	}
	found := func(words string) (ids []consult.ID) {
		t.Helper()
		for page := 1; ; page++ {
			list, err := r.CodingList(ctx, r.amina, "demonstration", service.CodingQuery{Words: words}, page)
			if err != nil {
				t.Fatal(err)
			}
			for i := range list.Rows {
				ids = append(ids, list.Rows[i].Contribution.ID)
			}
			if page == list.Pages {
				if len(ids) != list.Counts.Contributions {
					t.Errorf("%q: %d listed, %d counted", words, len(ids), list.Counts.Contributions)
				}
				return ids
			}
		}
	}
	check := func(when string) {
		t.Helper()
		for _, words := range []string{"banc", "banc vert", "arbre", "absent"} {
			want := r.texts(t, consult.ContributionFilter{ConsultationID: r.consultation.ID, Words: words})
			got := found(words)
			if len(got) != len(want) {
				t.Errorf("%s, %q: %d found, want %d", when, words, len(got), len(want))
				continue
			}
			for i := range want {
				if got[i] != want[i].ID {
					t.Errorf("%s, %q: row %d is %s, want %s", when, words, i+1, got[i], want[i].ID)
				}
			}
		}
	}
	withdraw := func(of ...consult.ID) {
		t.Helper()
		for _, id := range of {
			if err := r.RetractGathered(ctx, r.amina, "demonstration", id); err != nil {
				t.Fatal(err)
			}
		}
	}
	note(3, "Des bancs verts")
	note(2, "Un arbre")
	check("few say it")
	note(499, "Des bancs")
	note(498, "Encore des bancs")
	check("as many as are few")
	note(1, "Un dernier banc vert")
	check("one more")
	withdraw(notes[0], notes[3])
	check("once some are withdrawn")
	note(2, "Un banc sous un arbre")
	check("once some came")
}
