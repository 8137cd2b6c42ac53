package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"concertation/internal/consult"
	"concertation/internal/store/migrations"
)

// migrator brings a database's schema to the program's.
type migrator struct {
	provider *goose.Provider
	target   int64
}

func newMigrator(d dialect, db *sql.DB, upTo int64) (*migrator, error) {
	files, err := migrations.For(d.engine)
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{goose.WithAllowOutofOrder(true), goose.WithDisableGlobalRegistry(true)}
	if d.engine == enginePostgres {
		// Replicas that start together wait for the one that migrates.
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, fmt.Errorf("prepare migrations: %w", err)
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(d.goose, db, files, options...)
	if err != nil {
		return nil, fmt.Errorf("prepare migrations: %w", err)
	}
	target := upTo
	for _, source := range provider.ListSources() {
		if upTo == 0 {
			target = max(target, source.Version)
		}
	}
	return &migrator{provider: provider, target: target}, nil
}

// current gives the schema's version; 0 for an empty database.
func (m *migrator) current(ctx context.Context) (int64, error) {
	version, err := m.provider.GetDBVersion(ctx)
	if err != nil {
		return 0, fmt.Errorf("read schema version: %w", classify(err))
	}
	if version < m.target {
		return version, nil
	}
	// A migration merged late has a lower number than the last one applied.
	pending, err := m.provider.HasPending(ctx)
	if err != nil {
		return 0, fmt.Errorf("read schema version: %w", classify(err))
	}
	if pending && version == m.target {
		return version - 1, nil
	}
	return version, nil
}

// up applies what is missing. A database that a later program migrated is refused.
func (m *migrator) up(ctx context.Context) error {
	version, err := m.provider.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("read schema version: %w", classify(err))
	}
	if version > m.target {
		return newerSchema(version, m.target)
	}
	if _, err := m.provider.UpTo(ctx, m.target); err != nil {
		return fmt.Errorf("migrate to %d: %w", m.target, classify(err))
	}
	return nil
}

// checkSchema compares the versions applied with those of the program.
func checkSchema(ctx context.Context, db *sql.DB, d dialect) error {
	version, applied, err := schemaVersion(ctx, db)
	if err != nil {
		return err
	}
	known, err := newMigrator(d, db, 0)
	if err != nil {
		return err
	}
	switch missing := len(known.provider.ListSources()) - applied; {
	case version > known.target:
		return newerSchema(version, known.target)
	case missing > 0:
		return &consult.Error{Code: consult.CodeUnavailable, Key: "error.storage_older",
			Err: fmt.Errorf("%d migrations are not applied", missing)}
	}
	return nil
}

func newerSchema(version, known int64) error {
	return &consult.Error{Code: consult.CodeUnavailable, Key: "error.storage_newer",
		Err: fmt.Errorf("the database has schema %d, this program knows up to %d", version, known)}
}

// schemaVersion gives the last migration applied, and how many were.
func schemaVersion(ctx context.Context, db *sql.DB) (version int64, applied int, err error) {
	err = db.QueryRowContext(ctx, "SELECT COALESCE(MAX(version_id), 0), COUNT(DISTINCT version_id) FROM "+
		goose.DefaultTablename+" WHERE version_id > 0").Scan(&version, &applied)
	if err != nil {
		return 0, 0, fmt.Errorf("read schema version: %w", classify(err))
	}
	return version, applied, nil
}
