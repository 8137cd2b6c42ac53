package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"concertation/internal/consult"
)

// What a response sent for the first time says is on disk with its answers. Its contributions are worth a third of the
// work of a sending, and nobody reads them in the same breath: the only server of a SQLite file owes them, and writes
// them when nobody sends any more or as soon as somebody reads (decision 0041). Elsewhere nothing is ever owed.

// When what is owed is written, whoever reads or not.
const (
	owedQuiet  = time.Second      // after the last sending
	owedLatest = 30 * time.Second // after the first one that is owed
	owedAtMost = 32 << 20         // bytes that wait; beyond, each batch writes some
	owedChunk  = 256              // responses written at once, so that others have their turn between
)

// owing is what the writer owes, in the order of the sequences.
type owing struct {
	allowed bool
	list    []owedAnswers
	weight  int // of list, in bytes

	begun   int  // length of list when the batch began
	touched bool // something was written in this batch
}

type owedAnswers struct {
	response consult.ID
	seq      int64
	wanted   []*consult.Contribution
	written  bool // in the batch under way
}

func (o *owedAnswers) weight() int {
	const fixed = 400 // of a contribution, beside its texts
	weight := fixed
	for _, c := range o.wanted {
		weight += fixed + len(c.Body) + len(c.Folded)
	}
	return weight
}

// owe takes note of what a response says, whose answers this callback has written.
func (t *transaction) owe(response consult.ID, wanted []consult.Contribution) {
	if len(wanted) == 0 {
		return
	}
	one := owedAnswers{response: response, seq: wanted[0].ChangeSeq, wanted: make([]*consult.Contribution, len(wanted))}
	for i := range wanted {
		w := &wanted[i]
		w.ResponseID, w.TextVersion = response, 1
		if w.ID == "" {
			w.ID = consult.NewID()
		}
		one.wanted[i] = w
	}
	owing := &t.session.owing
	owing.list = append(owing.list, one)
	owing.weight += one.weight()
}

func (o *owing) begin() { o.begun, o.touched = len(o.list), false }

// committed forgets what the batch wrote.
func (o *owing) committed() {
	if !o.touched {
		return
	}
	o.list = slices.DeleteFunc(o.list, func(one owedAnswers) bool {
		if one.written {
			o.weight -= one.weight()
		}
		return one.written
	})
}

// undone goes back to what was owed when the batch began.
func (o *owing) undone() {
	for i := range o.list {
		if o.list[i].written = false; i >= o.begun {
			o.weight -= o.list[i].weight()
		}
	}
	o.list = slices.Delete(o.list, o.begun, len(o.list))
}

// unwritten says whether anything is owed that this batch has not written.
func (o *owing) unwritten() bool {
	return slices.ContainsFunc(o.list, func(one owedAnswers) bool { return !one.written })
}

// settledTo gives the sequence up to which nothing is owed, once this batch is committed.
func (o *owing) settledTo() int64 {
	last := int64(0)
	for i := range o.list {
		if !o.list[i].written {
			return o.list[i].seq - 1
		}
		last = o.list[i].seq
	}
	return last
}

// readsAnswers says whether a statement would miss the contributions that are owed. Writing other ones, or looking up
// those of ideas, does not.
func readsAnswers(query string) bool {
	return strings.Contains(query, "contributions") && !strings.Contains(query, "INSERT INTO contributions") &&
		!strings.Contains(query, textOfIdea)
}

// settle writes what is owed before a statement that would miss it.
func (t *transaction) settle(ctx context.Context, query string) error {
	owing := &t.session.owing
	if t.settling || len(owing.list) == 0 || !readsAnswers(query) || !owing.unwritten() {
		return nil
	}
	return t.writeOwed(ctx, len(owing.list))
}

// settleOne writes what is owed of one response.
func (t *transaction) settleOne(ctx context.Context, response consult.ID) error {
	list := t.session.owing.list
	for i := range list {
		if list[i].response == response && !list[i].written {
			return t.writeOwedOf(ctx, &list[i])
		}
	}
	return nil
}

// writeOwed writes what is owed of so many responses, the oldest first.
func (t *transaction) writeOwed(ctx context.Context, count int) error {
	list := t.session.owing.list
	for i := range list {
		if count == 0 {
			break
		}
		if list[i].written {
			continue
		}
		count--
		if err := t.writeOwedOf(ctx, &list[i]); err != nil {
			return err
		}
	}
	return nil
}

// writeOwedOf leaves out a response that was deleted since, or whose contributions another process has written.
func (t *transaction) writeOwedOf(ctx context.Context, one *owedAnswers) error {
	defer t.only()()
	due, err := list(ctx, t.handle, scanInt, `
SELECT COUNT(*)
FROM responses
WHERE id = $1
  AND NOT EXISTS (SELECT 1 FROM contributions WHERE response_id = responses.id)`, string(one.response))
	if err != nil {
		return fmt.Errorf("look for contributions of response %s: %w", one.response, err)
	}
	if due[0] > 0 {
		for chunk := range slices.Chunk(one.wanted, rowsPerInsert) {
			if err := t.insertAnswers(ctx, chunk); err != nil {
				return err
			}
		}
	}
	one.written, t.session.owing.touched = true, true
	return nil
}

// only lets statements pass that read the contributions of one response, until the function it gives is called.
func (t *transaction) only() (again func()) {
	before := t.settling
	t.settling = true
	return func() { t.settling = before }
}

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

func settleChunk(tx consult.Tx) error {
	t, ours := tx.(*transaction)
	if !ours {
		return nil
	}
	return t.writeOwed(context.Background(), owedChunk)
}

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
