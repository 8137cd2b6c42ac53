package store

import (
	"context"
	"database/sql"
	"fmt"

	"concertation/internal/consult"
)

// auditNameQueries say, for each kind of record, what its records are called: id, consultation and its slug, title, number,
// what it belongs to, sort and moment. x is the record.
func auditNameQueries() map[consult.AuditKind]string {
	return map[consult.AuditKind]string{
		consult.AuditConsultation: `SELECT x.id, x.id, x.slug, x.title, 0, '', '', NULL
FROM consultations x`,
		consult.AuditQuestionnaire: `SELECT x.id, x.consultation_id, c.slug, x.title, 0, '', '', NULL
FROM questionnaires x
JOIN consultations c ON c.id = x.consultation_id`,
		consult.AuditRevision: `SELECT x.id, q.consultation_id, c.slug, q.title, x.number, '', '', NULL
FROM revisions x
JOIN questionnaires q ON q.id = x.questionnaire_id
JOIN consultations c ON c.id = q.consultation_id`,
		consult.AuditResponse: `SELECT x.id, x.consultation_id, c.slug, x.reference, 0, '', '', NULL
FROM responses x
JOIN consultations c ON c.id = x.consultation_id`,
		consult.AuditContribution: `SELECT x.id, x.consultation_id, c.slug, CASE WHEN x.response_id IS NULL THEN x.title ELSE r.reference END, 0, '',
  CASE WHEN x.kind IN ('answer', 'idea') AND x.retracted_at IS NOT NULL THEN 'retracted' ELSE x.kind END, NULL
FROM contributions x
LEFT JOIN responses r ON r.id = x.response_id
JOIN consultations c ON c.id = x.consultation_id`,
		consult.AuditIdea: `SELECT x.id, x.consultation_id, c.slug, x.title, x.number, '', '', NULL
FROM ideas x
JOIN consultations c ON c.id = x.consultation_id`,
		consult.AuditComment: `SELECT x.id, x.consultation_id, c.slug, i.title, i.number, x.idea_id, '', NULL
FROM comments x
JOIN ideas i ON i.id = x.idea_id
JOIN consultations c ON c.id = x.consultation_id`,
		consult.AuditTheme: `SELECT x.id, x.consultation_id, c.slug, x.title, 0, '', '', NULL
FROM (SELECT consultation_id, id, MAX(version) AS version FROM themes GROUP BY consultation_id, id) latest
JOIN themes x ON x.consultation_id = latest.consultation_id AND x.version = latest.version AND x.id = latest.id
JOIN consultations c ON c.id = x.consultation_id`,
		consult.AuditAction: `SELECT x.id, x.consultation_id, c.slug, x.title, 0, '', '', NULL
FROM proposals x
JOIN consultations c ON c.id = x.consultation_id`,
		consult.AuditSession: `SELECT x.id, x.consultation_id, c.slug, x.title, 0, '', '', NULL
FROM sessions_held x
JOIN consultations c ON c.id = x.consultation_id`,
		consult.AuditAttachment: `SELECT x.id, x.consultation_id, c.slug, x.name, 0, '', '', NULL
FROM attachments x
JOIN consultations c ON c.id = x.consultation_id`,
		consult.AuditImport: `SELECT x.id, x.consultation_id, c.slug, x.file_name, 0, '', x.about, NULL
FROM imports x
JOIN consultations c ON c.id = x.consultation_id`,
		consult.AuditEvent: `SELECT x.id, x.consultation_id, c.slug, x.title, 0, '', '', NULL
FROM events x
JOIN consultations c ON c.id = x.consultation_id`,
		consult.AuditAttendance: `SELECT x.id, x.consultation_id, c.slug, e.title, 0, x.event_id, '', NULL
FROM attendances x
JOIN events e ON e.id = x.event_id
JOIN consultations c ON c.id = x.consultation_id`,
		consult.AuditOrganisation: `SELECT x.id, x.consultation_id, c.slug, x.name, 0, '', '', NULL
FROM organisations x
JOIN consultations c ON c.id = x.consultation_id`,
		consult.AuditCampaign: `SELECT x.id, x.consultation_id, c.slug, x.name, 0, '', '', NULL
FROM campaigns x
JOIN consultations c ON c.id = x.consultation_id`,
		consult.AuditMail: `SELECT x.id, x.consultation_id, c.slug, '', 0, '', x.kind, NULL
FROM mails x
JOIN consultations c ON c.id = x.consultation_id`,
		consult.AuditUser: `SELECT x.id, '', '', x.name, 0, '', '', NULL
FROM users x`,
		consult.AuditBody: `SELECT x.id, '', '', x.name, 0, '', '', NULL
FROM bodies x`,
		consult.AuditRights: `SELECT x.id, '', '', '', 0, '', '', x.opened_at
FROM rights_cases x`,
		consult.AuditPurge: `SELECT x.id, x.consultation_id, COALESCE(c.slug, ''), '', 0, '', '', x.started_at
FROM purges x
LEFT JOIN consultations c ON c.id = x.consultation_id`,
	}
}

// AuditNames implements consult.Reader.
func (q queries) AuditNames(ctx context.Context, refs []consult.AuditRef) ([]consult.AuditName, error) {
	asked := map[consult.AuditKind][]consult.ID{}
	for _, ref := range refs {
		asked[ref.Kind] = append(asked[ref.Kind], ref.ID)
	}
	var names []consult.AuditName
	for kind, query := range auditNameQueries() {
		if len(asked[kind]) == 0 {
			continue
		}
		var where conditions
		where.among("x.id", asked[kind])
		rows, err := q.handle.rowsOnce(ctx, query+where.where(), where.args...)
		found, err := collect(q.handle, rows, err, func(rows *sql.Rows, n *consult.AuditName) error {
			n.Ref.Kind = kind
			return rows.Scan(&n.Ref.ID, &n.ConsultationID, &n.Slug, &n.Title, &n.Number, &n.Of, &n.Sort, (*stamp)(&n.At))
		})
		if err != nil {
			return nil, fmt.Errorf("name the %ss of the audit log: %w", kind, err)
		}
		names = append(names, found...)
	}
	return names, nil
}
