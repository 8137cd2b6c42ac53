package service

import (
	"sync"

	"concertation/internal/consult"
)

// offered holds changes that this process has just committed, so that the tallies need not read back what is at hand:
// reading them again is an eighth of the cost of a submission. It is a short cut only: a change is taken from here when
// it is the very next one, and whatever is missing (another process, an idea, an import) is read as before.
type offered struct {
	mutex sync.Mutex
	bySeq map[int64]consult.Change
}

// offeredAtMost bounds what waits; the rest is read.
const offeredAtMost = 8192

// offer gives the tallies a change that is on disk. It never blocks.
func (f *follower) offer(change consult.Change) {
	f.offered.mutex.Lock()
	if f.offered.bySeq == nil {
		f.offered.bySeq = map[int64]consult.Change{}
	}
	if len(f.offered.bySeq) < offeredAtMost {
		f.offered.bySeq[change.Seq] = change
	}
	f.offered.mutex.Unlock()
	f.wake()
}

// following gives the changes at hand that follow seq without a gap, and forgets those that are past.
func (o *offered) following(seq int64) []consult.Change {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	var next []consult.Change
	for {
		change, found := o.bySeq[seq+1]
		if !found {
			break
		}
		next = append(next, change)
		delete(o.bySeq, seq+1)
		seq++
	}
	return next
}

// forget drops what was read otherwise.
func (o *offered) forget(upTo int64) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	for seq := range o.bySeq {
		if seq <= upTo {
			delete(o.bySeq, seq)
		}
	}
}
