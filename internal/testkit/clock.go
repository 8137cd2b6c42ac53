package testkit

import (
	"sync"
	"time"
)

// Noon is the moment at which tests live: Monday 23 November 2026, 12:00 in Paris.
var Noon = time.Date(2026, time.November, 23, 11, 0, 0, 0, time.UTC)

// Clock is a clock that a test moves by hand. The zero Clock stands at Noon.
type Clock struct {
	mutex sync.Mutex
	ahead time.Duration
}

// Now gives the time, in UTC.
func (c *Clock) Now() time.Time {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return Noon.Add(c.ahead)
}

// Advance moves the clock forward.
func (c *Clock) Advance(by time.Duration) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.ahead += by
}
