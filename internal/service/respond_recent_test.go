package service_test

import (
	"context"
	"testing"
	"time"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestWhatAnotherProcessWritesIsSeenAtOnce(t *testing.T) {
	h := openHouse(t, small())
	other := service.New(h.store, service.WithClock(h.clock.Now))
	token := h.begin(t)
	h.answering(t, token)

	theirs, err := other.Answering(context.Background(), token)
	if err != nil {
		t.Fatal(err)
	}
	post := service.PagePost{Section: 0, Posted: forms.Raw{"age": {"12"}}, Shown: theirs.Evaluation.Shown(0), Stamp: theirs.Stamp(0)}
	if _, err := other.SavePage(context.Background(), token, post); err != nil {
		t.Fatal(err)
	}
	if got := h.answering(t, token).Raw.First("age"); got != "12" {
		t.Errorf("still %q here", got)
	}
	if err := h.store.Atomic(context.Background(), func(tx consult.Tx) error {
		return tx.SetResponseLanguage(context.Background(), theirs.Response.ID, "de")
	}); err != nil {
		t.Fatal(err)
	}
	if got := h.answering(t, token).Response.Language; got != "de" {
		t.Errorf("still in %q here", got)
	}
}

func TestTheOnlyServerSees(t *testing.T) {
	ctx := context.Background()
	for name, write := range map[string]func(*house, *service.Service, *service.Answering) error{
		"its own change of language at once": func(_ *house, own *service.Service, a *service.Answering) error {
			return own.Store.Atomic(ctx, func(tx consult.Tx) error {
				return tx.SetResponseLanguage(ctx, a.Response.ID, "de")
			})
		},
		"a command's change of language within a minute": func(h *house, _ *service.Service, a *service.Answering) error {
			defer h.clock.advance(time.Minute)
			return h.store.Atomic(ctx, func(tx consult.Tx) error {
				return tx.SetResponseLanguage(ctx, a.Response.ID, "de")
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := openHouse(t, small())
			own := service.New(h.store, service.WithClock(h.clock.Now), service.WithSoleServer(true))
			token := h.begin(t)
			var a *service.Answering
			for range 3 {
				var err error
				if a, err = own.Answering(ctx, token); err != nil {
					t.Fatal(err)
				}
			}
			if err := write(h, own, a); err != nil {
				t.Fatal(err)
			}
			got, err := own.Answering(ctx, token)
			if err != nil || got.Response.Language != "de" {
				t.Errorf("still in %q (%v)", got.Response.Language, err)
			}
		})
	}
}

func TestTheOnlyServerAsksNothingOfItsOwnDrafts(t *testing.T) {
	ctx := context.Background()
	h := openHouse(t, small())
	counting := &marksAsked{Store: h.store}
	own := service.New(counting, service.WithClock(h.clock.Now), service.WithSoleServer(true))
	begun, err := own.Begin(ctx, "essai", "questionnaire", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, age := range []string{"12", "13", "14"} {
		a, err := own.Answering(ctx, begun.Token)
		if err != nil {
			t.Fatal(err)
		}
		post := service.PagePost{Posted: forms.Raw{"age": {age}}, Shown: a.Evaluation.Shown(0), Stamp: a.Stamp(0)}
		if _, err := own.SavePage(ctx, begun.Token, post); err != nil {
			t.Fatal(err)
		}
		if a, err = own.Answering(ctx, begun.Token); err != nil || a.Raw.First("age") != age {
			t.Errorf("%q is not what was posted (%v)", a.Raw.First("age"), err)
		}
	}
	if counting.asked > 0 {
		t.Errorf("asked %d times", counting.asked)
	}
}

// marksAsked counts what a service asks after responses.
type marksAsked struct {
	consult.Store
	asked int
}

func (m *marksAsked) ResponseMark(ctx context.Context, hash []byte) (consult.ResponseMark, error) {
	m.asked++
	return m.Store.ResponseMark(ctx, hash)
}

func TestWhatADraftIsWorthFollowsTheDay(t *testing.T) {
	ctx := context.Background()
	definition := small()
	definition.Sections[0].Questions = append(definition.Sections[0].Questions,
		forms.Question{Name: "tard", Kind: forms.ShortText, Label: text("Pourquoi si tard ?"), Relevant: "today() > '2026-06-10'"},
		forms.Question{Name: "soir", Kind: forms.ShortText, Label: text("Et le soir ?"), Relevant: "format-date-time(now(), '%H') > 18"})
	h := openHouse(t, definition)
	own := service.New(h.store, service.WithClock(h.clock.Now), service.WithSoleServer(true))
	begun, err := own.Begin(ctx, "essai", "questionnaire", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		later      time.Duration
		tard, soir bool
	}{{0, false, false}, {8 * time.Hour, false, true}, {20 * time.Hour, true, false}} {
		h.clock.advance(c.later)
		for range 2 { // read, then remembered
			a, err := own.Answering(ctx, begun.Token)
			if err != nil {
				t.Fatal(err)
			}
			if tard, soir := a.Evaluation.Relevant("tard"), a.Evaluation.Relevant("soir"); tard != c.tard || soir != c.soir {
				t.Errorf("at %s: late %t, evening %t", h.clock.Now(), tard, soir)
			}
		}
	}
}

func TestADraftEvaluatedIsNotEvaluatedAgain(t *testing.T) {
	ctx := context.Background()
	h := openHouse(t, small())
	token := h.begin(t)
	saved := h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"personne"}})).Answering.Evaluation
	if shown := h.answering(t, token).Evaluation; shown != saved {
		t.Error("the next page evaluates what the post did")
	}
	if again := h.save(t, token, h.page(t, token, 0, forms.Raw{"qui": {"personne"}})).Answering.Evaluation; again != saved {
		t.Error("so does a post that changes nothing")
	}
	preview, err := h.PreviewPage(ctx, token, service.PagePost{Posted: forms.Raw{"qui": {"structure"}}, Shown: saved.Shown(0)})
	if err != nil || !preview.Evaluation.Relevant("nom") {
		t.Errorf("the preview is of another draft (%v)", err)
	}
	if kept := h.answering(t, token); kept.Evaluation != saved || kept.Raw.First("qui") != "personne" {
		t.Error("the preview changed what is kept")
	}
}
