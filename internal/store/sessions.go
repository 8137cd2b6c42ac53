package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"concertation/internal/consult"
)

// Sessions keeps the sessions of the people of the console; it is what the session library wants of a store (its
// Store and CtxStore). Tokens are stored hashed. Data and expiry are the library's.
type Sessions struct{ store *Store }

// SessionStore gives the sessions kept in this store.
func (s *Store) SessionStore() *Sessions { return &Sessions{s} }

func sessionHash(token string) digest {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// FindCtx gives the data of a session; found is false when it is unknown or expired.
func (s *Sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	encoded, err := single(ctx, s.store.handle, func(rows *sql.Rows, into *string) error { return rows.Scan(into) }, `
SELECT data
FROM sessions
WHERE token_hash = $1
  AND expires_at > $2`, sessionHash(token), stamp(time.Now()))
	if consult.CodeOf(err) == consult.CodeNotFound {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("find session: %w", err)
	}
	data, err = base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return nil, false, fmt.Errorf("find session: %w", err)
	}
	return data, true, nil
}

// CommitCtx keeps the data of a session until expiry, and forgets those that have expired.
func (s *Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	err := s.store.change(ctx, func(t *transaction) error {
		_, err := t.exec(ctx, `
INSERT INTO sessions (token_hash, data, expires_at)
VALUES ($1, $2, $3)
ON CONFLICT (token_hash) DO UPDATE SET data = EXCLUDED.data, expires_at = EXCLUDED.expires_at`,
			sessionHash(token), base64.StdEncoding.EncodeToString(data), stamp(expiry))
		if err != nil {
			return err
		}
		_, err = t.exec(ctx, `DELETE FROM sessions WHERE expires_at <= $1`, stamp(time.Now()))
		return err
	})
	if err != nil {
		return fmt.Errorf("commit session: %w", err)
	}
	return nil
}

// DeleteCtx forgets a session; an unknown one is no error.
func (s *Sessions) DeleteCtx(ctx context.Context, token string) error {
	err := s.store.change(ctx, func(t *transaction) error {
		_, err := t.exec(ctx, `DELETE FROM sessions WHERE token_hash = $1`, sessionHash(token))
		return err
	})
	if err != nil {
		return fmt.Errorf("delete session: %w", err)
	}
	return nil
}

// Find is FindCtx without a context.
func (s *Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (s *Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx without a context.
func (s *Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// change is Atomic for what the domain does not know of.
func (s *Store) change(ctx context.Context, f func(*transaction) error) error {
	return s.Atomic(ctx, func(tx consult.Tx) error {
		t, ok := tx.(*transaction)
		if !ok {
			return errors.New("not a transaction of this store")
		}
		return f(t)
	})
}
