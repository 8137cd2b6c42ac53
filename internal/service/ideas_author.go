package service

import (
	"context"
	"fmt"
	"time"

	"concertation/internal/consult"
)

// AuthorIdea is an idea as its author's link shows it.
type AuthorIdea struct {
	Consultation consult.Consultation
	Rules        IdeaRules
	Choices      IdeaChoices
	Idea         IdeaCard
	Into         *IdeaCard // the idea that stands for it, when it was merged
	Editable     bool
	Stamp        string // of the text, to be posted with what mends it
}

// Draft gives what the author typed last, to be mended.
func (a *AuthorIdea) Draft() IdeaDraft {
	draft := draftOf(&a.Idea.Idea)
	draft.Stamp = a.Stamp
	return draft
}

// IdeaByToken gives an idea to whoever holds its author's link; CodeNotFound for any other token.
func (s *Service) IdeaByToken(ctx context.Context, token string) (*AuthorIdea, error) {
	idea, err := s.Store.IdeaByToken(ctx, hashToken(token))
	if err != nil {
		return nil, s.sealedLink(ctx, hashToken(token), err)
	}
	return s.authorIdea(ctx, idea)
}

// boxOf gives the box that a text with an author's link is in.
func (s *Service) boxOf(ctx context.Context, id consult.ID) (*ideaBox, error) {
	consultation, err := s.Store.Consultation(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.ideaBox(ctx, consultation.Slug)
}

func (s *Service) authorIdea(ctx context.Context, idea consult.Idea) (*AuthorIdea, error) {
	box, err := s.boxOf(ctx, idea.ConsultationID)
	if err != nil {
		return nil, fmt.Errorf("read the box of idea %s: %w", idea.ID, err)
	}
	view := &AuthorIdea{Consultation: box.consultation, Rules: s.ideaRules(&box.consultation), Choices: box.choices(),
		Idea: box.card(idea), Stamp: draftOf(&idea).print()}
	_, begun := box.consultation.Accepting(s.Now())
	view.Editable = begun && box.consultation.Settings.IdeaBox
	if idea.RootID != "" {
		root, err := s.Store.Idea(ctx, idea.RootID)
		if err != nil {
			return nil, fmt.Errorf("read the idea that stands for %s: %w", idea.ID, err)
		}
		card := box.publicCard(root)
		view.Into = &card
	}
	return view, nil
}

// MendIdea changes the text of an idea, which keeps its identifier; codings of the former text become stale (rule 6).
// A refused text is read again before it is shown; so is any where texts are read before. A withdrawn idea comes back.
// CodeConflict, with the idea as stored, when the text changed since the author's page was made.
func (s *Service) MendIdea(ctx context.Context, token string, draft IdeaDraft) (*AuthorIdea, error) {
	author, err := s.IdeaByToken(ctx, token)
	if err != nil {
		return nil, err
	}
	if !author.Editable {
		return author, consult.Closed("ideas.error.closed")
	}
	box, err := s.ideaBox(ctx, author.Consultation.Slug)
	if err != nil {
		return nil, err
	}
	draft = draft.cleaned()
	if faults := draft.faults(box); len(faults) > 0 {
		return author, consult.Invalid(faults...)
	}
	var mended consult.Idea
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if err := oneAtATime(ctx, tx); err != nil {
			return err
		}
		idea, err := tx.Idea(ctx, author.Idea.ID)
		if err != nil {
			return err
		}
		mended = idea
		switch current := draftOf(&idea).print(); {
		case current == draft.print() && idea.WithdrawnAt.IsZero():
			return nil // the same post again
		case current != draft.Stamp:
			return consult.Conflict("ideas.error.stale")
		}
		draft.into(&idea)
		idea.WithdrawnAt, idea.ChangedAt = time.Time{}, s.Now()
		if idea.Publication == consult.PublicationNo { // nobody can read it in the others' place
			if err := s.release(ctx, tx, consult.Actor{}, idea.ID); err != nil {
				return err
			}
		}
		if rereads(box, &idea) {
			idea.Moderation = consult.ModerationWaiting
		}
		if err := s.writeIdea(ctx, tx, &idea); err != nil {
			return err
		}
		mended = idea
		return nil
	})
	if err != nil && mended.ID == "" {
		return nil, fmt.Errorf("mend idea %s: %w", author.Idea.ID, err)
	}
	s.ideasChanged()
	view, viewErr := s.authorIdea(ctx, mended)
	if viewErr != nil {
		return nil, viewErr
	}
	return view, err
}

// rereads says whether a moderator must read the mended text before it is shown.
func rereads(box *ideaBox, idea *consult.Idea) bool {
	return idea.Moderation == consult.ModerationRefused || box.consultation.Settings.IdeaModeration == consult.ModerateBefore
}

// oneAtATime makes other processes that change ideas wait until this transaction is over, so that what is read next still
// holds when it is written: the change counter's row is held from its first use to the commit (rule 9).
func oneAtATime(ctx context.Context, tx consult.Tx) error {
	_, err := tx.NextSeq(ctx)
	return err
}

// writeIdea writes a changed idea, its contribution and its words in one go.
func (s *Service) writeIdea(ctx context.Context, tx consult.Tx, idea *consult.Idea) error {
	seq, err := tx.NextSeq(ctx)
	if err != nil {
		return err
	}
	text := contributionOf(idea)
	text.ChangeSeq = seq
	if err := tx.ReviseContribution(ctx, &text); err != nil {
		return err
	}
	idea.TextVersion = text.TextVersion
	s.stemmed(idea)
	return tx.UpdateIdea(ctx, idea)
}

// WithdrawIdea takes an idea back: it is shown no longer and counts no longer. Those that were merged into it stand
// alone again. Withdrawing twice changes nothing. A record stays as it is.
func (s *Service) WithdrawIdea(ctx context.Context, token string) (*AuthorIdea, error) {
	author, err := s.IdeaByToken(ctx, token)
	if err != nil {
		return nil, err
	}
	if author.Consultation.Status == consult.StatusRecord {
		return author, consult.Closed("ideas.error.closed")
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if err := oneAtATime(ctx, tx); err != nil {
			return err
		}
		idea, err := tx.Idea(ctx, author.Idea.ID)
		if err != nil || !idea.WithdrawnAt.IsZero() {
			return err
		}
		if err := s.release(ctx, tx, consult.Actor{}, idea.ID); err != nil {
			return err
		}
		idea.WithdrawnAt, idea.ChangedAt = s.Now(), s.Now()
		if err := s.writeIdea(ctx, tx, &idea); err != nil {
			return err
		}
		if err := tx.SettleIdeaReports(ctx, idea.ID, "", s.Now()); err != nil {
			return err
		}
		return s.logModeration(ctx, tx, consult.Actor{}, &consult.ModerationEntry{ConsultationID: idea.ConsultationID, IdeaID: idea.ID, Act: "withdraw"})
	})
	if err != nil {
		return nil, fmt.Errorf("withdraw idea %s: %w", author.Idea.ID, err)
	}
	s.ideasChanged()
	return s.IdeaByToken(ctx, token)
}
