// Package mailserver is an SMTP server for tests: it keeps what it accepted, and misbehaves when asked. What a message
// must look like and when one is sent belong to the tests. Start with Start.
package mailserver

import (
	"bytes"
	"errors"
	"io"
	"net"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Stage is where a server misbehaves.
type Stage string

// The stages of a message.
const (
	AtHello Stage = "hello"
	AtMail  Stage = "mail"
	AtRcpt  Stage = "rcpt"
	AtData  Stage = "data" // after the end of the message
)

// Received is a message that the server answered for.
type Received struct {
	From, To  string
	MessageID string
	Content   []byte
	At        time.Time
}

// Server counts what it accepted.
type Server struct {
	Addr string // host:port

	server *smtp.Server
	mutex  sync.Mutex
	taken  []Received
	behave func(Stage, string) error
	users  map[string]string
	ended  chan struct{}
}

// ErrDrop, as a behaviour, closes the connection without an answer. ErrHang never answers. ErrDropAfter keeps the message, then
// closes the connection without saying so.
var (
	ErrDrop      = errors.New("drop")
	ErrHang      = errors.New("hang")
	ErrDropAfter = errors.New("drop after")
)

// Answer is a refusal with its code.
func Answer(code int, status [3]int, text string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode(status), Message: text}
}

// Start runs a server for the time of a test.
func Start(t testing.TB) *Server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Addr: listener.Addr().String(), ended: make(chan struct{})}
	s.server = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		if err := s.at(AtHello, "", c); err != nil {
			return nil, err
		}
		return &session{server: s, conn: c}, nil
	}))
	s.server.Domain, s.server.AllowInsecureAuth, s.server.ErrorLog = "localhost", true, silent{}
	go s.server.Serve(listener)
	t.Cleanup(func() {
		close(s.ended)
		s.server.Close()
	})
	return s
}

type silent struct{}

func (silent) Printf(string, ...any) {}
func (silent) Println(...any)        {}

// URL gives the server as the program's settings want it.
func (s *Server) URL() string { return "smtp://" + s.Addr }

// RequireLogin makes the server want a password.
func (s *Server) RequireLogin(user, password string) { s.users = map[string]string{user: password} }

// Behave sets what the server does at each stage (value: the address); nil: it accepts.
func (s *Server) Behave(behave func(stage Stage, value string) error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.behave = behave
}

// Received gives what the server accepted so far.
func (s *Server) Received() []Received {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return append([]Received(nil), s.taken...)
}

// Counts gives how many times each Message-ID was accepted.
func (s *Server) Counts() map[string]int {
	counts := map[string]int{}
	for _, one := range s.Received() {
		counts[one.MessageID]++
	}
	return counts
}

func (s *Server) at(stage Stage, value string, c *smtp.Conn) error {
	s.mutex.Lock()
	behave := s.behave
	s.mutex.Unlock()
	if behave == nil {
		return nil
	}
	err := behave(stage, value)
	switch {
	case errors.Is(err, ErrDrop), errors.Is(err, ErrDropAfter) && stage != AtData: // a message is kept first
		c.Conn().Close()
	case errors.Is(err, ErrHang):
		<-s.ended
	}
	return err
}

type session struct {
	server   *Server
	conn     *smtp.Conn
	from, to string
	known    bool
}

func (s *session) AuthMechanisms() []string {
	if s.server.users == nil {
		return nil
	}
	return []string{sasl.Plain}
}

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if expected, ok := s.server.users[user]; !ok || expected != password {
			return smtp.ErrAuthFailed
		}
		s.known = true
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.server.users != nil && !s.known {
		return smtp.ErrAuthRequired
	}
	s.from = from
	return s.server.at(AtMail, from, s.conn)
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	return s.server.at(AtRcpt, to, s.conn)
}

func (s *session) Data(r io.Reader) error {
	content, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	refusal := s.server.at(AtData, s.to, s.conn)
	if refusal != nil && !errors.Is(refusal, ErrDropAfter) {
		return refusal
	}
	message, err := netmail.ReadMessage(bytes.NewReader(content))
	if err != nil {
		return err
	}
	s.server.mutex.Lock()
	s.server.taken = append(s.server.taken, Received{From: s.from, To: s.to, Content: content, At: time.Now(),
		MessageID: strings.Trim(message.Header.Get("Message-ID"), "<>")})
	s.server.mutex.Unlock()
	if errors.Is(refusal, ErrDropAfter) {
		s.conn.Conn().Close()
	}
	return refusal
}

func (s *session) Reset()        { s.from, s.to = "", "" }
func (s *session) Logout() error { return nil }
