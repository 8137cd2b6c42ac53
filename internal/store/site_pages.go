package store

import (
	"context"
	"database/sql"
	"fmt"

	"concertation/internal/consult"
)

const sitePageColumns = `page, body, by_name, changed_at`

func scanSitePage(rows *sql.Rows, p *consult.SitePage) error {
	return rows.Scan(&p.Name, &p.Body, &p.ByName, (*stamp)(&p.ChangedAt))
}

// SitePage implements consult.SitePageReader.
func (q queries) SitePage(ctx context.Context, name consult.SitePageName) (consult.SitePage, error) {
	return single(ctx, q.handle, scanSitePage, `
SELECT `+sitePageColumns+`
FROM site_pages
WHERE page = $1`, string(name))
}

// SitePages implements consult.SitePageReader.
func (q queries) SitePages(ctx context.Context) ([]consult.SitePage, error) {
	return list(ctx, q.handle, scanSitePage, `
SELECT `+sitePageColumns+`
FROM site_pages
ORDER BY page`)
}

// PutSitePage implements consult.SitePageWriter.
func (t *transaction) PutSitePage(ctx context.Context, p *consult.SitePage) error {
	_, err := t.exec(ctx, `
INSERT INTO site_pages (`+sitePageColumns+`)
VALUES ($1, $2, $3, $4)
ON CONFLICT (page) DO UPDATE SET body = EXCLUDED.body, by_name = EXCLUDED.by_name, changed_at = EXCLUDED.changed_at`,
		string(p.Name), text(p.Body), text(p.ByName), stamp(p.ChangedAt))
	if err != nil {
		return fmt.Errorf("write page %s: %w", p.Name, err)
	}
	return nil
}

// DeleteSitePage implements consult.SitePageWriter.
func (t *transaction) DeleteSitePage(ctx context.Context, name consult.SitePageName) error {
	return t.one(ctx, notFound(), "DELETE FROM site_pages WHERE page = $1", string(name))
}
