package store

import (
	"context"
	"database/sql"
	"fmt"

	"concertation/internal/consult"
)

const importColumns = `id, consultation_id, about, state, file_name, digest, size, settings, report, runner, by_id, by_name, created_at,
  started_at, beat_at, ended_at, undone_at`

func scanImport(rows *sql.Rows, i *consult.Import) error {
	return rows.Scan(&i.ID, &i.ConsultationID, &i.About, &i.State, &i.FileName, &i.Digest, &i.Size, jsonInto{&i.Settings}, jsonInto{&i.Report},
		&i.Runner, &i.By, &i.ByName, (*stamp)(&i.CreatedAt), (*stamp)(&i.StartedAt), (*stamp)(&i.BeatAt), (*stamp)(&i.EndedAt),
		(*stamp)(&i.UndoneAt))
}

// Import implements consult.ImportReader.
func (q queries) Import(ctx context.Context, id consult.ID) (consult.Import, error) {
	return single(ctx, q.handle, scanImport, `
SELECT `+importColumns+`
FROM imports
WHERE id = $1`, string(id))
}

// Imports implements consult.ImportReader.
func (q queries) Imports(ctx context.Context, consultation consult.ID) ([]consult.Import, error) {
	return list(ctx, q.handle, scanImport, `
SELECT `+importColumns+`
FROM imports
WHERE consultation_id = $1
ORDER BY created_at DESC, id DESC`, string(consultation))
}

// ImportPiece implements consult.ImportReader.
func (q queries) ImportPiece(ctx context.Context, id consult.ID, position int) ([]byte, error) {
	return single(ctx, q.handle, scanBytes, `
SELECT content
FROM import_pieces
WHERE import_id = $1
  AND position = $2`, string(id), position)
}

func scanBytes(rows *sql.Rows, into *[]byte) error { return rows.Scan(into) }

// InsertImport implements consult.ImportWriter.
func (t *transaction) InsertImport(ctx context.Context, i *consult.Import) error {
	settings, report, err := importJSON(i)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `
INSERT INTO imports (`+importColumns+`)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		string(i.ID), string(i.ConsultationID), string(i.About), string(i.State), text(i.FileName), i.Digest, i.Size, settings, report,
		string(i.Runner), string(i.By), text(i.ByName), stamp(i.CreatedAt), stamp(i.StartedAt), stamp(i.BeatAt), stamp(i.EndedAt),
		stamp(i.UndoneAt))
	if err != nil {
		return fmt.Errorf("insert import %s: %w", i.ID, err)
	}
	return nil
}

func importJSON(i *consult.Import) (settings, report string, err error) {
	if settings, err = jsonOf(i.Settings); err != nil {
		return "", "", err
	}
	report, err = jsonOf(i.Report)
	return settings, report, err
}

// UpdateImport implements consult.ImportWriter.
func (t *transaction) UpdateImport(ctx context.Context, i *consult.Import, heldBy consult.ID) error {
	settings, report, err := importJSON(i)
	if err != nil {
		return err
	}
	return t.one(ctx, consult.Conflict("collect.error.taken_over"), `
UPDATE imports
SET state = $3, settings = $4, report = $5, runner = $6, started_at = $7, beat_at = $8, ended_at = $9, undone_at = $10, size = $11, digest = $12
WHERE id = $1
  AND runner = $2`, string(i.ID), string(heldBy), string(i.State), settings, report, string(i.Runner), stamp(i.StartedAt),
		stamp(i.BeatAt), stamp(i.EndedAt), stamp(i.UndoneAt), i.Size, i.Digest)
}

// DeleteImport implements consult.ImportWriter.
func (t *transaction) DeleteImport(ctx context.Context, id consult.ID) error {
	return t.one(ctx, notFound(), `DELETE FROM imports WHERE id = $1`, string(id))
}

// InsertImportPiece implements consult.ImportWriter.
func (t *transaction) InsertImportPiece(ctx context.Context, id consult.ID, position int, content []byte) error {
	_, err := t.exec(ctx, `
INSERT INTO import_pieces (import_id, position, content)
VALUES ($1, $2, $3)`, string(id), position, content)
	if err != nil {
		return fmt.Errorf("insert piece %d of import %s: %w", position, id, err)
	}
	return nil
}

// DeleteImportPieces implements consult.ImportWriter.
func (t *transaction) DeleteImportPieces(ctx context.Context, id consult.ID) error {
	_, err := t.exec(ctx, `DELETE FROM import_pieces WHERE import_id = $1`, string(id))
	return err
}
