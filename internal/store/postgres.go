package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

const postgresReaders = 16

// openPostgres opens a pool of readers and one connection to write. A batch cannot be cancelled by its callers, so
// the server's own limits see to it that it ends.
func (s *Store) openPostgres(ctx context.Context, url string, o options) error {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return err // pgx hides the password in it
	}
	wait := fmt.Sprintf("%dms", o.busyTimeout.Milliseconds())
	s.writers = connect(config, 1, map[string]string{
		"application_name": "concertation writer", "lock_timeout": wait, "statement_timeout": "60s",
		"idle_in_transaction_session_timeout": "60s", "synchronous_commit": "on",
	})
	s.readers = connect(config, postgresReaders, map[string]string{
		"application_name": "concertation reader", "default_transaction_read_only": "on",
	})

	// A migration may take long, and holds its lock on a connection of its own.
	migrating := connect(config, 2, map[string]string{"application_name": "concertation migration"})
	runner, err := newMigrator(s.dialect, migrating, o.upTo)
	if err == nil {
		err = runner.up(ctx)
	}
	return errors.Join(err, migrating.Close())
}

func connect(config *pgx.ConnConfig, connections int, settings map[string]string) *sql.DB {
	own := config.Copy()
	maps.Copy(own.RuntimeParams, settings)
	db := stdlib.OpenDB(*own)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db
}
