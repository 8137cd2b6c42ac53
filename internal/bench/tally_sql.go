package bench

import (
	"context"
	"database/sql"
	"fmt"

	"concertation/internal/tally"
)

// storeAnswers lays a row per answer and choice of two questions, indexed as a tally wants it: SQL at its best.
func storeAnswers(ctx context.Context, file string, changes []tally.Change, questions ...string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=journal_mode(OFF)&_pragma=synchronous(OFF)")
	if err != nil {
		return nil, fmt.Errorf("store answers: %w", err)
	}
	db.SetMaxOpenConns(1)
	if err := layAnswers(ctx, db, changes, questions); err != nil {
		db.Close()
		return nil, fmt.Errorf("store answers: %w", err)
	}
	return db, nil
}

func layAnswers(ctx context.Context, db *sql.DB, changes []tally.Change, questions []string) error {
	if _, err := db.ExecContext(ctx, "CREATE TABLE answers (response INTEGER, question TEXT, value TEXT)"); err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	insert, err := tx.PrepareContext(ctx, "INSERT INTO answers VALUES ($1, $2, $3)")
	if err != nil {
		return err
	}
	defer insert.Close()
	for i := range changes {
		for _, question := range questions {
			answer, ok := changes[i].Submission.Answers[question]
			if !ok {
				continue
			}
			codes := answer.Codes
			if len(codes) == 0 {
				codes = []string{answer.Text}
			}
			for _, code := range codes {
				if _, err := insert.ExecContext(ctx, i, question, code); err != nil {
					return err
				}
			}
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	for _, statement := range []string{"CREATE INDEX by_value ON answers (question, value)", "CREATE INDEX by_response ON answers (response, question, value)"} {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

func countSQL(ctx context.Context, db *sql.DB, question string) error {
	return drain(db.QueryContext(ctx, "SELECT value, count(*) FROM answers WHERE question = $1 GROUP BY value", question))
}

func crossSQL(ctx context.Context, db *sql.DB, row, column string) error {
	return drain(db.QueryContext(ctx, `SELECT a.value, b.value, count(*) FROM answers a JOIN answers b ON a.response = b.response
WHERE a.question = $1 AND b.question = $2 GROUP BY a.value, b.value`, row, column))
}

func drain(rows *sql.Rows, err error) error {
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	return rows.Err()
}
