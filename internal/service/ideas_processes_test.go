package service_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/store"
	"concertation/internal/testkit"
	"concertation/internal/testkit/database"
)

// Two processes on one box decide as one: a visitor counts once whichever answers them, and of two moderators who read
// the same text one decides.
func TestSeveralProcessesKeepOneBox(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) { severalProcesses(t, database.SQLite(t)) })
	t.Run("PostgreSQL", func(t *testing.T) {
		testkit.Require(t, "postgres")
		severalProcesses(t, database.Postgres(t))
	})
}

func severalProcesses(t *testing.T, url string) {
	ctx, b := context.Background(), openBoxOn(t, url, before)
	second, err := store.Open(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { second.Close() })
	services := []*service.Service{b.Service, service.New(second, service.WithClock(b.clock.Now))}
	together := func(act func(s *service.Service, n int) error) []error {
		errs := make([]error, 8)
		var wait sync.WaitGroup
		for n := range errs {
			wait.Go(func() { errs[n] = act(services[n%2], n) })
		}
		wait.Wait()
		return errs
	}
	for round := range 5 {
		draft := b.draft(t, titled(fmt.Sprint("Idée ", round)))
		for _, err := range together(func(s *service.Service, _ int) error {
			_, err := s.DropIdea(ctx, "essai", draft)
			return err
		}) {
			if err != nil {
				t.Errorf("dropped from several windows: %v", err)
			}
		}
		decided := 0
		for _, err := range together(func(s *service.Service, n int) error {
			act := service.ModerationAct{Idea: draft.ID, Kind: service.ModeratePublish, Seen: consult.ModerationWaiting}
			if n%4 > 1 {
				act.Kind, act.Ground = service.ModerateRefuse, "insult"
			}
			return s.Moderate(ctx, b.analyst, "essai", act)
		}) {
			if err == nil {
				decided++
			} else if consult.CodeOf(err) != consult.CodeConflict {
				t.Error(err)
			}
		}
		if log := b.file(t, draft.ID).Log; decided != 4 || len(log) != 1 {
			t.Errorf("%d of 8 decisions taken, %d in the log", decided, len(log))
		}
		b.moderate(t, service.ModerationAct{Idea: draft.ID, Kind: service.ModerateRestore})
		visitor := service.NewVisitor()
		for _, err := range together(func(s *service.Service, _ int) error {
			_, err := s.SupportIdea(ctx, "essai", draft.ID, visitor)
			return err
		}) {
			if err != nil {
				t.Error(err)
			}
		}
		if supports := b.file(t, draft.ID).Idea.Supports; supports != 1 {
			t.Errorf("one visitor counts %d times", supports)
		}
	}
}
