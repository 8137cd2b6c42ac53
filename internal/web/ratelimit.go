package web

import (
	"sync"

	"github.com/gin-gonic/gin"
	"golang.org/x/time/rate"

	"concertation/internal/consult"
)

// limiter counts what each address does. Memory is bounded: when it is full, the older half is forgotten, which at
// worst gives some addresses a fresh start.
type limiter struct {
	rate  rate.Limit
	burst int

	mu     sync.Mutex
	recent map[string]*rate.Limiter // seen since the last turn
	older  map[string]*rate.Limiter // seen before
}

// addressesKept bounds each half of the memory: a few megabytes at most.
const addressesKept = 20_000

// newLimiter gives a limiter, or nil, which limits nothing, when perSecond is not positive.
func newLimiter(perSecond float64, burst int) *limiter {
	if perSecond <= 0 {
		return nil
	}
	return &limiter{rate: rate.Limit(perSecond), burst: max(burst, 1), recent: map[string]*rate.Limiter{}}
}

// allow says whether address may act once more now.
func (l *limiter) allow(address string) bool {
	if l == nil {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	found, ok := l.recent[address]
	if !ok {
		if found, ok = l.older[address]; !ok {
			found = rate.NewLimiter(l.rate, l.burst)
		}
		if len(l.recent) >= addressesKept {
			l.older, l.recent = l.recent, make(map[string]*rate.Limiter, addressesKept)
		}
		l.recent[address] = found
	}
	return found.Allow()
}

// limited refuses, with status 429, an address that does too much.
func (s *server) limited(l *limiter) gin.HandlerFunc {
	return s.limitedBy(l, "error.too_many", func(c *gin.Context) string { return c.ClientIP() })
}

// limitedSupports refuses an address that supports one idea too often: a new visitor is easily made, a new address less.
func (s *server) limitedSupports() gin.HandlerFunc {
	return s.limitedBy(s.supports, "ideas.error.supports_many", func(c *gin.Context) string { return c.ClientIP() + " " + c.Param("id") })
}

func (s *server) limitedBy(l *limiter, message string, key func(*gin.Context) string) gin.HandlerFunc {
	return func(c *gin.Context) {
		if !l.allow(key(c)) {
			c.Header("Retry-After", "60")
			s.fail(c, &consult.Error{Code: consult.CodeTooMany, Key: message}, true)
			c.Abort()
		}
	}
}
