package store

import (
	"context"
	"database/sql"
	"fmt"

	"concertation/internal/consult"
)

const attendanceColumns = `id, event_id, consultation_id, organisation_id, origin, state, rank, code, token_hash, print,
  import_id, row_key, arrived_at, arrived_by, arrived_from, created_at, changed_at`

// attendeeFrom reads a person of a list with who they are; an erased one has no identity.
const attendeeFrom = `
SELECT ` + attendanceColumns + `, COALESCE(i.name, ''), COALESCE(i.email, ''), COALESCE(i.phone, ''), COALESCE(i.structure, ''),
  COALESCE(i.siret, ''), i.keep_until
FROM attendances
LEFT JOIN attendance_identities i ON i.attendance_id = id`

func attendanceFields(a *consult.Attendance) []any {
	return []any{&a.ID, &a.EventID, &a.ConsultationID, (*optional)(&a.OrganisationID), &a.Origin, &a.State, &a.Rank, &a.Code,
		(*digest)(&a.TokenHash), &a.Print, (*optional)(&a.ImportID), (*optional)(&a.RowKey), (*stamp)(&a.ArrivedAt), &a.ArrivedBy,
		(*optional)(&a.ArrivedFrom), (*stamp)(&a.CreatedAt), (*stamp)(&a.ChangedAt)}
}

func scanAttendance(rows *sql.Rows, a *consult.Attendance) error {
	return rows.Scan(attendanceFields(a)...)
}

func scanAttendee(rows *sql.Rows, a *consult.Attendee) error {
	err := rows.Scan(append(attendanceFields(&a.Attendance), &a.Name, &a.Email, &a.Phone, &a.Structure, &a.SIRET, (*stamp)(&a.KeepUntil))...)
	a.AttendanceID = a.ID
	return err
}

// Attendance implements consult.EventReader.
func (q queries) Attendance(ctx context.Context, id consult.ID) (consult.Attendee, error) {
	return single(ctx, q.handle, scanAttendee, attendeeFrom+`
WHERE id = $1`, string(id))
}

// AttendanceByCode implements consult.EventReader.
func (q queries) AttendanceByCode(ctx context.Context, code string) (consult.Attendee, error) {
	return single(ctx, q.handle, scanAttendee, attendeeFrom+`
WHERE code = $1`, text(code))
}

// AttendanceByToken implements consult.EventReader.
func (q queries) AttendanceByToken(ctx context.Context, tokenHash []byte) (consult.Attendee, error) {
	return single(ctx, q.handle, scanAttendee, attendeeFrom+`
WHERE token_hash = $1`, digest(tokenHash))
}

// Attendees implements consult.EventReader.
func (q queries) Attendees(ctx context.Context, event consult.ID) ([]consult.Attendee, error) {
	return list(ctx, q.handle, scanAttendee, attendeeFrom+`
WHERE event_id = $1
ORDER BY rank, id`, string(event))
}

// AttendancesOf implements consult.EventReader.
func (q queries) AttendancesOf(ctx context.Context, organisation consult.ID) ([]consult.Attendance, error) {
	return list(ctx, q.handle, scanAttendance, `
SELECT `+attendanceColumns+`
FROM attendances
WHERE organisation_id = $1
ORDER BY rank, id`, string(organisation))
}

// AttendancesOfImport implements consult.EventReader.
func (q queries) AttendancesOfImport(ctx context.Context, importID consult.ID, limit int) ([]consult.Attendance, error) {
	return list(ctx, q.handle, scanAttendance, `
SELECT `+attendanceColumns+`
FROM attendances
WHERE import_id = $1
   OR arrived_from = $2
ORDER BY rank, id
LIMIT $3`, string(importID), string(importID), limit)
}

// WaitingFor implements consult.EventReader.
func (q queries) WaitingFor(ctx context.Context, event consult.ID) (consult.Attendance, error) {
	return single(ctx, q.handle, scanAttendance, `
SELECT `+attendanceColumns+`
FROM attendances
WHERE event_id = $1
  AND state = 'waiting'
ORDER BY rank, id
LIMIT 1`, string(event))
}

// InsertAttendance implements consult.EventWriter.
func (t *transaction) InsertAttendance(ctx context.Context, a *consult.Attendance, who *consult.Participant) error {
	_, err := t.exec(ctx, `
INSERT INTO attendances (`+attendanceColumns+`)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`, string(a.ID), string(a.EventID),
		string(a.ConsultationID), optional(a.OrganisationID), string(a.Origin), string(a.State), a.Rank, a.Code, digest(a.TokenHash),
		a.Print, optional(a.ImportID), optional(a.RowKey), stamp(a.ArrivedAt), string(a.ArrivedBy), optional(a.ArrivedFrom),
		stamp(a.CreatedAt), stamp(a.ChangedAt))
	if err == nil {
		_, err = t.exec(ctx, `
INSERT INTO attendance_identities (attendance_id, name, email, phone, structure, siret, keep_until)
VALUES ($1, $2, $3, $4, $5, $6, $7)`, string(a.ID), text(who.Name), text(who.Email), text(who.Phone), text(who.Structure),
			text(who.SIRET), stamp(who.KeepUntil))
	}
	if err != nil {
		return fmt.Errorf("insert attendance %s: %w", a.ID, err)
	}
	return nil
}

// UpdateAttendance implements consult.EventWriter.
func (t *transaction) UpdateAttendance(ctx context.Context, a *consult.Attendance) error {
	return t.one(ctx, notFound(), `
UPDATE attendances
SET organisation_id = $2, state = $3, token_hash = $4, print = $5, import_id = $6, row_key = $7, arrived_at = $8, arrived_by = $9,
  arrived_from = $10, changed_at = $11
WHERE id = $1`, string(a.ID), optional(a.OrganisationID), string(a.State), digest(a.TokenHash), a.Print, optional(a.ImportID),
		optional(a.RowKey), stamp(a.ArrivedAt), string(a.ArrivedBy), optional(a.ArrivedFrom), stamp(a.ChangedAt))
}

// UpdateParticipant implements consult.EventWriter.
func (t *transaction) UpdateParticipant(ctx context.Context, who *consult.Participant) error {
	return t.one(ctx, notFound(), `
UPDATE attendance_identities
SET name = $2, email = $3, phone = $4, structure = $5, siret = $6, keep_until = $7
WHERE attendance_id = $1`, string(who.AttendanceID), text(who.Name), text(who.Email), text(who.Phone), text(who.Structure),
		text(who.SIRET), stamp(who.KeepUntil))
}

// DeleteAttendance implements consult.EventWriter.
func (t *transaction) DeleteAttendance(ctx context.Context, id consult.ID) error {
	return t.one(ctx, notFound(), "DELETE FROM attendances WHERE id = $1", string(id))
}
