package service

import (
	"context"
	"fmt"

	"concertation/internal/consult"
)

// workshopsOf completes a view with the workshops of its event, and those that are of none.
func (s *Service) workshopsOf(ctx context.Context, view *EventView) error {
	workshops, err := s.Store.EventSessions(ctx, view.Event.ID)
	if err != nil {
		return err
	}
	notes, err := s.Store.NotesBySession(ctx, view.Consultation.ID)
	if err != nil {
		return err
	}
	for _, session := range workshops {
		view.Workshops = append(view.Workshops, SessionLine{session, notes[session.ID]})
	}
	all, err := s.Store.SessionsHeld(ctx, view.Consultation.ID)
	if err != nil {
		return err
	}
	for _, session := range all {
		_, err := s.Store.EventOfSession(ctx, session.ID)
		if consult.CodeOf(err) == consult.CodeNotFound {
			view.Others = append(view.Others, session)
		} else if err != nil {
			return err
		}
	}
	return nil
}

// AddWorkshop makes a workshop of an event, to which notes can then be typed; form makes it once (rule 5).
func (s *Service) AddWorkshop(ctx context.Context, actor consult.Actor, slug string, event, form consult.ID, table, people string) (consult.SessionHeld, error) {
	var session consult.SessionHeld
	if err := actor.Require(consult.CollectContributions); err != nil {
		return session, err
	}
	consultation, at, err := s.eventOf(ctx, actor, consult.CheckIn, slug, event)
	if err != nil {
		return session, err
	}
	if form, err = consult.ParseID(string(form)); err != nil {
		return session, consult.Conflict("events.error.page")
	}
	count, faults := typedPeople(people)
	session = consult.SessionHeld{ID: form, ConsultationID: consultation.ID, StepID: at.StepID, Title: at.Title, Table: oneLine(table),
		HeldOn: at.StartsAt, Participants: count}
	if faults = append(faults, sessionFaults(&session)...); len(faults) > 0 {
		return session, consult.Invalid(faults...)
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if found, err := tx.SessionHeld(ctx, form); err == nil {
			session = found
			if found.ConsultationID != consultation.ID {
				return consult.Conflict("events.error.page")
			}
			return nil
		} else if consult.CodeOf(err) != consult.CodeNotFound {
			return err
		}
		if err := tx.InsertSessionHeld(ctx, &session); err != nil {
			return err
		}
		if err := tx.TieSession(ctx, session.ID, event); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "event.workshop", consultation.ID, "event "+string(event)+", session "+string(session.ID))
	})
	if err != nil {
		return session, fmt.Errorf("add a workshop to event %s: %w", event, err)
	}
	return session, nil
}

// TieWorkshop makes a workshop part of an event, or takes it out.
func (s *Service) TieWorkshop(ctx context.Context, actor consult.Actor, slug string, event, session consult.ID, tied bool) error {
	if err := actor.Require(consult.CollectContributions); err != nil {
		return err
	}
	consultation, _, err := s.eventOf(ctx, actor, consult.CheckIn, slug, event)
	if err != nil {
		return err
	}
	held, err := s.Store.SessionHeld(ctx, session)
	if err == nil && held.ConsultationID != consultation.ID {
		err = consult.NotFound("error.not_found")
	}
	if err != nil {
		return err
	}
	return s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if tied {
			if err := tx.TieSession(ctx, session, event); err != nil {
				return err
			}
		} else if err := tx.UntieSession(ctx, session); err != nil && consult.CodeOf(err) != consult.CodeNotFound {
			return err
		}
		return s.audit(ctx, tx, actor, "event.workshop", consultation.ID, "event "+string(event)+", session "+string(session))
	})
}

// EventOfWorkshop gives the event of a workshop; nil when it is of none.
func (s *Service) EventOfWorkshop(ctx context.Context, session consult.ID) (*consult.Event, error) {
	if session == "" {
		return nil, nil
	}
	event, err := s.Store.EventOfSession(ctx, session)
	if consult.CodeOf(err) == consult.CodeNotFound {
		return nil, nil
	}
	return &event, err
}
