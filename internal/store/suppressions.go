package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"concertation/internal/consult"
)

// Suppressions implements consult.SuppressionReader.
func (q queries) Suppressions(ctx context.Context, consultation consult.ID) (map[string]time.Time, error) {
	type suppression struct {
		fingerprint string
		at          time.Time
	}
	all, err := list(ctx, q.handle, func(rows *sql.Rows, s *suppression) error { return rows.Scan(&s.fingerprint, (*stamp)(&s.at)) }, `
SELECT s.fingerprint, s.erased_at
FROM suppressions s
WHERE NOT EXISTS (SELECT 1 FROM suppressions_lifted l WHERE l.fingerprint = s.fingerprint AND l.consultation_id = $1)`, string(consultation))
	if err != nil {
		return nil, err
	}
	kept := make(map[string]time.Time, len(all))
	for _, one := range all {
		kept[one.fingerprint] = one.at
	}
	return kept, nil
}

// Suppressed implements consult.SuppressionReader.
func (q queries) Suppressed(ctx context.Context, consultation consult.ID, fingerprint string) (time.Time, error) {
	return single(ctx, q.handle, func(rows *sql.Rows, at *time.Time) error { return rows.Scan((*stamp)(at)) }, `
SELECT s.erased_at
FROM suppressions s
WHERE s.fingerprint = $1
  AND NOT EXISTS (SELECT 1 FROM suppressions_lifted l WHERE l.fingerprint = s.fingerprint AND l.consultation_id = $2)`,
		fingerprint, string(consultation))
}

// CountSuppressions implements consult.SuppressionReader.
func (q queries) CountSuppressions(ctx context.Context) (consult.DueCount, error) {
	return single(ctx, q.handle, func(rows *sql.Rows, c *consult.DueCount) error { return rows.Scan(&c.Count, (*stamp)(&c.Oldest)) },
		"SELECT COUNT(*), MIN(erased_at) FROM suppressions")
}

// AddressOfOrganisation implements consult.SuppressionReader. Addresses are of ASCII letters: both engines fold them alike.
func (q queries) AddressOfOrganisation(ctx context.Context, address string) (bool, error) {
	found, err := list(ctx, q.handle, func(rows *sql.Rows, one *int) error { return rows.Scan(one) }, `
SELECT 1
FROM organisations
WHERE lower(email) = $1
  AND merged_into IS NULL
LIMIT 1`, consult.FoldAddress(address))
	return len(found) > 0, err
}

// Suppress implements consult.SuppressionWriter.
func (t *transaction) Suppress(ctx context.Context, fingerprint string, at time.Time) error {
	_, err := t.exec(ctx, `
INSERT INTO suppressions (fingerprint, erased_at)
VALUES ($1, $2)
ON CONFLICT (fingerprint) DO UPDATE SET erased_at = excluded.erased_at`, fingerprint, stamp(at))
	if err == nil {
		_, err = t.exec(ctx, "DELETE FROM suppressions_lifted WHERE fingerprint = $1", fingerprint)
	}
	if err != nil {
		return fmt.Errorf("suppress an address: %w", err)
	}
	return nil
}

// LiftSuppression implements consult.SuppressionWriter.
func (t *transaction) LiftSuppression(ctx context.Context, fingerprint string, consultation consult.ID, at time.Time) error {
	if _, err := single(ctx, t.handle, func(rows *sql.Rows, one *int) error { return rows.Scan(one) },
		"SELECT 1 FROM suppressions WHERE fingerprint = $1", fingerprint); err != nil {
		return err
	}
	_, err := t.exec(ctx, `
INSERT INTO suppressions_lifted (fingerprint, consultation_id, lifted_at)
VALUES ($1, $2, $3)
ON CONFLICT (fingerprint, consultation_id) DO NOTHING`, fingerprint, string(consultation), stamp(at))
	if err != nil {
		return fmt.Errorf("lift a suppressed address: %w", err)
	}
	return nil
}

// PurgeSuppressions implements consult.SuppressionWriter.
func (t *transaction) PurgeSuppressions(ctx context.Context, before time.Time) (int, error) {
	gone, err := t.exec(ctx, "DELETE FROM suppressions WHERE erased_at < $1", stamp(before))
	if err != nil {
		return 0, fmt.Errorf("purge suppressed addresses: %w", err)
	}
	return int(gone), nil
}
