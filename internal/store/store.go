package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"concertation/internal/consult"
)

// Store is a consult.Store on one database. Make it with Open, end it with Close.
type Store struct {
	queries
	dialect dialect
	path    string // of a SQLite file
	open    string // its directory, when others may enter and it is not the store's to close
	readers *sql.DB
	writers *sql.DB
	writer  *writer
	lock    *fileLock // nil unless Exclusive on SQLite
	closing sync.Once
	closed  error
}

var _ consult.Store = (*Store)(nil)

// Option sets how a store is opened.
type Option func(*options)

type options struct {
	exclusive   bool
	maxPages    int
	busyTimeout time.Duration
	upTo        int64 // the last migration to apply; 0: all
}

// Exclusive takes the server's lock on a SQLite file: one server at a time, until Close or the end of the process.
// Other processes may still open the file without it; the engine's own locks keep their writes apart.
func Exclusive() Option { return func(o *options) { o.exclusive = true } }

// MaxPages bounds a SQLite file to so many pages of 4 KiB: writes beyond fail as on a full disk.
func MaxPages(pages int) Option { return func(o *options) { o.maxPages = pages } }

// BusyTimeout sets how long a write waits for another process's transaction; the default is 5 seconds.
func BusyTimeout(wait time.Duration) Option { return func(o *options) { o.busyTimeout = wait } }

// Open opens the database at url (sqlite:path, postgres://…), brings its schema to the program's, and starts the
// writer. On SQLite the file and its directory are made when missing, readable by their owner only.
func Open(ctx context.Context, url string, opts ...Option) (*Store, error) {
	settings := options{busyTimeout: 5 * time.Second}
	for _, option := range opts {
		option(&settings)
	}
	address, err := parseURL(url)
	if err != nil {
		return nil, err
	}
	s := &Store{dialect: address.dialect}
	if address.dialect.engine == engineSQLite {
		s.path = address.path
		err = s.openSQLite(ctx, address.path, settings)
	} else {
		err = s.openPostgres(ctx, address.path, settings)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open database: %w", err), s.Close())
	}
	pool := newPool(s.readers, s.dialect)
	s.queries = queries{pool}
	s.writer = startWriter(s.writers, s.dialect, s.Sole())
	if s.dialect.engine == engineSQLite && settings.upTo == 0 {
		if err := s.recoverOwed(ctx); err != nil {
			return nil, errors.Join(fmt.Errorf("open database: %w", err), s.Close())
		}
	}
	if s.Sole() {
		pool.settle = s.writer.settle
	}
	return s, nil
}

// Sole says whether this process holds the server's lock: no other server writes to the database until Close, though
// commands run beside it may.
func (s *Store) Sole() bool { return s.lock != nil }

// OpenDirectory gives the directory of the database when accounts other than the process's may enter it and it holds
// other things, so that it was left as it is; "" otherwise. Only a store opened Exclusive looks.
func (s *Store) OpenDirectory() string { return s.open }

// Atomic implements consult.Store.
func (s *Store) Atomic(ctx context.Context, f func(consult.Tx) error) error {
	return s.writer.do(ctx, f)
}

// Ready says whether the store answers and its schema is the program's.
func (s *Store) Ready(ctx context.Context) error {
	if err := s.readers.PingContext(ctx); err != nil {
		return fmt.Errorf("reach database: %w", classify(err))
	}
	return checkSchema(ctx, s.readers, s.dialect)
}

// Close lets the writes already asked for finish, refuses any other, and closes the connections. A second call gives
// the outcome of the first.
func (s *Store) Close() error {
	s.closing.Do(func() { s.closed = s.close() })
	return s.closed
}

func (s *Store) close() error {
	var errs []error
	if s.writer != nil {
		errs = append(errs, s.writer.close())
	}
	if pool, ok := s.queries.handle.(*pool); ok {
		errs = append(errs, pool.close())
	}
	// Readers first: the last connection to close is the one that may fold the log back into the file.
	for _, db := range []*sql.DB{s.readers, s.writers} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	if s.lock != nil {
		errs = append(errs, s.lock.release())
	}
	return errors.Join(errs...)
}
