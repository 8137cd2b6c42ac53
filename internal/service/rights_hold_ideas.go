package service

import (
	"context"
	"strings"
	"time"

	"concertation/internal/consult"
)

// shownWith gives where an idea stands, with the ideas merged into it, which stand alone while it is on hold.
func shownWith(ctx context.Context, tx consult.Tx, idea *consult.Idea) (string, error) {
	under, err := tx.IdeasUnder(ctx, idea.ID)
	state := []string{"shown"}
	for i := range under {
		if under[i].MergedInto == idea.ID {
			state = append(state, string(under[i].ID))
		}
	}
	return strings.Join(state, " "), err
}

// bringBackIdea shows an idea again, for those that were merged into it too, if they still stand alone.
func (s *Service) bringBackIdea(ctx context.Context, tx consult.Tx, actor consult.Actor, hold *consult.Hold) error {
	idea, err := tx.Idea(ctx, hold.Ref.ID)
	if err != nil || hold.State == "withdrawn" {
		return err
	}
	idea.WithdrawnAt, idea.ChangedAt = time.Time{}, s.Now()
	if err := s.writeIdea(ctx, tx, &idea); err != nil || !idea.Shown() {
		return err
	}
	_, ids, _ := strings.Cut(hold.State, " ")
	for _, id := range strings.Fields(ids) {
		under, err := tx.Idea(ctx, consult.ID(id))
		if gone(err) || err == nil && !under.Shown() {
			continue
		}
		if err != nil {
			return err
		}
		if err := tx.MergeIdea(ctx, under.ID, idea.ID, s.Now()); err != nil {
			return err
		}
		if err := s.logModeration(ctx, tx, actor, &consult.ModerationEntry{ConsultationID: idea.ConsultationID, IdeaID: under.ID,
			Act: "merge", Note: string(idea.ID)}); err != nil {
			return err
		}
	}
	return nil
}
