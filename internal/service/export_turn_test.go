package service_test

import (
	"context"
	"errors"
	"io"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
)

// held is a file that takes nothing until it is let go.
type held struct{ begun, gone chan struct{} }

func (h *held) Write(some []byte) (int, error) {
	select {
	case h.begun <- struct{}{}:
	default:
	}
	<-h.gone
	return len(some), nil
}

func TestOneFileIsMadeAtATimeAndWhoeverGivesUpLeaves(t *testing.T) {
	house, consultation := demonstrated(t, service.DemoOptions{Responses: 3, Seed: 1})
	catalogue, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	house.Service.P = catalogue.In("fr")
	export := func(ctx context.Context, out io.Writer) error {
		return house.ExportCSV(ctx, consult.System(), consultation.Slug, false, out)
	}
	first, done := &held{begun: make(chan struct{}, 1), gone: make(chan struct{})}, make(chan error)
	go func() { done <- export(context.Background(), first) }()
	<-first.begun
	impatient, leave := context.WithCancel(context.Background())
	leave()
	if err := export(impatient, io.Discard); !errors.Is(err, context.Canceled) {
		t.Errorf("whoever gives up waiting is told %v", err)
	}
	close(first.gone)
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := export(context.Background(), io.Discard); err != nil {
		t.Errorf("the next one: %v", err)
	}
}
