package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"concertation/internal/consult"
)

const fateColumns = `id, consultation_id, mail_key, kind, campaign_id, organisation_id, name, address, state, attempts, not_before,
  queued_at, changed_at, handed_at, reply, subject`

func scanFate(rows *sql.Rows, m *consult.MailFate) error {
	return rows.Scan(&m.ID, &m.ConsultationID, &m.Key, &m.Kind, &m.CampaignID, &m.OrganisationID, &m.Name, &m.Address, &m.State,
		&m.Attempts, (*stamp)(&m.NotBefore), (*stamp)(&m.QueuedAt), (*stamp)(&m.ChangedAt), (*stamp)(&m.HandedAt), &m.Reply, &m.Subject)
}

// Mail implements consult.MailReader.
func (q queries) Mail(ctx context.Context, id consult.ID) (consult.Mail, error) {
	return single(ctx, q.handle, func(rows *sql.Rows, m *consult.Mail) error {
		return rows.Scan(&m.ID, &m.ConsultationID, &m.Key, &m.Kind, &m.CampaignID, &m.OrganisationID, &m.Name, &m.Address, &m.State,
			&m.Attempts, (*stamp)(&m.NotBefore), (*stamp)(&m.QueuedAt), (*stamp)(&m.ChangedAt), (*stamp)(&m.HandedAt), &m.Reply, &m.Subject,
			&m.Refusable, &m.Text, &m.HTML)
	}, `
SELECT `+fateColumns+`, refusable, text_body, html_body
FROM mails
WHERE id = $1`, string(id))
}

// MailFates implements consult.MailReader.
func (q queries) MailFates(ctx context.Context, filter consult.MailFilter) ([]consult.MailFate, error) {
	var where conditions
	where.equal("consultation_id", string(filter.ConsultationID))
	where.equal("campaign_id", string(filter.CampaignID))
	where.equal("organisation_id", string(filter.OrganisationID))
	where.equal("kind", string(filter.Kind))
	where.equal("state", string(filter.State))
	where.equal("folded_address", filter.Address)
	order := "queued_at, id"
	if filter.Newest {
		order = "queued_at DESC, id DESC"
	}
	rows, err := q.handle.rowsOnce(ctx, `
SELECT `+fateColumns+`
FROM mails`+where.where()+`
ORDER BY `+order+page(filter.Offset, filter.Limit), where.args...)
	return collect(q.handle, rows, err, scanFate)
}

// CountMails implements consult.MailReader.
func (q queries) CountMails(ctx context.Context, consultation consult.ID) ([]consult.MailCount, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, c *consult.MailCount) error {
		return rows.Scan(&c.CampaignID, &c.Kind, &c.State, &c.Count)
	}, `
SELECT campaign_id, kind, state, COUNT(*)
FROM mails
WHERE consultation_id = $1
GROUP BY campaign_id, kind, state
ORDER BY campaign_id, kind, state`, string(consultation))
}

// DueMails implements consult.MailReader.
func (q queries) DueMails(ctx context.Context, consultation consult.ID, now time.Time, limit int) ([]consult.ID, error) {
	rows, err := q.handle.rowsOnce(ctx, `
SELECT id
FROM mails
WHERE consultation_id = $1
  AND state = 'queued'
  AND not_before <= $2
ORDER BY not_before, id`+page(0, limit), string(consultation), now.UnixMilli())
	return collect(q.handle, rows, err, func(rows *sql.Rows, id *consult.ID) error { return rows.Scan(id) })
}

// QueuesWithMails implements consult.MailReader.
func (q queries) QueuesWithMails(ctx context.Context) (map[consult.ID]time.Time, error) {
	type queue struct {
		id    consult.ID
		first time.Time
	}
	all, err := list(ctx, q.handle, func(rows *sql.Rows, one *queue) error {
		return rows.Scan(&one.id, (*stamp)(&one.first))
	}, `
SELECT consultation_id, MIN(not_before)
FROM mails
WHERE state = 'queued'
GROUP BY consultation_id`)
	if err != nil {
		return nil, err
	}
	queues := make(map[consult.ID]time.Time, len(all))
	for _, one := range all {
		queues[one.id] = one.first
	}
	return queues, nil
}

// LastHanded implements consult.MailReader.
func (q queries) LastHanded(ctx context.Context, consultation consult.ID) (time.Time, error) {
	return single(ctx, q.handle, func(rows *sql.Rows, at *time.Time) error { return rows.Scan((*stamp)(at)) }, `
SELECT MAX(handed_at)
FROM mails
WHERE consultation_id = $1
  AND handed_at IS NOT NULL
  AND kind <> 'test'`, string(consultation))
}

const insertMailHead = `
INSERT INTO mails (id, consultation_id, mail_key, kind, campaign_id, organisation_id, name, address, folded_address, refusable,
  state, attempts, not_before, queued_at, changed_at, handed_at, reply, subject, text_body, html_body)
VALUES `

const (
	mailColumns   = 20
	queueConflict = `
ON CONFLICT (consultation_id, mail_key) DO NOTHING`
)

func mailValues(m *consult.Mail) []any {
	if m.ID == "" {
		m.ID = consult.NewID()
	}
	m.State, m.Attempts, m.ChangedAt = consult.MailQueued, 0, m.QueuedAt
	if m.NotBefore.IsZero() {
		m.NotBefore = m.QueuedAt
	}
	if m.Kind == consult.MailTest {
		m.NotBefore = time.UnixMilli(0).UTC() // ahead of all others
	}
	return []any{string(m.ID), string(m.ConsultationID), text(m.Key), string(m.Kind), string(m.CampaignID), string(m.OrganisationID),
		text(m.Name), text(m.Address), text(consult.FoldAddress(m.Address)), flag(m.Refusable), string(m.State), m.Attempts,
		stamp(m.NotBefore), stamp(m.QueuedAt), stamp(m.ChangedAt), stamp(time.Time{}), "", text(m.Subject), text(m.Text), text(m.HTML)}
}

// QueueMail implements consult.MailWriter.
func (t *transaction) QueueMail(ctx context.Context, m *consult.Mail) (bool, error) {
	queued, err := t.QueueMails(ctx, []*consult.Mail{m})
	return queued == 1, err
}

// mailsPerInsert keeps an insert's arguments under what the engines bear, and its text short.
const mailsPerInsert = 10

// QueueMails implements consult.MailWriter.
func (t *transaction) QueueMails(ctx context.Context, mails []*consult.Mail) (int, error) {
	queued := 0
	for len(mails) > 0 {
		some := mails[:min(len(mails), mailsPerInsert)]
		mails = mails[len(some):]
		args := make([]any, 0, mailColumns*len(some))
		for _, m := range some {
			args = append(args, mailValues(m)...)
		}
		inserted, err := t.exec(ctx, t.session.rowsText(insertMailHead, mailColumns, len(some))+queueConflict, args...)
		if err != nil {
			return 0, fmt.Errorf("queue mails: %w", err)
		}
		queued += int(inserted)
	}
	return queued, nil
}

// MoveMail implements consult.MailWriter.
func (t *transaction) MoveMail(ctx context.Context, m *consult.Mail, from ...consult.MailState) error {
	states := make([]string, 3) // a constant text: it stays prepared
	for i := range states {
		states[i] = string(from[min(i, len(from)-1)])
	}
	return t.one(ctx, consult.Conflict("mails.error.moved"), `
UPDATE mails
SET state = $2, attempts = $3, not_before = $4, changed_at = $5, handed_at = $6, reply = $7
WHERE id = $1
  AND state IN ($8, $9, $10)`, string(m.ID), string(m.State), m.Attempts, stamp(m.NotBefore), stamp(m.ChangedAt), stamp(m.HandedAt),
		text(m.Reply), states[0], states[1], states[2])
}

// LeaveUncertain implements consult.MailWriter.
func (t *transaction) LeaveUncertain(ctx context.Context, reply string, at time.Time) ([]consult.ID, error) {
	cut, err := list(ctx, t, func(rows *sql.Rows, id *consult.ID) error { return rows.Scan(id) }, `
SELECT id
FROM mails
WHERE state = 'handing'
ORDER BY id`)
	if err != nil || len(cut) == 0 {
		return nil, err
	}
	_, err = t.exec(ctx, `
UPDATE mails
SET state = 'uncertain', changed_at = $1, reply = $2
WHERE state = 'handing'`, stamp(at), reply)
	return cut, err
}

// StopMails implements consult.MailWriter.
func (t *transaction) StopMails(ctx context.Context, consultation, campaign consult.ID, at time.Time) (int, error) {
	return t.turnMails(ctx, consultation, campaign, consult.MailQueued, consult.MailStopped, at)
}

// ResumeMails implements consult.MailWriter.
func (t *transaction) ResumeMails(ctx context.Context, consultation, campaign consult.ID, at time.Time) (int, error) {
	return t.turnMails(ctx, consultation, campaign, consult.MailStopped, consult.MailQueued, at)
}

func (t *transaction) turnMails(ctx context.Context, consultation, campaign consult.ID, from, to consult.MailState, at time.Time) (int, error) {
	turned, err := t.exec(ctx, `
UPDATE mails
SET state = $1, changed_at = $2
WHERE consultation_id = $3
  AND (campaign_id = $4 OR $5 = '')
  AND state = $6`, string(to), stamp(at), string(consultation), string(campaign), string(campaign), string(from))
	return int(turned), err
}

// EraseMail implements consult.MailWriter.
func (t *transaction) EraseMail(ctx context.Context, id consult.ID, at time.Time) error {
	return t.one(ctx, notFound(), `
UPDATE mails
SET name = '', address = '', folded_address = '', subject = '', text_body = '', html_body = '', reply = '', organisation_id = '',
  mail_key = id,
  changed_at = CASE WHEN state = 'queued' THEN $2 ELSE changed_at END,
  state = CASE WHEN state = 'queued' THEN 'stopped' ELSE state END
WHERE id = $1`, string(id), stamp(at))
}
