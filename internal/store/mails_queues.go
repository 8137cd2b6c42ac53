package store

import (
	"context"
	"database/sql"
	"time"

	"concertation/internal/consult"
)

// MailQueue implements consult.MailReader.
func (q queries) MailQueue(ctx context.Context, consultation consult.ID) (consult.MailQueue, error) {
	queue, err := single(ctx, q.handle, func(rows *sql.Rows, m *consult.MailQueue) error {
		return rows.Scan(&m.ConsultationID, &m.PerHour, (*stamp)(&m.StoppedAt), &m.ReplyTo, &m.ChangedBy)
	}, `
SELECT consultation_id, per_hour, stopped_at, reply_to, changed_by
FROM mail_queues
WHERE consultation_id = $1`, string(consultation))
	if consult.CodeOf(err) == consult.CodeNotFound {
		return consult.MailQueue{ConsultationID: consultation, PerHour: consult.DefaultMailPace}, nil
	}
	return queue, err
}

// SaveMailQueue implements consult.MailWriter.
func (t *transaction) SaveMailQueue(ctx context.Context, q *consult.MailQueue) error {
	_, err := t.exec(ctx, `
INSERT INTO mail_queues (consultation_id, per_hour, stopped_at, reply_to, changed_by)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (consultation_id) DO UPDATE SET per_hour = EXCLUDED.per_hour, stopped_at = EXCLUDED.stopped_at,
  reply_to = EXCLUDED.reply_to, changed_by = EXCLUDED.changed_by`,
		string(q.ConsultationID), q.PerHour, stamp(q.StoppedAt), text(q.ReplyTo), string(q.ChangedBy))
	return err
}

func scanMailRefusal(rows *sql.Rows, r *consult.MailRefusal) error {
	return rows.Scan(&r.ConsultationID, &r.Address, &r.Reason, &r.MailID, (*stamp)(&r.At), &r.Note)
}

// MailRefusal implements consult.MailReader.
func (q queries) MailRefusal(ctx context.Context, consultation consult.ID, address string) (consult.MailRefusal, error) {
	return single(ctx, q.handle, scanMailRefusal, `
SELECT consultation_id, address, reason, mail_id, at, note
FROM mail_refusals
WHERE consultation_id = $1
  AND address = $2`, string(consultation), text(consult.FoldAddress(address)))
}

// MailRefusals implements consult.MailReader.
func (q queries) MailRefusals(ctx context.Context, consultation consult.ID) ([]consult.MailRefusal, error) {
	return list(ctx, q.handle, scanMailRefusal, `
SELECT consultation_id, address, reason, mail_id, at, note
FROM mail_refusals
WHERE consultation_id = $1
ORDER BY at DESC, address`, string(consultation))
}

// InsertMailRefusal implements consult.MailWriter.
func (t *transaction) InsertMailRefusal(ctx context.Context, r *consult.MailRefusal) error {
	_, err := t.exec(ctx, `
INSERT INTO mail_refusals (consultation_id, address, reason, mail_id, at, note)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (consultation_id, address) DO UPDATE SET reason = EXCLUDED.reason, mail_id = EXCLUDED.mail_id, at = EXCLUDED.at,
  note = EXCLUDED.note
WHERE mail_refusals.reason = 'bounced'`, string(r.ConsultationID), text(consult.FoldAddress(r.Address)), string(r.Reason),
		string(r.MailID), stamp(r.At), text(r.Note))
	return err
}

// DeleteMailRefusal implements consult.MailWriter.
func (t *transaction) DeleteMailRefusal(ctx context.Context, consultation consult.ID, address string) error {
	return t.one(ctx, notFound(), "DELETE FROM mail_refusals WHERE consultation_id = $1 AND address = $2", string(consultation),
		text(consult.FoldAddress(address)))
}

// Lease implements consult.MailReader.
func (q queries) Lease(ctx context.Context, name string) (consult.Lease, error) {
	return single(ctx, q.handle, func(rows *sql.Rows, l *consult.Lease) error {
		return rows.Scan(&l.Name, &l.Holder, (*stamp)(&l.Until), &l.Note, (*stamp)(&l.NoteAt))
	}, `
SELECT name, holder, until, note, note_at
FROM leases
WHERE name = $1`, name)
}

// TakeLease implements consult.MailWriter.
func (t *transaction) TakeLease(ctx context.Context, name string, holder consult.ID, now, until time.Time, force bool) (bool, error) {
	taken, err := t.exec(ctx, `
INSERT INTO leases (name, holder, until, note, note_at)
VALUES ($1, $2, $3, '', NULL)
ON CONFLICT (name) DO UPDATE SET holder = EXCLUDED.holder, until = EXCLUDED.until
WHERE leases.holder = EXCLUDED.holder OR leases.until <= $4 OR $5 = 1`, name, string(holder), stamp(until), now.UnixMilli(), flag(force))
	return taken == 1, err
}

// NoteLease implements consult.MailWriter.
func (t *transaction) NoteLease(ctx context.Context, name string, holder consult.ID, note string, at time.Time) error {
	return t.one(ctx, consult.Conflict("error.conflict"), `
UPDATE leases
SET note = $3, note_at = $4
WHERE name = $1
  AND holder = $2`, name, string(holder), text(note), stamp(at))
}

// DropLease implements consult.MailWriter.
func (t *transaction) DropLease(ctx context.Context, name string, holder consult.ID) error {
	_, err := t.exec(ctx, "DELETE FROM leases WHERE name = $1 AND holder = $2", name, string(holder))
	return err
}
