package service

import (
	"context"
	"fmt"
	"time"

	"concertation/internal/consult"
)

// A sitting is the time that a coder has been at it: it begins with the first of their acts that follow one another
// without a long pause. It is found from what they did, so that it holds from page to page and machine to machine.

const (
	sittingPause = time.Hour      // a longer one ends it
	sittingMost  = 12 * time.Hour // nobody sits longer
)

// sitting fills in how many texts the coder grouped since they sat down.
func (s *Service) sitting(ctx context.Context, progress *CodingProgress, consultation, coder consult.ID) error {
	if coder == "" {
		return nil
	}
	now := s.Now()
	acts, err := s.Store.CoderActs(ctx, consultation, coder, now.Add(-sittingMost))
	if err != nil {
		return fmt.Errorf("read the sitting: %w", err)
	}
	before, texts := now, map[consult.ID]bool{}
	for _, act := range acts {
		if before.Sub(act.At) > sittingPause {
			break
		}
		before, progress.Since = act.At, act.At
		texts[act.ContributionID] = true
	}
	progress.Sitting = len(texts)
	return nil
}
