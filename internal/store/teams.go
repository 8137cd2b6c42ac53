package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"concertation/internal/consult"
)

const teamColumns = `response_id, holder_id, held_until, asked_id, asked_at, signer_id, created_at`

func scanTeam(rows *sql.Rows, t *consult.Team) error {
	return rows.Scan(&t.ResponseID, &t.HolderID, (*stamp)(&t.HeldUntil), &t.AskedID, (*stamp)(&t.AskedAt), &t.SignerID,
		(*stamp)(&t.CreatedAt))
}

// Team implements consult.TeamReader.
func (q queries) Team(ctx context.Context, response consult.ID) (consult.Team, error) {
	return single(ctx, q.handle, scanTeam, `
SELECT `+teamColumns+`
FROM teams
WHERE response_id = $1`, string(response))
}

const memberColumns = `id, response_id, name, role, token_hash, created_at, seen_at, removed_at`

func scanMember(rows *sql.Rows, m *consult.Member) error {
	return rows.Scan(&m.ID, &m.ResponseID, &m.Name, &m.Role, (*digest)(&m.TokenHash), (*stamp)(&m.CreatedAt),
		(*stamp)(&m.SeenAt), (*stamp)(&m.RemovedAt))
}

// Members implements consult.TeamReader.
func (q queries) Members(ctx context.Context, response consult.ID) ([]consult.Member, error) {
	return list(ctx, q.handle, scanMember, `
SELECT `+memberColumns+`
FROM team_members
WHERE response_id = $1
ORDER BY created_at, id`, string(response))
}

// MemberByToken implements consult.TeamReader.
func (q queries) MemberByToken(ctx context.Context, tokenHash []byte) (consult.Member, error) {
	return single(ctx, q.handle, scanMember, `
SELECT `+memberColumns+`
FROM team_members
WHERE token_hash = $1`, digest(tokenHash))
}

// DraftComments implements consult.TeamReader.
func (q queries) DraftComments(ctx context.Context, response consult.ID) ([]consult.DraftComment, error) {
	return list(ctx, q.handle, func(rows *sql.Rows, c *consult.DraftComment) error {
		return rows.Scan(&c.ID, &c.ResponseID, &c.MemberID, &c.Question, &c.Body, (*stamp)(&c.CreatedAt), (*stamp)(&c.SettledAt))
	}, `
SELECT id, response_id, member_id, question, body, created_at, settled_at
FROM draft_comments
WHERE response_id = $1
ORDER BY created_at, id`, string(response))
}

// InsertTeam implements consult.TeamWriter.
func (t *transaction) InsertTeam(ctx context.Context, team *consult.Team, first *consult.Member) error {
	_, err := t.exec(ctx, `
INSERT INTO teams (`+teamColumns+`)
VALUES ($1, $2, $3, $4, $5, $6, $7)`, string(team.ResponseID), string(team.HolderID), stamp(team.HeldUntil),
		string(team.AskedID), stamp(team.AskedAt), string(team.SignerID), stamp(team.CreatedAt))
	if err != nil {
		return fmt.Errorf("insert team of %s: %w", team.ResponseID, err)
	}
	if err := t.one(ctx, notFound(), "UPDATE responses SET token_hash = NULL WHERE id = $1", string(team.ResponseID)); err != nil {
		return fmt.Errorf("insert team of %s: %w", team.ResponseID, err)
	}
	return t.InsertMember(ctx, first)
}

// UpdateTeam implements consult.TeamWriter.
func (t *transaction) UpdateTeam(ctx context.Context, team *consult.Team) error {
	return t.one(ctx, notFound(), `
UPDATE teams
SET holder_id = $2, held_until = $3, asked_id = $4, asked_at = $5, signer_id = $6
WHERE response_id = $1`, string(team.ResponseID), string(team.HolderID), stamp(team.HeldUntil), string(team.AskedID),
		stamp(team.AskedAt), string(team.SignerID))
}

// InsertMember implements consult.TeamWriter.
func (t *transaction) InsertMember(ctx context.Context, m *consult.Member) error {
	_, err := t.exec(ctx, `
INSERT INTO team_members (`+memberColumns+`)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, string(m.ID), string(m.ResponseID), text(m.Name), text(m.Role),
		digest(m.TokenHash), stamp(m.CreatedAt), stamp(m.SeenAt), stamp(m.RemovedAt))
	if err != nil {
		return fmt.Errorf("insert member of %s: %w", m.ResponseID, err)
	}
	return nil
}

// UpdateMember implements consult.TeamWriter.
func (t *transaction) UpdateMember(ctx context.Context, m *consult.Member) error {
	return t.one(ctx, notFound(), `
UPDATE team_members
SET name = $2, role = $3, seen_at = $4, removed_at = $5
WHERE id = $1`, string(m.ID), text(m.Name), text(m.Role), stamp(m.SeenAt), stamp(m.RemovedAt))
}

// InsertDraftComment implements consult.TeamWriter.
func (t *transaction) InsertDraftComment(ctx context.Context, c *consult.DraftComment) error {
	_, err := t.exec(ctx, `
INSERT INTO draft_comments (id, response_id, member_id, question, body, created_at, settled_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)`, string(c.ID), string(c.ResponseID), string(c.MemberID), text(c.Question),
		text(c.Body), stamp(c.CreatedAt), stamp(c.SettledAt))
	if err != nil {
		return fmt.Errorf("insert comment on %s: %w", c.ResponseID, err)
	}
	return nil
}

// SettleDraftComment implements consult.TeamWriter.
func (t *transaction) SettleDraftComment(ctx context.Context, response, id consult.ID, at time.Time) error {
	return t.one(ctx, notFound(), `
UPDATE draft_comments
SET settled_at = $3
WHERE response_id = $1
  AND id = $2`, string(response), string(id), stamp(at))
}
