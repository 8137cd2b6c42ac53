package service

import (
	"context"
	"fmt"
	"time"

	"concertation/internal/consult"
)

// AuthorComment is a comment as its author's link shows it: the text, and why it was refused when it was (R1.6).
type AuthorComment struct {
	Consultation consult.Consultation
	Rules        IdeaRules
	Idea         IdeaCard // as everybody may read it; blank when nobody may any longer
	Comment      consult.Comment
	Editable     bool // comments are still taken
}

// CommentByToken gives a comment to whoever holds its author's link; CodeNotFound for any other token, CodeForbidden
// while the person's data are frozen.
func (s *Service) CommentByToken(ctx context.Context, token string) (*AuthorComment, error) {
	comment, err := s.Store.CommentByToken(ctx, hashToken(token))
	if err != nil {
		return nil, s.sealedLink(ctx, hashToken(token), err)
	}
	return s.authorComment(ctx, comment)
}

func (s *Service) authorComment(ctx context.Context, comment consult.Comment) (*AuthorComment, error) {
	box, err := s.boxOf(ctx, comment.ConsultationID)
	if err != nil {
		return nil, fmt.Errorf("read the box of comment %s: %w", comment.ID, err)
	}
	idea, err := s.Store.Idea(ctx, comment.IdeaID)
	if err != nil {
		return nil, fmt.Errorf("read the idea of comment %s: %w", comment.ID, err)
	}
	view := &AuthorComment{Consultation: box.consultation, Rules: s.ideaRules(&box.consultation), Comment: comment}
	if idea.Readable() {
		view.Idea = box.publicCard(idea)
	}
	view.Editable = view.Rules.Comments
	return view, nil
}

// MendComment changes the text of a comment, which keeps its identifier; draft.Version is the text that the author began
// to mend. A refused text is read again before it is shown; so is any where texts are read before. A withdrawn comment
// comes back. CodeConflict, with the comment as stored, when the text changed since the author's page was made.
func (s *Service) MendComment(ctx context.Context, token string, draft CommentDraft) (*AuthorComment, error) {
	author, err := s.CommentByToken(ctx, token)
	if err != nil {
		return nil, err
	}
	if !author.Editable {
		return author, consult.Closed("ideas.error.comments_closed")
	}
	typed := consult.Comment{Body: cleanText(draft.Body), Signature: cleanLine(draft.Signature)}
	if faults := commentFaults(&typed); len(faults) > 0 {
		return author, consult.Invalid(faults...)
	}
	var mended consult.Comment
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if err := oneAtATime(ctx, tx); err != nil {
			return err
		}
		comment, err := tx.CommentByToken(ctx, hashToken(token))
		if err != nil {
			return err
		}
		mended = comment
		switch same := comment.Body == typed.Body && comment.Signature == typed.Signature; {
		case same && comment.WithdrawnAt.IsZero():
			return nil // the same post again
		case comment.TextVersion != draft.Version:
			return consult.Conflict("ideas.error.stale")
		case !same:
			comment.TextVersion++
		}
		comment.Body, comment.Signature, comment.WithdrawnAt = typed.Body, typed.Signature, time.Time{}
		if comment.Moderation == consult.ModerationRefused || author.Rules.Before {
			comment.Moderation = consult.ModerationWaiting
		}
		if err := tx.UpdateComment(ctx, &comment); err != nil {
			return err
		}
		mended = comment
		return nil
	})
	if err != nil && mended.ID == "" {
		return nil, fmt.Errorf("mend comment %s: %w", author.Comment.ID, err)
	}
	s.ideasChanged()
	view, viewErr := s.authorComment(ctx, mended)
	if viewErr != nil {
		return nil, viewErr
	}
	return view, err
}

// WithdrawComment takes a comment back: it is shown no longer and counts no longer. Withdrawing twice changes nothing. A
// record stays as it is.
func (s *Service) WithdrawComment(ctx context.Context, token string) (*AuthorComment, error) {
	author, err := s.CommentByToken(ctx, token)
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
		comment, err := tx.CommentByToken(ctx, hashToken(token))
		if err != nil || !comment.WithdrawnAt.IsZero() {
			return err
		}
		comment.WithdrawnAt = s.Now()
		if err := tx.UpdateComment(ctx, &comment); err != nil {
			return err
		}
		if err := tx.SettleIdeaReports(ctx, comment.IdeaID, comment.ID, s.Now()); err != nil {
			return err
		}
		return s.logModeration(ctx, tx, consult.Actor{}, &consult.ModerationEntry{ConsultationID: comment.ConsultationID,
			IdeaID: comment.IdeaID, CommentID: comment.ID, Act: "withdraw"})
	})
	if err != nil {
		return nil, fmt.Errorf("withdraw comment %s: %w", author.Comment.ID, err)
	}
	s.ideasChanged()
	return s.CommentByToken(ctx, token)
}
