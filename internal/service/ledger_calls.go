package service

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"concertation/internal/consult"
)

// CallNoteMax bounds the note of a call, in characters.
const CallNoteMax = 500

// CallNote is a call that somebody made to an organisation.
type CallNote struct {
	ID           consult.ID // made with the form: sent again, it is the same call
	Organisation consult.ID
	Reached      bool // somebody answered
	Note         string
}

// NoteCall keeps a call in the ledger.
func (s *Service) NoteCall(ctx context.Context, actor consult.Actor, slug string, call CallNote) error {
	consultation, err := s.keeping(ctx, actor, slug)
	if err != nil {
		return err
	}
	note := strings.TrimSpace(cleanValues([]string{call.Note})[0])
	if utf8.RuneCountInString(note) > CallNoteMax {
		return consult.Invalid(consult.FieldError{Field: "note", Key: "ledger.error.note", Args: []any{"max", CallNoteMax}})
	}
	if note == "" && !call.Reached {
		return consult.Invalid(consult.FieldError{Field: "note", Key: "ledger.error.no_note"})
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		organisation, err := organisationOf(ctx, tx, consultation.ID, call.Organisation)
		if err != nil {
			return err
		}
		kinds := []consult.TouchKind{consult.TouchCalled}
		if call.Reached {
			kinds = append(kinds, consult.TouchReached)
		}
		for _, kind := range kinds {
			touch := &consult.Touch{ID: consult.NewID(), ConsultationID: consultation.ID, OrganisationID: organisation.ID, Kind: kind,
				Channel: consult.ChannelPhone, Source: string(call.ID), At: s.Now(), By: actor.User, Note: note}
			if kind == consult.TouchReached {
				touch.Note = ""
			}
			if err := tx.InsertTouch(ctx, touch); err != nil {
				return err
			}
		}
		return s.audit(ctx, tx, actor, "ledger.call", consultation.ID, "organisation "+string(organisation.ID))
	})
	if err != nil {
		return fmt.Errorf("note a call to %s: %w", call.Organisation, err)
	}
	return nil
}

// RemoveCall takes back a call that was noted by mistake.
func (s *Service) RemoveCall(ctx context.Context, actor consult.Actor, slug string, organisation, call consult.ID) error {
	consultation, err := s.keeping(ctx, actor, slug)
	if err != nil {
		return err
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if _, err := organisationOf(ctx, tx, consultation.ID, organisation); err != nil {
			return err
		}
		if err := tx.DeleteTouch(ctx, organisation, consult.TouchCalled, string(call)); err != nil {
			return err
		}
		err := tx.DeleteTouch(ctx, organisation, consult.TouchReached, string(call))
		if err != nil && consult.CodeOf(err) != consult.CodeNotFound {
			return err
		}
		return s.audit(ctx, tx, actor, "ledger.call_removed", consultation.ID, "organisation "+string(organisation))
	})
	if err != nil {
		return fmt.Errorf("take back a call to %s: %w", organisation, err)
	}
	return nil
}

// keeping gives the consultation whose ledger the actor may keep.
func (s *Service) keeping(ctx context.Context, actor consult.Actor, slug string) (consult.Consultation, error) {
	if err := actor.Require(consult.KeepLedger); err != nil {
		return consult.Consultation{}, err
	}
	return s.Store.ConsultationBySlug(ctx, slug)
}
