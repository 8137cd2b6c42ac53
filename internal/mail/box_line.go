package mail

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"
)

// line is a connection to an IMAP server that waits no longer and takes no more than was said, whatever the deadlines
// that the library sets: a server cannot hold us up, nor fill the memory.
type line struct {
	net.Conn
	mutex   sync.Mutex
	all     time.Time // the end of all patience
	command time.Time // that of the command under way
	left    int64     // bytes that it may still answer
	failure error     // the first one
}

// errTooMuch is a server that says more than what was asked for.
var errTooMuch = errors.New("the server says more than was asked for")

// expect begins a command: how long its answer may take, and how long it may be.
func (l *line) expect(limit time.Duration, bytes int64) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.command, l.left = time.Now().Add(limit), bytes
	l.Conn.SetDeadline(l.end(time.Time{}))
}

// end gives the earliest of the ends; the mutex is held.
func (l *line) end(asked time.Time) time.Time {
	end := l.all
	if !l.command.IsZero() && l.command.Before(end) {
		end = l.command
	}
	if !asked.IsZero() && asked.Before(end) {
		end = asked
	}
	return end
}

func (l *line) SetReadDeadline(asked time.Time) error {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.Conn.SetReadDeadline(l.end(asked))
}

func (l *line) SetWriteDeadline(asked time.Time) error {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.Conn.SetWriteDeadline(l.end(asked))
}

func (l *line) SetDeadline(asked time.Time) error {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.Conn.SetDeadline(l.end(asked))
}

func (l *line) Read(p []byte) (int, error) {
	l.mutex.Lock()
	left := l.left
	l.mutex.Unlock()
	if left <= 0 {
		return 0, l.fail(errTooMuch)
	}
	n, err := l.Conn.Read(p[:min(int64(len(p)), left)])
	l.mutex.Lock()
	l.left -= int64(n)
	l.mutex.Unlock()
	return n, l.fail(err)
}

func (l *line) Write(p []byte) (int, error) {
	n, err := l.Conn.Write(p)
	return n, l.fail(err)
}

func (l *line) fail(err error) error {
	if err == nil {
		return nil
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.failure == nil {
		l.failure = err
	}
	return err
}

// trouble says what happened to the connection; "": nothing.
func (l *line) trouble() BoxTrouble {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	var late net.Error
	switch {
	case l.failure == nil:
		return ""
	case errors.Is(l.failure, errTooMuch):
		return BoxStrange
	case errors.As(l.failure, &late) && late.Timeout():
		return BoxSilent
	}
	return BoxDropped
}

// dialLine connects to a server; the end of ctx closes the connection.
func dialLine(ctx context.Context, address string, patience BoxPatience) (*line, func() bool, error) {
	end := time.Now().Add(patience.Pass)
	connection, err := (&net.Dialer{Timeout: patience.Command, Deadline: end}).DialContext(ctx, "tcp", address)
	if err != nil {
		var late net.Error
		if errors.As(err, &late) && late.Timeout() {
			return nil, nil, boxError(BoxSilent, err)
		}
		return nil, nil, boxError(BoxUnreachable, err)
	}
	l := &line{Conn: connection, all: end}
	return l, context.AfterFunc(ctx, func() { connection.Close() }), nil
}
