package service

import (
	"context"
	"time"

	"concertation/internal/consult"
)

// Whoever was erased at their request is held against the lists of events that others bring or key in; who registers asks
// to be written to, and is not.

// person tells when somebody was erased, by the address or the telephone that a list gives; the zero time: they were not.
func (s *suppressed) person(email, phone string) time.Time {
	return s.contact(consult.Contact{Email: email, Phone: phone})
}

// erasedPerson refuses to key in somebody erased at their request without a reason. What it gives is done with the
// writing: it lets them be used again in the consultation, and says why in the log. What stood before is not keyed in.
func (s *Service) erasedPerson(ctx context.Context, actor consult.Actor, consultation, attendance consult.ID, draft *PersonDraft, before *consult.Participant) (func(context.Context, consult.Tx) error, error) {
	none := func(context.Context, consult.Tx) error { return nil }
	known, err := s.suppressed(ctx, consultation)
	if err != nil || len(known.at) == 0 {
		return none, err
	}
	email, phone := draft.Email, draft.Phone
	if consult.FoldAddress(email) == consult.FoldAddress(before.Email) {
		email = ""
	}
	if phone == before.Phone {
		phone = ""
	}
	at := known.person(email, phone)
	if at.IsZero() {
		return none, nil
	}
	if !draft.BringBack.Known() {
		return nil, consult.Invalid(consult.FieldError{Field: "bring_back", Key: "events.error.erased", Args: []any{"date", s.dateOf(at)}})
	}
	return func(ctx context.Context, tx consult.Tx) error {
		return s.bringPersonBack(ctx, tx, actor, known.printer, consultation, attendance, draft, draft.BringBack)
	}, nil
}

// bringPersonBack lets the erased addresses of somebody of a list be used in the consultation, and says why in the log.
func (s *Service) bringPersonBack(ctx context.Context, tx consult.Tx, actor consult.Actor, printer addressPrinter, consultation, attendance consult.ID, draft *PersonDraft, why consult.BringBackReason) error {
	prints := printer.of(&consult.Organisation{Email: draft.Email, Phone: draft.Phone})
	if err := s.liftSuppressions(ctx, tx, consultation, prints); err != nil {
		return err
	}
	return s.audit(ctx, tx, actor, "attendance.bring_back."+string(why), consultation, "attendance "+string(attendance))
}
