package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"
	"sync"

	"concertation/internal/consult"
)

// queries is every read of consult.Reader, on whatever runs statements. One file per topic adds to it.
type queries struct{ handle handle }

// handle runs statements: the pool of readers, or the transaction of a callback.
type handle interface {
	// rows runs a constant query, kept prepared.
	rows(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	// rowsOnce runs a query composed for one call.
	rowsOnce(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	// engine tells what the engine is, for the few queries that differ.
	engine() dialect
	// failed tells the handle of an error met while reading rows, and classifies it.
	failed(err error) error
}

// pool is the handle on committed data.
type pool struct {
	db         *sql.DB
	dialect    dialect
	settle     func(ctx context.Context) error // writes the contributions owed; nil where nothing is
	mutex      sync.RWMutex
	statements map[string]*sql.Stmt
}

func newPool(db *sql.DB, d dialect) *pool {
	return &pool{db: db, dialect: d, statements: map[string]*sql.Stmt{}}
}

func (p *pool) rows(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := p.settled(ctx, query); err != nil {
		return nil, err
	}
	statement, err := p.prepared(ctx, query)
	if err != nil {
		return nil, classify(err)
	}
	rows, err := statement.QueryContext(ctx, args...)
	return rows, classify(err)
}

func (p *pool) rowsOnce(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := p.settled(ctx, query); err != nil {
		return nil, err
	}
	rows, err := p.db.QueryContext(ctx, query, args...)
	return rows, classify(err)
}

// settled has the contributions owed written before a query that would miss them.
func (p *pool) settled(ctx context.Context, query string) error {
	if p.settle == nil || !readsAnswers(query) {
		return nil
	}
	return p.settle(ctx)
}

func (p *pool) engine() dialect { return p.dialect }

func (p *pool) failed(err error) error { return classify(err) }

func (p *pool) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	p.mutex.RLock()
	statement, ok := p.statements[query]
	p.mutex.RUnlock()
	if ok {
		return statement, nil
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if statement, ok := p.statements[query]; ok {
		return statement, nil
	}
	statement, err := p.db.PrepareContext(ctx, p.dialect.arguments(query))
	if err != nil {
		return nil, err
	}
	p.statements[query] = statement
	return statement, nil
}

func (p *pool) close() error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	var errs []error
	for _, statement := range p.statements {
		errs = append(errs, statement.Close())
	}
	p.statements = map[string]*sql.Stmt{}
	return errors.Join(errs...)
}

// scanner reads the columns of the current row into a T.
type scanner[T any] func(rows *sql.Rows, into *T) error

// collect reads all rows, then closes them: another statement may follow.
func collect[T any](h handle, rows *sql.Rows, err error, scan scanner[T]) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		var row T
		if err := scan(rows, &row); err != nil {
			return nil, h.failed(err)
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		return nil, h.failed(err)
	}
	if err := rows.Close(); err != nil {
		return nil, h.failed(err)
	}
	return all, nil
}

// list gives every row of a constant query.
func list[T any](ctx context.Context, h handle, scan scanner[T], query string, args ...any) ([]T, error) {
	rows, err := h.rows(ctx, query, args...)
	return collect(h, rows, err, scan)
}

// single gives the one row of a constant query, CodeNotFound when there is none.
func single[T any](ctx context.Context, h handle, scan scanner[T], query string, args ...any) (T, error) {
	var none T
	// One row is found before anybody could wish to stop: without a context that can end, the driver watches nothing.
	all, err := list(context.WithoutCancel(ctx), h, scan, query, args...)
	if err != nil {
		return none, err
	}
	if len(all) == 0 {
		return none, notFound()
	}
	return all[0], nil
}

// conditions composes the WHERE of a filter.
type conditions struct {
	clauses []string
	args    []any
}

// add appends a clause in which each ? stands for the next of args.
func (c *conditions) add(clause string, args ...any) {
	for _, arg := range args {
		c.args = append(c.args, arg)
		clause = strings.Replace(clause, "?", "$"+strconv.Itoa(len(c.args)), 1)
	}
	c.clauses = append(c.clauses, clause)
}

// equal appends column = value unless value is blank.
func (c *conditions) equal(column, value string) {
	if value != "" {
		c.add(column+" = ?", value)
	}
}

// where gives the composed WHERE, or nothing.
// among narrows to some identifiers; to none when there are none.
func (c *conditions) among(column string, ids []consult.ID) {
	if len(ids) == 0 {
		c.clauses = append(c.clauses, "1 = 0")
		return
	}
	places := make([]string, len(ids))
	for i, id := range ids {
		c.args = append(c.args, string(id))
		places[i] = "$" + strconv.Itoa(len(c.args))
	}
	c.clauses = append(c.clauses, column+" IN ("+strings.Join(places, ", ")+")")
}

// except leaves some identifiers out.
func (c *conditions) except(column string, ids []consult.ID) {
	if len(ids) == 0 {
		return
	}
	c.among(column, ids)
	last := len(c.clauses) - 1
	c.clauses[last] = "NOT " + c.clauses[last]
}

func (c *conditions) where() string {
	if len(c.clauses) == 0 {
		return ""
	}
	return "\nWHERE " + strings.Join(c.clauses, "\n  AND ")
}

// page gives LIMIT and OFFSET as numbers in the text: both engines read them so.
func page(offset, limit int) string {
	text := ""
	switch {
	case limit > 0:
		text = "\nLIMIT " + strconv.Itoa(limit)
	case offset > 0:
		text = "\nLIMIT 9223372036854775807" // SQLite knows no OFFSET without it
	}
	if offset > 0 {
		text += "\nOFFSET " + strconv.Itoa(offset)
	}
	return text
}

func scanInt(rows *sql.Rows, into *int) error { return rows.Scan(into) }
