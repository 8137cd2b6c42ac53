package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"time"

	"concertation/internal/consult"
)

const campaignColumns = `id, consultation_id, kind, name, subject, body, category, territory, size, contacts, state,
  scheduled_at, queued_at, report, by_id, by_name, created_at, changed_at`

func scanCampaign(rows *sql.Rows, c *consult.Campaign) error {
	return rows.Scan(&c.ID, &c.ConsultationID, &c.Kind, &c.Name, &c.Subject, &c.Body, &c.Category, &c.Territory, &c.Size,
		&c.Contacts, &c.State, (*stamp)(&c.ScheduledAt), (*stamp)(&c.QueuedAt), jsonInto{&c.Report}, &c.By, &c.ByName,
		(*stamp)(&c.CreatedAt), (*stamp)(&c.ChangedAt))
}

func campaignValues(c *consult.Campaign) ([]any, error) {
	report, err := jsonOf(c.Report)
	if err != nil {
		return nil, err
	}
	return []any{string(c.ID), string(c.ConsultationID), string(c.Kind), text(c.Name), text(c.Subject), text(c.Body), text(c.Category),
		text(c.Territory), text(c.Size), flag(c.Contacts), string(c.State), stamp(c.ScheduledAt), stamp(c.QueuedAt), report,
		string(c.By), text(c.ByName), stamp(c.CreatedAt), stamp(c.ChangedAt)}, nil
}

// Campaign implements consult.CampaignReader.
func (q queries) Campaign(ctx context.Context, id consult.ID) (consult.Campaign, error) {
	return single(ctx, q.handle, scanCampaign, `
SELECT `+campaignColumns+`
FROM campaigns
WHERE id = $1`, string(id))
}

// Campaigns implements consult.CampaignReader.
func (q queries) Campaigns(ctx context.Context, consultation consult.ID) ([]consult.Campaign, error) {
	return list(ctx, q.handle, scanCampaign, `
SELECT `+campaignColumns+`
FROM campaigns
WHERE consultation_id = $1
ORDER BY created_at DESC, id DESC`, string(consultation))
}

// DueCampaigns implements consult.CampaignReader.
func (q queries) DueCampaigns(ctx context.Context, now time.Time) ([]consult.ID, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, id *consult.ID) error { return rows.Scan(id) }, `
SELECT id
FROM campaigns
WHERE state = 'scheduled'
  AND scheduled_at <= $1
ORDER BY scheduled_at, id`, stamp(now))
}

// InsertCampaign implements consult.CampaignWriter.
func (t *transaction) InsertCampaign(ctx context.Context, c *consult.Campaign) error {
	values, err := campaignValues(c)
	if err == nil {
		_, err = t.exec(ctx, `
INSERT INTO campaigns (`+campaignColumns+`)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`, values...)
	}
	if err != nil {
		return fmt.Errorf("insert campaign %s: %w", c.ID, err)
	}
	return nil
}

// UpdateCampaign implements consult.CampaignWriter.
func (t *transaction) UpdateCampaign(ctx context.Context, c *consult.Campaign, from ...consult.CampaignState) error {
	values, err := campaignValues(c)
	if err != nil {
		return fmt.Errorf("update campaign %s: %w", c.ID, err)
	}
	var places []string
	for _, state := range from {
		values = append(values, string(state))
		places = append(places, "$"+strconv.Itoa(len(values)))
	}
	return t.one(ctx, consult.Conflict("invitations.error.moved"), `
UPDATE campaigns
SET consultation_id = $2, kind = $3, name = $4, subject = $5, body = $6, category = $7, territory = $8, size = $9,
  contacts = $10, state = $11, scheduled_at = $12, queued_at = $13, report = $14, by_id = $15, by_name = $16,
  created_at = $17, changed_at = $18
WHERE id = $1
  AND state IN (`+strings.Join(places, ", ")+`)`, values...)
}

// DeleteCampaign implements consult.CampaignWriter.
func (t *transaction) DeleteCampaign(ctx context.Context, id consult.ID) error {
	return t.one(ctx, consult.Conflict("invitations.error.moved"), `
DELETE FROM campaigns
WHERE id = $1
  AND state = 'draft'`, string(id))
}
