package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"concertation/internal/consult"
)

// classify turns a driver's error into the domain's; it alone knows the engines' codes. What it does not know comes
// back as it is, and counts as internal.
func classify(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var known *consult.Error
	if errors.As(err, &known) {
		return err
	}
	var code consult.Code
	var key string
	var lite *sqlite.Error
	var postgres *pgconn.PgError
	var network net.Error
	switch {
	case errors.As(err, &lite):
		code, key = classifySQLite(lite.Code())
	case errors.As(err, &postgres):
		code, key = classifyPostgres(postgres.Code)
	case lost(err), errors.As(err, &network):
		code, key = consult.CodeUnavailable, "error.storage_unreachable"
	}
	if code == "" {
		return err
	}
	return &consult.Error{Code: code, Key: key, Err: err}
}

// lost says whether the connection went away: database/sql, the driver and the network each have their word for it.
func lost(err error) bool {
	for _, word := range []error{driver.ErrBadConn, sql.ErrConnDone, pgconn.ErrConnClosed, io.EOF, io.ErrUnexpectedEOF} {
		if errors.Is(err, word) {
			return true
		}
	}
	return false
}

func classifySQLite(code int) (consult.Code, string) {
	switch code {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_ROWID,
		sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return consult.CodeConflict, "error.conflict"
	case sqlite3.SQLITE_CONSTRAINT_TRIGGER:
		return consult.CodeConflict, "error.immutable"
	}
	switch code & 0xff { // the rest of the number only details these
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL:
		return consult.CodeUnavailable, "error.storage_busy"
	case sqlite3.SQLITE_FULL:
		return consult.CodeUnavailable, "error.storage_full"
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOMEM:
		return consult.CodeUnavailable, "error.storage_unreachable"
	}
	return "", ""
}

func classifyPostgres(state string) (consult.Code, string) {
	switch state {
	case "23505", "23503": // unique, foreign key
		return consult.CodeConflict, "error.conflict"
	case "23001": // raised by our trigger
		return consult.CodeConflict, "error.immutable"
	case "53100": // disk full
		return consult.CodeUnavailable, "error.storage_full"
	case "53200", "53300", "55P03", "57014", "40001", "40P01": // memory, connections, lock, time-out, serialisation, deadlock
		return consult.CodeUnavailable, "error.storage_busy"
	case "57P01", "57P02", "57P03", "25006", "25P03": // shutdown, crash, starting, read-only standby, idle too long
		return consult.CodeUnavailable, "error.storage_unreachable"
	}
	if len(state) == 5 && (state[:2] == "08" || state[:2] == "58") { // connection, system
		return consult.CodeUnavailable, "error.storage_unreachable"
	}
	return "", ""
}
