package store

import (
	"context"
	"database/sql"
	"fmt"

	"concertation/internal/consult"
)

// Bodies implements consult.BodyReader.
func (q queries) Bodies(ctx context.Context) ([]consult.Body, error) {
	bodies, err := list(ctx, q.handle, func(rows *sql.Rows, b *consult.Body) error {
		return rows.Scan(&b.ID, &b.Name, (*stamp)(&b.CreatedAt))
	}, "SELECT id, name, created_at FROM bodies ORDER BY name, id")
	if err != nil {
		return nil, err
	}
	for i := range bodies {
		b := &bodies[i]
		if b.Grants, err = q.grants(ctx, "SELECT consultation_id, room FROM body_grants WHERE body_id = $1 ORDER BY consultation_id, room", b.ID); err != nil {
			return nil, err
		}
		b.Members, err = list(ctx, q.handle, func(rows *sql.Rows, id *consult.ID) error { return rows.Scan(id) },
			"SELECT user_id FROM body_members WHERE body_id = $1 ORDER BY user_id", string(b.ID))
		if err != nil {
			return nil, err
		}
	}
	return bodies, nil
}

func (q queries) grants(ctx context.Context, query string, id consult.ID) ([]consult.Grant, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, g *consult.Grant) error { return rows.Scan(&g.ConsultationID, &g.Room) }, query, string(id))
}

// AccessOf implements consult.BodyReader.
func (q queries) AccessOf(ctx context.Context, user consult.ID) (*consult.Access, error) {
	bodies, err := list(ctx, q.handle, scanInt, "SELECT COUNT(*) FROM body_members WHERE user_id = $1", string(user))
	if err != nil || bodies[0] == 0 {
		return nil, err
	}
	grants, err := q.grants(ctx, `
SELECT DISTINCT g.consultation_id, g.room
FROM body_members m
JOIN body_grants g ON g.body_id = m.body_id
WHERE m.user_id = $1
ORDER BY g.consultation_id, g.room`, user)
	return &consult.Access{Grants: grants}, err
}

// SaveBody implements consult.BodyWriter.
func (t *transaction) SaveBody(ctx context.Context, b *consult.Body) error {
	_, err := t.exec(ctx, `
INSERT INTO bodies (id, name, created_at)
VALUES ($1, $2, $3)
ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name`, string(b.ID), text(b.Name), stamp(b.CreatedAt))
	if err == nil {
		err = t.each(ctx, "save body", b.ID, "DELETE FROM body_grants WHERE body_id = $1", "DELETE FROM body_members WHERE body_id = $1")
	}
	for _, g := range b.Grants {
		if err == nil {
			_, err = t.exec(ctx, "INSERT INTO body_grants (body_id, consultation_id, room) VALUES ($1, $2, $3)", string(b.ID), string(g.ConsultationID), string(g.Room))
		}
	}
	for _, member := range b.Members {
		if err == nil {
			_, err = t.exec(ctx, "INSERT INTO body_members (body_id, user_id) VALUES ($1, $2)", string(b.ID), string(member))
		}
	}
	if err != nil {
		return fmt.Errorf("save body %s: %w", b.ID, err)
	}
	return nil
}

// DeleteBody implements consult.BodyWriter.
func (t *transaction) DeleteBody(ctx context.Context, id consult.ID) error {
	return t.one(ctx, notFound(), "DELETE FROM bodies WHERE id = $1", string(id))
}
