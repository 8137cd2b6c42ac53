package service

import (
	"context"
	"fmt"

	"concertation/internal/consult"
)

// Withdraw takes a submitted response back: it is no longer counted and its contributions are retracted. The draft
// stays, so that the person can send it again until closing. Withdrawing twice changes nothing; CodeClosed after
// closing, when only the organiser can still act.
func (s *Service) Withdraw(ctx context.Context, token string) (*Answering, error) {
	a, err := s.answering(ctx, token)
	if err != nil {
		return nil, err
	}
	if !a.Editable {
		return nil, consult.Closed("respond.error.closed")
	}
	now := s.Now()
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		current, err := tx.Response(ctx, a.Response.ID)
		if err != nil || current.Status != consult.ResponseSubmitted {
			return err
		}
		seq, err := tx.NextSeq(ctx)
		if err != nil {
			return err
		}
		if err := tx.SetResponseStatus(ctx, current.ID, consult.ResponseWithdrawn, seq, now); err != nil {
			return err
		}
		return tx.UpsertAnswerContributions(ctx, current.ID, nil)
	})
	if err != nil {
		return nil, fmt.Errorf("withdraw response %s: %w", a.Response.ID, err)
	}
	s.tallies.wake()
	return s.Answering(ctx, token)
}
