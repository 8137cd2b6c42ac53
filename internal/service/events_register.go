package service

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"concertation/internal/consult"
)

// PublicEvent is an event as anybody sees it.
type PublicEvent struct {
	consult.Event
	Open    bool // takes registrations now
	Past    bool
	Full    bool // who registers now waits for a place
	Left    int  // places that are free; 0 without a capacity
	Waiting int
}

// PublicEventView is an event on its public page.
type PublicEventView struct {
	Consultation consult.Consultation
	Event        PublicEvent
	// ID and Token are to be posted with a registration. Nothing is stored before.
	ID    consult.ID
	Token string
}

func (s *Service) publicEvent(line EventLine) PublicEvent {
	now := s.Now()
	end := line.EndsAt
	if end.IsZero() {
		end = line.StartsAt
	}
	made := PublicEvent{Event: line.Event, Open: line.Registering(now), Past: end.Before(now), Waiting: line.Figures.Waiting}
	if line.Capacity > 0 {
		made.Left = max(line.Capacity-line.Figures.Confirmed, 0)
		made.Full = made.Left == 0 || made.Waiting > 0
	}
	return made
}

// PublicEvents gives the events that anybody may see.
func (s *Service) PublicEvents(ctx context.Context, slug string) (consult.Consultation, []PublicEvent, error) {
	consultation, err := s.PublicTexts(ctx, slug)
	if err != nil {
		return consultation, nil, err
	}
	shown, err := s.shownEvents(ctx, consultation.ID)
	return consultation, shown, err
}

func (s *Service) shownEvents(ctx context.Context, consultation consult.ID) ([]PublicEvent, error) {
	lines, err := s.eventLines(ctx, consultation)
	var shown []PublicEvent
	for _, line := range lines {
		if line.Public {
			shown = append(shown, s.publicEvent(line))
		}
	}
	return shown, err
}

// PublicEvent gives an event that anybody may see; CodeNotFound for any other.
func (s *Service) PublicEvent(ctx context.Context, slug string, id consult.ID) (*PublicEventView, error) {
	consultation, events, err := s.PublicEvents(ctx, slug)
	if err != nil {
		return nil, err
	}
	for _, event := range events {
		if event.ID == id {
			return &PublicEventView{Consultation: consultation, Event: event, ID: consult.NewID(), Token: newToken()}, nil
		}
	}
	return nil, consult.NotFound("error.not_found")
}

// Registered is what a registration made.
type Registered struct {
	Attendee consult.Attendee
	Token    string
	Again    bool // the same post had already made it
}

// Register puts somebody on the list of an event, once: the same post again gives the same registration (rule 5). When
// no place is free they wait for one. CodeInvalid with everything wrong; CodeClosed when the event takes none;
// CodeConflict when the page's identifier registered somebody else.
func (s *Service) Register(ctx context.Context, slug string, id consult.ID, draft PersonDraft) (*Registered, error) {
	view, err := s.PublicEvent(ctx, slug, id)
	if err != nil {
		return nil, err
	}
	if draft.ID, err = consult.ParseID(string(draft.ID)); err != nil {
		return nil, consult.Conflict("events.error.page")
	}
	if !tokenLike(draft.Token) {
		draft.Token = newToken()
	}
	draft.Organisation = "" // the public knows nothing of the list
	faults := draft.tidied()
	if !view.Event.Open {
		if stored, err := s.Store.Attendance(ctx, draft.ID); err == nil {
			return registeredBefore(&stored, id, &draft)
		}
		return nil, consult.Closed("events.error.closed")
	}
	if len(faults) > 0 {
		return nil, consult.Invalid(faults...)
	}
	made := false
	stored, err := s.insertPerson(ctx, &view.Event.Event, consult.Attendance{ID: draft.ID, Origin: consult.AttendanceRegistered}, draft,
		func(consult.Tx) error { made = true; return nil })
	if err != nil {
		return nil, fmt.Errorf("register for event %s: %w", id, err)
	}
	if !made || stored.Print != draft.print() {
		return registeredBefore(&stored, id, &draft)
	}
	return &Registered{Attendee: stored, Token: draft.Token}, nil
}

// registeredBefore answers a post whose identifier already registered somebody. Only their page has the token.
func registeredBefore(stored *consult.Attendee, event consult.ID, draft *PersonDraft) (*Registered, error) {
	if stored.EventID != event || !bytes.Equal(stored.TokenHash, hashToken(draft.Token)) {
		return nil, consult.Conflict("events.error.page")
	}
	made := &Registered{Attendee: *stored, Token: draft.Token, Again: true}
	if stored.Print != draft.print() {
		return made, consult.Conflict("events.error.changed")
	}
	return made, nil
}

// Registration is a registration as its personal link shows it.
type Registration struct {
	Consultation consult.Consultation
	Event        PublicEvent
	Attendee     consult.Attendee
	Ahead        int  // how many wait before them
	Editable     bool // the event has not begun
}

// RegistrationByToken gives a registration to whoever holds its link; CodeNotFound for any other token.
func (s *Service) RegistrationByToken(ctx context.Context, token string) (*Registration, error) {
	attendee, err := s.Store.AttendanceByToken(ctx, hashToken(token))
	if err != nil {
		return nil, err
	}
	return s.registration(ctx, attendee)
}

func (s *Service) registration(ctx context.Context, attendee consult.Attendee) (*Registration, error) {
	consultation, err := s.Store.Consultation(ctx, attendee.ConsultationID)
	if err != nil {
		return nil, err
	}
	lines, err := s.eventLines(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	made := &Registration{Consultation: consultation, Attendee: attendee}
	for _, line := range lines {
		if line.ID == attendee.EventID {
			made.Event = s.publicEvent(line)
		}
	}
	made.Editable = s.Now().Before(made.Event.StartsAt)
	if attendee.State != consult.AttendanceWaiting {
		return made, nil
	}
	people, err := s.Store.Attendees(ctx, attendee.EventID)
	for i := range people {
		if people[i].State == consult.AttendanceWaiting && people[i].Rank < attendee.Rank {
			made.Ahead++
		}
	}
	return made, err
}

// MendRegistration changes what somebody said of themselves; their place stays.
func (s *Service) MendRegistration(ctx context.Context, token string, draft PersonDraft) (*Registration, error) {
	held, err := s.RegistrationByToken(ctx, token)
	if err != nil {
		return nil, err
	}
	if !held.Editable || held.Attendee.State == consult.AttendanceCancelled {
		return held, consult.Closed("events.error.begun")
	}
	draft.Organisation = ""
	if draft.SIRET == held.Attendee.SIRET {
		draft.Organisation = held.Attendee.OrganisationID // what the organiser chose stays
	}
	if faults := draft.tidied(); len(faults) > 0 {
		return held, consult.Invalid(faults...)
	}
	stored, err := s.changePerson(ctx, held.Attendee.ID, draft, nil)
	if err != nil {
		return held, fmt.Errorf("mend registration %s: %w", held.Attendee.ID, err)
	}
	return s.registration(ctx, stored)
}

// CancelRegistration gives a place back: who waits first takes it. Cancelling twice changes nothing.
func (s *Service) CancelRegistration(ctx context.Context, token string) (*Registration, error) {
	held, err := s.RegistrationByToken(ctx, token)
	if err != nil {
		return nil, err
	}
	if !held.Editable {
		return held, consult.Closed("events.error.begun")
	}
	if _, err := s.setState(ctx, held.Attendee.ID, consult.AttendanceCancelled, nil); err != nil {
		return held, fmt.Errorf("cancel registration %s: %w", held.Attendee.ID, err)
	}
	return s.RegistrationByToken(ctx, token)
}

// changePerson writes what is said of a person; also is done in the same transaction.
func (s *Service) changePerson(ctx context.Context, id consult.ID, draft PersonDraft, also func(tx consult.Tx) error) (stored consult.Attendee, err error) {
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		found, err := tx.Attendance(ctx, id)
		if err != nil {
			return err
		}
		event, err := tx.Event(ctx, found.EventID)
		if err != nil {
			return err
		}
		before := found.OrganisationID
		if found.OrganisationID, err = structureOf(ctx, tx, found.ConsultationID, &draft); err != nil {
			return err
		}
		draft.into(&found.Participant)
		found.Print = draft.print()
		if err := tx.UpdateParticipant(ctx, &found.Participant); err != nil {
			return err
		}
		if err := s.writePerson(ctx, tx, &event, before, &found.Attendance); err != nil {
			return err
		}
		stored = found
		if also == nil {
			return nil
		}
		return also(tx)
	})
	return stored, err
}

// setState confirms or cancels somebody, and gives the place that is free to who waits.
func (s *Service) setState(ctx context.Context, id consult.ID, state consult.AttendanceState, also func(tx consult.Tx) error) (stored consult.Attendee, err error) {
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if err := oneAtATime(ctx, tx); err != nil {
			return err
		}
		if stored, err = tx.Attendance(ctx, id); err != nil || stored.State == state {
			return err
		}
		event, err := tx.Event(ctx, stored.EventID)
		if err != nil {
			return err
		}
		if stored.State = state; state == consult.AttendanceCancelled {
			stored.ArrivedAt, stored.ArrivedBy, stored.ArrivedFrom = time.Time{}, "", ""
		}
		if err := s.writePerson(ctx, tx, &event, stored.OrganisationID, &stored.Attendance); err != nil {
			return err
		}
		if err := s.promote(ctx, tx, &event); err != nil || also == nil {
			return err
		}
		return also(tx)
	})
	return stored, err
}

// Mendable says whether the person may still change what they said, or give their place back.
func (r *Registration) Mendable() bool {
	return r.Editable && r.Attendee.State != consult.AttendanceCancelled
}
