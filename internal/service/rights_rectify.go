package service

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"concertation/internal/consult"
)

// Rectification puts a value that identifies somebody right, in one record.
type Rectification struct {
	Ref   consult.RecordRef
	Field string
	Value string // "": it is removed
}

// longestIdentity bounds a name, an address, a telephone, in characters.
const longestIdentity = 300

// RectifyRecords puts right what identifies the person of a case, all of it or nothing. What they answered is put right
// through their own link, or withdrawn.
func (s *Service) RectifyRecords(ctx context.Context, actor consult.Actor, id consult.ID, changes []Rectification) error {
	for i := range changes {
		changes[i].Value = plainLine(changes[i].Value)
		if len([]rune(changes[i].Value)) > longestIdentity {
			return consult.Invalid(consult.FieldError{Field: "champ-" + fmt.Sprint(i), Key: "rights.error.long"})
		}
	}
	return s.onCase(ctx, actor, id, consult.RightsRectified, func(tx consult.Tx, c *consult.RightsCase) (int, error) {
		changed := 0
		for _, change := range changes {
			at := slices.Index(c.Records, change.Ref)
			if at < 0 {
				return 0, consult.NotFound("error.not_found")
			}
			part, err := s.rectify(ctx, tx, change)
			if err != nil {
				return 0, fmt.Errorf("rectify %s %s: %w", change.Ref.Kind, change.Ref.ID, err)
			}
			was := c.Records[at].Part
			c.Records[at].Part = part
			for j := range changes { // a contact goes by what it says: the next change finds it under its new name
				if changes[j].Ref.ID == change.Ref.ID && changes[j].Ref.Part == was {
					changes[j].Ref.Part = part
				}
			}
			changed++
		}
		if err := tx.UpdateRightsCase(ctx, c); err != nil {
			return 0, err
		}
		return changed, tx.NextRightsEpoch(ctx)
	})
}

// rectify changes one value, and gives the part by which the record goes from then on.
func (s *Service) rectify(ctx context.Context, tx consult.Tx, change Rectification) (string, error) {
	if _, err := tx.Hold(ctx, change.Ref); err == nil {
		return "", consult.Conflict("rights.error.held")
	}
	part := change.Ref.Part
	switch change.Ref.Kind {
	case consult.RecordResponse:
		return part, s.rectifyResponse(ctx, tx, change)
	case consult.RecordIdea:
		return part, s.rectifyIdea(ctx, tx, change)
	case consult.RecordComment:
		comment, err := tx.Comment(ctx, change.Ref.ID)
		if err != nil {
			return part, err
		}
		comment.Signature = change.Value
		return part, tx.RectifyComment(ctx, &comment)
	case consult.RecordContribution:
		return part, s.rectifyContribution(ctx, tx, change)
	case consult.RecordOrganisation:
		return s.rectifyContact(ctx, tx, change)
	case consult.RecordAttendance:
		return part, s.rectifyAttendance(ctx, tx, change)
	case consult.RecordUser:
		return part, s.rectifyUser(ctx, tx, change)
	default:
		return part, consult.NotFound("error.not_found") // what was sent is what was sent
	}
}

func (s *Service) rectifyResponse(ctx context.Context, tx consult.Tx, change Rectification) error {
	response, err := tx.Response(ctx, change.Ref.ID)
	if err != nil {
		return err
	}
	sent, err := tx.Identities(ctx, response.ID)
	if err != nil {
		return err
	}
	if at := slices.IndexFunc(sent, func(i consult.Identity) bool { return i.Question == change.Field }); at >= 0 {
		sent[at].Value = change.Value
		if change.Value == "" {
			sent = slices.Delete(sent, at, at+1)
		}
	}
	if _, typed := response.DraftIdentity[change.Field]; typed {
		response.DraftIdentity[change.Field] = []string{change.Value}
		if change.Value == "" {
			delete(response.DraftIdentity, change.Field)
		}
	}
	return tx.RectifyIdentities(ctx, response.ID, sent, response.DraftIdentity)
}

func (s *Service) rectifyIdea(ctx context.Context, tx consult.Tx, change Rectification) error {
	idea, err := tx.Idea(ctx, change.Ref.ID)
	if err != nil {
		return err
	}
	switch change.Field {
	case "signature":
		idea.Signature = change.Value
	case "email":
		idea.Email = change.Value
	}
	return s.writeIdea(ctx, tx, &idea)
}

func (s *Service) rectifyContribution(ctx context.Context, tx consult.Tx, change Rectification) error {
	identities, err := tx.ContributionIdentities(ctx, change.Ref.ID)
	if err != nil {
		return err
	}
	for i := range identities {
		if string(identities[i].Field) == change.Field {
			identities[i].Value = change.Value
		}
	}
	identities = slices.DeleteFunc(identities, func(i consult.ContributionIdentity) bool { return i.Value == "" })
	return tx.ReplaceIdentities(ctx, change.Ref.ID, identities)
}

func (s *Service) rectifyContact(ctx context.Context, tx consult.Tx, change Rectification) (string, error) {
	organisation, err := tx.Organisation(ctx, change.Ref.ID)
	if err != nil {
		return "", err
	}
	if change.Ref.Part == "" {
		setContact(&consult.Contact{}, &organisation.Email, &organisation.Phone, change)
		return "", s.rewriteOrganisation(ctx, tx, &organisation)
	}
	at := slices.IndexFunc(organisation.Contacts, func(c consult.Contact) bool { return consult.ContactPart(c) == change.Ref.Part })
	if at < 0 {
		return "", consult.NotFound("error.not_found")
	}
	organisation.Contacts = slices.Clone(organisation.Contacts)
	contact := &organisation.Contacts[at]
	setContact(contact, &contact.Email, &contact.Phone, change)
	return consult.ContactPart(*contact), s.rewriteOrganisation(ctx, tx, &organisation)
}

func setContact(contact *consult.Contact, email, phone *string, change Rectification) {
	switch change.Field {
	case "name":
		contact.Name = change.Value
	case "email":
		*email = change.Value
	case "phone":
		*phone = change.Value
	}
}

func (s *Service) rectifyAttendance(ctx context.Context, tx consult.Tx, change Rectification) error {
	attendee, err := tx.Attendance(ctx, change.Ref.ID)
	if err != nil {
		return err
	}
	switch who := &attendee.Participant; change.Field {
	case "name":
		who.Name = change.Value
	case "email":
		who.Email = change.Value
	case "phone":
		who.Phone = change.Value
	case "structure":
		who.Structure = change.Value
	}
	return tx.UpdateParticipant(ctx, &attendee.Participant)
}

func (s *Service) rectifyUser(ctx context.Context, tx consult.Tx, change Rectification) error {
	user, err := tx.User(ctx, change.Ref.ID)
	if err != nil {
		return err
	}
	switch change.Field {
	case "name":
		user.Name = change.Value
	case "email":
		user.Email = normalEmail(change.Value)
	}
	if faults := accountFaults(user); len(faults) > 0 {
		return consult.Invalid(faults...)
	}
	if err := tx.UpdateUser(ctx, &user); err != nil {
		return emailTaken(err)
	}
	return nil
}

// rectifiable says whether a value of a record can be put right there.
func rectifiable(ref consult.RecordRef, field string) bool {
	switch ref.Kind {
	case consult.RecordResponse:
		return !strings.HasPrefix(field, "member")
	case consult.RecordMail, consult.RecordRefusal, consult.RecordNote:
		return false
	default:
		return true
	}
}
