package service

import (
	"context"
	"fmt"
	"slices"

	"concertation/internal/consult"
)

// HoldRecords keeps the records of a case without using them: what is counted, published or exported leaves them out, and
// their links open nothing, until ReleaseRecords. kind says whether the person asked for it or objects. An objection also
// keeps mails from the addresses of the case. A record on hold already, or gone, stays as it is. The words that other
// responses took from one on hold are on hold there.
func (s *Service) HoldRecords(ctx context.Context, actor consult.Actor, id consult.ID, kind consult.HoldKind) error {
	act := consult.RightsFrozen
	if kind == consult.HoldObjected {
		act = consult.RightsObjected
	}
	return s.onCaseOverwriting(ctx, actor, id, act, func(tx consult.Tx, c *consult.RightsCase) (int, error) {
		held := 0
		for _, ref := range c.Records {
			_, err := tx.Hold(ctx, ref)
			if err == nil {
				continue
			}
			if !gone(err) {
				return 0, err
			}
			hold := &consult.Hold{Ref: ref, Kind: kind, At: s.Now(), By: actor.User}
			err = s.hold(ctx, tx, actor, hold)
			if gone(err) {
				continue
			}
			if err == nil {
				err = tx.InsertHold(ctx, hold)
			}
			if err != nil {
				return 0, fmt.Errorf("hold %s %s: %w", ref.Kind, ref.ID, err)
			}
			held++
		}
		return held, tx.NextRightsEpoch(ctx)
	})
}

// hold takes a record out of use, and notes in hold what brings it back.
func (s *Service) hold(ctx context.Context, tx consult.Tx, actor consult.Actor, hold *consult.Hold) error {
	switch ref := hold.Ref; ref.Kind {
	case consult.RecordResponse:
		return s.holdResponse(ctx, tx, hold)
	case consult.RecordIdea:
		return s.holdIdea(ctx, tx, actor, hold)
	case consult.RecordComment:
		return s.holdComment(ctx, tx, hold)
	case consult.RecordContribution:
		return s.holdContribution(ctx, tx, hold)
	case consult.RecordOrganisation:
		return s.holdContact(ctx, tx, hold)
	case consult.RecordUser:
		return s.holdUser(ctx, tx, hold)
	case consult.RecordAttendance:
		attendance, err := tx.Attendance(ctx, ref.ID)
		if err != nil {
			return err
		}
		hold.ConsultationID, hold.State = attendance.ConsultationID, string(attendance.State)
		return tx.SealLinks(ctx, ref)
	case consult.RecordMail:
		return s.holdMail(ctx, tx, hold)
	case consult.RecordNote:
		note, err := tx.HeldNote(ctx, ref.ID)
		if err != nil {
			return err
		}
		hold.ConsultationID, hold.State = note.ConsultationID, note.Words
		return tx.WriteNote(ctx, ref.ID, "")
	default:
		return nil // a refusal is what keeps mails from an address
	}
}

func (s *Service) holdResponse(ctx context.Context, tx consult.Tx, hold *consult.Hold) error {
	response, err := tx.Response(ctx, hold.Ref.ID)
	if err != nil {
		return err
	}
	hold.ConsultationID, hold.State = response.ConsultationID, string(response.Status)
	if err := s.withdraw(ctx, tx, response.ID); err != nil {
		return err
	}
	if err := s.holdTaken(ctx, tx, &response, hold); err != nil {
		return err
	}
	return tx.SealLinks(ctx, hold.Ref)
}

func (s *Service) holdIdea(ctx context.Context, tx consult.Tx, actor consult.Actor, hold *consult.Hold) error {
	idea, err := tx.Idea(ctx, hold.Ref.ID)
	if err != nil {
		return err
	}
	hold.ConsultationID, hold.State = idea.ConsultationID, "shown"
	if !idea.WithdrawnAt.IsZero() {
		hold.State = "withdrawn"
	} else {
		if hold.State, err = shownWith(ctx, tx, &idea); err != nil {
			return err
		}
		if err := s.release(ctx, tx, actor, idea.ID); err != nil {
			return err
		}
		idea.WithdrawnAt, idea.ChangedAt = s.Now(), s.Now()
		if err := s.writeIdea(ctx, tx, &idea); err != nil {
			return err
		}
	}
	return tx.SealLinks(ctx, hold.Ref)
}

func (s *Service) holdComment(ctx context.Context, tx consult.Tx, hold *consult.Hold) error {
	comment, err := tx.Comment(ctx, hold.Ref.ID)
	if err != nil {
		return err
	}
	hold.ConsultationID, hold.State = comment.ConsultationID, string(comment.Moderation)+" "+comment.Ground
	comment.Moderation, comment.Ground = consult.ModerationRefused, "personal"
	if err := tx.UpdateComment(ctx, &comment); err != nil {
		return err
	}
	return tx.SealLinks(ctx, hold.Ref)
}

func (s *Service) holdContribution(ctx context.Context, tx consult.Tx, hold *consult.Hold) error {
	text, err := tx.Contribution(ctx, hold.Ref.ID)
	if err != nil {
		return err
	}
	hold.ConsultationID, hold.State = text.ConsultationID, "counted"
	if !text.RetractedAt.IsZero() {
		hold.State = "retracted"
		return nil
	}
	text.RetractedAt = s.Now()
	return s.rewriteContribution(ctx, tx, &text)
}

func (s *Service) rewriteContribution(ctx context.Context, tx consult.Tx, text *consult.Contribution) error {
	seq, err := tx.NextSeq(ctx)
	if err != nil {
		return err
	}
	text.ChangeSeq, text.ChangedAt = seq, s.Now()
	return tx.UpdateContribution(ctx, text)
}

// holdContact takes a contact out of its organisation; the organisation's own coordinates become a contact on hold.
func (s *Service) holdContact(ctx context.Context, tx consult.Tx, hold *consult.Hold) error {
	organisation, err := tx.Organisation(ctx, hold.Ref.ID)
	if err != nil {
		return err
	}
	hold.ConsultationID = organisation.ConsultationID
	taken, err := takeContact(&organisation, hold.Ref.Part)
	if err != nil {
		return err
	}
	hold.Kept = &taken
	if hold.Kind == consult.HoldObjected && taken.Email != "" {
		if err := tx.InsertMailRefusal(ctx, &consult.MailRefusal{ConsultationID: organisation.ConsultationID, Address: consult.FoldAddress(taken.Email),
			Reason: consult.RefusalUnsubscribed, At: s.Now()}); err != nil && consult.CodeOf(err) != consult.CodeConflict {
			return err
		}
	}
	return s.rewriteOrganisation(ctx, tx, &organisation)
}

// takeContact removes a contact from an organisation, or what it gives as its own when part is blank.
func takeContact(o *consult.Organisation, part string) (consult.Contact, error) {
	if part == "" {
		taken := consult.Contact{Email: o.Email, Phone: o.Phone}
		o.Email, o.Phone = "", ""
		return taken, nil
	}
	at := slices.IndexFunc(o.Contacts, func(c consult.Contact) bool { return consult.ContactPart(c) == part })
	if at < 0 {
		return consult.Contact{}, consult.NotFound("error.not_found")
	}
	taken := o.Contacts[at]
	o.Contacts = slices.Delete(slices.Clone(o.Contacts), at, at+1)
	return taken, nil
}

func (s *Service) rewriteOrganisation(ctx context.Context, tx consult.Tx, o *consult.Organisation) error {
	o.ChangedAt = s.Now()
	return updateOrganisation(ctx, tx, o)
}

func (s *Service) holdUser(ctx context.Context, tx consult.Tx, hold *consult.Hold) error {
	user, err := tx.User(ctx, hold.Ref.ID)
	if err != nil {
		return err
	}
	hold.State = "open"
	if !user.DisabledAt.IsZero() {
		hold.State = "disabled"
		return nil
	}
	if err := lastOrganiser(ctx, tx, user.ID); err != nil {
		return err
	}
	user.DisabledAt = s.Now()
	user.SessionEpoch++
	if err := tx.UpdateUser(ctx, &user); err != nil {
		return err
	}
	return tx.VoidLogins(ctx, user.ID, s.Now())
}

// lastOrganiser refuses to take away the only account that can put anything right.
func lastOrganiser(ctx context.Context, tx consult.Tx, id consult.ID) error {
	users, err := tx.Users(ctx)
	if err != nil {
		return err
	}
	left := slices.DeleteFunc(users, func(u consult.User) bool { return u.ID == id })
	if organisers(left, true) == 0 {
		return consult.Conflict("account.error.last_organiser")
	}
	return nil
}

func (s *Service) holdMail(ctx context.Context, tx consult.Tx, hold *consult.Hold) error {
	mail, err := tx.Mail(ctx, hold.Ref.ID)
	if err != nil {
		return err
	}
	hold.ConsultationID, hold.State = mail.ConsultationID, string(mail.State)
	if mail.State != consult.MailQueued {
		return nil
	}
	mail.State, mail.ChangedAt = consult.MailStopped, s.Now()
	return tx.MoveMail(ctx, &mail, consult.MailQueued)
}

// notOnHold refuses to change a record whose data are frozen: only the case that froze them brings them back.
func notOnHold(ctx context.Context, tx consult.Tx, kind consult.RecordKind, id consult.ID) error {
	_, err := tx.Hold(ctx, consult.RecordRef{Kind: kind, ID: id})
	switch {
	case gone(err):
		return nil
	case err != nil:
		return err
	default:
		return consult.Conflict("rights.error.on_hold")
	}
}
