package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"concertation/internal/consult"
)

const importedRowColumns = `consultation_id, row_key, contribution_id, import_id, digest, undone`

func scanImportedRow(rows *sql.Rows, r *consult.ImportedRow) error {
	return rows.Scan(&r.ConsultationID, &r.Key, &r.ContributionID, &r.ImportID, &r.Digest, (*truth)(&r.Undone))
}

// ImportedRows implements consult.ImportReader.
func (q queries) ImportedRows(ctx context.Context, consultation consult.ID, keys []string) ([]consult.ImportedRow, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	args := []any{string(consultation)}
	places := make([]string, len(keys))
	for i, key := range keys {
		args = append(args, key)
		places[i] = "$" + strconv.Itoa(i+2)
	}
	rows, err := q.handle.rowsOnce(ctx, `
SELECT `+importedRowColumns+`
FROM imported_rows
WHERE consultation_id = $1
  AND row_key IN (`+strings.Join(places, ", ")+`)
ORDER BY row_key`, args...)
	return collect(q.handle, rows, err, scanImportedRow)
}

// RowsOfImport implements consult.ImportReader.
func (q queries) RowsOfImport(ctx context.Context, id consult.ID, limit int) ([]consult.ImportedRow, error) {
	return list(ctx, q.handle, scanImportedRow, `
SELECT `+importedRowColumns+`
FROM imported_rows
WHERE import_id = $1
  AND undone = 0
ORDER BY contribution_id
LIMIT $2`, string(id), limit)
}

// ContributionIdentities implements consult.ImportReader.
func (q queries) ContributionIdentities(ctx context.Context, contribution consult.ID) ([]consult.ContributionIdentity, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, i *consult.ContributionIdentity) error {
		return rows.Scan(&i.ContributionID, &i.Field, &i.Value)
	}, `
SELECT contribution_id, field, value
FROM contribution_identities
WHERE contribution_id = $1
ORDER BY field`, string(contribution))
}

// GivenNames implements consult.ImportReader.
func (q queries) GivenNames(ctx context.Context, consultation consult.ID) ([]string, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, name *string) error { return rows.Scan(name) }, `
SELECT DISTINCT i.value
FROM contribution_identities i
CROSS JOIN contributions c
WHERE c.id = i.contribution_id
  AND c.consultation_id = $1
  AND i.field IN ('author', 'sender')
ORDER BY i.value`, string(consultation))
}

// InsertImported implements consult.ImportWriter.
func (t *transaction) InsertImported(ctx context.Context, contributions []*consult.Contribution, imported []consult.ImportedRow, identities []consult.ContributionIdentity) error {
	for chunk := range slices.Chunk(contributions, rowsPerInsert) {
		if err := t.insertContributions(ctx, chunk); err != nil {
			return err
		}
	}
	for chunk := range slices.Chunk(imported, rowsPerInsert) {
		var args []any
		for _, r := range chunk {
			args = append(args, string(r.ConsultationID), r.Key, string(r.ContributionID), string(r.ImportID), r.Digest, flag(r.Undone))
		}
		if _, err := t.exec(ctx, t.session.rowsText(`
INSERT INTO imported_rows (`+importedRowColumns+`)
VALUES `, 6, len(chunk)), args...); err != nil {
			return fmt.Errorf("insert imported rows: %w", err)
		}
	}
	return t.insertContributionIdentities(ctx, identities)
}

func (t *transaction) insertContributionIdentities(ctx context.Context, identities []consult.ContributionIdentity) error {
	for chunk := range slices.Chunk(identities, rowsPerInsert) {
		var args []any
		for _, i := range chunk {
			args = append(args, string(i.ContributionID), string(i.Field), text(i.Value))
		}
		if _, err := t.exec(ctx, t.session.rowsText(`
INSERT INTO contribution_identities (contribution_id, field, value)
VALUES `, 3, len(chunk)), args...); err != nil {
			return fmt.Errorf("insert identities of contributions: %w", err)
		}
	}
	return nil
}

// ReplaceIdentities implements consult.ImportWriter.
func (t *transaction) ReplaceIdentities(ctx context.Context, contribution consult.ID, identities []consult.ContributionIdentity) error {
	if _, err := t.exec(ctx, `DELETE FROM contribution_identities WHERE contribution_id = $1`, string(contribution)); err != nil {
		return fmt.Errorf("replace identities of contribution %s: %w", contribution, err)
	}
	return t.insertContributionIdentities(ctx, identities)
}

// UpdateImportedRow implements consult.ImportWriter.
func (t *transaction) UpdateImportedRow(ctx context.Context, r *consult.ImportedRow) error {
	return t.one(ctx, notFound(), `
UPDATE imported_rows
SET import_id = $3, digest = $4, undone = $5
WHERE consultation_id = $1
  AND row_key = $2`, string(r.ConsultationID), r.Key, string(r.ImportID), r.Digest, flag(r.Undone))
}

// UpdateContribution implements consult.ImportWriter.
func (t *transaction) UpdateContribution(ctx context.Context, c *consult.Contribution) error {
	before, err := t.Contribution(ctx, c.ID)
	if err != nil {
		return fmt.Errorf("update contribution %s: %w", c.ID, err)
	}
	err = t.one(ctx, notFound(), `
UPDATE contributions
SET change_seq = $2, kind = $3, channel = $4, question = $5, title = $6, body = $7, folded = $8, category = $9, territory = $10,
  session_id = $11, publication = $12, text_version = $13, retracted_at = $14, created_at = $15, changed_at = $16, author_key = $17
WHERE id = $1
  AND response_id IS NULL`,
		string(c.ID), c.ChangeSeq, string(c.Kind), string(c.Channel), text(c.Question), text(c.Title), text(c.Body), text(c.Folded),
		text(c.Category), text(c.Territory), optional(c.SessionID), string(c.Publication), c.TextVersion, stamp(c.RetractedAt),
		stamp(c.CreatedAt), stamp(c.ChangedAt), optional(c.AuthorKey))
	if err != nil {
		return fmt.Errorf("update contribution %s: %w", c.ID, err)
	}
	if before.TextVersion != c.TextVersion {
		if err := t.carryMasks(ctx, &before, c); err != nil {
			return err
		}
	}
	_, err = t.exec(ctx, `
UPDATE assignments
SET state = 'stale'
WHERE contribution_id = $1
  AND state = 'confirmed'
  AND ended_at IS NULL
  AND text_version < $2`, string(c.ID), c.TextVersion)
	if err != nil {
		return fmt.Errorf("mark codings of contribution %s stale: %w", c.ID, err)
	}
	return nil
}

// truth reads a truth value.
type truth bool

// Scan implements sql.Scanner.
func (b *truth) Scan(value any) error {
	number, ok := value.(int64)
	if !ok {
		return fmt.Errorf("read truth value: got %T", value)
	}
	*b = number != 0
	return nil
}
