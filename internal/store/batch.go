package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"concertation/internal/consult"
)

// A batch ends with whichever comes first. Callers arriving meanwhile make up the next one.
const (
	batchCallbacks = 256
	batchWork      = 50 * time.Millisecond
)

// givingWay is how many times the writer lets the requests that can run go first: in a rush they join its batch, and a
// commit serves more of them; alone, it costs nothing.
const givingWay = 4

// writer runs every write of this process, one batch after the other, each in one transaction (rule 1).
type writer struct {
	session *session
	owed    owedCounts
	wake    chan struct{} // holds a token when there may be something to take
	ended   chan struct{}

	mutex  sync.Mutex
	queue  []*request
	closed bool
}

// request is a callback waiting for its outcome.
type request struct {
	ctx     context.Context
	f       func(consult.Tx) error
	outcome error // while its batch is not committed, provisional
	done    chan error
}

// startWriter begins to write. owes says whether contributions may be owed: no other server may write to the database.
func startWriter(db *sql.DB, d dialect, owes bool) *writer {
	w := &writer{session: newSession(db, d), wake: make(chan struct{}, 1), ended: make(chan struct{})}
	w.session.owing.allowed = owes
	go w.run()
	if owes {
		go w.tend()
	}
	return w
}

// do queues f and waits for its outcome, whatever becomes of ctx meanwhile.
func (w *writer) do(ctx context.Context, f func(consult.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r := &request{ctx: context.WithoutCancel(ctx), f: f, done: make(chan error, 1)}
	w.mutex.Lock()
	if w.closed {
		w.mutex.Unlock()
		return &consult.Error{Code: consult.CodeUnavailable, Key: "error.storage_closed"}
	}
	w.queue = append(w.queue, r)
	w.mutex.Unlock()
	w.signal()
	return <-r.done
}

func (w *writer) signal() {
	select {
	case w.wake <- struct{}{}:
	default: // somebody already did
	}
}

// close lets the queue drain, then ends the writer. A second call does nothing.
func (w *writer) close() error {
	w.mutex.Lock()
	w.closed = true
	w.mutex.Unlock()
	w.signal()
	<-w.ended
	return w.session.close()
}

func (w *writer) run() {
	defer close(w.ended)
	for range w.wake {
		for {
			for range givingWay {
				runtime.Gosched()
			}
			w.mutex.Lock()
			waiting, closed := w.queue, w.closed
			w.queue = nil
			w.mutex.Unlock()
			if len(waiting) == 0 {
				if closed {
					w.settleAll()
					return
				}
				break
			}
			for len(waiting) > 0 {
				waiting = waiting[w.batch(waiting):]
			}
		}
	}
}

// batch runs as many of the waiting callbacks as fit in one transaction, and tells how many it answered.
func (w *writer) batch(waiting []*request) int {
	started := time.Now()
	waiting = waiting[:min(len(waiting), batchCallbacks)]
	if err := w.session.begin(waiting[0].ctx); err != nil {
		return answer(waiting, err)
	}
	for i, r := range waiting {
		t := w.session.transaction()
		r.outcome = t.run(r.f)
		if t.left(r.outcome) {
			return w.alone(waiting[:i+1])
		}
		if time.Since(started) > batchWork {
			waiting = waiting[:i+1]
			break
		}
	}
	if err := w.settleSome(waiting[0].ctx); err != nil {
		w.session.rollback(waiting[0].ctx)
		return answer(waiting, err)
	}
	if err := w.session.commit(waiting[0].ctx); err != nil {
		// Not run again: a connection lost during a commit does not say whether it was done.
		return answer(waiting, err)
	}
	w.publishOwed()
	for _, r := range waiting {
		r.done <- r.outcome
	}
	return len(waiting)
}

// alone is the unhappy way: the batch is undone and each of its callbacks gets a transaction of its own, so that one
// failure is nobody else's. A batch of one has its outcome already.
func (w *writer) alone(failed []*request) int {
	w.session.rollback(failed[0].ctx)
	if len(failed) == 1 {
		failed[0].done <- failed[0].outcome
		return 1
	}
	for _, r := range failed {
		w.batch([]*request{r})
	}
	return len(failed)
}

func answer(requests []*request, err error) int {
	for _, r := range requests {
		r.done <- err
	}
	return len(requests)
}

// run calls f and makes an error of a panic.
func (t *transaction) run(f func(consult.Tx) error) (err error) {
	defer func() {
		t.over = true
		if value := recover(); value != nil {
			t.wrote = true
			err = &PanicError{Value: value, Stack: debug.Stack()}
		}
	}()
	if err := f(t); err != nil {
		return err
	}
	return t.broken // an error that f hid from us still undoes what it did
}

// left says whether a callback that ended so left anything in the transaction that must be undone. One that failed
// before it wrote anything did not, and the batch goes on: a stale draft must not cost the others their commit.
func (t *transaction) left(outcome error) bool {
	return outcome != nil && (t.wrote || t.broken != nil)
}

// PanicError is the outcome of a callback that panicked.
type PanicError struct {
	Value any
	Stack []byte
}

func (e *PanicError) Error() string { return fmt.Sprintf("callback panicked: %v", e.Value) }

// Unwrap gives the value of the panic when it was an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

var errTransactionOver = errors.New("the transaction is over")
