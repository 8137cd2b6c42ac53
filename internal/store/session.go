package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
)

// session is the writer's connection: its statements stay prepared from one batch to the next.
type session struct {
	db         *sql.DB
	dialect    dialect
	conn       *sql.Conn
	statements map[string]*sql.Stmt
	inserts    map[insertKey]string // texts of inserts of several rows

	// The change counter is read once a batch and written back before the commit. Its row stays locked between, on
	// both engines, so that sequence order is commit order (rule 9).
	sequence      int64 // last value given; 0: none in this batch
	firstSequence int64 // as the row has it

	owing owing
}

func newSession(db *sql.DB, d dialect) *session {
	return &session{db: db, dialect: d, inserts: map[insertKey]string{}}
}

// begin opens a transaction, on a new connection when the last one was lost.
func (s *session) begin(ctx context.Context) error {
	s.sequence, s.firstSequence = 0, 0
	s.owing.begin()
	if s.conn != nil {
		if _, err := s.conn.ExecContext(ctx, s.dialect.begin); err == nil {
			return nil
		} else if !s.lost(err) {
			return fmt.Errorf("begin: %w", classify(err))
		}
		s.drop()
	}
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("connect: %w", classify(err))
	}
	s.conn, s.statements = conn, map[string]*sql.Stmt{}
	if s.dialect.ready != "" {
		if _, err := conn.ExecContext(ctx, s.dialect.ready); err != nil {
			return fmt.Errorf("connect: %w", classify(err))
		}
	}
	if _, err := conn.ExecContext(ctx, s.dialect.begin); err != nil {
		return fmt.Errorf("begin: %w", classify(err))
	}
	return nil
}

func (s *session) commit(ctx context.Context) error {
	err := s.keepSequence(ctx)
	if err == nil {
		err = s.keepSettled(ctx)
	}
	if err == nil {
		_, err = s.conn.ExecContext(ctx, "COMMIT")
	}
	if err != nil {
		s.rollback(ctx)
		return fmt.Errorf("commit: %w", classify(err))
	}
	s.owing.committed()
	return nil
}

// rollback undoes the transaction. SQLite has sometimes done so itself (full disk), and then refuses; a connection
// that will not say is given up, which undoes it too.
func (s *session) rollback(ctx context.Context) {
	s.owing.undone()
	if _, err := s.conn.ExecContext(ctx, "ROLLBACK"); err != nil {
		s.drop()
	}
}

// lost says whether the connection is of no more use.
func (s *session) lost(err error) bool {
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || s.dialect.engine == enginePostgres
}

// drop closes the connection itself, not only our hold on it.
func (s *session) drop() {
	for _, statement := range s.statements {
		statement.Close() // of a connection given up: nothing to learn
	}
	s.conn.Raw(func(any) error { return driver.ErrBadConn })
	s.conn.Close()
	s.conn, s.statements = nil, nil
}

func (s *session) close() error {
	if s.conn == nil {
		return nil
	}
	var errs []error
	for _, statement := range s.statements {
		errs = append(errs, statement.Close())
	}
	errs = append(errs, s.conn.Close())
	s.conn, s.statements = nil, nil
	return errors.Join(errs...)
}

// prepared gives the statement of a query, prepared once per connection.
func (s *session) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	if statement, ok := s.statements[query]; ok {
		return statement, nil
	}
	statement, err := s.conn.PrepareContext(ctx, s.dialect.arguments(query))
	if err != nil {
		return nil, err
	}
	s.statements[query] = statement
	return statement, nil
}

const takeSequence = `
UPDATE counters
SET value = value + 1
WHERE name = 'change'
RETURNING value`

// nextSequence takes the next value of the change counter.
func (s *session) nextSequence(ctx context.Context) (int64, error) {
	if s.sequence > 0 {
		s.sequence++
		return s.sequence, nil
	}
	statement, err := s.prepared(ctx, takeSequence)
	if err != nil {
		return 0, err
	}
	if err := statement.QueryRowContext(ctx).Scan(&s.sequence); err != nil {
		return 0, err
	}
	s.firstSequence = s.sequence
	return s.sequence, nil
}

// keepSequence writes the counter back when the batch took more than the one value that its row has.
func (s *session) keepSequence(ctx context.Context) error {
	if s.sequence == s.firstSequence {
		return nil
	}
	statement, err := s.prepared(ctx, "UPDATE counters SET value = $1 WHERE name = 'change'")
	if err != nil {
		return err
	}
	_, err = statement.ExecContext(ctx, s.sequence)
	return err
}

// keepSettled writes up to which sequence nothing is owed, when the batch wrote some of it.
func (s *session) keepSettled(ctx context.Context) error {
	if !s.owing.touched {
		return nil
	}
	statement, err := s.prepared(ctx, settledQuery)
	if err != nil {
		return err
	}
	_, err = statement.ExecContext(ctx, s.owing.settledTo())
	return err
}

const settledQuery = "UPDATE counters SET value = $1 WHERE name = 'answers'"

// rowsPerInsert bounds the number of statements kept prepared.
const rowsPerInsert = 16

// rowsText gives an INSERT of so many rows, composed once per number of rows.
func (s *session) rowsText(head string, columns, rows int) string {
	key := insertKey{head, rows}
	if known, ok := s.inserts[key]; ok {
		return known
	}
	var out strings.Builder
	out.WriteString(head)
	for row := range rows {
		if row > 0 {
			out.WriteString(", ")
		}
		for column := range columns {
			fmt.Fprintf(&out, "%c$%d", "(,"[min(column, 1)], row*columns+column+1)
		}
		out.WriteString(")")
	}
	s.inserts[key] = out.String()
	return s.inserts[key]
}

type insertKey struct {
	head string
	rows int
}
