package store

import (
	"context"
	"database/sql"
	"fmt"

	"concertation/internal/consult"
)

const latestVersion = `
SELECT COALESCE(MAX(version), 0)
FROM theme_grids
WHERE consultation_id = $1`

// ThemeGrid implements consult.Reader.
func (q queries) ThemeGrid(ctx context.Context, consultation consult.ID) (consult.ThemeGrid, error) {
	grid, err := single(ctx, q.handle, func(rows *sql.Rows, g *consult.ThemeGrid) error {
		return rows.Scan(&g.ConsultationID, &g.Version, (*stamp)(&g.PublishedAt), &g.PublishedBy)
	}, `
SELECT consultation_id, version, published_at, published_by
FROM theme_grids
WHERE consultation_id = $1
ORDER BY version DESC
LIMIT 1`, string(consultation))
	if err != nil {
		return consult.ThemeGrid{}, err
	}
	grid.Themes, err = list(ctx, q.handle, func(rows *sql.Rows, t *consult.Theme) error {
		return rows.Scan(&t.ID, &t.Position, &t.Kind, &t.Title, &t.Definition, &t.Lexicon, &t.Includes, &t.Excludes, &t.Examples)
	}, `
SELECT id, position, kind, title, definition, lexicon, includes, excludes, examples
FROM themes
WHERE consultation_id = $1
  AND version = $2
ORDER BY position, id`, string(consultation), grid.Version)
	return grid, err
}

// InsertThemeGrid implements consult.Tx. A grid without a version takes the next; themes without an identifier are
// given one.
func (t *transaction) InsertThemeGrid(ctx context.Context, grid *consult.ThemeGrid) error {
	latest, err := single(ctx, t.handle, scanInt, latestVersion, string(grid.ConsultationID))
	if err != nil {
		return fmt.Errorf("insert theme grid: %w", err)
	}
	if grid.Version == 0 {
		grid.Version = latest + 1
	}
	_, err = t.exec(ctx, `
INSERT INTO theme_grids (consultation_id, version, published_at, published_by)
VALUES ($1, $2, $3, $4)`, string(grid.ConsultationID), grid.Version, stamp(grid.PublishedAt), string(grid.PublishedBy))
	if err != nil {
		return fmt.Errorf("insert theme grid %d: %w", grid.Version, err)
	}
	for i := range grid.Themes {
		theme := &grid.Themes[i]
		if theme.ID == "" {
			theme.ID = consult.NewID()
		}
		_, err := t.exec(ctx, `
INSERT INTO themes (consultation_id, version, id, position, kind, title, definition, lexicon, includes, excludes, examples)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, string(grid.ConsultationID), grid.Version, string(theme.ID), theme.Position,
			string(theme.Kind), text(theme.Title), text(theme.Definition), text(theme.Lexicon), text(theme.Includes), text(theme.Excludes), text(theme.Examples))
		if err != nil {
			return fmt.Errorf("insert theme grid %d: %w", grid.Version, err)
		}
	}
	return nil
}

// GridVersions implements consult.GridReader.
func (q queries) GridVersions(ctx context.Context, consultation consult.ID) ([]consult.GridVersion, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, v *consult.GridVersion) error {
		return rows.Scan(&v.Version, (*stamp)(&v.At), &v.By)
	}, `
SELECT version, published_at, published_by
FROM theme_grids
WHERE consultation_id = $1
ORDER BY version DESC`, string(consultation))
}
