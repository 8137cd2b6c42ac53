package service

import (
	"context"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"concertation/internal/consult"
)

// Events: events.go is what the organiser does with them, events_register.go what anybody does on the public pages,
// events_people.go how people come on a list and leave it, events_door.go who arrives, events_workshops.go their workshops,
// events_figures.go the figures of the public page, import_attendances*.go lists that are brought.

// EventLine is an event with what is counted on its list.
type EventLine struct {
	consult.Event
	Figures consult.EventFigures
}

// EventsView lists the events of a consultation.
type EventsView struct {
	Consultation consult.Consultation
	Events       []EventLine
	Imports      []consult.Import // lists that were brought, newest first
}

// Events gives the events of a consultation.
func (s *Service) Events(ctx context.Context, actor consult.Actor, slug string) (*EventsView, error) {
	if err := actor.Require(consult.CheckIn); err != nil {
		return nil, err
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return nil, err
	}
	view := &EventsView{Consultation: consultation}
	if view.Events, err = s.eventLines(ctx, consultation.ID); err != nil {
		return nil, err
	}
	view.Imports, err = importsAbout(ctx, s.Store, consultation.ID, consult.AboutAttendances)
	return view, err
}

func (s *Service) eventLines(ctx context.Context, consultation consult.ID) ([]EventLine, error) {
	events, err := s.Store.Events(ctx, consultation)
	if err != nil || len(events) == 0 {
		return nil, err
	}
	figures, err := s.Store.EventFigures(ctx, consultation)
	if err != nil {
		return nil, err
	}
	lines := make([]EventLine, len(events))
	for i, event := range events {
		lines[i] = EventLine{event, figures[event.ID]}
	}
	return lines, nil
}

// EventView is an event with its list and its workshops.
type EventView struct {
	Consultation consult.Consultation
	Event        consult.Event
	Step         *consult.Step // that it is part of
	Steps        []consult.Step
	Figures      consult.EventFigures
	People       []PersonLine
	Workshops    []SessionLine
	Others       []consult.SessionHeld // workshops that are of no event
	Contacts     bool                  // how to reach people may be shown
}

// PersonLine is a person of a list with the organisation they are tied to.
type PersonLine struct {
	consult.Attendee
	Organisation string
	Twice        bool // seems to be on the list twice
}

// Event gives an event with its list.
func (s *Service) Event(ctx context.Context, actor consult.Actor, slug string, id consult.ID) (*EventView, error) {
	consultation, event, err := s.eventOf(ctx, actor, consult.CheckIn, slug, id)
	if err != nil {
		return nil, err
	}
	view := &EventView{Consultation: consultation, Event: event, Contacts: actor.Can(consult.ManageEvents)}
	if view.Steps, err = s.Store.Steps(ctx, consultation.ID); err != nil {
		return nil, err
	}
	for i := range view.Steps {
		if view.Steps[i].ID == event.StepID {
			view.Step = &view.Steps[i]
		}
	}
	figures, err := s.Store.EventFigures(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	view.Figures = figures[id]
	if view.People, err = s.onList(ctx, id); err != nil {
		return nil, err
	}
	markTwice(view.People)
	return view, s.workshopsOf(ctx, view)
}

// onList gives the list of an event with the names of organisations.
func (s *Service) onList(ctx context.Context, event consult.ID) ([]PersonLine, error) {
	all, err := s.Store.Attendees(ctx, event)
	if err != nil {
		return nil, err
	}
	names := map[consult.ID]string{}
	lines := make([]PersonLine, len(all))
	for i, one := range all {
		if one.OrganisationID != "" && names[one.OrganisationID] == "" {
			organisation, err := s.Store.Organisation(ctx, one.OrganisationID)
			if err != nil {
				return nil, err
			}
			names[one.OrganisationID] = organisation.Name
		}
		lines[i] = PersonLine{Attendee: one, Organisation: names[one.OrganisationID]}
	}
	return lines, nil
}

// eventOf gives an event of the consultation to whoever has the permission.
func (s *Service) eventOf(ctx context.Context, actor consult.Actor, permission consult.Permission, slug string, id consult.ID) (consult.Consultation, consult.Event, error) {
	if err := actor.Require(permission); err != nil {
		return consult.Consultation{}, consult.Event{}, err
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return consultation, consult.Event{}, err
	}
	event, err := s.Store.Event(ctx, id)
	if err == nil && event.ConsultationID != consultation.ID {
		err = consult.NotFound("error.not_found")
	}
	return consultation, event, err
}

// EventDraft is what is typed of an event.
type EventDraft struct {
	ID           consult.ID // "": a new one
	Form         consult.ID // of the form that makes a new one: sent twice, it makes one; "": none
	Seen         time.Time  // when the one that the page showed was last changed; zero: whatever it was
	Step         consult.ID
	Title        string
	Place        string
	Description  string
	StartsAt     time.Time
	EndsAt       time.Time
	Capacity     int
	Public       bool
	Registration bool
	Until        time.Time // registrations are taken until then
	Declared     int
	DeclaredBy   string
	KeepUntil    time.Time // zero: a year after the event
}

// The longest description of an event, and the most people it can take.
const (
	longestDescription = 5000
	mostCapacity       = 100_000
)

// SaveEvent makes an event or changes it; a larger capacity gives places to those who wait. CodeInvalid with everything
// wrong; CodeConflict when the form made another one, or when somebody else changed it since. The same said twice is said once.
func (s *Service) SaveEvent(ctx context.Context, actor consult.Actor, slug string, draft EventDraft) (consult.Event, error) {
	var event consult.Event
	if err := actor.Require(consult.ManageEvents); err != nil {
		return event, err
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return event, err
	}
	if consultation.Status == consult.StatusRecord {
		return event, consult.Forbidden("consultation.error.record")
	}
	steps, err := s.Store.Steps(ctx, consultation.ID)
	if err != nil {
		return event, err
	}
	if faults := draft.tidied(steps); len(faults) > 0 {
		return event, consult.Invalid(faults...)
	}
	fresh := consult.NewID()
	if draft.ID == "" && draft.Form != "" {
		if fresh, err = consult.ParseID(string(draft.Form)); err != nil {
			return event, consult.Conflict("events.error.made")
		}
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		event = consult.Event{ID: fresh, ConsultationID: consultation.ID, CreatedAt: s.Now()}
		operation, write := "event.add", tx.InsertEvent
		if draft.ID != "" {
			before, err := tx.Event(ctx, draft.ID)
			if err == nil && before.ConsultationID != consultation.ID {
				err = consult.NotFound("error.not_found")
			}
			if err != nil {
				return err
			}
			event, operation, write = before, "event.edit", tx.UpdateEvent
		}
		if draft.ID == "" && draft.Form != "" {
			made, err := tx.Event(ctx, fresh)
			if err == nil && (made.ConsultationID != consultation.ID || !draft.says(made)) {
				err = consult.Conflict("events.error.made")
			}
			if !gone(err) {
				event = made
				return err
			}
		}
		if draft.ID != "" && !draft.Seen.IsZero() && !event.ChangedAt.Equal(draft.Seen) {
			if draft.says(event) {
				return nil
			}
			return consult.Conflict("events.error.edited")
		}
		draft.into(&event)
		event.ChangedAt = s.Now()
		if err := write(ctx, &event); err != nil {
			return err
		}
		if err := s.promote(ctx, tx, &event); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, operation, consultation.ID, "event "+string(event.ID))
	})
	if err != nil {
		return event, fmt.Errorf("save event: %w", err)
	}
	return event, nil
}

// tidied cleans what was typed, and says what is wrong with it.
func (d *EventDraft) tidied(steps []consult.Step) []consult.FieldError {
	var faults []consult.FieldError
	fault := func(field, key string, args ...any) {
		faults = append(faults, consult.FieldError{Field: field, Key: key, Args: args})
	}
	for field, line := range map[string]*string{"title": &d.Title, "place": &d.Place, "declared_by": &d.DeclaredBy} {
		if *line = plainLine(*line); utf8.RuneCountInString(*line) > longestLine {
			fault(field, "events.error.long", "max", longestLine)
		}
	}
	if d.Description = cleanTyped(d.Description); utf8.RuneCountInString(d.Description) > longestDescription {
		fault("description", "events.error.long", "max", longestDescription)
	}
	if d.Title == "" {
		fault("title", "events.error.title")
	}
	if d.StartsAt.IsZero() {
		fault("starts", "events.error.starts")
	}
	if !d.EndsAt.IsZero() && d.EndsAt.Before(d.StartsAt) {
		fault("ends", "events.error.ends")
	}
	if d.Capacity < 0 || d.Capacity > mostCapacity {
		fault("capacity", "events.error.capacity", "max", mostCapacity)
	}
	if d.Declared < 0 || d.Declared > mostCapacity {
		fault("declared", "events.error.capacity", "max", mostCapacity)
	} else if d.Declared > 0 && d.DeclaredBy == "" {
		fault("declared_by", "events.error.declared_by")
	}
	if d.Step != "" && !slices.ContainsFunc(steps, func(step consult.Step) bool { return step.ID == d.Step }) {
		fault("step", "events.error.step")
	}
	slices.SortStableFunc(faults, func(a, b consult.FieldError) int {
		return slices.Index(eventFields(), a.Field) - slices.Index(eventFields(), b.Field)
	})
	return faults
}

// eventFields are the fields of the form, in its order.
func eventFields() []string {
	return []string{"title", "step", "place", "starts", "ends", "description", "capacity", "until", "declared", "declared_by", "keep"}
}

func (d *EventDraft) into(e *consult.Event) {
	e.StepID, e.Title, e.Place, e.Description = d.Step, d.Title, d.Place, d.Description
	e.StartsAt, e.EndsAt, e.Capacity, e.Public, e.Registration, e.RegisterUntil = d.StartsAt, d.EndsAt, d.Capacity, d.Public, d.Registration, d.Until
	e.Declared, e.DeclaredBy, e.KeepUntil = d.Declared, d.DeclaredBy, d.KeepUntil
	if e.KeepUntil.IsZero() {
		e.KeepUntil = e.StartsAt.AddDate(1, 0, 0)
	}
}

// says says whether an event is already as it is described.
func (d *EventDraft) says(e consult.Event) bool {
	before := e
	d.into(&e)
	for _, at := range []*time.Time{&e.StartsAt, &e.EndsAt, &e.RegisterUntil, &e.KeepUntil} {
		if !at.IsZero() {
			*at = at.UTC() // as the store gives them
		}
	}
	return e == before
}

// DeleteEvent removes an event on whose list there is nobody: CodeConflict otherwise.
func (s *Service) DeleteEvent(ctx context.Context, actor consult.Actor, slug string, id consult.ID) error {
	consultation, _, err := s.eventOf(ctx, actor, consult.ManageEvents, slug, id)
	if err != nil {
		return err
	}
	return s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if err := oneAtATime(ctx, tx); err != nil {
			return err
		}
		people, err := tx.Attendees(ctx, id)
		if err != nil {
			return err
		}
		if len(people) > 0 {
			return consult.Conflict("events.error.people", "count", len(people))
		}
		if err := tx.DeleteEvent(ctx, id); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "event.delete", consultation.ID, "event "+string(id))
	})
}
