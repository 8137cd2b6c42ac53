package store

import (
	"context"
	"database/sql"
	"fmt"

	"concertation/internal/consult"
)

const eventColumns = `id, consultation_id, step_id, title, place, description, starts_at, ends_at, capacity, is_public,
  registration, register_until, declared, declared_by, keep_until, created_at, changed_at`

func scanEvent(rows *sql.Rows, e *consult.Event) error {
	return rows.Scan(&e.ID, &e.ConsultationID, &e.StepID, &e.Title, &e.Place, &e.Description, (*stamp)(&e.StartsAt), (*stamp)(&e.EndsAt),
		&e.Capacity, &e.Public, &e.Registration, (*stamp)(&e.RegisterUntil), &e.Declared, &e.DeclaredBy,
		(*stamp)(&e.KeepUntil), (*stamp)(&e.CreatedAt), (*stamp)(&e.ChangedAt))
}

// Event implements consult.EventReader.
func (q queries) Event(ctx context.Context, id consult.ID) (consult.Event, error) {
	return single(ctx, q.handle, scanEvent, `
SELECT `+eventColumns+`
FROM events
WHERE id = $1`, string(id))
}

// Events implements consult.EventReader.
func (q queries) Events(ctx context.Context, consultation consult.ID) ([]consult.Event, error) {
	return list(ctx, q.handle, scanEvent, `
SELECT `+eventColumns+`
FROM events
WHERE consultation_id = $1
ORDER BY starts_at, id`, string(consultation))
}

// InsertEvent implements consult.EventWriter.
func (t *transaction) InsertEvent(ctx context.Context, e *consult.Event) error {
	_, err := t.exec(ctx, `
INSERT INTO events (`+eventColumns+`)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`, string(e.ID), string(e.ConsultationID),
		string(e.StepID), text(e.Title), text(e.Place), text(e.Description), stamp(e.StartsAt), stamp(e.EndsAt), e.Capacity,
		flag(e.Public), flag(e.Registration), stamp(e.RegisterUntil), e.Declared, text(e.DeclaredBy), stamp(e.KeepUntil),
		stamp(e.CreatedAt), stamp(e.ChangedAt))
	if err != nil {
		return fmt.Errorf("insert event %s: %w", e.ID, err)
	}
	return nil
}

// UpdateEvent implements consult.EventWriter.
func (t *transaction) UpdateEvent(ctx context.Context, e *consult.Event) error {
	return t.one(ctx, notFound(), `
UPDATE events
SET step_id = $2, title = $3, place = $4, description = $5, starts_at = $6, ends_at = $7, capacity = $8, is_public = $9,
  registration = $10, register_until = $11, declared = $12, declared_by = $13, keep_until = $14, changed_at = $15
WHERE id = $1`, string(e.ID), string(e.StepID), text(e.Title), text(e.Place), text(e.Description), stamp(e.StartsAt), stamp(e.EndsAt),
		e.Capacity, flag(e.Public), flag(e.Registration), stamp(e.RegisterUntil), e.Declared, text(e.DeclaredBy), stamp(e.KeepUntil),
		stamp(e.ChangedAt))
}

// DeleteEvent implements consult.EventWriter.
func (t *transaction) DeleteEvent(ctx context.Context, id consult.ID) error {
	return t.one(ctx, notFound(), "DELETE FROM events WHERE id = $1", string(id))
}

// EventFigures implements consult.EventReader.
func (q queries) EventFigures(ctx context.Context, consultation consult.ID) (map[consult.ID]consult.EventFigures, error) {
	all, err := list(ctx, q.handle, func(rows *sql.Rows, f *consult.EventFigures) error {
		return rows.Scan(&f.EventID, &f.Confirmed, &f.Waiting, &f.Cancelled, &f.Arrived, &f.OnList, &f.Structures, (*stamp)(&f.FirstArrive))
	}, `
SELECT e.id,
  COALESCE(SUM(CASE WHEN a.state = 'confirmed' THEN 1 ELSE 0 END), 0),
  COALESCE(SUM(CASE WHEN a.state = 'waiting' THEN 1 ELSE 0 END), 0),
  COALESCE(SUM(CASE WHEN a.state = 'cancelled' THEN 1 ELSE 0 END), 0),
  COALESCE(SUM(CASE WHEN a.state <> 'cancelled' AND a.arrived_at IS NOT NULL THEN 1 ELSE 0 END), 0),
  COALESCE(SUM(CASE WHEN a.state <> 'cancelled' AND a.arrived_from IS NOT NULL THEN 1 ELSE 0 END), 0),
  COUNT(DISTINCT CASE WHEN a.state <> 'cancelled' AND a.arrived_at IS NOT NULL THEN a.organisation_id END),
  MIN(CASE WHEN a.state <> 'cancelled' THEN a.arrived_at END)
FROM events e
LEFT JOIN attendances a ON a.event_id = e.id
WHERE e.consultation_id = $1
GROUP BY e.id
ORDER BY e.id`, string(consultation))
	if err != nil {
		return nil, err
	}
	figures := make(map[consult.ID]consult.EventFigures, len(all))
	for _, one := range all {
		figures[one.EventID] = one
	}
	return figures, nil
}

// EventSessions implements consult.EventReader.
func (q queries) EventSessions(ctx context.Context, event consult.ID) ([]consult.SessionHeld, error) {
	return list(ctx, q.handle, scanSessionHeld, `
SELECT `+sessionHeldColumns+`
FROM sessions_held
WHERE id IN (SELECT session_id FROM event_sessions WHERE event_id = $1)
ORDER BY table_label, id`, string(event))
}

// EventOfSession implements consult.EventReader.
func (q queries) EventOfSession(ctx context.Context, session consult.ID) (consult.Event, error) {
	return single(ctx, q.handle, scanEvent, `
SELECT `+eventColumns+`
FROM events
WHERE id = (SELECT event_id FROM event_sessions WHERE session_id = $1)`, string(session))
}

// TieSession implements consult.EventWriter.
func (t *transaction) TieSession(ctx context.Context, session, event consult.ID) error {
	_, err := t.exec(ctx, `
INSERT INTO event_sessions (session_id, event_id)
VALUES ($1, $2)
ON CONFLICT (session_id) DO UPDATE SET event_id = EXCLUDED.event_id`, string(session), string(event))
	if err != nil {
		return fmt.Errorf("tie session %s: %w", session, err)
	}
	return nil
}

// UntieSession implements consult.EventWriter.
func (t *transaction) UntieSession(ctx context.Context, session consult.ID) error {
	return t.one(ctx, notFound(), "DELETE FROM event_sessions WHERE session_id = $1", string(session))
}
