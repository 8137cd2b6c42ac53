package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// openSQLite opens the file with one connection to write and several to read.
func (s *Store) openSQLite(ctx context.Context, path string, o options) (err error) {
	if err := makePrivate(path); err != nil {
		return err
	}
	if o.exclusive {
		if s.lock, err = acquireLock(ctx, path, 0); err != nil {
			return err
		}
		if s.open, err = closeDirectory(path); err != nil {
			return err
		}
	}
	if s.writers, err = sql.Open("sqlite", sqliteDSN(path, o, false)); err != nil {
		return err
	}
	s.writers.SetMaxOpenConns(1)
	if err := s.migrateSQLite(ctx, path, o); err != nil {
		return err
	}
	if s.readers, err = sql.Open("sqlite", sqliteDSN(path, o, true)); err != nil {
		return err
	}
	readers := max(4, runtime.GOMAXPROCS(0))
	s.readers.SetMaxOpenConns(readers)
	s.readers.SetMaxIdleConns(readers)
	return nil
}

// sqliteDSN gives the data source of the file. Settings go there because every pooled connection needs them; the
// driver runs busy_timeout first, so that turning WAL on can wait its turn.
func sqliteDSN(path string, o options, readOnly bool) string {
	query := url.Values{}
	pragma := func(name, value string) { query.Add("_pragma", name+"("+value+")") }
	pragma("busy_timeout", strconv.FormatInt(o.busyTimeout.Milliseconds(), 10))
	pragma("foreign_keys", "1")
	if readOnly {
		pragma("query_only", "1")
		pragma("cache_size", "-8000")
	} else {
		pragma("journal_mode", "WAL")
		pragma("synchronous", "FULL")
		pragma("cache_size", "-8000")        // each commit walks the cache's whole table: a larger one costs more than it saves
		pragma("wal_autocheckpoint", "4000") // pages written again before it are folded into the file once
		query.Set("_txlock", "immediate")
		if o.maxPages > 0 {
			pragma("max_page_count", strconv.Itoa(o.maxPages))
		}
	}
	return fileURI(path, query)
}

// fileURI writes a path as SQLite's URI, whatever characters it holds.
func fileURI(path string, query url.Values) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + query.Encode()
}

// migrateSQLite brings the schema up, after a backup when the file already held something. Only one process does it:
// whoever holds the server's lock.
func (s *Store) migrateSQLite(ctx context.Context, path string, o options) (err error) {
	runner, err := newMigrator(s.dialect, s.writers, o.upTo)
	if err != nil {
		return err
	}
	state, err := runner.state(ctx)
	if err != nil || state.missing == 0 {
		return err
	}
	if s.lock == nil {
		lock, err := acquireLock(ctx, path, o.busyTimeout)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, lock.release()) }()
		if state, err = runner.state(ctx); err != nil || state.missing == 0 {
			return err
		}
	}
	if state.version > 0 {
		out := fmt.Sprintf("%s.avant-%d.%s.db", path, runner.target, time.Now().UTC().Format("20060102T150405.000"))
		if err := vacuumInto(ctx, s.writers, out); err != nil {
			return fmt.Errorf("back up before migrating: %w", err)
		}
	}
	return runner.up(ctx)
}

// vacuumInto writes a consistent copy of a live database to a new file, readable by its owner only.
func vacuumInto(ctx context.Context, db *sql.DB, out string) error {
	file, err := os.OpenFile(out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, "VACUUM INTO $1", out); err != nil {
		return errors.Join(classify(err), os.Remove(out))
	}
	return syncFile(out)
}

// syncFile waits until a file and its name are on disk.
func syncFile(path string) error {
	if err := syncOne(path); err != nil {
		return err
	}
	return syncDirectory(filepath.Dir(path))
}

func syncOne(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("write %s to disk: %w", path, err)
	}
	return nil
}
