package store_test

import (
	"fmt"
	"sync"
	"testing"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/store"
)

// Two processes on one database: whoever follows the changes from either sees each of them, whatever the moment at
// which it looks. A sequence given before another but committed after it would be missed here.
func TestAFollowerMissesNothingOfWhatSeveralProcessesWrite(t *testing.T) {
	onBothEngines(t, func(t *testing.T, url string) {
		stores := []*store.Store{opened(t, url), opened(t, url)}
		revision := publish(t, stores[0])
		const writers, each = 6, 15
		var group sync.WaitGroup
		for writer := range writers {
			s := stores[writer%len(stores)]
			group.Go(func() {
				for n := range each {
					if err := s.Atomic(t.Context(), sendNew(t, revision, fmt.Sprintf("%d-%d", writer, n))); err != nil {
						t.Error(err)
					}
				}
			})
		}
		done := make(chan struct{})
		go func() { group.Wait(); close(done) }()

		seen := map[consult.ID]int64{}
		since := int64(0)
		for finished := false; ; {
			changes, err := stores[len(seen)%2].Changes(t.Context(), since, 7)
			if err != nil {
				t.Fatal(err)
			}
			for _, change := range changes {
				seen[change.ResponseID], since = change.Seq, change.Seq
			}
			if len(changes) > 0 {
				continue
			}
			if finished {
				break
			}
			select {
			case <-done:
				finished = true // one more look, after the last commit
			default:
			}
		}
		if len(seen) != writers*each {
			t.Errorf("the follower saw %d responses of %d", len(seen), writers*each)
		}
	})
}

func publish(t *testing.T, s *store.Store) *consult.Revision {
	t.Helper()
	c := newConsultation()
	q := &consult.Questionnaire{ID: consult.NewID(), ConsultationID: c.ID, Slug: "q", CreatedAt: now}
	r := &consult.Revision{ID: consult.NewID(), QuestionnaireID: q.ID, ConsultationID: c.ID, CreatedAt: now}
	write(t, s, func(tx consult.Tx) error {
		if err := insert(c)(tx); err != nil {
			return err
		}
		if err := tx.InsertQuestionnaire(t.Context(), q); err != nil {
			return err
		}
		if err := tx.InsertRevision(t.Context(), r); err != nil {
			return err
		}
		return tx.PublishRevision(t.Context(), r.ID, "", now)
	})
	return r
}

// sendNew makes a response and sends it.
func sendNew(t *testing.T, r *consult.Revision, reference string) func(consult.Tx) error {
	response := consult.Response{ID: consult.NewID(), ConsultationID: r.ConsultationID, QuestionnaireID: r.QuestionnaireID,
		RevisionID: r.ID, Status: consult.ResponseDraft, Origin: consult.OriginCollected, Channel: consult.ChannelWeb,
		Language: "fr", Reference: reference, Draft: forms.Raw{}, DraftVersion: 1, StartedAt: now, ChangedAt: now}
	return func(tx consult.Tx) (err error) {
		row := response
		if err := tx.InsertResponse(t.Context(), &row); err != nil {
			return err
		}
		row.Status, row.SubmittedAt = consult.ResponseSubmitted, now
		if row.ChangeSeq, err = tx.NextSeq(t.Context()); err != nil {
			return err
		}
		return tx.SubmitResponse(t.Context(), &row, nil)
	}
}
