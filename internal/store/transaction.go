package store

import (
	"context"
	"database/sql"
	"fmt"

	"concertation/internal/consult"
)

// transaction is what one callback sees of its batch.
type transaction struct {
	queries
	session *session
	wrote   bool  // a row changed
	broken  error // the first error of the engine: nothing more is done after it
	over    bool

	overwrites bool // what is freed is written over with zeros

	ledger map[ledgerChange]bool // what this callback marked as changed

	firstSent consult.ID // the response that this callback sent for the first time, until its contributions are written
	settling  bool       // statements pass whatever is owed: they write it, or concern one response
}

var _ consult.Tx = (*transaction)(nil)

// transaction begins what the next callback sees of the batch under way.
func (s *session) transaction() *transaction {
	t := &transaction{session: s}
	t.queries = queries{t}
	return t
}

// within makes a callback of what only the store itself does: the writer hands out no other transaction.
func within(f func(t *transaction) error) func(consult.Tx) error {
	return func(tx consult.Tx) error { return f(tx.(*transaction)) }
}

// usable refuses statements after the callback's end, and after an error: PostgreSQL would, and SQLite may have
// undone the transaction, so that what followed would stand alone.
func (t *transaction) usable() error {
	if t.over {
		return errTransactionOver
	}
	return t.broken
}

func (t *transaction) fail(err error) error {
	t.broken = classify(err)
	return t.broken
}

// detached keeps a caller who goes away from cancelling the batch of others.
func detached(ctx context.Context) context.Context {
	if ctx.Done() == nil {
		return ctx
	}
	return context.WithoutCancel(ctx)
}

// exec runs a statement and gives how many rows it changed.
func (t *transaction) exec(ctx context.Context, query string, args ...any) (int64, error) {
	if err := t.usable(); err != nil {
		return 0, err
	}
	ctx = detached(ctx)
	if err := t.settle(ctx, query); err != nil {
		return 0, err
	}
	statement, err := t.session.prepared(ctx, query)
	if err != nil {
		return 0, t.fail(err)
	}
	result, err := statement.ExecContext(ctx, args...)
	if err != nil {
		return 0, t.fail(err)
	}
	changed, err := result.RowsAffected()
	if err != nil {
		return 0, t.fail(err)
	}
	t.wrote = t.wrote || changed > 0
	return changed, nil
}

// rows implements handle.
func (t *transaction) rows(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := t.usable(); err != nil {
		return nil, err
	}
	ctx = detached(ctx)
	if err := t.settle(ctx, query); err != nil {
		return nil, err
	}
	statement, err := t.session.prepared(ctx, query)
	if err != nil {
		return nil, t.fail(err)
	}
	rows, err := statement.QueryContext(ctx, args...)
	if err != nil {
		return nil, t.fail(err)
	}
	return rows, nil
}

// rowsOnce implements handle.
func (t *transaction) rowsOnce(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := t.usable(); err != nil {
		return nil, err
	}
	ctx = detached(ctx)
	if err := t.settle(ctx, query); err != nil {
		return nil, err
	}
	rows, err := t.session.conn.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, t.fail(err)
	}
	return rows, nil
}

// engine implements handle.
func (t *transaction) engine() dialect { return t.session.dialect }

// failed implements handle.
func (t *transaction) failed(err error) error { return t.fail(err) }

// one runs a statement that must change one row; otherwise missing is the error.
func (t *transaction) one(ctx context.Context, missing error, query string, args ...any) error {
	changed, err := t.exec(ctx, query, args...)
	if err == nil && changed == 0 {
		return missing
	}
	return err
}

// NextSeq implements consult.Tx. A value taken by a callback that fails is never given again.
func (t *transaction) NextSeq(ctx context.Context) (int64, error) {
	if err := t.usable(); err != nil {
		return 0, err
	}
	sequence, err := t.session.nextSequence(detached(ctx))
	if err != nil {
		return 0, fmt.Errorf("take sequence: %w", t.fail(err))
	}
	return sequence, nil
}

func notFound() error { return consult.NotFound("error.not_found") }
