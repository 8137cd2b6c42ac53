// Package imapserver is an IMAP server for tests: mailboxes in memory, and misbehaviours when asked. What a message must
// look like and what becomes of it belong to the tests. Start with Start.
package imapserver

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
)

// The account of every server.
const (
	User     = "retours@exemple.fr"
	Password = "très secret/+é"
)

// Stage is where a server misbehaves.
type Stage string

// The stages of a visit.
const (
	AtHello  Stage = "hello"
	AtLogin  Stage = "login"
	AtSelect Stage = "select"
	AtSearch Stage = "search"
	AtFetch  Stage = "fetch"
	AtStore  Stage = "store"
	AtMove   Stage = "move"
	AtCreate Stage = "create"
)

// ErrDrop, as a behaviour, closes the connection without an answer; ErrHang never answers.
var (
	ErrDrop = errors.New("drop")
	ErrHang = errors.New("hang")
)

// Refusal is the server's «NO».
func Refusal(text string) error { return &imap.Error{Type: imap.StatusResponseTypeNo, Text: text} }

// Server has one account.
type Server struct {
	Addr  string         // host:port
	Roots *x509.CertPool // who signed its certificate
	PEM   []byte         // its certificate, for another process

	tls    bool
	user   *imapmemserver.User
	server *imapserver.Server
	mutex  sync.Mutex
	behave func(Stage) error
	visits int
	ended  chan struct{}
}

// Option sets something of a server.
type Option func(*imapserver.Options, *Server)

// WithoutTLS makes a server that knows no protection.
func WithoutTLS() Option {
	return func(o *imapserver.Options, s *Server) { s.tls, o.TLSConfig, o.InsecureAuth = false, nil, true }
}

// WithStartTLS makes a server that begins in clear.
func WithStartTLS() Option { return func(_ *imapserver.Options, s *Server) { s.tls = false } }

// WithoutMove makes a server that cannot move messages in one step.
func WithoutMove() Option {
	return func(o *imapserver.Options, _ *Server) { delete(o.Caps, imap.CapMove) }
}

// Start runs a server for the time of a test, with TLS from the first byte.
func Start(t testing.TB, options ...Option) *Server {
	t.Helper()
	certified := httptest.NewTLSServer(nil)
	certified.Close()
	s := &Server{tls: true, user: imapmemserver.NewUser(User, Password), ended: make(chan struct{}), Roots: x509.NewCertPool()}
	s.Roots.AddCert(certified.Certificate())
	s.PEM = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certified.Certificate().Raw})
	if err := s.user.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	settings := &imapserver.Options{NewSession: s.session, Logger: silent{}, TLSConfig: &tls.Config{Certificates: certified.TLS.Certificates},
		Caps: imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapMove: {}, imap.CapUIDPlus: {}}}
	for _, option := range options {
		option(settings, s)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Addr = listener.Addr().String()
	if s.tls {
		listener = tls.NewListener(listener, settings.TLSConfig)
	}
	s.server = imapserver.New(settings)
	go s.server.Serve(listener)
	t.Cleanup(func() {
		close(s.ended)
		s.server.Close()
	})
	return s
}

type silent struct{}

func (silent) Printf(string, ...any) {}

// URL gives the mailbox as the program's settings want it.
func (s *Server) URL() string {
	scheme := "imap"
	if s.tls {
		scheme = "imaps"
	}
	return scheme + "://retours%40exemple.fr:tr%C3%A8s%20secret%2F+%C3%A9@" + s.Addr + "/INBOX"
}

// Behave sets what the server does at each stage; nil: as it should.
func (s *Server) Behave(behave func(Stage) error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.behave = behave
}

// Misbehaving makes the server do so at one stage.
func (s *Server) Misbehaving(at Stage, how error) {
	s.Behave(func(now Stage) error {
		if now == at {
			return how
		}
		return nil
	})
}

// Visits tells how many connections logged in.
func (s *Server) Visits() int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.visits
}

type literal struct{ *bytes.Reader }

func (l literal) Size() int64 { return int64(l.Len()) }

// Deliver puts a message in a folder.
func (s *Server) Deliver(t testing.TB, folder, message string, at time.Time) {
	t.Helper()
	message = strings.ReplaceAll(strings.ReplaceAll(message, "\r\n", "\n"), "\n", "\r\n")
	if _, err := s.user.Append(folder, literal{bytes.NewReader([]byte(message))}, &imap.AppendOptions{Time: at}); err != nil {
		t.Fatal(err)
	}
}

// Count tells how many messages a folder has, and how many are unread; a folder that is not there has none.
func (s *Server) Count(folder string) (messages, unread int) {
	status, err := s.user.Status(folder, &imap.StatusOptions{NumMessages: true, NumUnseen: true})
	if err != nil {
		return 0, 0
	}
	return int(*status.NumMessages), int(*status.NumUnseen)
}

func (s *Server) session(c *imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
	if err := s.at(AtHello, c); err != nil {
		return nil, nil, err
	}
	return &session{UserSession: imapmemserver.NewUserSession(s.user), server: s, conn: c}, &imapserver.GreetingData{}, nil
}

func (s *Server) at(stage Stage, c *imapserver.Conn) error {
	s.mutex.Lock()
	behave := s.behave
	s.mutex.Unlock()
	if behave == nil {
		return nil
	}
	err := behave(stage)
	switch {
	case errors.Is(err, ErrDrop):
		c.NetConn().Close()
	case errors.Is(err, ErrHang):
		<-s.ended
	}
	return err
}

// session is the visit of one connection.
type session struct {
	*imapmemserver.UserSession
	server *Server
	conn   *imapserver.Conn
}

func (s *session) Login(user, password string) error {
	if err := s.server.at(AtLogin, s.conn); err != nil {
		return err
	}
	if err := s.UserSession.Login(user, password); err != nil {
		return err
	}
	s.server.mutex.Lock()
	s.server.visits++
	s.server.mutex.Unlock()
	return nil
}

func (s *session) Select(name string, options *imap.SelectOptions) (*imap.SelectData, error) {
	if err := s.server.at(AtSelect, s.conn); err != nil {
		return nil, err
	}
	return s.UserSession.Select(name, options)
}

func (s *session) Search(kind imapserver.NumKind, criteria *imap.SearchCriteria, options *imap.SearchOptions) (*imap.SearchData, error) {
	if err := s.server.at(AtSearch, s.conn); err != nil {
		return nil, err
	}
	return s.UserSession.Search(kind, criteria, options)
}

func (s *session) Fetch(w *imapserver.FetchWriter, set imap.NumSet, options *imap.FetchOptions) error {
	if err := s.server.at(AtFetch, s.conn); err != nil {
		return err
	}
	return s.UserSession.Fetch(w, set, options)
}

func (s *session) Store(w *imapserver.FetchWriter, set imap.NumSet, flags *imap.StoreFlags, options *imap.StoreOptions) error {
	if err := s.server.at(AtStore, s.conn); err != nil {
		return err
	}
	return s.UserSession.Store(w, set, flags, options)
}

func (s *session) Move(w *imapserver.MoveWriter, set imap.NumSet, folder string) error {
	if err := s.server.at(AtMove, s.conn); err != nil {
		return err
	}
	return s.UserSession.Move(w, set, folder)
}

func (s *session) Create(name string, options *imap.CreateOptions) error {
	if err := s.server.at(AtCreate, s.conn); err != nil {
		return err
	}
	return s.UserSession.Create(name, options)
}
