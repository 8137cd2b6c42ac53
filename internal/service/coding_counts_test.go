package service_test

import (
	"context"
	"errors"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// What a query counts is remembered: whatever changes it must be seen at once.
func TestCountsFollowWhateverChangesThem(t *testing.T) {
	ctx, r := context.Background(), codingRoom(t, 20)
	const slug = "demonstration"
	texts := r.texts(t, consult.ContributionFilter{ConsultationID: r.consultation.ID})
	one, other := texts[0].ID, texts[1]
	var held, second *service.CapturedNotes
	people := func(of *service.CapturedNotes, many string) error {
		return r.MendSession(ctx, r.amina, slug, of.Session.ID, service.SessionMend{Event: "Atelier", Date: "02/11/2025", People: many})
	}
	steps := []struct {
		name string
		do   func() error
	}{
		{"nothing yet", func() error { return nil }},
		{"a theme is given", func() error { r.code(t, r.amina, one, service.CodingGive, 1); return nil }},
		{"another coder gives it elsewhere", func() error { r.code(t, r.bruno, other.ID, service.CodingGive, 1); return nil }},
		{"a theme is taken back", func() error { r.code(t, r.amina, one, service.CodingRemove, 1); return nil }},
		{"a text is split", func() error {
			_, err := r.Split(ctx, r.bruno, slug, service.SplitAct{Contribution: other.ID, Statement: other.ID, TextVersion: other.TextVersion, Statements: 1, Start: 0, End: 5})
			return err
		}},
		{"notes of a session arrive", func() (err error) {
			held, err = r.CaptureNotes(ctx, r.amina, slug, table(consult.NewID(), "- Plus de bancs\n- Des vélos"))
			return err
		}},
		{"the session counts its people anew", func() error {
			return people(held, "41")
		}},
		{"another session is held", func() (err error) {
			second, err = r.CaptureNotes(ctx, r.amina, slug, table(consult.NewID(), "- Un marché"))
			return err
		}},
		{"one person is moved from a session to the other", func() error { return errors.Join(people(held, "40"), people(second, "13")) }},
		{"a note speaks of something else", func() error {
			note := r.texts(t, consult.ContributionFilter{ConsultationID: r.consultation.ID, SessionID: second.Session.ID})[0]
			return r.MendGathered(ctx, r.amina, slug, note.ID, service.GatheredMend{Seq: note.ChangeSeq,
				GatheredText: service.GatheredText{Body: "Des bancs au marché", Question: "Que faire ?", Territory: "49", Publication: consult.PublicationAnonymous}})
		}},
		{"a note is withdrawn", func() error {
			notes := r.texts(t, consult.ContributionFilter{ConsultationID: r.consultation.ID, SessionID: held.Session.ID})
			return r.RetractGathered(ctx, r.amina, slug, notes[0].ID)
		}},
	}
	for _, step := range steps {
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		queries := map[string]service.CodingQuery{"all": {}, "those to code": {Uncoded: true}, "a theme": {Theme: r.grid.Themes[0].ID},
			"a coder": {Coder: r.amina.User}, "notes": {Kind: consult.KindNote}, "a word": {Words: "bancs"}, "workshops": {Channel: consult.ChannelWorkshop}}
		if held != nil {
			queries["a session"] = service.CodingQuery{Session: held.Session.ID}
		}
		for name, query := range queries {
			for range 2 { // counted, then remembered
				list, err := r.CodingList(ctx, r.amina, slug, query, 1)
				if err != nil {
					t.Fatal(err)
				}
				filter := consult.ContributionFilter{ConsultationID: r.consultation.ID, Uncoded: query.Uncoded, ThemeID: query.Theme,
					CoderID: query.Coder, Kind: query.Kind, Words: query.Words, Channel: query.Channel, SessionID: query.Session}
				if want := r.counted(t, filter); list.Counts.Contributions != want.Contributions || list.Counts.Contributors != want.Contributors || list.Counts.Participants != want.Participants {
					t.Errorf("%s, %s: %+v, want %+v", step.name, name, list.Counts, want)
				}
				for i, text := range r.texts(t, filter)[:min(50, list.Counts.Contributions)] {
					if i >= len(list.Rows) || list.Rows[i].Contribution.ID != text.ID {
						t.Errorf("%s, %s: row %d is not the text %s", step.name, name, i+1, text.ID)
					}
				}
				filter.Uncoded = true
				if waiting := r.counted(t, filter).Contributions; list.Progress.All-list.Progress.Reviewed != waiting {
					t.Errorf("%s, %s: %+v, and %d wait", step.name, name, list.Progress, waiting)
				}
			}
		}
	}
}

// counted asks the store: how many by its own count, who from the texts that it lists.
func (r *room) counted(t testing.TB, filter consult.ContributionFilter) (counts consult.Counts) {
	t.Helper()
	ctx := context.Background()
	var err error
	if counts.Contributions, err = r.store.CountContributions(ctx, filter); err != nil {
		t.Fatal(err)
	}
	sessions, err := r.store.SessionsHeld(ctx, r.consultation.ID)
	if err != nil {
		t.Fatal(err)
	}
	authors, alone, held := map[consult.ID]bool{}, map[consult.ID]bool{}, map[consult.ID]bool{}
	for _, text := range r.texts(t, filter) {
		authors[text.Contributor()] = true
		if text.SessionID == "" {
			alone[text.Contributor()] = true
		} else {
			held[text.SessionID] = true
		}
	}
	counts.Contributors, counts.Participants = len(authors), len(alone)
	for _, session := range sessions {
		if held[session.ID] {
			counts.Participants += max(session.Participants, 1)
		}
	}
	return counts
}
