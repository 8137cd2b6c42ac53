package store

import (
	"slices"
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
