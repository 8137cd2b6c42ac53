package app

import (
	"bytes"
	"io"
	"sync"
	"time"
)

// logbook hands the lines of a log over together: in a rush, a call to the system for each request costs as much as
// making its line. What is more than information is handed over at once, with what waits before it.
type logbook struct {
	out io.Writer

	mutex   sync.Mutex
	waiting []byte
	armed   bool
}

const (
	logPause  = 50 * time.Millisecond // how late a line may be
	logAtMost = 16 << 10              // bytes that wait
)

// Write takes one line, as a handler of slog writes it. The error is that of the lines handed over.
func (l *logbook) Write(line []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.waiting = append(l.waiting, line...)
	if len(l.waiting) >= logAtMost || !informs(line) {
		return len(line), l.handOver()
	}
	if !l.armed {
		l.armed = true
		time.AfterFunc(logPause, func() { l.Flush() })
	}
	return len(line), nil
}

// informs says whether a line is at the level of information: its second word says so.
func informs(line []byte) bool {
	_, rest, _ := bytes.Cut(line, []byte(" "))
	return bytes.HasPrefix(rest, []byte("level=INFO "))
}

// Flush hands over what waits.
func (l *logbook) Flush() error {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.handOver()
}

func (l *logbook) handOver() error {
	l.armed = false
	if len(l.waiting) == 0 {
		return nil
	}
	_, err := l.out.Write(l.waiting)
	l.waiting = l.waiting[:0]
	return err
}
