package service_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// suggested brings the suggestions up to date and gives those of a contribution.
func (r *room) suggested(t testing.TB, id consult.ID) []consult.Suggestion {
	t.Helper()
	if err := r.RefreshSuggestions(context.Background(), r.consultation.ID); err != nil {
		t.Fatal(err)
	}
	found, err := r.store.Suggestions(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// note adds a text that nobody has read.
func (r *room) note(t testing.TB, body string) consult.Contribution {
	t.Helper()
	ctx := context.Background()
	note := consult.Contribution{ID: consult.NewID(), ConsultationID: r.consultation.ID, Kind: consult.KindNote, Origin: consult.OriginCollected,
		Channel: consult.ChannelWorkshop, Body: body, Folded: strings.ToLower(body), Publication: consult.PublicationNo, TextVersion: 1, CreatedAt: noon, ChangedAt: noon}
	err := r.store.Atomic(ctx, func(tx consult.Tx) (err error) {
		if note.ChangeSeq, err = tx.NextSeq(ctx); err != nil {
			return err
		}
		return tx.InsertContribution(ctx, &note)
	})
	if err != nil {
		t.Fatal(err)
	}
	return note
}

func TestSuggestionsFollowWhatPeopleGive(t *testing.T) {
	r := codingRoom(t, 40)
	theme := r.grid.Themes[4]
	var taught []consult.Contribution
	for range 12 {
		taught = append(taught, r.note(t, "Le zibeline quotidien des zibelines doit être zibeliné partout "+strings.Repeat("zibeline ", len(taught)+1)))
	}
	probe := r.note(t, "Encore une zibeline, toujours la zibeline")
	for _, suggestion := range r.suggested(t, probe.ID) {
		if suggestion.ThemeID == theme.ID && suggestion.Score > 0.9 {
			t.Fatalf("before anybody gave it, %+v", suggestion)
		}
	}
	for _, note := range taught {
		r.code(t, r.amina, note.ID, service.CodingGive, 5)
	}
	found := r.suggested(t, probe.ID)
	if len(found) == 0 || found[0].ThemeID != theme.ID || !strings.Contains(found[0].Evidence, "zibeline") || found[0].Model == "" {
		t.Errorf("%+v", found)
	}
	// What a machine proposes is never somebody's word.
	if history, err := r.store.Assignments(context.Background(), probe.ID); err != nil || len(history) != 0 {
		t.Errorf("%+v %v", history, err)
	}
}

func TestNothingIsLearntAnewWhenNothingChanged(t *testing.T) {
	r := codingRoom(t, 20)
	probe := r.note(t, "Former les salariés des associations à la transition énergétique et au numérique")
	first := r.suggested(t, probe.ID)
	again := r.suggested(t, probe.ID)
	if !slices.EqualFunc(first, again, func(a, b consult.Suggestion) bool {
		return a.At.Equal(b.At) && a.Model == b.Model && a.Score == b.Score
	}) {
		t.Errorf("%+v became %+v", first, again)
	}
}

func TestTheWordsThatWeighAreShownAndTheTextIsWhole(t *testing.T) {
	r := codingRoom(t, 30)
	for range 8 {
		r.code(t, r.amina, r.note(t, "Isoler les zinzolins des écoles").ID, service.CodingGive, 3)
	}
	probe := r.note(t, "Il faut isoler\r\nnos zinzolins <b>d’été</b>")
	r.suggested(t, probe.ID)
	view, err := r.CodingView(context.Background(), r.amina, "demonstration", probe.ID, "", service.CodingQuery{})
	if err != nil {
		t.Fatal(err)
	}
	if view.Hidden == service.HiddenInSample { // one of the fifty: it must be read first
		r.code(t, r.amina, probe.ID, service.CodingGive, 1)
		if view, err = r.CodingView(context.Background(), r.amina, "demonstration", probe.ID, "", service.CodingQuery{}); err != nil {
			t.Fatal(err)
		}
	}
	text, weighing := "", ""
	for _, piece := range view.Reading.Body {
		text += piece.Text
		if piece.Level == 3 {
			weighing += piece.Text + " "
		}
	}
	if text != probe.Body {
		t.Errorf("%q is shown as %q", probe.Body, text)
	}
	if !strings.Contains(weighing, "zinzolins") || view.Reading.Explained.ID != r.grid.Themes[2].ID {
		t.Errorf("%q weighs for %s", weighing, view.Reading.Explained.Title)
	}
}

func TestTheFirstRandomTextsAreReadWithoutSuggestions(t *testing.T) {
	r := codingRoom(t, 10) // fewer texts than the sample: all are of it
	probe := r.note(t, "Former les jeunes aux métiers")
	r.suggested(t, probe.ID)
	see := func(actor consult.Actor) service.SuggestionsHidden {
		view, err := r.CodingView(context.Background(), actor, "demonstration", probe.ID, "", service.CodingQuery{})
		if err != nil {
			t.Fatal(err)
		}
		for _, toggle := range view.Toggles {
			if view.Hidden != service.SuggestionsShown && toggle.Score > 0 {
				t.Errorf("%s is proposed though suggestions are hidden", toggle.Theme.Title)
			}
		}
		return view.Hidden
	}
	if got := see(r.amina); got != service.HiddenInSample {
		t.Errorf("before Amina reads: %q", got)
	}
	r.code(t, r.amina, probe.ID, service.CodingGive, 2)
	if got := see(r.amina); got != service.SuggestionsShown {
		t.Errorf("after Amina read: %q", got)
	}
	if got := see(r.bruno); got != service.HiddenInSample {
		t.Errorf("Bruno, who has not read: %q", got)
	}
}

func TestAQueueOfWhatTeachesMostHoldsTextsNobodyRead(t *testing.T) {
	r := codingRoom(t, 60)
	first, err := r.FirstToCode(context.Background(), r.amina, "demonstration", service.CodingQuery{})
	if err != nil {
		t.Fatal(err)
	}
	r.code(t, r.amina, first, service.CodingGive, 1)
	r.suggested(t, first)
	list, err := r.CodingList(context.Background(), r.amina, "demonstration", service.CodingQuery{Among: service.AmongTeaching}, 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(list.Rows) == 0 {
		t.Fatal("nothing teaches")
	}
	for _, row := range list.Rows {
		if row.Contribution.ID == first {
			t.Error("a text that was read is among those to read")
		}
	}
}
