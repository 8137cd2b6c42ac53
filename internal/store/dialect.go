package store

import (
	"fmt"
	"strings"

	"github.com/pressly/goose/v3"
)

const (
	engineSQLite   = "sqlite"
	enginePostgres = "postgres"
)

// dialect is what differs between the engines.
type dialect struct {
	engine string // also the name of its folder of migrations
	driver string // for database/sql
	begin  string // opens a transaction that may write
	ready  string // readies a connection to write, or ""
	goose  goose.Dialect
	// alone says that a query has one processor, whatever it reads.
	alone bool
}

// SQLite takes the write lock at once: a transaction that read first could no longer write after another's commit.
var (
	sqliteDialect   = dialect{engine: engineSQLite, driver: "sqlite", begin: "BEGIN IMMEDIATE", ready: undoInMemory, goose: goose.DialectSQLite3, alone: true}
	postgresDialect = dialect{engine: enginePostgres, driver: "pgx", begin: "BEGIN", goose: goose.DialectPostgres}
)

// undoInMemory keeps what undoes one statement of a batch out of a file.
const undoInMemory = "PRAGMA temp_store = MEMORY"

// address is a database's URL taken apart.
type address struct {
	dialect dialect
	path    string // SQLite: the file; PostgreSQL: the whole URL
}

func parseURL(url string) (address, error) {
	scheme, rest, ok := strings.Cut(url, ":")
	switch {
	case ok && scheme == "sqlite" && strings.TrimPrefix(rest, "//") != "":
		return address{sqliteDialect, strings.TrimPrefix(rest, "//")}, nil
	case ok && (scheme == "postgres" || scheme == "postgresql"):
		return address{postgresDialect, url}, nil
	default:
		return address{}, fmt.Errorf("database URL: want sqlite:PATH or postgres://…, got scheme %q", scheme)
	}
}

// arguments gives a query in the engine's own writing of its arguments. Queries are written with $1, $2…; where each
// stands once and in order, SQLite is given plain ?: its driver looks every named one up by its name.
func (d dialect) arguments(query string) string {
	if d.engine != engineSQLite {
		return query
	}
	var out strings.Builder
	next, quoted := 1, false
	for i := 0; i < len(query); i++ {
		c := query[i]
		if c == '\'' {
			quoted = !quoted
		}
		if c != '$' || quoted {
			out.WriteByte(c)
			continue
		}
		number := 0
		for i+1 < len(query) && query[i+1] >= '0' && query[i+1] <= '9' {
			i++
			number = number*10 + int(query[i]-'0')
		}
		if number != next {
			return query
		}
		next++
		out.WriteByte('?')
	}
	return out.String()
}
