package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"concertation/internal/consult"
)

func (q queries) storedNotices(ctx context.Context, consultation consult.ID) ([]consult.NoticeVersion, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, v *consult.NoticeVersion) error {
		return rows.Scan(&v.ConsultationID, &v.Number, jsonInto{&v.Notice}, (*stamp)(&v.From))
	}, `
SELECT consultation_id, number, notice, from_at
FROM notice_versions
WHERE consultation_id = $1
ORDER BY number`, string(consultation))
}

// NoticeVersions implements consult.NoticeReader. A consultation older than the versions has one: what it says now.
func (q queries) NoticeVersions(ctx context.Context, consultation consult.ID) ([]consult.NoticeVersion, error) {
	versions, err := q.storedNotices(ctx, consultation)
	if err != nil {
		return nil, err
	}
	if len(versions) == 0 {
		c, err := q.Consultation(ctx, consultation)
		return []consult.NoticeVersion{{ConsultationID: consultation, Number: 1, Notice: c.Texts.Notice, From: c.CreatedAt}}, err
	}
	for i := range versions[1:] {
		versions[i].Until = versions[i+1].From
	}
	return versions, nil
}

// keepNotice writes a version of the notice when it changes. was is what it said before versions were kept.
func (t *transaction) keepNotice(ctx context.Context, was, now *consult.Consultation) error {
	versions, err := t.storedNotices(ctx, now.ID)
	if err != nil {
		return err
	}
	if len(versions) == 0 && was != nil && was.Texts.Notice != now.Texts.Notice {
		first := consult.NoticeVersion{ConsultationID: now.ID, Number: 1, Notice: was.Texts.Notice, From: was.CreatedAt}
		if err := t.insertNotice(ctx, &first); err != nil {
			return err
		}
		versions = append(versions, first)
	}
	next := consult.NoticeVersion{ConsultationID: now.ID, Number: len(versions) + 1, Notice: now.Texts.Notice, From: now.ChangedAt}
	switch {
	case len(versions) > 0 && versions[len(versions)-1].Notice == next.Notice:
		return nil
	case len(versions) == 0:
		next.From = earlier(now.CreatedAt, now.ChangedAt)
	}
	return t.insertNotice(ctx, &next)
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func (t *transaction) insertNotice(ctx context.Context, v *consult.NoticeVersion) error {
	notice, err := jsonOf(v.Notice)
	if err == nil {
		_, err = t.exec(ctx, `
INSERT INTO notice_versions (consultation_id, number, notice, from_at)
VALUES ($1, $2, $3, $4)`, string(v.ConsultationID), v.Number, text(notice), stamp(v.From))
	}
	if err != nil {
		return fmt.Errorf("keep notice of consultation %s: %w", v.ConsultationID, err)
	}
	return nil
}
