package service

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"concertation/internal/consult"
)

// SupportIdea writes a visitor's support, once however often it is asked, and gives how many support the idea. One
// given to an idea that was merged goes to the idea that stands for it. CodeClosed when supports are not taken.
func (s *Service) SupportIdea(ctx context.Context, slug string, id consult.ID, visitor string) (int, error) {
	return s.support(ctx, slug, id, visitor, func(tx consult.Tx, hash []byte) (int, error) {
		return tx.AddSupport(ctx, id, hash, s.Now())
	})
}

// UnsupportIdea takes a visitor's support back.
func (s *Service) UnsupportIdea(ctx context.Context, slug string, id consult.ID, visitor string) (int, error) {
	return s.support(ctx, slug, id, visitor, func(tx consult.Tx, hash []byte) (int, error) {
		return tx.RemoveSupport(ctx, id, hash)
	})
}

func (s *Service) support(ctx context.Context, slug string, id consult.ID, visitor string, write func(consult.Tx, []byte) (int, error)) (int, error) {
	box, err := s.publicBox(ctx, slug)
	if err != nil {
		return 0, err
	}
	if !s.ideaRules(&box.consultation).Supports {
		return 0, consult.Closed("ideas.error.supports_closed")
	}
	if !tokenLike(visitor) {
		return 0, consult.Forbidden("ideas.error.visitor")
	}
	hash := hashToken(visitor)
	supports := 0
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if _, err := s.readableIdea(ctx, tx, box, id); err != nil {
			return err
		}
		var err error
		supports, err = write(tx, hash)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("support idea %s: %w", id, err)
	}
	return supports, nil
}

// CommentDraft is what somebody typed under an idea.
type CommentDraft struct {
	ID        consult.ID // drawn with the page (rule 5)
	Token     string     // drawn with the page; "": none
	Body      string
	Signature string // "": anonymous
	Version   int    // of the text that its author began to mend; 0 for a new comment
}

// NewComment draws what the page that shows a comment's form must post with it.
func (s *Service) NewComment() CommentDraft {
	return CommentDraft{ID: consult.NewID(), Token: newToken()}
}

// CommentIdea writes a comment, once however often it is posted; it waits where texts are read before. CodeInvalid with
// everything wrong; CodeClosed when comments are not taken; CodeConflict when the page's identifier made another one.
func (s *Service) CommentIdea(ctx context.Context, slug string, id consult.ID, draft CommentDraft) (consult.Comment, error) {
	box, err := s.publicBox(ctx, slug)
	if err != nil {
		return consult.Comment{}, err
	}
	rules := s.ideaRules(&box.consultation)
	if !rules.Comments {
		return consult.Comment{}, consult.Closed("ideas.error.comments_closed")
	}
	if draft.ID, err = consult.ParseID(string(draft.ID)); err != nil {
		return consult.Comment{}, consult.Conflict("ideas.error.page")
	}
	comment := consult.Comment{ID: draft.ID, ConsultationID: box.consultation.ID, IdeaID: id, Body: cleanText(draft.Body),
		Signature: cleanLine(draft.Signature), Moderation: consult.ModerationPublished, TextVersion: 1, CreatedAt: s.Now()}
	if tokenLike(draft.Token) {
		comment.TokenHash = hashToken(draft.Token)
	}
	if rules.Before {
		comment.Moderation = consult.ModerationWaiting
	}
	if faults := commentFaults(&comment); len(faults) > 0 {
		return comment, consult.Invalid(faults...)
	}
	written := comment
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		stored, err := tx.Comment(ctx, comment.ID)
		if err == nil {
			if stored.Body != comment.Body || stored.Signature != comment.Signature || !bytes.Equal(stored.TokenHash, comment.TokenHash) {
				return consult.Conflict("ideas.error.comment_changed")
			}
			written = stored
			return nil
		}
		if consult.CodeOf(err) != consult.CodeNotFound {
			return err
		}
		idea, err := s.readableIdea(ctx, tx, box, id)
		if err != nil {
			return err
		}
		row := comment
		row.IdeaID = idea.Stands()
		if err := tx.InsertComment(ctx, &row); err != nil {
			return err
		}
		written = row
		return nil
	})
	if err != nil {
		return comment, fmt.Errorf("comment idea %s: %w", id, err)
	}
	return written, nil
}

// commentFaults lists what is wrong with a comment's text and signature.
func commentFaults(c *consult.Comment) []consult.FieldError {
	var faults faultList
	faults.need("body", c.Body, "ideas.error.comment", CommentLength)
	faults.atMost("signature", c.Signature, SignatureLength)
	return faults
}

// ReportDraft is somebody's alert on an idea, or on one of its comments.
type ReportDraft struct {
	ID      consult.ID // drawn with the page (rule 5)
	Comment consult.ID // "": the idea itself
	Ground  string
	Note    string
}

// ReportIdea tells the moderators of a text, once however often it is posted. It needs no box that is open: what is
// shown can be reported as long as it is shown.
func (s *Service) ReportIdea(ctx context.Context, slug string, id consult.ID, draft ReportDraft) error {
	box, err := s.publicBox(ctx, slug)
	if err != nil {
		return err
	}
	if draft.ID, err = consult.ParseID(string(draft.ID)); err != nil {
		return consult.Conflict("ideas.error.page")
	}
	report := consult.IdeaReport{ID: draft.ID, ConsultationID: box.consultation.ID, IdeaID: id, CommentID: draft.Comment,
		Ground: draft.Ground, Note: cleanText(draft.Note), CreatedAt: s.Now()}
	var faults faultList
	if !slices.Contains(consult.ModerationGrounds(), report.Ground) {
		faults.add("ground", "ideas.error.ground")
	}
	faults.atMost("note", report.Note, ReportNoteLength)
	if len(faults) > 0 {
		return consult.Invalid(faults...)
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if _, err := s.readableIdea(ctx, tx, box, id); err != nil {
			return err
		}
		row := report
		if row.CommentID != "" {
			comment, err := tx.Comment(ctx, row.CommentID)
			if err != nil {
				return err
			}
			if !comment.Shown() || comment.ConsultationID != box.consultation.ID {
				return consult.NotFound("error.not_found")
			}
			row.IdeaID = comment.IdeaID
		}
		known, err := tx.IdeaReports(ctx, row.IdeaID)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(known, func(r consult.IdeaReport) bool { return r.ID == row.ID }) || len(known) >= reportsKept {
			return nil // posted again; or known well enough
		}
		return tx.InsertIdeaReport(ctx, &row)
	})
	if err != nil {
		return fmt.Errorf("report idea %s: %w", id, err)
	}
	return nil
}

// reportsKept bounds the alerts on one idea: moderators read it after the first.
const reportsKept = 100
