package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"concertation/internal/consult"
)

// notHeld keeps what is on hold out of purges: the person asked that it be kept. An answer in which words of somebody
// else are on hold is not.
const notHeld = ` AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.record_kind <> 'taken' AND h.record_id = `

// holding gives the records of a consultation that hold data of a kind: kind, id, and the moment their time begins.
func holding(kind consult.RetentionKind) string {
	switch kind {
	case consult.RetainIdentities:
		return `
SELECT DISTINCT 'response' AS kind, r.id AS id, CAST(0 AS BIGINT) AS since
FROM responses r
WHERE r.consultation_id = $1
  AND (EXISTS (SELECT 1 FROM respondent_identities i WHERE i.response_id = r.id)
    OR EXISTS (SELECT 1 FROM draft_identities i WHERE i.response_id = r.id)
    OR EXISTS (SELECT 1 FROM team_members m WHERE m.response_id = r.id AND m.name <> ''))` + notHeld + `r.id)
UNION ALL
SELECT DISTINCT CASE WHEN i.record_id = i.idea_id THEN 'idea' ELSE 'comment' END, i.record_id, 0
FROM idea_identities i
JOIN ideas ON ideas.id = i.idea_id
WHERE ideas.consultation_id = $2` + notHeld + `i.record_id)
UNION ALL
SELECT DISTINCT 'contribution', c.id, 0
FROM contribution_identities i
JOIN contributions c ON c.id = i.contribution_id
WHERE c.consultation_id = $3` + notHeld + `c.id)`
	case consult.RetainDrafts:
		return `
SELECT 'response' AS kind, id, changed_at AS since
FROM responses
WHERE consultation_id IN ($1, $2, $3)
  AND status = 'draft'
  AND submitted_at IS NULL` + notHeld + `responses.id)`
	case consult.RetainResponses:
		return `
SELECT 'response' AS kind, id, CAST(0 AS BIGINT) AS since
FROM responses
WHERE consultation_id = $1
  AND submitted_at IS NOT NULL
  AND (reference <> '' OR token_hash IS NOT NULL OR draft <> '{}')` + notHeld + `responses.id)
UNION ALL
SELECT 'contribution', id, 0
FROM contributions
WHERE consultation_id IN ($2, $3)
  AND kind NOT IN ('answer', 'idea')
  AND body <> '` + consult.Erased + `'` + notHeld + `contributions.id)`
	case consult.RetainIdeas:
		return `
SELECT 'idea' AS kind, id, CAST(0 AS BIGINT) AS since
FROM ideas
WHERE consultation_id = $1
  AND proposal <> '` + consult.Erased + `'` + notHeld + `ideas.id)
UNION ALL
SELECT 'comment', id, 0
FROM comments
WHERE consultation_id IN ($2, $3)
  AND body <> '` + consult.Erased + `'` + notHeld + `comments.id)`
	case consult.RetainAttachments:
		return `
SELECT 'attachment' AS kind, id, CAST(0 AS BIGINT) AS since
FROM attachments
WHERE consultation_id IN ($1, $2, $3)` + notHeld + `contribution_id)`
	case consult.RetainContacts:
		return `
SELECT 'organisation' AS kind, id, CAST(0 AS BIGINT) AS since
FROM organisations
WHERE consultation_id IN ($1, $2, $3)
  AND (email <> '' OR phone <> '' OR note <> '' OR contacts NOT IN ('null', '[]')
    OR EXISTS (SELECT 1 FROM touches t WHERE t.organisation_id = organisations.id AND t.note <> '')
    OR EXISTS (SELECT 1 FROM settlements s WHERE s.organisation_id = organisations.id AND s.note <> ''))`
	case consult.RetainMails:
		return `
SELECT 'mail' AS kind, id, changed_at AS since
FROM mails
WHERE consultation_id IN ($1, $2, $3)
  AND address <> ''
  AND state NOT IN ('queued', 'handing')` + notHeld + `mails.id)`
	case consult.RetainAttendances: // each carries the day that the person was told
		return `
SELECT 'attendance' AS kind, a.id AS id, i.keep_until AS since
FROM attendances a
JOIN attendance_identities i ON i.attendance_id = a.id
WHERE a.consultation_id IN ($1, $2, $3)` + notHeld + `a.id)`
	case consult.RetainLogs:
		return `
SELECT 'audit' AS kind, id, at AS since
FROM audit_log
WHERE consultation_id = $1
UNION ALL
SELECT 'moderation', id, done_at
FROM moderation_log
WHERE consultation_id IN ($2, $3)
  AND (note <> '' OR actor_name <> '')`
	default:
		return "SELECT '' AS kind, '' AS id, CAST(0 AS BIGINT) AS since WHERE $1 <> $2 AND $2 <> $3 AND $1 <> $3"
	}
}

// ever is after every moment there is.
const ever = int64(1) << 60

// DueRecords implements consult.RetentionReader.
func (q queries) DueRecords(ctx context.Context, consultation consult.ID, kind consult.RetentionKind, before time.Time, limit int) ([]consult.DueRecord, error) {
	id := string(consultation)
	return list(ctx, q.handle, func(rows *sql.Rows, r *consult.DueRecord) error {
		var since int64
		err := rows.Scan(&r.Ref.Kind, &r.Ref.ID, &since)
		if since > 0 {
			r.At = time.UnixMilli(since).UTC()
		}
		return err
	}, `
SELECT kind, id, since
FROM (`+holding(kind)+`) AS held
WHERE since < $4
ORDER BY since, kind, id
LIMIT $5`, id, id, id, before.UnixMilli(), limit)
}

// CountDue implements consult.RetentionReader.
func (q queries) CountDue(ctx context.Context, consultation consult.ID, kind consult.RetentionKind, before time.Time) (consult.DueCount, error) {
	id, until := string(consultation), ever
	if !before.IsZero() {
		until = before.UnixMilli()
	}
	return single(ctx, q.handle, func(rows *sql.Rows, c *consult.DueCount) error {
		var oldest int64
		err := rows.Scan(&c.Count, &oldest)
		if oldest > 0 {
			c.Oldest = time.UnixMilli(oldest).UTC()
		}
		return err
	}, `
SELECT COUNT(*), COALESCE(MIN(since), 0)
FROM (`+holding(kind)+`) AS held
WHERE since < $4`, id, id, id, until)
}

// RetentionMonths implements consult.RetentionReader.
func (q queries) RetentionMonths(ctx context.Context, consultation consult.ID) (map[consult.RetentionKind]int, error) {
	type rule struct {
		kind   consult.RetentionKind
		months int
	}
	rules, err := list(ctx, q.handle, func(rows *sql.Rows, r *rule) error { return rows.Scan(&r.kind, &r.months) },
		"SELECT kind, months FROM retention WHERE consultation_id = $1", string(consultation))
	chosen := make(map[consult.RetentionKind]int, len(rules))
	for _, r := range rules {
		chosen[r.kind] = r.months
	}
	return chosen, err
}

// SaveRetention implements consult.RetentionWriter.
func (t *transaction) SaveRetention(ctx context.Context, consultation consult.ID, months map[consult.RetentionKind]int) error {
	for _, kind := range consult.RetentionKinds() {
		chosen, ok := months[kind]
		if !ok {
			continue
		}
		if _, err := t.exec(ctx, `
INSERT INTO retention (consultation_id, kind, months)
VALUES ($1, $2, $3)
ON CONFLICT (consultation_id, kind) DO UPDATE SET months = EXCLUDED.months`, string(consultation), string(kind), chosen); err != nil {
			return fmt.Errorf("save retention of %s: %w", kind, err)
		}
	}
	return nil
}

// Purges implements consult.RetentionReader.
func (q queries) Purges(ctx context.Context, consultation consult.ID) ([]consult.Purge, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, p *consult.Purge) error {
		return rows.Scan(&p.ID, &p.ConsultationID, (*truth)(&p.Automatic), &p.By, &p.ByName, (*stamp)(&p.StartedAt), (*stamp)(&p.EndedAt),
			jsonInto{&p.Counts})
	}, `
SELECT id, consultation_id, automatic, by_id, by_name, started_at, ended_at, counts
FROM purges
WHERE consultation_id = $1
ORDER BY started_at DESC, id DESC`, string(consultation))
}

// SavePurge implements consult.RetentionWriter.
func (t *transaction) SavePurge(ctx context.Context, p *consult.Purge) error {
	counts, err := jsonOf(p.Counts)
	if err == nil {
		_, err = t.exec(ctx, `
INSERT INTO purges (id, consultation_id, automatic, by_id, by_name, started_at, ended_at, counts)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (id) DO UPDATE SET ended_at = EXCLUDED.ended_at, counts = EXCLUDED.counts`, string(p.ID), string(p.ConsultationID),
			flag(p.Automatic), string(p.By), text(p.ByName), stamp(p.StartedAt), stamp(p.EndedAt), counts)
	}
	if err != nil {
		return fmt.Errorf("save purge %s: %w", p.ID, err)
	}
	return nil
}

// PurgeIdentity implements consult.RetentionWriter.
func (t *transaction) PurgeIdentity(ctx context.Context, ref consult.RecordRef) error {
	return t.Overwriting(ctx, func() error {
		switch ref.Kind {
		case consult.RecordResponse:
			return t.each(ctx, "purge identity of response", ref.ID,
				"DELETE FROM respondent_identities WHERE response_id = $1",
				"DELETE FROM draft_identities WHERE response_id = $1",
				"UPDATE team_members SET name = '', role = '' WHERE response_id = $1",
				"UPDATE responses SET draft_version = draft_version + 1 WHERE id = $1")
		case consult.RecordAttendance:
			return t.each(ctx, "purge identity of attendance", ref.ID,
				"DELETE FROM attendance_identities WHERE attendance_id = $1",
				"UPDATE attendances SET token_hash = NULL, print = '', row_key = NULL WHERE id = $1")
		case consult.RecordContribution:
			return t.each(ctx, "purge identity of contribution", ref.ID, "DELETE FROM contribution_identities WHERE contribution_id = $1")
		default:
			return t.each(ctx, "purge identity of idea", ref.ID, "DELETE FROM idea_identities WHERE record_id = $1")
		}
	})
}

// PurgeTouchNotes implements consult.RetentionWriter.
func (t *transaction) PurgeTouchNotes(ctx context.Context, organisation consult.ID) error {
	if err := t.markLedgerOf(ctx, organisation, ledgerTaken); err != nil {
		return err
	}
	return t.each(ctx, "purge notes of organisation", organisation,
		"UPDATE touches SET note = '' WHERE organisation_id = $1 AND note <> ''",
		"UPDATE settlements SET note = '' WHERE organisation_id = $1 AND note <> ''")
}

// PurgeLog implements consult.RetentionWriter. The log of moderation keeps its acts and grounds (R1.6).
func (t *transaction) PurgeLog(ctx context.Context, ref consult.RecordRef) error {
	if ref.Kind == "moderation" {
		return t.each(ctx, "purge log", ref.ID, "UPDATE moderation_log SET note = '', actor_name = '' WHERE id = $1")
	}
	return t.each(ctx, "purge log", ref.ID, "DELETE FROM audit_log WHERE id = $1")
}

// RegisterTexts implements consult.RetentionReader.
func (q queries) RegisterTexts(ctx context.Context, consultation consult.ID) (map[string]string, error) {
	pairs, err := list(ctx, q.handle, func(rows *sql.Rows, pair *[2]string) error { return rows.Scan(&pair[0], &pair[1]) },
		"SELECT field, body FROM register_texts WHERE consultation_id = $1", string(consultation))
	texts := make(map[string]string, len(pairs))
	for _, pair := range pairs {
		texts[pair[0]] = pair[1]
	}
	return texts, err
}

// SaveRegisterText implements consult.RetentionWriter.
func (t *transaction) SaveRegisterText(ctx context.Context, consultation consult.ID, field, body string) error {
	_, err := t.exec(ctx, `
INSERT INTO register_texts (consultation_id, field, body)
VALUES ($1, $2, $3)
ON CONFLICT (consultation_id, field) DO UPDATE SET body = EXCLUDED.body`, string(consultation), field, text(body))
	if err != nil {
		return fmt.Errorf("save register text %s: %w", field, err)
	}
	return nil
}
