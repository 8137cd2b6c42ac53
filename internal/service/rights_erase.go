package service

import (
	"context"
	"fmt"
	"time"

	"concertation/forms"
	"concertation/internal/consult"
)

// EraseRecords removes for good who a person is and what they wrote, in every record of a case, and keeps what is counted:
// closed answers and codings that lead back to nobody (decision 0026). All of it happens, or nothing. The case then names
// no part of a record any more.
//
// Of the addresses it keeps a keyed print, so that a list that brings them back says so.
func (s *Service) EraseRecords(ctx context.Context, actor consult.Actor, id consult.ID) error {
	if err := actor.Require(consult.HandleRights); err != nil {
		return err
	}
	printer, err := s.addressPrinter(ctx)
	if err != nil {
		return err
	}
	erased, err := s.erasedAddresses(ctx, printer, id)
	if err != nil {
		return fmt.Errorf("erase rights case %s: %w", id, err)
	}
	return s.onCase(ctx, actor, id, consult.RightsErased, func(tx consult.Tx, c *consult.RightsCase) (int, error) {
		count := 0
		err := tx.Overwriting(ctx, func() error {
			for i, ref := range c.Records {
				done, err := s.releaseAndErase(ctx, tx, actor, ref)
				if err != nil {
					return err
				}
				if done {
					c.Records[i].Part = erasedPart(ref)
					count++
				}
			}
			if err := s.suppress(ctx, tx, printer, c.Records, erased); err != nil {
				return err
			}
			return tx.UpdateRightsCase(ctx, c)
		})
		if err != nil {
			return 0, err
		}
		return count, tx.NextRightsEpoch(ctx)
	})
}

// erasedPart is what a case keeps of which part of a record it was about: nothing that tells whose it was.
func erasedPart(ref consult.RecordRef) string {
	if ref.Kind == consult.RecordOrganisation {
		return consult.ErasedPart
	}
	return ""
}

// releaseAndErase erases a record, on hold or not; false when it is gone already.
func (s *Service) releaseAndErase(ctx context.Context, tx consult.Tx, actor consult.Actor, ref consult.RecordRef) (bool, error) {
	if _, err := s.releaseRecord(ctx, tx, actor, ref); err != nil {
		return false, fmt.Errorf("release %s %s: %w", ref.Kind, ref.ID, err)
	}
	err := s.eraseRecord(ctx, tx, actor, ref)
	if gone(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("erase %s %s: %w", ref.Kind, ref.ID, err)
	}
	return true, nil
}

func (s *Service) eraseRecord(ctx context.Context, tx consult.Tx, actor consult.Actor, ref consult.RecordRef) error {
	switch ref.Kind {
	case consult.RecordResponse:
		return s.eraseResponse(ctx, tx, ref.ID)
	case consult.RecordIdea:
		return s.eraseIdea(ctx, tx, actor, ref.ID)
	case consult.RecordComment:
		return tx.EraseComment(ctx, ref.ID)
	case consult.RecordContribution:
		return s.eraseText(ctx, tx, ref.ID, "")
	case consult.RecordOrganisation:
		return s.eraseContact(ctx, tx, ref)
	case consult.RecordAttendance:
		if _, err := tx.Attendance(ctx, ref.ID); err != nil {
			return err
		}
		return tx.PurgeIdentity(ctx, ref)
	case consult.RecordMail:
		return s.eraseMail(ctx, tx, ref.ID)
	case consult.RecordNote:
		return tx.WriteNote(ctx, ref.ID, "")
	case consult.RecordUser:
		return s.eraseUser(ctx, tx, ref.ID)
	default:
		return nil // a refusal is what keeps mails from an address: it stays
	}
}

// day keeps of a moment what counts by day need.
func (s *Service) day(at time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	year, month, day := at.In(paris()).Date()
	return time.Date(year, month, day, 12, 0, 0, 0, paris()).UTC()
}

func (s *Service) eraseResponse(ctx context.Context, tx consult.Tx, id consult.ID) error {
	response, err := tx.Response(ctx, id)
	if err != nil {
		return err
	}
	if err := s.eraseTaken(ctx, tx, &response); err != nil {
		return err
	}
	if err := s.partFromOrganisation(ctx, tx, &response); err != nil {
		return err
	}
	if response.Status == consult.ResponseDraft && response.SubmittedAt.IsZero() {
		return tx.EraseResponse(ctx, &response)
	}
	published, err := s.Published(ctx, response.RevisionID)
	if err != nil {
		return err
	}
	if response.ChangeSeq, err = tx.NextSeq(ctx); err != nil {
		return err
	}
	if response.Status == consult.ResponseSubmitted {
		response.Submission = closedAnswers(published.Questionnaire, response.Submission)
	} else {
		response.Submission = forms.Submission{} // withdrawn: nothing of it is counted
	}
	response.StartedAt, response.SubmittedAt, response.ChangedAt = s.day(response.StartedAt), s.day(response.SubmittedAt), s.day(s.Now())
	if err := tx.EraseResponse(ctx, &response); err != nil {
		return err
	}
	return s.eraseAnswers(ctx, tx, &response)
}

// erased says whether a response was erased: it leads back to nobody, and what is counted of it stays as it is.
func erased(r *consult.Response) bool { return r.Reference == "" && len(r.TokenHash) == 0 }

// partFromOrganisation makes a response speak for no structure any more; one that answered stays among those reached.
func (s *Service) partFromOrganisation(ctx context.Context, tx consult.Tx, response *consult.Response) error {
	owner, err := tx.OwnerOfResponse(ctx, response.ID)
	if gone(err) {
		return nil
	}
	if err == nil {
		err = tx.UntieResponse(ctx, response.ID)
	}
	if err != nil || response.Status != consult.ResponseSubmitted {
		return err
	}
	return tx.InsertTouch(ctx, &consult.Touch{ID: consult.NewID(), ConsultationID: response.ConsultationID, OrganisationID: owner.OrganisationID,
		Kind: consult.TouchReached, Channel: response.Channel, Source: "erased", At: s.day(response.SubmittedAt)})
}

// eraseAnswers erases the open answers of a response, those that were retracted too.
func (s *Service) eraseAnswers(ctx context.Context, tx consult.Tx, response *consult.Response) error {
	texts, err := tx.AnswerContributions(ctx, response.ID)
	if err != nil {
		return err
	}
	for i := range texts {
		if err := tx.EraseContribution(ctx, texts[i].ID, "", response.ChangeSeq, response.SubmittedAt); err != nil {
			return err
		}
	}
	return nil
}

// closedAnswers keeps of a submission what was chosen, ranked or counted; what was written in words becomes the mark of
// what is erased, so that how many answered is still known.
func closedAnswers(form *forms.Questionnaire, submission forms.Submission) forms.Submission {
	kept := forms.Submission{Answers: make(forms.Answers, len(submission.Answers)), Blank: submission.Blank}
	for name, answer := range submission.Answers {
		question, known := form.Question(name)
		switch {
		case !known:
			continue // of another revision: nothing counts it
		case written(question):
			kept.Answers[name] = forms.TextAnswer(consult.Erased)
		default:
			kept.Answers[name] = answer
		}
	}
	return kept
}

func (s *Service) eraseIdea(ctx context.Context, tx consult.Tx, actor consult.Actor, id consult.ID) error {
	idea, err := tx.Idea(ctx, id)
	if err != nil {
		return err
	}
	if err := s.release(ctx, tx, actor, id); err != nil {
		return err
	}
	if err := tx.SettleIdeaReports(ctx, id, "", s.Now()); err != nil {
		return err
	}
	if err := tx.EraseIdea(ctx, id, s.day(idea.CreatedAt)); err != nil {
		return err
	}
	return s.eraseText(ctx, tx, id, "")
}

// eraseText erases a contribution. Whoever gave several texts still counts once: their texts of the same case share
// another key, drawn anew.
func (s *Service) eraseText(ctx context.Context, tx consult.Tx, id consult.ID, author string) error {
	text, err := tx.Contribution(ctx, id)
	if err != nil {
		return err
	}
	seq, err := tx.NextSeq(ctx)
	if err != nil {
		return err
	}
	if text.AuthorKey != "" && author == "" {
		author = string(consult.NewID())
		if err := tx.RenameAuthor(ctx, text.ConsultationID, text.AuthorKey, author, seq); err != nil {
			return err
		}
	}
	return tx.EraseContribution(ctx, id, author, seq, s.day(text.CreatedAt))
}

func (s *Service) eraseContact(ctx context.Context, tx consult.Tx, ref consult.RecordRef) error {
	organisation, err := tx.Organisation(ctx, ref.ID)
	if err != nil {
		return err
	}
	if _, err := takeContact(&organisation, ref.Part); err != nil {
		return err
	}
	if err := tx.ForgetOrganisationHistory(ctx, organisation.ID); err != nil {
		return err
	}
	return s.rewriteOrganisation(ctx, tx, &organisation)
}

func (s *Service) eraseMail(ctx context.Context, tx consult.Tx, id consult.ID) error {
	mail, err := tx.Mail(ctx, id)
	if err != nil {
		return err
	}
	if mail.State == consult.MailHanding {
		return consult.Conflict("rights.error.handing") // in a moment it has left
	}
	return tx.EraseMail(ctx, id, s.Now())
}

// eraseUser closes an account for good. What it did stays, under no name; the log keeps the name until it is purged.
func (s *Service) eraseUser(ctx context.Context, tx consult.Tx, id consult.ID) error {
	user, err := tx.User(ctx, id)
	if err != nil {
		return err
	}
	if err := lastOrganiser(ctx, tx, id); err != nil {
		return err
	}
	user.Name, user.Email, user.PasswordHash = consult.Erased, string(id)+".invalid", ""
	user.SessionEpoch++
	if user.DisabledAt.IsZero() {
		user.DisabledAt = s.Now()
	}
	if err := tx.UpdateUser(ctx, &user); err != nil {
		return err
	}
	return tx.VoidLogins(ctx, id, s.Now())
}
