package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"concertation/internal/consult"
)

// Backup writes a consistent copy of the database at url to a new file, while it is in use, and checks the copy. On
// PostgreSQL it says which command does it.
func Backup(ctx context.Context, url, out string) error {
	address, err := parseURL(url)
	if err != nil {
		return err
	}
	if address.dialect.engine == enginePostgres {
		return &consult.Error{Code: consult.CodeInvalid, Key: "store.backup_postgres",
			Args: []any{"command", "pg_dump --format=custom --file=" + out + " '" + withoutPassword(url) + "'"},
			Err:  fmt.Errorf("PostgreSQL has its own tool: pg_dump --format=custom --file=%s '%s'", out, withoutPassword(url))}
	}
	if _, err := os.Stat(out); err == nil {
		return &consult.Error{Code: consult.CodeConflict, Key: "store.exists", Args: []any{"path", out},
			Err: fmt.Errorf("back up to %s: %w", out, fs.ErrExist)}
	}
	if err := copyDatabase(ctx, address.path, out); err != nil {
		return fmt.Errorf("back up to %s: %w", out, err)
	}
	return nil
}

// Restore puts the backup from in the place of the database at url. It refuses a damaged backup or one of a later
// program, refuses while a server runs, and refuses an existing database unless force is set: that one is then kept
// aside, and aside says where.
func Restore(ctx context.Context, from, url string, force bool) (aside string, err error) {
	address, err := parseURL(url)
	if err != nil {
		return "", err
	}
	if address.dialect.engine == enginePostgres {
		return "", &consult.Error{Code: consult.CodeInvalid, Key: "store.restore_postgres",
			Args: []any{"command", "pg_restore --clean --if-exists --dbname='" + withoutPassword(url) + "' " + from},
			Err:  fmt.Errorf("PostgreSQL has its own tool: pg_restore --clean --if-exists --dbname='%s' %s", withoutPassword(url), from)}
	}
	report, err := Check(ctx, from)
	if err != nil {
		return "", err
	}
	if err := report.Err(); err != nil {
		return "", fmt.Errorf("restore %s: %w", from, err)
	}
	if err := os.MkdirAll(filepath.Dir(address.path), directoryMode); err != nil {
		return "", fmt.Errorf("restore: %w", err)
	}
	lock, err := acquireLock(ctx, address.path, 0)
	if err != nil {
		return "", fmt.Errorf("restore: %w", err)
	}
	defer func() { err = errors.Join(err, lock.release()) }()

	info, err := os.Stat(address.path)
	exists := err == nil && info.Size() > 0
	if exists && !force {
		return "", &consult.Error{Code: consult.CodeConflict, Key: "store.restore_exists", Args: []any{"path", address.path},
			Err: fmt.Errorf("restore to %s: %w", address.path, fs.ErrExist)}
	}
	fresh := address.path + ".restauration"
	if err := os.Remove(fresh); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("restore: %w", err)
	}
	if err := copyDatabase(ctx, from, fresh); err != nil {
		return "", fmt.Errorf("restore %s: %w", from, err)
	}
	if exists {
		aside = address.path + ".remplacee." + time.Now().UTC().Format("20060102T150405.000") + ".db"
		if err := moveAside(address.path, aside); err != nil {
			return "", fmt.Errorf("keep the previous database: %w", err)
		}
	}
	if err := os.Rename(fresh, address.path); err != nil {
		return aside, fmt.Errorf("restore: %w", err)
	}
	return aside, syncFile(address.path)
}

// moveAside renames a database with its log, which holds what was last written.
func moveAside(path, aside string) error {
	for _, suffix := range []string{"-wal", "-shm", ""} {
		if err := os.Rename(path+suffix, aside+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// copyDatabase writes a checked copy of the SQLite file from to the new file out, whole or not at all.
func copyDatabase(ctx context.Context, from, out string) (err error) {
	db, err := openExisting(from)
	if err != nil {
		return err
	}
	partial := out + ".partial"
	err = vacuumInto(ctx, db, partial)
	if closed := db.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	report, err := Check(ctx, partial)
	if err == nil && len(report.Damage) > 0 {
		err = fmt.Errorf("the copy is damaged: %s", strings.Join(report.Damage, "; "))
	}
	if err == nil {
		err = os.Rename(partial, out)
	}
	if err != nil {
		return errors.Join(err, os.Remove(partial))
	}
	return syncFile(out)
}

// openExisting opens a SQLite file to read it, without making or migrating anything.
func openExisting(path string) (*sql.DB, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	query := url.Values{"mode": {"ro"}, "_pragma": {"busy_timeout(5000)"}}
	db, err := sql.Open("sqlite", fileURI(path, query))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// withoutPassword gives a database URL that may be shown.
func withoutPassword(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return "postgres://…"
	}
	if parsed.User != nil {
		parsed.User = url.User(parsed.User.Username())
	}
	query := parsed.Query()
	query.Del("password")
	parsed.RawQuery = query.Encode()
	return parsed.String()
}
