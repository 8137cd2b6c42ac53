package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"concertation/internal/consult"
)

func TestDriverErrorsBecomeErrorsOfTheDomain(t *testing.T) {
	unknown := errors.New("something else")
	for name, c := range map[string]struct {
		err  error
		code consult.Code
		key  string
	}{
		"a duplicate on PostgreSQL":    {&pgconn.PgError{Code: "23505"}, consult.CodeConflict, "error.conflict"},
		"a missing owner":              {&pgconn.PgError{Code: "23503"}, consult.CodeConflict, "error.conflict"},
		"an immutable row":             {&pgconn.PgError{Code: "23001"}, consult.CodeConflict, "error.immutable"},
		"a full disk":                  {&pgconn.PgError{Code: "53100"}, consult.CodeUnavailable, "error.storage_full"},
		"too many connections":         {&pgconn.PgError{Code: "53300"}, consult.CodeUnavailable, "error.storage_busy"},
		"a lock that does not come":    {&pgconn.PgError{Code: "55P03"}, consult.CodeUnavailable, "error.storage_busy"},
		"a deadlock":                   {&pgconn.PgError{Code: "40P01"}, consult.CodeUnavailable, "error.storage_busy"},
		"a server that stops":          {&pgconn.PgError{Code: "57P01"}, consult.CodeUnavailable, "error.storage_unreachable"},
		"a standby":                    {&pgconn.PgError{Code: "25006"}, consult.CodeUnavailable, "error.storage_unreachable"},
		"a connection that fails":      {&pgconn.PgError{Code: "08006"}, consult.CodeUnavailable, "error.storage_unreachable"},
		"a lost connection":            {driver.ErrBadConn, consult.CodeUnavailable, "error.storage_unreachable"},
		"a connection given up":        {sql.ErrConnDone, consult.CodeUnavailable, "error.storage_unreachable"},
		"a connection already closed":  {pgconn.ErrConnClosed, consult.CodeUnavailable, "error.storage_unreachable"},
		"a server cut off":             {io.ErrUnexpectedEOF, consult.CodeUnavailable, "error.storage_unreachable"},
		"a mistake of ours":            {&pgconn.PgError{Code: "42601"}, consult.CodeInternal, ""},
		"a mistake of ours, otherwise": {unknown, consult.CodeInternal, ""},
		"a caller who went away":       {context.Canceled, consult.CodeInternal, ""},
	} {
		wrapped := fmt.Errorf("insert: %w", c.err)
		got := classify(wrapped)
		var domain *consult.Error
		if consult.CodeOf(got) != c.code || !errors.Is(got, c.err) || errors.As(got, &domain) && domain.Key != c.key {
			t.Errorf("%s: got %v, want %s %s", name, got, c.code, c.key)
		}
		if again := classify(got); again != got {
			t.Errorf("%s: classified twice", name)
		}
	}
}
