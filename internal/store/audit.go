package store

import (
	"context"
	"database/sql"
	"fmt"

	"concertation/internal/consult"
)

const auditColumns = `id, at, actor_id, actor_name, operation, consultation_id, record`

// Audit implements consult.Reader.
func (q queries) Audit(ctx context.Context, filter consult.AuditFilter) ([]consult.AuditEntry, error) {
	var where conditions
	where.equal("consultation_id", string(filter.ConsultationID))
	rows, err := q.handle.rowsOnce(ctx, `
SELECT `+auditColumns+`
FROM audit_log`+where.where()+`
ORDER BY at DESC, id DESC`+page(filter.Offset, filter.Limit), where.args...)
	return collect(q.handle, rows, err, func(rows *sql.Rows, e *consult.AuditEntry) error {
		return rows.Scan(&e.ID, (*stamp)(&e.At), &e.Actor, &e.ActorName, &e.Operation, &e.ConsultationID, &e.Record)
	})
}

// AppendAudit implements consult.Tx.
func (t *transaction) AppendAudit(ctx context.Context, e *consult.AuditEntry) error {
	_, err := t.exec(ctx, `
INSERT INTO audit_log (`+auditColumns+`)
VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		string(e.ID), stamp(e.At), string(e.Actor), text(e.ActorName), e.Operation, string(e.ConsultationID), text(e.Record))
	if err != nil {
		return fmt.Errorf("append to audit log: %w", err)
	}
	return nil
}
