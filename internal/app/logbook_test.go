package app

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// pieces keeps what is written, call by call.
type pieces struct {
	mutex sync.Mutex
	calls []string
	err   error
}

func (p *pieces) Write(b []byte) (int, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.calls = append(p.calls, string(bytes.Clone(b)))
	return len(b), p.err
}

func (p *pieces) all() []string {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return append([]string(nil), p.calls...)
}

func TestLinesOfALogAreHandedOverTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &pieces{}
		log := slog.New(slog.NewTextHandler(&logbook{out: out}, nil))
		for range 3 {
			log.Info("request")
		}
		if calls := out.all(); len(calls) != 0 {
			t.Fatalf("handed over at once: %q", calls)
		}
		time.Sleep(logPause)
		synctest.Wait()
		if calls := out.all(); len(calls) != 1 || strings.Count(calls[0], "\n") != 3 {
			t.Errorf("after a pause: %q", calls)
		}
	})
}

func TestAWarningIsHandedOverAtOnceAfterWhatWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &pieces{}
		log := slog.New(slog.NewTextHandler(&logbook{out: out}, nil))
		log.Info("request", "route", "/ level=WARN")
		log.Warn("disk full", "at", "x level=INFO y")
		calls := out.all()
		if len(calls) != 1 || strings.Index(calls[0], "request") > strings.Index(calls[0], "disk full") {
			t.Errorf("handed over: %q", calls)
		}
	})
}

func TestALogThatIsFullIsHandedOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &pieces{err: errors.New("no more paper")}
		book := &logbook{out: out}
		if _, err := book.Write([]byte(strings.Repeat("x", logAtMost) + " level=INFO \n")); !errors.Is(err, out.err) {
			t.Errorf("the error of the log is %v", err)
		}
		if len(out.all()) != 1 {
			t.Errorf("handed over %d times", len(out.all()))
		}
	})
}
