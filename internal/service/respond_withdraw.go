package service

import (
	"context"
	"fmt"

	"concertation/internal/consult"
)

// Withdraw takes a submitted response back: it is no longer counted and its contributions are retracted. The draft
// stays, so that the person can send it again until closing. Withdrawing twice changes nothing; CodeClosed after
// closing, when only the organiser can still act, CodeForbidden for a member who may not send.
func (s *Service) Withdraw(ctx context.Context, token string) (*Answering, error) {
	a, err := s.answering(ctx, token)
	if err != nil {
		return nil, err
	}
	if !a.Editable {
		return nil, consult.Closed("respond.error.closed")
	}
	if !a.MaySend() {
		return nil, errNotHolder()
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error { return s.withdraw(ctx, tx, a.Response.ID) })
	if err != nil {
		return nil, fmt.Errorf("withdraw response %s: %w", a.Response.ID, err)
	}
	s.tallies.wake()
	return s.Answering(ctx, token)
}

// withdraw takes a submitted response out of the counts; any other is left as it is.
func (s *Service) withdraw(ctx context.Context, tx consult.Tx, id consult.ID) error {
	current, err := tx.Response(ctx, id)
	if err != nil || current.Status != consult.ResponseSubmitted {
		return err
	}
	seq, err := tx.NextSeq(ctx)
	if err != nil {
		return err
	}
	if err := tx.SetResponseStatus(ctx, id, consult.ResponseWithdrawn, seq, s.Now()); err != nil {
		return err
	}
	return tx.UpsertAnswerContributions(ctx, id, nil)
}
