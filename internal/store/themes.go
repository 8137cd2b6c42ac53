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
	return q.themeGrid(ctx, `
SELECT consultation_id, version, published_at, published_by
FROM theme_grids
WHERE consultation_id = $1
ORDER BY version DESC
LIMIT 1`, string(consultation))
}

// ThemeGridVersion implements consult.GridReader.
func (q queries) ThemeGridVersion(ctx context.Context, consultation consult.ID, version int) (consult.ThemeGrid, error) {
	return q.themeGrid(ctx, `
SELECT consultation_id, version, published_at, published_by
FROM theme_grids
WHERE consultation_id = $1
  AND version = $2`, string(consultation), version)
}

// themeGrid reads the grid that a query finds, with its themes.
func (q queries) themeGrid(ctx context.Context, query string, args ...any) (consult.ThemeGrid, error) {
	grid, err := single(ctx, q.handle, func(rows *sql.Rows, g *consult.ThemeGrid) error {
		return rows.Scan(&g.ConsultationID, &g.Version, (*stamp)(&g.PublishedAt), &g.PublishedBy)
	}, query, args...)
	if err != nil {
		return consult.ThemeGrid{}, err
	}
	grid.Themes, err = list(ctx, q.handle, func(rows *sql.Rows, t *consult.Theme) error {
		return rows.Scan(&t.ID, &t.Position, &t.Kind, &t.Title, &t.Definition, &t.Lexicon, &t.Includes, &t.Excludes, &t.Examples, &t.SplitFrom)
	}, `
SELECT id, position, kind, title, definition, lexicon, includes, excludes, examples, split_from
FROM themes
WHERE consultation_id = $1
  AND version = $2
ORDER BY position, id`, string(grid.ConsultationID), grid.Version)
	if err != nil {
		return consult.ThemeGrid{}, err
	}
	grid.Ended, err = list(ctx, q.handle, func(rows *sql.Rows, e *consult.ThemeEnd) error { return rows.Scan(&e.Theme, &e.Into) }, `
SELECT theme_id, into_id
FROM theme_ends
WHERE consultation_id = $1
  AND version = $2
ORDER BY position`, string(grid.ConsultationID), grid.Version)
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
INSERT INTO themes (consultation_id, version, id, position, kind, title, definition, lexicon, includes, excludes, examples, split_from)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`, string(grid.ConsultationID), grid.Version, string(theme.ID), theme.Position,
			string(theme.Kind), text(theme.Title), text(theme.Definition), text(theme.Lexicon), text(theme.Includes), text(theme.Excludes), text(theme.Examples), string(theme.SplitFrom))
		if err != nil {
			return fmt.Errorf("insert theme grid %d: %w", grid.Version, err)
		}
	}
	for i, end := range grid.Ended {
		_, err := t.exec(ctx, `
INSERT INTO theme_ends (consultation_id, version, theme_id, position, into_id)
VALUES ($1, $2, $3, $4, $5)`, string(grid.ConsultationID), grid.Version, string(end.Theme), i, string(end.Into))
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
