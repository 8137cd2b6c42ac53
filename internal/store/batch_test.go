package store_test

import (
	"errors"
	"sync"
	"testing"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/store"
	"concertation/internal/testkit/database"
)

// together runs callbacks in one batch: all of them wait behind one that holds the writer.
func together(t *testing.T, s *store.Store, callbacks ...func(consult.Tx) error) []error {
	t.Helper()
	started, release := make(chan struct{}), make(chan struct{})
	outcomes := make([]error, len(callbacks))
	var group sync.WaitGroup
	group.Go(func() {
		if err := s.Atomic(t.Context(), func(consult.Tx) error { close(started); <-release; return nil }); err != nil {
			t.Error(err)
		}
	})
	<-started
	for i, callback := range callbacks {
		group.Go(func() { outcomes[i] = s.Atomic(t.Context(), callback) })
		eventually(t, func() (struct{}, error) {
			if s.Waiting() != i+1 {
				return struct{}{}, errors.New("not queued yet")
			}
			return struct{}{}, nil
		})
	}
	close(release)
	group.Wait()
	return outcomes
}

func TestAFailureInABatchIsUndoneAndTheOthersRunAgainAlone(t *testing.T) {
	s := opened(t, database.SQLite(t))
	refused := errors.New("refused")
	ran := make([]int, 3)
	first, second, third := newConsultation(), newConsultation(), newConsultation()
	outcomes := together(t, s,
		func(tx consult.Tx) error { ran[0]++; return insert(first)(tx) },
		func(tx consult.Tx) error { ran[1]++; return errors.Join(insert(second)(tx), refused) },
		func(tx consult.Tx) error { ran[2]++; return insert(third)(tx) },
	)
	if outcomes[0] != nil || !errors.Is(outcomes[1], refused) || outcomes[2] != nil {
		t.Fatalf("outcomes %v", outcomes)
	}
	if ran[0] != 2 || ran[1] != 2 || ran[2] != 1 {
		t.Errorf("the callbacks ran %v times", ran)
	}
	if all, err := s.Consultations(t.Context()); err != nil || len(all) != 2 {
		t.Errorf("%d consultations kept, error %v", len(all), err)
	}
}

func TestAFailureThatWroteNothingDoesNotCostTheOthersTheirCommit(t *testing.T) {
	s := opened(t, database.SQLite(t))
	ran := make([]int, 3)
	outcomes := together(t, s,
		func(tx consult.Tx) error { ran[0]++; return insert(newConsultation())(tx) },
		func(tx consult.Tx) error {
			ran[1]++
			_, err := tx.SaveDraft(t.Context(), consult.NewID(), 1, forms.Raw{}, nil, now)
			return err
		},
		func(tx consult.Tx) error { ran[2]++; return insert(newConsultation())(tx) },
	)
	if outcomes[0] != nil || consult.CodeOf(outcomes[1]) != consult.CodeNotFound || outcomes[2] != nil {
		t.Fatalf("outcomes %v", outcomes)
	}
	if ran[0] != 1 || ran[1] != 1 || ran[2] != 1 {
		t.Errorf("the callbacks ran %v times", ran)
	}
}

func TestSequencesOfABatchStayInOrderWhenPartOfItFails(t *testing.T) {
	s := opened(t, database.SQLite(t))
	taken := make([]int64, 3)
	take := func(i int, outcome error) func(consult.Tx) error {
		return func(tx consult.Tx) (err error) {
			if taken[i], err = tx.NextSeq(t.Context()); err != nil {
				return err
			}
			return errors.Join(insert(newConsultation())(tx), outcome)
		}
	}
	together(t, s, take(0, nil), take(1, errors.New("refused")), take(2, nil))
	if taken[0] < 1 || taken[2] <= taken[0] {
		t.Errorf("sequences %v", taken)
	}
	var next int64
	write(t, s, func(tx consult.Tx) (err error) { next, err = tx.NextSeq(t.Context()); return err })
	if next <= taken[2] {
		t.Errorf("%d comes after %d", next, taken[2])
	}
}

func TestTheWriterKeepsEveryCommitAndUndoesInMemory(t *testing.T) {
	s := opened(t, database.SQLite(t))
	for setting, want := range map[string]int{"synchronous": 2, "temp_store": 2, "foreign_keys": 1} {
		if got, err := s.WriterSetting(t.Context(), setting); err != nil || got != want {
			t.Errorf("%s: %d (%v), want %d", setting, got, err, want)
		}
	}
}
