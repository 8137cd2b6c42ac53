package service

import (
	"context"
	"fmt"
	"unicode/utf8"

	"concertation/internal/consult"
	"concertation/internal/french"
)

// LetterDraft is what is typed of a letter, a mail or a call.
type LetterDraft struct {
	ID      consult.ID // of the form (rule 5)
	Kind    consult.ContributionKind
	Date    string
	Sender  string // identity, kept apart (rule 10)
	Contact string // identity, kept apart
	GatheredText
}

// LetterKinds lists the kinds of text that are keyed one by one.
func LetterKinds() []consult.ContributionKind {
	return []consult.ContributionKind{consult.KindLetter, consult.KindMail, consult.KindPhone}
}

// letterChannel gives how a kind of text comes; false for what is not keyed so.
func letterChannel(kind consult.ContributionKind) (consult.Channel, bool) {
	switch kind {
	case consult.KindLetter:
		return consult.ChannelMail, true
	case consult.KindMail:
		return consult.ChannelEmail, true
	case consult.KindPhone:
		return consult.ChannelPhone, true
	default:
		return "", false
	}
}

// CapturedLetter is what a form made.
type CapturedLetter struct {
	Contribution consult.ID
	Again        bool // the same form had made it already
}

// CaptureLetter keeps a letter, a mail or a call, once, its sender apart. Errors are those of CaptureNotes.
func (s *Service) CaptureLetter(ctx context.Context, actor consult.Actor, slug string, draft LetterDraft) (*CapturedLetter, error) {
	consultation, err := s.collecting(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	if draft.ID, err = consult.ParseID(string(draft.ID)); err != nil {
		return nil, consult.Conflict("collect.error.page")
	}
	words, err := s.wordings(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	draft.GatheredText, draft.Sender, draft.Contact = draft.GatheredText.cleaned(&words), oneLine(draft.Sender), oneLine(draft.Contact)
	now := s.Now()
	received, faults := typedDate("date", draft.Date, now)
	channel, known := letterChannel(draft.Kind)
	if !known {
		faults = append(faults, consult.FieldError{Field: "kind", Key: "collect.error.kind"})
	}
	faults = append(append(faults, draft.letterFaults()...), draft.GatheredText.faults()...)
	if len(faults) > 0 {
		return nil, consult.Invalid(faults...)
	}
	digest := digestOf(draft.Kind, received, draft.Sender, draft.Contact, draft.Title, draft.Body, draft.Question, draft.Category, draft.Territory, draft.Publication)
	letter := consult.Contribution{ID: consult.NewID(), ConsultationID: consultation.ID, Kind: draft.Kind, Origin: consult.OriginCollected, Channel: channel,
		Question: draft.Question, Title: draft.Title, Body: draft.Body, Folded: french.Fold(draft.Title + " " + draft.Body), Category: draft.Category,
		Territory: draft.Territory, Publication: draft.Publication, TextVersion: 1, CreatedAt: received, ChangedAt: now}
	if received.IsZero() {
		letter.CreatedAt = now
	}
	if draft.Sender != "" {
		letter.AuthorKey = authorKey(consultation.ID, draft.Sender)
	}
	made := &CapturedLetter{}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		*made = CapturedLetter{Contribution: letter.ID}
		before, err := captured(ctx, tx, consultation.ID, draft.ID, digest)
		if before != nil {
			*made = CapturedLetter{before.ContributionID, true}
		}
		if err != nil || before != nil {
			return err
		}
		if letter.ChangeSeq, err = tx.NextSeq(ctx); err != nil {
			return err
		}
		if err := tx.InsertImported(ctx, []*consult.Contribution{&letter}, nil, identitiesOf(letter.ID, draft.Sender, draft.Contact)); err != nil {
			return err
		}
		if err := tx.InsertCapture(ctx, &consult.Capture{ID: draft.ID, ConsultationID: consultation.ID, Digest: digest, ContributionID: letter.ID, At: now}); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "letter.capture", consultation.ID, "contribution "+string(letter.ID))
	})
	if err != nil {
		return made, fmt.Errorf("capture letter: %w", err)
	}
	return made, nil
}

func (d *LetterDraft) letterFaults() []consult.FieldError {
	var faults []consult.FieldError
	if d.Body == "" {
		faults = append(faults, consult.FieldError{Field: "body", Key: "collect.error.blank"})
	}
	if utf8.RuneCountInString(d.Body) > mostLetterText {
		faults = append(faults, tooLong("body", mostLetterText))
	}
	for field, value := range map[string]string{"sender": d.Sender, "contact": d.Contact} {
		if utf8.RuneCountInString(value) > mostAttribute {
			faults = append(faults, tooLong(field, mostAttribute))
		}
	}
	return faults
}

// identitiesOf gives what is kept apart of a sender.
func identitiesOf(contribution consult.ID, sender, contact string) []consult.ContributionIdentity {
	var all []consult.ContributionIdentity
	if contact != "" {
		all = append(all, consult.ContributionIdentity{ContributionID: contribution, Field: consult.IdentityContact, Value: contact})
	}
	if sender != "" {
		all = append(all, consult.ContributionIdentity{ContributionID: contribution, Field: consult.IdentitySender, Value: sender})
	}
	return all
}
