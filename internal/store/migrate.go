package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"concertation/internal/consult"
	"concertation/internal/store/migrations"
)

// migrator brings a database's schema to the program's.
type migrator struct {
	db       *sql.DB
	provider *goose.Provider
	target   int64 // the last migration known
	known    int   // how many there are
}

func newMigrator(d dialect, db *sql.DB, upTo int64) (*migrator, error) {
	files, err := migrations.For(d.engine)
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{goose.WithAllowOutofOrder(true), goose.WithDisableGlobalRegistry(true)}
	if d.engine == enginePostgres {
		// Replicas that start together wait for the one that migrates, and look once a second whether it is done.
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
		if err != nil {
			return nil, fmt.Errorf("prepare migrations: %w", err)
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(d.goose, db, files, options...)
	if err != nil {
		return nil, fmt.Errorf("prepare migrations: %w", err)
	}
	m := &migrator{db: db, provider: provider}
	for _, source := range provider.ListSources() {
		if upTo == 0 || source.Version <= upTo {
			m.target, m.known = max(m.target, source.Version), m.known+1
		}
	}
	return m, nil
}

// schema is where a database's schema stands.
type schema struct {
	version int64 // the last migration applied; 0: an empty database
	missing int   // how many are not applied: one merged late may have a lower number than version
}

// state reads where the schema stands. A database that a later program migrated is refused.
func (m *migrator) state(ctx context.Context) (schema, error) {
	version, applied, err := schemaVersion(ctx, m.db)
	switch {
	case consult.CodeOf(err) != consult.CodeInternal:
		return schema{}, err
	case err != nil: // no table of versions yet; if it is something worse, migrating will say so
		return schema{missing: m.known}, nil
	case version > m.target:
		return schema{}, newerSchema(version, m.target)
	}
	return schema{version, m.known - applied}, nil
}

// up applies what is missing.
func (m *migrator) up(ctx context.Context) error {
	if state, err := m.state(ctx); err != nil || state.missing == 0 {
		return err
	}
	if _, err := m.provider.UpTo(ctx, m.target); err != nil {
		return fmt.Errorf("migrate to %d: %w", m.target, classify(err))
	}
	return nil
}

// checkSchema compares the migrations applied with those of the program.
func checkSchema(ctx context.Context, db *sql.DB, d dialect) error {
	m, err := newMigrator(d, db, 0)
	if err != nil {
		return err
	}
	state, err := m.state(ctx)
	if err == nil && state.missing > 0 {
		err = &consult.Error{Code: consult.CodeUnavailable, Key: "error.storage_older",
			Err: fmt.Errorf("%d migrations are not applied", state.missing)}
	}
	return err
}

func newerSchema(version, known int64) error {
	return &consult.Error{Code: consult.CodeUnavailable, Key: "error.storage_newer",
		Err: fmt.Errorf("the database has schema %d, this program knows up to %d", version, known)}
}

// schemaVersion gives the last migration applied, and how many were.
func schemaVersion(ctx context.Context, db *sql.DB) (version int64, applied int, err error) {
	err = patiently(ctx, func() error {
		return classify(db.QueryRowContext(ctx, "SELECT COALESCE(MAX(version_id), 0), COUNT(DISTINCT version_id) FROM "+
			goose.DefaultTablename+" WHERE version_id > 0").Scan(&version, &applied))
	})
	if err != nil {
		return 0, 0, fmt.Errorf("read schema version: %w", err)
	}
	return version, applied, nil
}

// How long the first read of a file waits for another process that is turning the write-ahead log on: SQLite then says
// that the file is busy at once, whatever its busy time-out.
const (
	patiencePause = 20 * time.Millisecond
	patienceTurns = 250
)

// patiently tries again while the storage is busy.
func patiently(ctx context.Context, act func() error) error {
	var err error
	for range patienceTurns {
		var domain *consult.Error
		if err = act(); !errors.As(err, &domain) || domain.Key != "error.storage_busy" {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(patiencePause):
		}
	}
	return err
}
