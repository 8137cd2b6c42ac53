package service

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/french"
	"concertation/internal/i18n"
)

// Service is every use case over one store.
type Service struct {
	Store consult.Store
	Now   func() time.Time
	Log   *slog.Logger
	// Version of the program, for exports and the page footer.
	Version string
	// P writes the sentences of exported files.
	P *i18n.Printer
	// Backups gives the names of the copies of the database that stand beside it: they hold what was erased since.
	Backups func() []string

	questionnaires sync.Map // consult.ID of a revision → *Published; a revision's definition never changes
	unions         sync.Map // consult.ID of a published revision → *forms.Questionnaire; see united
	secrets        sync.Map // name → []byte; see secret
	consultations  memory[consult.ID, consult.Consultation]
	starts         memory[[2]string, Start]
	ideaBoxes      memory[string, ideaBox]
	ideaCells      cellMemory
	similarIdeas   similarMemory
	searchTotals   totalMemory
	stemmer        french.Stemmer
	countsKnown    countsMemory
	themesCounted  themesMemory  // see ThemeCounts
	corpora        corpora       // see corpus
	ideasVersion   atomic.Uint64 // changes with what the lists of ideas count
	publicVersion  atomic.Uint64 // see PublicVersion
	responses      recentResponses
	touched        *touched
	sole           bool // see WithSoleServer
	tallies        *follower
	ledgers        ledgerMemory
	suggester      *suggester
	hashing        hashing
	exportPage     int // see WithExportPage
	exporting      turn
	background     background // imports under way
	postbox        Postbox
	mailsWake      chan struct{} // holds a token when there may be a mail to send
	campaignsWake  chan struct{} // and when a campaign may have to leave
	bounces        collecting
}

// New makes the use cases over store. Now defaults to the clock, Log to a silent logger.
func New(store consult.Store, options ...Option) *Service {
	s := &Service{Store: store, Now: time.Now, Log: slog.New(slog.DiscardHandler), Backups: func() []string { return nil }, hashing: newHashing(),
		exportPage: 500, exporting: newTurn(), touched: newTouched(), mailsWake: make(chan struct{}, 1), campaignsWake: make(chan struct{}, 1)}
	for _, option := range options {
		option(s)
	}
	s.Store = watched{Store: store, version: &s.publicVersion, touched: s.touched, mailed: s.wakeMails}
	s.tallies = newFollower(s)
	s.suggester = newSuggester(s)
	return s
}

// Option sets something of a Service.
type Option func(*Service)

// WithClock sets the clock.
func WithClock(now func() time.Time) Option { return func(s *Service) { s.Now = now } }

// WithLog sets where errors that nobody waits for are logged.
func WithLog(log *slog.Logger) Option { return func(s *Service) { s.Log = log } }

// WithVersion sets the program's version.
func WithVersion(version string) Option { return func(s *Service) { s.Version = version } }

// WithCatalogue sets the sentences of exported files.
func WithCatalogue(catalogue *i18n.Catalogue) Option {
	return func(s *Service) { s.P = catalogue.In("fr") }
}

// WithExportPage sets how many responses or texts an export reads at once: 500 otherwise.
func WithExportPage(many int) Option { return func(s *Service) { s.exportPage = many } }

// WithBackups sets where the copies of the database beside it are known.
func WithBackups(names func() []string) Option { return func(s *Service) { s.Backups = names } }

// Published is a revision with its questionnaire compiled, published or to be previewed.
type Published struct {
	Revision      consult.Revision
	Questionnaire *forms.Questionnaire
}

// Published gives a revision compiled, from memory after the first time.
func (s *Service) Published(ctx context.Context, revision consult.ID) (*Published, error) {
	if found, ok := s.questionnaires.Load(revision); ok {
		return found.(*Published), nil
	}
	stored, err := s.Store.Revision(ctx, revision)
	if err != nil {
		return nil, fmt.Errorf("read revision %s: %w", revision, err)
	}
	compiled, issues := forms.Reopen(stored.Definition) // it was checked when it was kept
	if compiled == nil {
		return nil, fmt.Errorf("compile revision %s: %d issues, first %v", revision, len(issues), issues[0])
	}
	kept, _ := s.questionnaires.LoadOrStore(revision, &Published{Revision: stored, Questionnaire: compiled})
	return kept.(*Published), nil
}

// audit appends a line to the audit log inside the transaction of what it tells.
func (s *Service) audit(ctx context.Context, tx consult.Tx, actor consult.Actor, operation string, consultation consult.ID, record string) error {
	name := "système"
	if actor.User != "" {
		user, err := tx.User(ctx, actor.User)
		if err != nil {
			return fmt.Errorf("audit %s: %w", operation, err)
		}
		name = user.Name
	}
	return tx.AppendAudit(ctx, &consult.AuditEntry{ID: consult.NewID(), At: s.Now(), Actor: actor.User, ActorName: name,
		Operation: operation, ConsultationID: consultation, Record: record})
}
