package service

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"

	"concertation/internal/consult"
	"concertation/internal/french"
)

// Ticket is somebody at the door, as the code of their ticket finds them.
type Ticket struct {
	Consultation consult.Consultation
	Event        consult.Event
	Person       PersonLine
	OtherDay     bool // the event is not of today
	Again        bool // they had already arrived
}

// TicketCode gives the code that somebody typed or that an address holds, as it is kept.
func TicketCode(typed string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '-' || r == '.' || r == '·' {
			return -1
		}
		return r
	}, typed))
}

// Ticket gives whose ticket a code is; CodeNotFound for a code that was never given.
func (s *Service) Ticket(ctx context.Context, actor consult.Actor, code string) (*Ticket, error) {
	if err := actor.Require(consult.CheckIn); err != nil {
		return nil, err
	}
	code = TicketCode(code)
	if len(code) != referenceLength {
		return nil, consult.NotFound("events.error.code")
	}
	attendee, err := s.Store.AttendanceByCode(ctx, code)
	if consult.CodeOf(err) == consult.CodeNotFound {
		return nil, consult.NotFound("events.error.code")
	}
	if err != nil {
		return nil, err
	}
	return s.ticket(ctx, attendee)
}

func (s *Service) ticket(ctx context.Context, attendee consult.Attendee) (*Ticket, error) {
	consultation, err := s.Store.Consultation(ctx, attendee.ConsultationID)
	if err != nil {
		return nil, err
	}
	event, err := s.Store.Event(ctx, attendee.EventID)
	if err != nil {
		return nil, err
	}
	made := &Ticket{Consultation: consultation, Event: event, Person: PersonLine{Attendee: attendee}}
	today := s.Now().In(paris()).Format(time.DateOnly)
	last := event.EndsAt
	if last.IsZero() {
		last = event.StartsAt
	}
	made.OtherDay = today < event.StartsAt.In(paris()).Format(time.DateOnly) || today > last.In(paris()).Format(time.DateOnly)
	if attendee.OrganisationID != "" {
		organisation, err := s.Store.Organisation(ctx, attendee.OrganisationID)
		if err != nil {
			return nil, err
		}
		made.Person.Organisation = organisation.Name
	}
	return made, nil
}

// Arrive notes that somebody is here, once: a second time tells when they arrived. Who was waiting is let in.
// CodeConflict when they cancelled.
func (s *Service) Arrive(ctx context.Context, actor consult.Actor, id consult.ID) (*Ticket, error) {
	return s.atTheDoor(ctx, actor, id, "attendance.arrive", func(a *consult.Attendance) (bool, error) {
		if a.State == consult.AttendanceCancelled {
			return false, consult.Conflict("events.error.cancelled")
		}
		if !a.ArrivedAt.IsZero() {
			return false, nil
		}
		a.State, a.ArrivedAt, a.ArrivedBy = consult.AttendanceConfirmed, s.Now(), actor.User
		return true, nil
	})
}

// Unarrive takes back that somebody is here.
func (s *Service) Unarrive(ctx context.Context, actor consult.Actor, id consult.ID) (*Ticket, error) {
	return s.atTheDoor(ctx, actor, id, "attendance.unarrive", func(a *consult.Attendance) (bool, error) {
		if a.ArrivedAt.IsZero() {
			return false, nil
		}
		a.ArrivedAt, a.ArrivedBy, a.ArrivedFrom = time.Time{}, "", ""
		return true, nil
	})
}

func (s *Service) atTheDoor(ctx context.Context, actor consult.Actor, id consult.ID, operation string, change func(a *consult.Attendance) (bool, error)) (*Ticket, error) {
	if err := actor.Require(consult.CheckIn); err != nil {
		return nil, err
	}
	var attendee consult.Attendee
	changed := false
	err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if err := oneAtATime(ctx, tx); err != nil { // two doors, one person
			return err
		}
		var err error
		if attendee, err = tx.Attendance(ctx, id); err != nil {
			return err
		}
		if changed, err = change(&attendee.Attendance); err != nil || !changed {
			return err
		}
		event, err := tx.Event(ctx, attendee.EventID)
		if err != nil {
			return err
		}
		if err := s.writePerson(ctx, tx, &event, attendee.OrganisationID, &attendee.Attendance); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, operation, attendee.ConsultationID, "attendance "+string(id))
	})
	if err != nil {
		return nil, fmt.Errorf("at the door, attendance %s: %w", id, err)
	}
	made, err := s.ticket(ctx, attendee)
	if err == nil {
		made.Again = !changed
	}
	return made, err
}

// DoorView is the door of an event: how many are here, and whom a search finds.
type DoorView struct {
	Consultation consult.Consultation
	Event        consult.Event
	Figures      consult.EventFigures
	Query        string
	Found        []PersonLine
}

// mostAtTheDoor bounds the people that a search shows.
const mostAtTheDoor = 30

// Door gives the door of an event; query is a code, or words of a name or of a structure. Nobody is shown without one.
func (s *Service) Door(ctx context.Context, actor consult.Actor, slug string, id consult.ID, query string) (*DoorView, error) {
	consultation, event, err := s.eventOf(ctx, actor, consult.CheckIn, slug, id)
	if err != nil {
		return nil, err
	}
	view := &DoorView{Consultation: consultation, Event: event, Query: plainLine(query)}
	figures, err := s.Store.EventFigures(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	view.Figures = figures[id]
	if view.Query == "" {
		return view, nil
	}
	people, err := s.onList(ctx, id)
	for _, one := range people {
		if len(view.Found) < mostAtTheDoor && one.answers(view.Query) {
			view.Found = append(view.Found, one)
		}
	}
	return view, err
}

// answers says whether a person is meant by a code, or by words each of which begins a word of theirs.
func (p *PersonLine) answers(query string) bool {
	if TicketCode(query) == p.Code {
		return true
	}
	words := strings.Fields(french.Fold(p.Name + " " + p.Structure + " " + p.Organisation))
	for sought := range strings.FieldsSeq(french.Fold(query)) {
		met := false
		for _, word := range words {
			met = met || strings.HasPrefix(word, sought)
		}
		if !met {
			return false
		}
	}
	return true
}

// Person gives somebody of a list.
func (s *Service) Person(ctx context.Context, actor consult.Actor, slug string, event, id consult.ID) (*Ticket, error) {
	if _, _, err := s.eventOf(ctx, actor, consult.CheckIn, slug, event); err != nil {
		return nil, err
	}
	attendee, err := s.Store.Attendance(ctx, id)
	if err == nil && attendee.EventID != event {
		err = consult.NotFound("error.not_found")
	}
	if err != nil {
		return nil, err
	}
	return s.ticket(ctx, attendee)
}

// EditPerson changes what is known of somebody of a list, and the structure they are tied to.
func (s *Service) EditPerson(ctx context.Context, actor consult.Actor, slug string, event, id consult.ID, draft PersonDraft) error {
	if err := actor.Require(consult.ManageEvents); err != nil {
		return err
	}
	found, err := s.Person(ctx, actor, slug, event, id)
	if err != nil {
		return err
	}
	if faults := draft.tidied(); len(faults) > 0 {
		return consult.Invalid(faults...)
	}
	back, err := s.erasedPerson(ctx, actor, found.Consultation.ID, id, &draft, &found.Person.Participant)
	if err != nil {
		return err
	}
	_, err = s.changePerson(ctx, id, draft, func(tx consult.Tx) error {
		if err := back(ctx, tx); err != nil {
			return err
		}
		consultation, err := tx.ConsultationBySlug(ctx, slug)
		if err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "attendance.edit", consultation.ID, "attendance "+string(id))
	})
	return err
}

// SetPerson cancels somebody, or takes them back.
func (s *Service) SetPerson(ctx context.Context, actor consult.Actor, slug string, event, id consult.ID, state consult.AttendanceState) error {
	if err := actor.Require(consult.ManageEvents); err != nil {
		return err
	}
	held, err := s.Person(ctx, actor, slug, event, id)
	if err != nil {
		return err
	}
	_, err = s.setState(ctx, id, state, func(tx consult.Tx) error {
		return s.audit(ctx, tx, actor, "attendance.edit", held.Consultation.ID, "attendance "+string(id))
	})
	return err
}

// StructuresLike gives organisations of the list whose words begin a search, at most limit.
func (s *Service) StructuresLike(ctx context.Context, actor consult.Actor, slug, sought string, limit int) ([]consult.Organisation, error) {
	if err := actor.Require(consult.ManageEvents); err != nil {
		return nil, err
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return nil, err
	}
	return s.Store.Organisations(ctx, consult.OrganisationFilter{ConsultationID: consultation.ID, Words: french.Fold(plainLine(sought)), Limit: limit})
}
