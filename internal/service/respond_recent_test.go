package service_test

import (
	"context"
	"testing"

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
