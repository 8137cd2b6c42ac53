package storetest

import (
	"fmt"
	"sync"
	"time"

	"pgregory.net/rapid"

	"concertation/forms"
	"concertation/internal/consult"
)

var changeTests = map[string]func(*world){
	"sequences grow by commit, whoever asks": func(w *world) {
		var mutex sync.Mutex
		seen := map[int64]bool{}
		var group sync.WaitGroup
		for range 100 {
			group.Go(func() {
				var first, second int64
				err := w.store.Atomic(w.ctx, func(tx consult.Tx) (err error) {
					if first, err = tx.NextSeq(w.ctx); err != nil {
						return err
					}
					second, err = tx.NextSeq(w.ctx)
					return err
				})
				mutex.Lock()
				defer mutex.Unlock()
				if err != nil || second != first+1 || seen[first] || seen[second] {
					w.Errorf("sequences %d and %d, error %v", first, second, err)
				}
				seen[first], seen[second] = true, true
			})
		}
		group.Wait()
		var next int64
		w.write(func(tx consult.Tx) (err error) { next, err = tx.NextSeq(w.ctx); return err })
		same(w, next, 201)
	},
	"a sequence given to two responses is refused": func(w *world) {
		revision := w.revision(w.consultation())
		first, second := w.submitted(revision, noon, "a"), w.draft(revision)
		w.refused(consult.CodeConflict, func(tx consult.Tx) error {
			return tx.SetResponseStatus(w.ctx, second.ID, consult.ResponseSubmitted, first.ChangeSeq, noon)
		})
	},
	"changes come in order, without the drafts, page by page": func(w *world) {
		revision := w.revision(w.consultation())
		first, second := w.submitted(revision, noon, "a"), w.submitted(revision, noon, "b")
		w.draft(revision)
		w.submit(first, noon.Add(time.Hour), "c")
		page := must[[]consult.Change](w)(w.store.Changes(w.ctx, 0, 1))
		same(w, page, []consult.Change{{Seq: second.ChangeSeq, ResponseID: second.ID, ConsultationID: second.ConsultationID,
			RevisionID: second.RevisionID, Status: consult.ResponseSubmitted, Submission: second.Submission, SubmittedAt: noon}})
		page = must[[]consult.Change](w)(w.store.Changes(w.ctx, page[0].Seq, 10))
		same(w, []any{len(page), page[0].ResponseID, page[0].Seq}, []any{1, first.ID, first.ChangeSeq})
		same(w, len(must[[]consult.Change](w)(w.store.Changes(w.ctx, page[0].Seq, 10))), 0)
	},
	"whatever people do, following the changes gives the current state": func(w *world) {
		revision := w.revision(w.consultation())
		rapid.Check(w.T, func(t *rapid.T) { followsTheState(w, revision, t) })
	},
}

// counted is what a follower knows of a response.
type counted struct {
	status consult.ResponseStatus
	answer string
}

// followsTheState has a few people begin, edit, send and withdraw in any order while a follower reads now and then.
func followsTheState(w *world, revision *consult.Revision, t *rapid.T) {
	var responses []*consult.Response
	followed := map[consult.ID]counted{}
	since := must[int64](w)(w.lastSequence())
	follow := func() {
		for {
			changes := must[[]consult.Change](w)(w.store.Changes(w.ctx, since, rapid.IntRange(1, 3).Draw(t, "limit")))
			if len(changes) == 0 {
				return
			}
			for _, change := range changes {
				followed[change.ResponseID] = counted{change.Status, change.Submission.Answers["besoins"].Text}
				since = change.Seq
			}
		}
	}
	some := func() *consult.Response {
		if len(responses) == 0 {
			responses = append(responses, w.draft(revision))
		}
		return responses[rapid.IntRange(0, len(responses)-1).Draw(t, "response")]
	}
	text := func() string { return rapid.SampledFrom([]string{"un", "deux", "trois", ""}).Draw(t, "text") }
	t.Repeat(map[string]func(*rapid.T){
		"begin": func(*rapid.T) { responses = append(responses, w.draft(revision)) },
		"edit": func(*rapid.T) {
			r := some()
			w.write(func(tx consult.Tx) (err error) {
				r.DraftVersion, err = tx.SaveDraft(w.ctx, r.ID, r.DraftVersion, forms.Raw{"besoins": {text()}}, nil, noon)
				return err
			})
		},
		"send": func(*rapid.T) { w.submit(some(), noon, text()) },
		"withdraw": func(*rapid.T) {
			r := some()
			w.write(func(tx consult.Tx) (err error) {
				if r.ChangeSeq, err = tx.NextSeq(w.ctx); err != nil {
					return err
				}
				r.Status = consult.ResponseWithdrawn
				if err := tx.SetResponseStatus(w.ctx, r.ID, r.Status, r.ChangeSeq, noon); err != nil {
					return err
				}
				return tx.UpsertAnswerContributions(w.ctx, r.ID, nil)
			})
		},
		"fail to send": func(*rapid.T) {
			r := *some()
			err := w.store.Atomic(w.ctx, func(tx consult.Tx) error {
				if err := w.submitIn(tx, &r, noon, "jamais", nil); err != nil {
					return err
				}
				return errRefused
			})
			if err == nil {
				t.Fatal("the failure was lost")
			}
		},
		"follow": func(*rapid.T) { follow() },
	})
	follow()
	for _, r := range responses {
		stored := must[consult.Response](w)(w.store.Response(w.ctx, r.ID))
		got, known := followed[r.ID]
		want := counted{stored.Status, stored.Submission.Answers["besoins"].Text}
		if never := stored.Status == consult.ResponseDraft; never && known || !never && got != want {
			t.Fatalf("response %s: the follower has %+v (%v), the store %+v", r.ID, got, known, want)
		}
		live := 0
		for _, contribution := range w.contributions(r) {
			if contribution.RetractedAt.IsZero() {
				live++
			}
		}
		if wants := stored.Status == consult.ResponseSubmitted && want.answer != ""; wants != (live == 1) || live > 1 {
			t.Fatalf("response %s, %s with %q, has %d contributions", r.ID, want.status, want.answer, live)
		}
	}
}

// lastSequence gives the sequence of the last change.
func (w *world) lastSequence() (int64, error) {
	var last int64
	err := w.store.Atomic(w.ctx, func(tx consult.Tx) (err error) { last, err = tx.NextSeq(w.ctx); return err })
	if err != nil {
		return 0, fmt.Errorf("last sequence: %w", err)
	}
	return last, nil
}
