package service

import (
	"context"
	"crypto/rand"
	"fmt"

	"concertation/internal/consult"
)

// secret gives a key of 256 bits, the same for every server over the store, made at its first need. It never changes.
func (s *Service) secret(ctx context.Context, name string) ([]byte, error) {
	if held, ok := s.secrets.Load(name); ok {
		return held.([]byte), nil
	}
	held, err := s.storedSecret(ctx, name)
	if err == nil {
		s.secrets.Store(name, held)
	}
	return held, err
}

func (s *Service) storedSecret(ctx context.Context, name string) ([]byte, error) {
	held, err := s.Store.Secret(ctx, name)
	if consult.CodeOf(err) != consult.CodeNotFound {
		return held, err
	}
	fresh := make([]byte, 32)
	rand.Read(fresh) // never fails: crypto/rand stops the program instead
	err = s.Store.Atomic(ctx, func(tx consult.Tx) (err error) {
		held, err = tx.KeepSecret(ctx, name, fresh, s.Now())
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("make the key %s: %w", name, err)
	}
	return held, nil
}
