package console

import (
	"sync"
	"time"
)

// attempts counts the failed logins of each account, whatever the address they come from.
type attempts struct {
	now func() time.Time

	mutex  sync.Mutex
	failed map[string][]time.Time
}

// Ten failures in a quarter of an hour, then a pause. The memory is bounded: when full, it starts again.
const (
	attemptsAllowed = 10
	attemptsWithin  = 15 * time.Minute
	accountsKept    = 10_000
)

func newAttempts(now func() time.Time) *attempts {
	return &attempts{now: now, failed: map[string][]time.Time{}}
}

// allowed says whether the account may try again.
func (a *attempts) allowed(email string) bool {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	return len(a.recent(email)) < attemptsAllowed
}

// fail notes a failure.
func (a *attempts) fail(email string) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if len(a.failed) >= accountsKept {
		clear(a.failed)
	}
	a.failed[email] = append(a.recent(email), a.now())
}

// succeed forgets the failures of an account.
func (a *attempts) succeed(email string) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	delete(a.failed, email)
}

func (a *attempts) recent(email string) []time.Time {
	since := a.now().Add(-attemptsWithin)
	kept := a.failed[email]
	for len(kept) > 0 && kept[0].Before(since) {
		kept = kept[1:]
	}
	return kept
}
