package service

import (
	"context"
	"fmt"

	"concertation/internal/consult"
)

// MergeIdeas puts an idea under another, which stands for both: authors, texts, comments and supports are kept, each
// visitor's support counting once. Into an idea that was itself merged, it goes to the one that stands for it. Merging
// again changes nothing; CodeConflict for an idea already merged elsewhere, for a circle, and unless both are shown.
func (s *Service) MergeIdeas(ctx context.Context, actor consult.Actor, slug string, from, into consult.ID) error {
	box, err := s.moderatedBox(ctx, actor, slug)
	if err != nil {
		return err
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if err := oneAtATime(ctx, tx); err != nil {
			return err
		}
		idea, err := ownIdea(ctx, tx, box, from)
		if err != nil {
			return err
		}
		target, err := ownIdea(ctx, tx, box, into)
		if err != nil {
			return err
		}
		root := target.Stands()
		switch {
		case root == idea.ID:
			return consult.Conflict("ideas.error.merge_circle")
		case idea.RootID == root:
			return nil
		case idea.MergedInto != "":
			return consult.Conflict("ideas.error.merged")
		case !idea.Readable() || !target.Readable():
			return consult.Conflict("ideas.error.merge_hidden")
		}
		if err := tx.MergeIdea(ctx, idea.ID, root, s.Now()); err != nil {
			return err
		}
		if err := s.tellAuthor(ctx, tx, box, &idea, newsMerged, "other", target.Title); err != nil {
			return err
		}
		return s.logModeration(ctx, tx, actor, &consult.ModerationEntry{ConsultationID: idea.ConsultationID, IdeaID: idea.ID,
			Act: "merge", Note: string(root)})
	})
	if err != nil {
		return fmt.Errorf("merge idea %s into %s: %w", from, into, err)
	}
	s.ideasChanged()
	return nil
}

// UnmergeIdea undoes a merge: the idea stands alone again, with what had been merged into it before. An idea that stands
// alone already is left as it is.
func (s *Service) UnmergeIdea(ctx context.Context, actor consult.Actor, slug string, id consult.ID) error {
	box, err := s.moderatedBox(ctx, actor, slug)
	if err != nil {
		return err
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if err := oneAtATime(ctx, tx); err != nil {
			return err
		}
		idea, err := ownIdea(ctx, tx, box, id)
		if err != nil || idea.MergedInto == "" {
			return err
		}
		if err := notOnHold(ctx, tx, consult.RecordIdea, id); err != nil {
			return err
		}
		return s.unmerge(ctx, tx, actor, &idea)
	})
	if err != nil {
		return fmt.Errorf("unmerge idea %s: %w", id, err)
	}
	s.ideasChanged()
	return nil
}

func (s *Service) unmerge(ctx context.Context, tx consult.Tx, actor consult.Actor, idea *consult.Idea) error {
	if err := tx.UnmergeIdea(ctx, idea.ID, s.Now()); err != nil {
		return err
	}
	alone, err := tx.Idea(ctx, idea.ID)
	if err != nil {
		return err
	}
	s.stemmed(&alone)
	if err := tx.UpdateIdea(ctx, &alone); err != nil {
		return err
	}
	return s.logModeration(ctx, tx, actor, &consult.ModerationEntry{ConsultationID: idea.ConsultationID, IdeaID: idea.ID,
		Act: "unmerge", Note: string(idea.RootID)})
}

// release lets the ideas that were merged into one stand alone, because it is no longer there to stand for them.
func (s *Service) release(ctx context.Context, tx consult.Tx, actor consult.Actor, id consult.ID) error {
	under, err := tx.IdeasUnder(ctx, id)
	if err != nil {
		return err
	}
	for i := range under {
		if under[i].MergedInto != id {
			continue // comes along with the one it was merged into
		}
		if err := s.unmerge(ctx, tx, actor, &under[i]); err != nil {
			return err
		}
	}
	return nil
}
