package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"concertation/internal/consult"
)

const (
	userColumns  = `id, email, name, role, password_hash, disabled_at, created_at, last_login_at, session_epoch`
	loginColumns = `token_hash, user_id, purpose, expires_at, used_at`
)

func scanUser(rows *sql.Rows, u *consult.User) error {
	return rows.Scan(&u.ID, &u.Email, &u.Name, &u.Role, &u.PasswordHash, (*stamp)(&u.DisabledAt), (*stamp)(&u.CreatedAt),
		(*stamp)(&u.LastLoginAt), &u.SessionEpoch)
}

func userArgs(u *consult.User) []any {
	return []any{string(u.ID), text(u.Email), text(u.Name), string(u.Role), u.PasswordHash, stamp(u.DisabledAt),
		stamp(u.CreatedAt), stamp(u.LastLoginAt), u.SessionEpoch}
}

func scanLogin(rows *sql.Rows, l *consult.Login) error {
	return rows.Scan((*digest)(&l.TokenHash), (*optional)(&l.UserID), &l.Purpose, (*stamp)(&l.ExpiresAt), (*stamp)(&l.UsedAt))
}

// User implements consult.Reader.
func (q queries) User(ctx context.Context, id consult.ID) (consult.User, error) {
	return single(ctx, q.handle, scanUser, `
SELECT `+userColumns+`
FROM users
WHERE id = $1`, string(id))
}

// UserByEmail implements consult.Reader.
func (q queries) UserByEmail(ctx context.Context, email string) (consult.User, error) {
	return single(ctx, q.handle, scanUser, `
SELECT `+userColumns+`
FROM users
WHERE email = $1`, text(email))
}

// Users implements consult.Reader, oldest first.
func (q queries) Users(ctx context.Context) ([]consult.User, error) {
	return list(ctx, q.handle, scanUser, `
SELECT `+userColumns+`
FROM users
ORDER BY created_at, id`)
}

// InsertUser implements consult.Tx.
func (t *transaction) InsertUser(ctx context.Context, u *consult.User) error {
	_, err := t.exec(ctx, `
INSERT INTO users (`+userColumns+`)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, userArgs(u)...)
	if err != nil {
		return fmt.Errorf("insert user %s: %w", u.ID, err)
	}
	return nil
}

// UpdateUser implements consult.Tx; CodeConflict when the address is taken.
func (t *transaction) UpdateUser(ctx context.Context, u *consult.User) error {
	return t.one(ctx, notFound(), `
UPDATE users
SET email = $2, name = $3, role = $4, password_hash = $5, disabled_at = $6, created_at = $7, last_login_at = $8,
    session_epoch = $9
WHERE id = $1`, userArgs(u)...)
}

// Login implements consult.Reader.
func (q queries) Login(ctx context.Context, tokenHash []byte) (consult.Login, error) {
	return single(ctx, q.handle, scanLogin, `
SELECT `+loginColumns+`
FROM logins
WHERE token_hash = $1`, digest(tokenHash))
}

// InsertLogin implements consult.Tx.
func (t *transaction) InsertLogin(ctx context.Context, l *consult.Login) error {
	_, err := t.exec(ctx, `
INSERT INTO logins (`+loginColumns+`)
VALUES ($1, $2, $3, $4, $5)`,
		digest(l.TokenHash), optional(l.UserID), string(l.Purpose), stamp(l.ExpiresAt), stamp(l.UsedAt))
	if err != nil {
		return fmt.Errorf("insert login: %w", err)
	}
	return nil
}

// UseLogin implements consult.Tx.
func (t *transaction) UseLogin(ctx context.Context, tokenHash []byte, at time.Time) (consult.Login, error) {
	err := t.one(ctx, notFound(), `
UPDATE logins
SET used_at = $2
WHERE token_hash = $1
  AND used_at IS NULL
  AND expires_at > $2`, digest(tokenHash), stamp(at))
	if err != nil {
		return consult.Login{}, err
	}
	return t.Login(ctx, tokenHash)
}

// VoidLogins implements consult.AccountWriter.
func (t *transaction) VoidLogins(ctx context.Context, user consult.ID, at time.Time) error {
	_, err := t.exec(ctx, `
UPDATE logins
SET used_at = $2
WHERE user_id = $1
  AND used_at IS NULL`, string(user), stamp(at))
	if err != nil {
		return fmt.Errorf("void links of user %s: %w", user, err)
	}
	return nil
}
