package store

import (
	"context"
	"database/sql"
	"time"

	"concertation/internal/consult"
)

// BounceBox implements consult.BounceReader.
func (q queries) BounceBox(ctx context.Context, box string) (consult.BounceBox, error) {
	return single(ctx, q.handle, func(rows *sql.Rows, b *consult.BounceBox) error {
		return rows.Scan(&b.Box, (*stamp)(&b.TriedAt), (*stamp)(&b.ReadAt), &b.Trouble, (*stamp)(&b.TroubleAt), jsonInto{&b.News}, (*stamp)(&b.NewsAt),
			jsonInto{&b.Total}, &b.Waiting, &b.Foreign, &b.Left)
	}, `
SELECT box, tried_at, read_at, trouble, trouble_at, news, news_at, total, waiting, foreign_reports, remaining
FROM bounce_boxes
WHERE box = $1`, box)
}

// BounceMessages implements consult.BounceReader.
func (q queries) BounceMessages(ctx context.Context, box string) (map[string]consult.BounceFate, error) {
	all, err := list(ctx, q.handle, func(rows *sql.Rows, m *consult.BounceMessage) error { return rows.Scan(&m.Key, &m.Fate) }, `
SELECT message_key, fate
FROM bounce_messages
WHERE box = $1`, box)
	if err != nil {
		return nil, err
	}
	fates := make(map[string]consult.BounceFate, len(all))
	for _, one := range all {
		fates[one.Key] = one.Fate
	}
	return fates, nil
}

// SaveBounceBox implements consult.BounceWriter.
func (t *transaction) SaveBounceBox(ctx context.Context, b *consult.BounceBox) error {
	news, err := jsonOf(b.News)
	if err != nil {
		return err
	}
	total, err := jsonOf(b.Total)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `
INSERT INTO bounce_boxes (box, tried_at, read_at, trouble, trouble_at, news, news_at, total, waiting, foreign_reports, remaining)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (box) DO UPDATE SET tried_at = EXCLUDED.tried_at, read_at = EXCLUDED.read_at, trouble = EXCLUDED.trouble,
  trouble_at = EXCLUDED.trouble_at, news = EXCLUDED.news, news_at = EXCLUDED.news_at, total = EXCLUDED.total,
  waiting = EXCLUDED.waiting, foreign_reports = EXCLUDED.foreign_reports, remaining = EXCLUDED.remaining`,
		b.Box, stamp(b.TriedAt), stamp(b.ReadAt), text(b.Trouble), stamp(b.TroubleAt), news, stamp(b.NewsAt), total, b.Waiting, b.Foreign, b.Left)
	return err
}

// InsertBounceMessage implements consult.BounceWriter.
func (t *transaction) InsertBounceMessage(ctx context.Context, m *consult.BounceMessage) (bool, error) {
	inserted, err := t.exec(ctx, `
INSERT INTO bounce_messages (box, message_key, fate)
VALUES ($1, $2, $3)
ON CONFLICT (box, message_key) DO NOTHING`, m.Box, text(m.Key), string(m.Fate))
	return inserted == 1, err
}

// DeleteBounceMessage implements consult.BounceWriter.
func (t *transaction) DeleteBounceMessage(ctx context.Context, box, key string) error {
	_, err := t.exec(ctx, "DELETE FROM bounce_messages WHERE box = $1 AND message_key = $2", box, text(key))
	return err
}

// DeleteBounceBoxes implements consult.BounceWriter.
func (t *transaction) DeleteBounceBoxes(ctx context.Context, but string, before time.Time) error {
	_, err := t.exec(ctx, "DELETE FROM bounce_boxes WHERE box <> $1 AND tried_at < $2", but, before.UnixMilli())
	return err
}
