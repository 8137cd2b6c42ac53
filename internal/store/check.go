package store

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"strings"

	"concertation/internal/consult"
)

// Report is what a check of a SQLite file found.
type Report struct {
	Path    string  `json:"path"`
	Bytes   int64   `json:"bytes"`
	Schema  int64   `json:"schema"` // the last migration applied
	Program int64   `json:"program"`
	Counts  []Count `json:"counts"`
	// Damage holds what the engine says of a broken file, and rows whose owner is missing; empty: sound.
	Damage []string `json:"damage"`
}

// Count is how many rows a table holds.
type Count struct {
	Table string `json:"table"`
	Rows  int64  `json:"rows"`
}

// Err says why the file must not be put in service, or nil.
func (r Report) Err() error {
	switch {
	case len(r.Damage) > 0:
		return &consult.Error{Code: consult.CodeInvalid, Key: "store.damaged",
			Err: fmt.Errorf("%s is damaged: %s", r.Path, strings.Join(r.Damage, "; "))}
	case r.Schema > r.Program:
		return newerSchema(r.Schema, r.Program)
	}
	return nil
}

// countedTables are those whose rows a person recognises.
var countedTables = []string{"consultations", "questionnaires", "revisions", "responses", "contributions", "ideas", "assignments", "users"}

// Check reads the SQLite file at path through and tells what it holds; it changes nothing. A file that is not one of
// ours is an error.
func Check(ctx context.Context, path string) (Report, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Report{}, fmt.Errorf("check: %w", err)
	}
	report := Report{Path: path, Bytes: info.Size()}
	db, err := openExisting(path)
	if err != nil {
		return report, fmt.Errorf("check %s: %w", path, err)
	}
	defer db.Close()
	if report.Damage, err = damage(ctx, db); err != nil {
		return report, fmt.Errorf("check %s: %w", path, err)
	}
	if len(report.Damage) > 0 {
		return report, nil
	}
	if report.Schema, _, err = schemaVersion(ctx, db); err != nil {
		return report, fmt.Errorf("check %s: %w", path, err)
	}
	known, err := newMigrator(sqliteDialect, db, 0)
	if err != nil {
		return report, err
	}
	report.Program = known.target
	for _, table := range countedTables {
		count := Count{Table: table}
		if err := db.QueryRowContext(ctx, "SELECT COUNT(*) FROM "+table).Scan(&count.Rows); err != nil {
			return report, fmt.Errorf("check %s: %w", path, err)
		}
		report.Counts = append(report.Counts, count)
	}
	return report, nil
}

// damage gives what is wrong with the file itself, and with references between its rows.
func damage(ctx context.Context, db *sql.DB) ([]string, error) {
	h := newPool(db, sqliteDialect)
	rows, err := h.rowsOnce(ctx, "PRAGMA integrity_check(20)")
	found, err := collect(h, rows, err, func(rows *sql.Rows, into *string) error { return rows.Scan(into) })
	if err != nil {
		return nil, err
	}
	if len(found) == 1 && found[0] == "ok" {
		found = nil
	}
	rows, err = h.rowsOnce(ctx, "PRAGMA foreign_key_check")
	orphans, err := collect(h, rows, err, func(rows *sql.Rows, into *string) error {
		var table, owner string
		var row, key sql.NullInt64
		err := rows.Scan(&table, &row, &owner, &key)
		*into = fmt.Sprintf("row %d of %s refers to no row of %s", row.Int64, table, owner)
		return err
	})
	return append(found, orphans...), err
}
