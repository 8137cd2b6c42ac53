package service

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"concertation/internal/consult"
)

// ReleaseRecords brings the records of a case that are on hold back to where they stood.
func (s *Service) ReleaseRecords(ctx context.Context, actor consult.Actor, id consult.ID) error {
	return s.onCaseOverwriting(ctx, actor, id, consult.RightsReleased, func(tx consult.Tx, c *consult.RightsCase) (int, error) {
		released := 0
		for _, ref := range c.Records {
			was, err := s.releaseRecord(ctx, tx, actor, ref)
			if err != nil {
				return 0, fmt.Errorf("release %s %s: %w", ref.Kind, ref.ID, err)
			}
			if was {
				released++
			}
		}
		return released, tx.NextRightsEpoch(ctx)
	})
}

// releaseRecord ends the hold on a record, and says whether there was one.
func (s *Service) releaseRecord(ctx context.Context, tx consult.Tx, actor consult.Actor, ref consult.RecordRef) (bool, error) {
	hold, err := tx.Hold(ctx, ref)
	if gone(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if err := s.bringBack(ctx, tx, actor, &hold); err != nil && !gone(err) {
		return false, err
	}
	return true, errors.Join(tx.UnsealLinks(ctx, ref), tx.DeleteHold(ctx, ref))
}

func (s *Service) bringBack(ctx context.Context, tx consult.Tx, actor consult.Actor, hold *consult.Hold) error {
	switch ref := hold.Ref; ref.Kind {
	case consult.RecordResponse:
		return s.bringBackResponse(ctx, tx, hold)
	case consult.RecordIdea:
		return s.bringBackIdea(ctx, tx, actor, hold)
	case consult.RecordComment:
		comment, err := tx.Comment(ctx, ref.ID)
		if err != nil {
			return err
		}
		state, ground := hold.State, ""
		if at := slices.Index([]byte(state), ' '); at >= 0 {
			state, ground = state[:at], state[at+1:]
		}
		comment.Moderation, comment.Ground = consult.Moderation(state), ground
		return tx.UpdateComment(ctx, &comment)
	case consult.RecordContribution:
		text, err := tx.Contribution(ctx, ref.ID)
		if err != nil || hold.State == "retracted" {
			return err
		}
		text.RetractedAt = time.Time{}
		return s.rewriteContribution(ctx, tx, &text)
	case consult.RecordOrganisation:
		return s.bringBackContact(ctx, tx, hold)
	case consult.RecordUser:
		user, err := tx.User(ctx, ref.ID)
		if err != nil || hold.State == "disabled" {
			return err
		}
		user.DisabledAt = time.Time{}
		return tx.UpdateUser(ctx, &user)
	case consult.RecordNote:
		return tx.WriteNote(ctx, ref.ID, hold.State)
	default:
		return nil // a mail that was stopped does not leave by itself
	}
}

func (s *Service) bringBackResponse(ctx context.Context, tx consult.Tx, hold *consult.Hold) error {
	if err := s.giveBackTaken(ctx, tx, hold.Ref.ID); err != nil {
		return err
	}
	if hold.State != string(consult.ResponseSubmitted) {
		return nil
	}
	response, err := tx.Response(ctx, hold.Ref.ID)
	if err != nil {
		return err
	}
	seq, err := tx.NextSeq(ctx)
	if err != nil {
		return err
	}
	if err := tx.SetResponseStatus(ctx, hold.Ref.ID, consult.ResponseSubmitted, seq, s.Now()); err != nil {
		return err
	}
	// What it retracted bears the moment when it was put on hold.
	if err := tx.RestoreAnswerContributions(ctx, hold.Ref.ID, response.ChangedAt, seq, s.Now()); err != nil {
		return err
	}
	others, err := wordsOnHold(ctx, tx, hold.Ref.ID)
	for _, question := range others { // not its own, and still on hold
		if err == nil {
			err = s.retractAnswer(ctx, tx, hold.Ref.ID, question, s.Now())
		}
	}
	return err
}

func (s *Service) bringBackContact(ctx context.Context, tx consult.Tx, hold *consult.Hold) error {
	organisation, err := tx.Organisation(ctx, hold.Ref.ID)
	if err != nil || hold.Kept == nil {
		return err
	}
	if hold.Ref.Part == "" {
		organisation.Email, organisation.Phone = hold.Kept.Email, hold.Kept.Phone
	} else {
		organisation.Contacts = append(slices.Clone(organisation.Contacts), *hold.Kept)
	}
	return s.rewriteOrganisation(ctx, tx, &organisation)
}
