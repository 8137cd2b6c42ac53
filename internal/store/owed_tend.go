package store

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"
)

// owedCounts is what others than the writer know of what is owed: sequences, 0 when nothing is. What was sent is seen
// here before its sender is answered.
type owedCounts struct {
	first, last atomic.Int64
	// oldest and newest are when the first and the last of them were sent, in Unix nanoseconds.
	oldest, newest atomic.Int64
}

// publishOwed tells the others what is owed after a batch.
func (w *writer) publishOwed() {
	list := w.session.owing.list
	if len(list) == 0 {
		w.owed.first.Store(0)
		return
	}
	now := time.Now().UnixNano()
	if w.owed.first.Load() == 0 {
		w.owed.oldest.Store(now)
	}
	if last := list[len(list)-1].seq; last != w.owed.last.Load() {
		w.owed.last.Store(last)
		w.owed.newest.Store(now)
	}
	w.owed.first.Store(list[0].seq)
}

// settle waits until what was owed at the call is written.
func (w *writer) settle(ctx context.Context) error {
	target := w.owed.last.Load()
	for {
		first := w.owed.first.Load()
		if first == 0 || first > target {
			return nil
		}
		if err := w.do(ctx, settleChunk); err != nil {
			return fmt.Errorf("write the contributions owed: %w", err)
		}
	}
}

// settleAll writes what is owed before the writer ends; what it cannot write is found again when the file is opened.
func (w *writer) settleAll() {
	for len(w.session.owing.list) > 0 {
		r := &request{ctx: context.Background(), f: settleChunk, done: make(chan error, 1)}
		if w.batch([]*request{r}); <-r.done != nil {
			return
		}
	}
}

// settleSome keeps what waits within its bound: a batch that adds to it writes more than it adds.
func (w *writer) settleSome(ctx context.Context) error {
	owing := &w.session.owing
	if owing.weight <= owedAtMost {
		return nil
	}
	t := w.session.transaction()
	return t.writeOwed(ctx, 2*(len(owing.list)-owing.begun))
}

var settleChunk = within(func(t *transaction) error { return t.writeOwed(context.Background(), owedChunk) })

// tend writes what is owed when nobody sends any more, or when it has waited for long.
func (w *writer) tend() {
	tick := time.NewTicker(owedQuiet / 2)
	defer tick.Stop()
	for {
		select {
		case <-w.ended:
			return
		case <-tick.C:
		}
		for w.owed.first.Load() != 0 && w.timeToSettle(time.Now()) {
			if w.do(context.Background(), settleChunk) != nil {
				break // a full disk, say: those who send are told, and this is tried again
			}
		}
	}
}

func (w *writer) timeToSettle(now time.Time) bool {
	return now.Sub(time.Unix(0, w.owed.newest.Load())) >= owedQuiet || now.Sub(time.Unix(0, w.owed.oldest.Load())) >= owedLatest
}
