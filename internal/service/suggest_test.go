package service_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

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
	first, _, err := r.FirstToCode(context.Background(), r.amina, "demonstration", service.CodingQuery{})
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

func TestACampaignIsGroupedByOneActThatIsTakenBackAsOne(t *testing.T) {
	r := codingRoom(t, 10)
	ctx := context.Background()
	const letter = "Nous demandons à la région de soutenir les épiceries solidaires des communes rurales par une aide au loyer, sans quoi il n’y aura plus de commerce"
	first, second := r.note(t, letter), r.note(t, letter+". Amina")
	split, own := r.note(t, letter+" !"), r.note(t, strings.ToUpper(letter))
	r.code(t, r.amina, own.ID, service.CodingGive, 6)
	if _, err := r.Split(ctx, r.bruno, "demonstration", service.SplitAct{Contribution: split.ID, Statement: split.ID, TextVersion: 1, Statements: 1, Start: 0, End: 20}); err != nil {
		t.Fatal(err)
	}
	r.suggested(t, first.ID)
	if _, err := r.CodeCampaign(ctx, r.amina, "demonstration", first.ID); consult.CodeOf(err) != consult.CodeInvalid {
		t.Errorf("a campaign without a theme: %v", err)
	}
	r.code(t, r.amina, first.ID, service.CodingGive, 1)
	r.code(t, r.amina, first.ID, service.CodingGive, 3)
	view, err := r.CampaignView(ctx, r.amina, "demonstration", first.ID)
	if err != nil || view.Others != 3 || view.Changed != 2 || len(view.Themes) != 2 {
		t.Fatalf("%+v %v", view, err)
	}
	done, err := r.CodeCampaign(ctx, r.amina, "demonstration", first.ID)
	if err != nil || done.Changed != 2 {
		t.Fatalf("%+v %v", done, err)
	}
	given := func(id consult.ID) (themes []consult.ID) {
		history, err := r.store.Assignments(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range history {
			if a.EndedAt.IsZero() && a.State == consult.AssignmentConfirmed {
				themes = append(themes, a.ThemeID)
			}
		}
		return themes
	}
	if len(given(second.ID)) != 2 || len(given(own.ID)) != 3 || len(given(split.ID)) != 0 {
		t.Errorf("given: %v, %v, %v", given(second.ID), given(own.ID), given(split.ID))
	}
	r.code(t, r.amina, own.ID, service.CodingRemove, 3) // she goes on by hand on one of them
	undone, err := r.UndoCampaign(ctx, r.amina, "demonstration", first.ID, done.At)
	if err != nil || undone < 1 || len(given(second.ID)) != 0 {
		t.Errorf("%d undone, %v left, %v", undone, given(second.ID), err)
	}
}

// A server that starts finds the suggestions of the one before: it writes those that are others, and no more.
func TestAServerThatStartsWritesOnlyTheSuggestionsThatAreOthers(t *testing.T) {
	ctx, r := context.Background(), codingRoom(t, 40)
	texts := r.texts(t, consult.ContributionFilter{ConsultationID: r.consultation.ID})
	written := map[consult.ID][]consult.Suggestion{}
	spoilt := consult.ID("")
	for _, text := range texts {
		written[text.ID] = r.suggested(t, text.ID)
		if spoilt == "" && len(written[text.ID]) > 0 {
			spoilt = text.ID
		}
	}
	if spoilt == "" {
		t.Fatal("nothing is suggested")
	}
	if err := r.store.Atomic(ctx, func(tx consult.Tx) error { return tx.ReplaceSuggestions(ctx, spoilt, nil) }); err != nil {
		t.Fatal(err)
	}
	later := noon.AddDate(0, 0, 1)
	next := service.New(r.store, service.WithClock(func() time.Time { return later }))
	if err := next.RefreshSuggestions(ctx, r.consultation.ID); err != nil {
		t.Fatal(err)
	}
	for _, text := range texts {
		found, err := r.store.Suggestions(ctx, text.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(found) != len(written[text.ID]) {
			t.Errorf("%d suggestions, %d before", len(found), len(written[text.ID]))
			continue
		}
		for i, one := range found {
			before := written[text.ID][i]
			if again := one.At.Equal(later); again != (text.ID == spoilt) || one.ThemeID != before.ThemeID || one.Score != before.Score {
				t.Errorf("%s: %+v, before %+v", text.ID, one, before)
			}
		}
	}
}
