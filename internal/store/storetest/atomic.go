package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"concertation/internal/consult"
)

var errRefused = errors.New("refused by the callback")

var atomicTests = map[string]func(*world){
	"a callback that fails leaves no trace": func(w *world) {
		c := &consult.Consultation{ID: consult.NewID(), Slug: "trace", Status: consult.StatusDraft, CreatedAt: noon, ChangedAt: noon}
		err := w.store.Atomic(w.ctx, func(tx consult.Tx) error {
			if err := tx.InsertConsultation(w.ctx, c); err != nil {
				return err
			}
			return errRefused
		})
		if !errors.Is(err, errRefused) {
			w.Fatalf("got %v", err)
		}
		_, err = w.store.ConsultationBySlug(w.ctx, "trace")
		w.code(consult.CodeNotFound, err)
	},
	"an error that the callback hides still undoes what it did": func(w *world) {
		taken := w.consultation()
		fresh := &consult.Consultation{ID: consult.NewID(), Slug: "fresh", Status: consult.StatusDraft, CreatedAt: noon, ChangedAt: noon}
		err := w.store.Atomic(w.ctx, func(tx consult.Tx) error {
			if err := tx.InsertConsultation(w.ctx, fresh); err != nil {
				return err
			}
			again := *taken
			again.ID = consult.NewID()
			_ = tx.InsertConsultation(w.ctx, &again)
			return nil
		})
		w.code(consult.CodeConflict, err)
		_, err = w.store.ConsultationBySlug(w.ctx, "fresh")
		w.code(consult.CodeNotFound, err)
	},
	"a callback that panics fails alone, with what it said": func(w *world) {
		c := &consult.Consultation{ID: consult.NewID(), Slug: "panic", Status: consult.StatusDraft, CreatedAt: noon, ChangedAt: noon}
		err := w.store.Atomic(w.ctx, func(tx consult.Tx) error {
			if err := tx.InsertConsultation(w.ctx, c); err != nil {
				return err
			}
			panic(errRefused)
		})
		if !errors.Is(err, errRefused) {
			w.Fatalf("got %v", err)
		}
		_, err = w.store.ConsultationBySlug(w.ctx, "panic")
		w.code(consult.CodeNotFound, err)
		w.consultation()
	},
	"a transaction reads its own writes, the others only what is committed": func(w *world) {
		c := &consult.Consultation{ID: consult.NewID(), Slug: "own", Status: consult.StatusDraft, CreatedAt: noon, ChangedAt: noon}
		w.write(func(tx consult.Tx) error {
			if err := tx.InsertConsultation(w.ctx, c); err != nil {
				return err
			}
			if _, err := tx.ConsultationBySlug(w.ctx, "own"); err != nil {
				return fmt.Errorf("read own write: %w", err)
			}
			if _, err := w.store.ConsultationBySlug(w.ctx, "own"); consult.CodeOf(err) != consult.CodeNotFound {
				return fmt.Errorf("an uncommitted write is seen from outside: %v", err)
			}
			return nil
		})
	},
	"a cancelled caller is refused before it is queued, not after": func(w *world) {
		cancelled, cancel := context.WithCancel(w.ctx)
		c := &consult.Consultation{ID: consult.NewID(), Slug: "cancelled", Status: consult.StatusDraft, CreatedAt: noon, ChangedAt: noon}
		err := w.store.Atomic(cancelled, func(tx consult.Tx) error {
			cancel()
			return tx.InsertConsultation(cancelled, c)
		})
		if err != nil {
			w.Fatalf("cancelled while it ran: %v", err)
		}
		must[consult.Consultation](w)(w.store.Consultation(w.ctx, c.ID))
		if err := w.store.Atomic(cancelled, func(consult.Tx) error { return nil }); !errors.Is(err, context.Canceled) {
			w.Fatalf("cancelled before: %v", err)
		}
	},
	"among many callbacks at once, those that fail cost the others nothing": func(w *world) {
		revision := w.revision(w.consultation())
		const callers = 300
		var ran atomic.Int64
		outcomes := make([]error, callers)
		responses := make([]*consult.Response, callers)
		for i := range responses {
			responses[i] = w.drafted(revision)
		}
		var group sync.WaitGroup
		for i := range callers {
			group.Go(func() {
				outcomes[i] = w.store.Atomic(w.ctx, func(tx consult.Tx) error {
					ran.Add(1)
					row := *responses[i]
					if err := tx.InsertResponse(w.ctx, &row); err != nil {
						return err
					}
					switch i % 30 {
					case 7:
						return errRefused
					case 11:
						panic("on purpose")
					case 13: // the engine refuses it
						return tx.InsertResponse(w.ctx, &row)
					}
					return nil
				})
			})
		}
		group.Wait()
		kept := 0
		for i, err := range outcomes {
			_, found := w.store.Response(w.ctx, responses[i].ID)
			if fails := i%30 == 7 || i%30 == 11 || i%30 == 13; fails != (err != nil) || fails != (found != nil) {
				w.Errorf("callback %d: outcome %v, read back %v", i, err, found)
			}
			if err == nil {
				kept++
			}
		}
		same(w, must[int](w)(w.store.CountResponses(w.ctx, consult.ResponseFilter{ConsultationID: revision.ConsultationID})), kept)
		w.Logf("%d callbacks ran %d times", callers, ran.Load())
	},
	"a transaction is of no use after its callback": func(w *world) {
		var kept consult.Tx
		w.write(func(tx consult.Tx) error { kept = tx; return nil })
		if _, err := kept.NextSeq(w.ctx); err == nil {
			w.Fatal("a sequence was taken outside a transaction")
		}
		if err := kept.DeleteConsultation(w.ctx, consult.NewID()); err == nil || consult.CodeOf(err) == consult.CodeNotFound {
			w.Fatalf("a statement ran outside a transaction: %v", err)
		}
	},
	"a store is ready until it is closed, and closing waits for what was asked": func(w *world) {
		if err := w.store.Ready(w.ctx); err != nil {
			w.Fatal(err)
		}
		started, release := make(chan struct{}), make(chan struct{})
		outcome := make(chan error, 1)
		go func() {
			outcome <- w.store.Atomic(w.ctx, func(consult.Tx) error { close(started); <-release; return nil })
		}()
		<-started
		closed := make(chan error, 1)
		go func() { closed <- w.store.Close() }()
		close(release)
		if err := errors.Join(<-outcome, <-closed); err != nil {
			w.Fatal(err)
		}
		w.code(consult.CodeUnavailable, w.store.Atomic(w.ctx, func(consult.Tx) error { return nil }))
		if err := w.store.Ready(w.ctx); err == nil {
			w.Fatal("a closed store says it is ready")
		}
	},
}
