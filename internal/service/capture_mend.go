package service

import (
	"context"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"concertation/internal/consult"
	"concertation/internal/french"
)

// GatheredView is a text gathered elsewhere, to be mended.
type GatheredView struct {
	Choices      *CaptureChoices
	Contribution consult.Contribution
	Session      *consult.SessionHeld // of a note
	Attachments  []consult.Attachment
	// Identities are shown to whoever may see them; Apart says that there are some.
	Identities []consult.ContributionIdentity
	Apart      bool
}

// gathered gives a text that is neither an answer nor an idea of the box: those have their author's hand on them.
func (s *Service) gathered(ctx context.Context, reader consult.Reader, consultation, id consult.ID) (consult.Contribution, error) {
	found, err := reader.Contribution(ctx, id)
	if err != nil {
		return found, err
	}
	if found.ConsultationID != consultation || found.Kind == consult.KindAnswer || found.Kind == consult.KindIdea {
		return found, consult.NotFound("error.not_found")
	}
	return found, nil
}

// GatheredView gives a text gathered elsewhere.
func (s *Service) GatheredView(ctx context.Context, actor consult.Actor, slug string, id consult.ID) (*GatheredView, error) {
	choices, err := s.CaptureChoices(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	view := &GatheredView{Choices: choices}
	if view.Contribution, err = s.gathered(ctx, s.Store, choices.Consultation.ID, id); err != nil {
		return nil, err
	}
	if view.Contribution.SessionID != "" {
		session, err := s.Store.SessionHeld(ctx, view.Contribution.SessionID)
		if err != nil {
			return nil, err
		}
		view.Session = &session
	}
	identities, err := s.Store.ContributionIdentities(ctx, id)
	if err != nil {
		return nil, err
	}
	if view.Apart = len(identities) > 0; view.Apart && actor.Can(consult.SeeIdentities) {
		slices.Reverse(identities) // who, then how to reach them
		view.Identities = identities
		err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
			return s.audit(ctx, tx, actor, "letter.identity", choices.Consultation.ID, "contribution "+string(id))
		})
		if err != nil {
			return nil, err
		}
	}
	view.Attachments, err = s.Store.Attachments(ctx, consult.Owner{ContributionID: id})
	return view, err
}

// GatheredMend is what is changed of a text gathered elsewhere.
type GatheredMend struct {
	Seq int64 // of the text that was read: CodeConflict when it changed since
	GatheredText
}

// MendGathered changes a text gathered elsewhere. Codings of a text that changed become stale (rule 6).
func (s *Service) MendGathered(ctx context.Context, actor consult.Actor, slug string, id consult.ID, mend GatheredMend) error {
	consultation, err := s.collecting(ctx, actor, slug)
	if err != nil {
		return err
	}
	words, err := s.wordings(ctx, consultation.ID)
	if err != nil {
		return err
	}
	mend.GatheredText = mend.GatheredText.cleaned(&words)
	faults := mend.GatheredText.faults()
	if mend.Body == "" {
		faults = append(faults, consult.FieldError{Field: "body", Key: "collect.error.blank"})
	}
	if utf8.RuneCountInString(mend.Body) > mostLetterText {
		faults = append(faults, tooLong("body", mostLetterText))
	}
	return s.changeGathered(ctx, actor, slug, id, "note.mend", func(c *consult.Contribution) error {
		if c.ChangeSeq != mend.Seq {
			return consult.Conflict("collect.error.changed")
		}
		if len(faults) > 0 {
			return consult.Invalid(faults...)
		}
		if c.Title != mend.Title || c.Body != mend.Body {
			c.TextVersion++
		}
		c.Title, c.Body, c.Question = mend.Title, mend.Body, mend.Question
		c.Category, c.Territory, c.Publication = mend.Category, mend.Territory, mend.Publication
		c.Folded = french.Fold(c.Title + " " + c.Body)
		return nil
	})
}

// RetractGathered makes a text count no more, and RestoreGathered makes it count again.
func (s *Service) RetractGathered(ctx context.Context, actor consult.Actor, slug string, id consult.ID) error {
	return s.changeGathered(ctx, actor, slug, id, "note.retract", func(c *consult.Contribution) error {
		if c.RetractedAt.IsZero() {
			c.RetractedAt = s.Now()
		}
		return nil
	})
}

// RestoreGathered makes a retracted text count again.
func (s *Service) RestoreGathered(ctx context.Context, actor consult.Actor, slug string, id consult.ID) error {
	return s.changeGathered(ctx, actor, slug, id, "note.restore", func(c *consult.Contribution) error {
		c.RetractedAt = time.Time{}
		return nil
	})
}

func (s *Service) changeGathered(ctx context.Context, actor consult.Actor, slug string, id consult.ID, operation string, change func(*consult.Contribution) error) error {
	consultation, err := s.collecting(ctx, actor, slug)
	if err != nil {
		return err
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		found, err := s.gathered(ctx, tx, consultation.ID, id)
		if err != nil {
			return err
		}
		if err := notOnHold(ctx, tx, consult.RecordContribution, id); err != nil {
			return err
		}
		if err := change(&found); err != nil {
			return err
		}
		found.ChangedAt = s.Now()
		if found.ChangeSeq, err = tx.NextSeq(ctx); err != nil {
			return err
		}
		if err := tx.UpdateContribution(ctx, &found); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, operation, consultation.ID, "contribution "+string(id))
	})
	if err != nil {
		return fmt.Errorf("%s %s: %w", operation, id, err)
	}
	return nil
}

// newestFirst sorts texts by date, the newest first.
func newestFirst(all []consult.Contribution) {
	slices.SortFunc(all, func(a, b consult.Contribution) int {
		if order := b.CreatedAt.Compare(a.CreatedAt); order != 0 {
			return order
		}
		if a.ID < b.ID {
			return 1
		}
		return -1
	})
}
