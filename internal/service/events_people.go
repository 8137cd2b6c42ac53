package service

import (
	"context"
	"fmt"
	"time"
	"unicode/utf8"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/french"
)

// PersonDraft is what is typed of somebody who will come, or who came.
type PersonDraft struct {
	ID           consult.ID // of the form: the same one again is the same person (rule 5)
	Token        string     // of the personal link, drawn with the public page; "": none
	Name         string
	Email        string
	Phone        string
	Structure    string
	SIRET        string
	Organisation consult.ID // of the list, when it was chosen; "": looked for by SIRET
	Arrived      bool       // is here now
	// BringBack says why somebody erased at their request is keyed in again.
	BringBack consult.BringBackReason
}

// The longest telephone number, its spaces and its words included.
const longestPhone = 60

// tidied cleans what was typed, and says what is wrong with it.
func (d *PersonDraft) tidied() []consult.FieldError {
	var faults []consult.FieldError
	fault := func(field, key string, args ...any) {
		faults = append(faults, consult.FieldError{Field: field, Key: key, Args: args})
	}
	d.Name, d.Email, d.Phone, d.Structure, d.SIRET = cleanCell(d.Name), cleanCell(d.Email), cleanCell(d.Phone), cleanCell(d.Structure), digitsOf(cleanCell(d.SIRET))
	for _, one := range []struct {
		field, value string
		most         int
	}{{"name", d.Name, mostName}, {"phone", d.Phone, longestPhone}, {"structure", d.Structure, mostName}} {
		if utf8.RuneCountInString(one.value) > one.most {
			fault(one.field, "events.error.long", "max", one.most)
		}
	}
	if d.Name == "" {
		fault("name", "events.error.name")
	}
	if d.Email != "" && !sendable(d.Email) {
		fault("email", "events.error.email")
	}
	if d.SIRET != "" && !forms.ValidSIRET(d.SIRET) {
		fault("siret", "events.error.siret")
	}
	return faults
}

func (d *PersonDraft) print() string {
	return shortHash(d.Name, d.Email, d.Phone, d.Structure, d.SIRET)
}

func (d *PersonDraft) into(who *consult.Participant) {
	who.Name, who.Email, who.Phone, who.Structure, who.SIRET = d.Name, d.Email, d.Phone, d.Structure, d.SIRET
}

// structureOf gives the organisation of the list that a draft names, or "".
func structureOf(ctx context.Context, reader consult.Reader, consultation consult.ID, draft *PersonDraft) (consult.ID, error) {
	if draft.Organisation != "" {
		organisation, err := reader.Organisation(ctx, draft.Organisation)
		if err == nil && organisation.ConsultationID != consultation {
			err = consult.NotFound("error.not_found")
		}
		return draft.Organisation, err
	}
	if draft.SIRET == "" {
		return "", nil
	}
	found, err := reader.Organisations(ctx, consult.OrganisationFilter{ConsultationID: consultation, Words: french.Fold(draft.SIRET), Merged: true})
	if err != nil {
		return "", err
	}
	for _, organisation := range found {
		if organisation.SIRET == draft.SIRET && organisation.MergedInto != "" {
			return organisation.MergedInto, nil
		}
		if organisation.SIRET == draft.SIRET {
			return organisation.ID, nil
		}
	}
	return "", nil
}

// newPerson writes a person on a list. Draws of codes that are taken are drawn again by the caller.
func (s *Service) newPerson(ctx context.Context, tx consult.Tx, event *consult.Event, a *consult.Attendance, draft *PersonDraft) error {
	var err error
	if a.Rank, err = tx.NextSeq(ctx); err != nil {
		return err
	}
	if a.OrganisationID, err = structureOf(ctx, tx, event.ConsultationID, draft); err != nil {
		return err
	}
	who := consult.Participant{AttendanceID: a.ID, KeepUntil: event.KeepUntil}
	draft.into(&who)
	a.EventID, a.ConsultationID, a.Code, a.Print, a.CreatedAt, a.ChangedAt = event.ID, event.ConsultationID, newReference(), draft.print(), s.Now(), s.Now()
	if draft.Token != "" {
		a.TokenHash = hashToken(draft.Token)
	}
	if err := tx.InsertAttendance(ctx, a, &who); err != nil {
		return err
	}
	return syncTouches(ctx, tx, event, a.OrganisationID)
}

// takesPlace says whether one more person has a place: none is free while somebody waits.
func takesPlace(ctx context.Context, tx consult.Tx, event *consult.Event) (bool, error) {
	if event.Capacity == 0 {
		return true, nil
	}
	figures, err := tx.EventFigures(ctx, event.ConsultationID)
	if err != nil {
		return false, err
	}
	counted := figures[event.ID]
	return counted.Waiting == 0 && counted.Confirmed < event.Capacity, nil
}

// promote gives the places that are free to those who wait, first come first.
func (s *Service) promote(ctx context.Context, tx consult.Tx, event *consult.Event) error {
	figures, err := tx.EventFigures(ctx, event.ConsultationID)
	if err != nil {
		return err
	}
	counted := figures[event.ID]
	for waiting := counted.Waiting; waiting > 0 && (event.Capacity == 0 || counted.Confirmed < event.Capacity); waiting-- {
		next, err := tx.WaitingFor(ctx, event.ID)
		if err != nil {
			return err
		}
		next.State, next.ChangedAt = consult.AttendanceConfirmed, s.Now()
		if err := tx.UpdateAttendance(ctx, &next); err != nil {
			return err
		}
		counted.Confirmed++
	}
	return nil
}

// syncTouches makes what is told of an organisation follow the list of an event: registered when somebody of theirs is
// on it beforehand, attended when somebody came.
func syncTouches(ctx context.Context, tx consult.Tx, event *consult.Event, organisation consult.ID) error {
	if organisation == "" {
		return nil
	}
	all, err := tx.AttendancesOf(ctx, organisation)
	if err != nil {
		return err
	}
	var registered, attended time.Time
	for _, one := range all {
		if one.EventID != event.ID || one.State == consult.AttendanceCancelled {
			continue
		}
		beforehand := one.Origin == consult.AttendanceRegistered || one.ArrivedAt.IsZero() || one.CreatedAt.Before(one.ArrivedAt)
		if beforehand && registered.IsZero() {
			registered = one.CreatedAt
		}
		if one.Here() && (attended.IsZero() || one.ArrivedAt.Before(attended)) {
			attended = one.ArrivedAt
		}
	}
	for _, told := range []struct {
		kind    consult.TouchKind
		channel consult.Channel
		at      time.Time
	}{{consult.TouchRegistered, consult.ChannelWeb, registered}, {consult.TouchAttended, consult.ChannelWorkshop, attended}} {
		source := "event/" + string(event.ID)
		if told.at.IsZero() {
			if err := tx.DeleteTouch(ctx, organisation, told.kind, source); err != nil && consult.CodeOf(err) != consult.CodeNotFound {
				return err
			}
			continue
		}
		if err := tx.InsertTouch(ctx, &consult.Touch{ID: consult.NewID(), ConsultationID: event.ConsultationID, OrganisationID: organisation,
			Kind: told.kind, Channel: told.channel, Source: source, At: told.at}); err != nil {
			return err
		}
	}
	return nil
}

// writePerson writes a changed person, and what is told of the organisations they were and are tied to.
func (s *Service) writePerson(ctx context.Context, tx consult.Tx, event *consult.Event, before consult.ID, a *consult.Attendance) error {
	a.ChangedAt = s.Now()
	if err := tx.UpdateAttendance(ctx, a); err != nil {
		return err
	}
	if before != a.OrganisationID {
		if err := syncTouches(ctx, tx, event, before); err != nil {
			return err
		}
	}
	return syncTouches(ctx, tx, event, a.OrganisationID)
}

// AddPerson puts on the list somebody whom the organiser names, beforehand or at the door, whatever the capacity: the
// same form again changes nothing, and CodeConflict says that it was sent with other words. Somebody erased at their
// request is refused unless draft.BringBack says why they come back.
func (s *Service) AddPerson(ctx context.Context, actor consult.Actor, slug string, event consult.ID, draft PersonDraft) (consult.Attendee, error) {
	consultation, at, err := s.eventOf(ctx, actor, consult.CheckIn, slug, event)
	if err != nil {
		return consult.Attendee{}, err
	}
	if draft.ID, err = consult.ParseID(string(draft.ID)); err != nil {
		return consult.Attendee{}, consult.Conflict("events.error.page")
	}
	draft.Token = ""
	if faults := draft.tidied(); len(faults) > 0 {
		return consult.Attendee{}, consult.Invalid(faults...)
	}
	back, err := s.erasedPerson(ctx, actor, consultation.ID, draft.ID, &draft, &consult.Participant{})
	if err != nil {
		return consult.Attendee{}, err
	}
	a := consult.Attendance{ID: draft.ID, Origin: consult.AttendanceKeyed, State: consult.AttendanceConfirmed}
	if draft.Arrived {
		a.ArrivedAt, a.ArrivedBy = s.Now(), actor.User
	}
	stored, err := s.insertPerson(ctx, &at, a, draft, func(tx consult.Tx) error {
		if err := back(ctx, tx); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "attendance.add", consultation.ID, "event "+string(event)+", attendance "+string(draft.ID))
	})
	if err != nil {
		return consult.Attendee{}, fmt.Errorf("add a person to event %s: %w", event, err)
	}
	if stored.EventID != event || stored.Print != draft.print() {
		return consult.Attendee{}, consult.Conflict("events.error.changed")
	}
	return stored, nil
}

// insertPerson writes a person once, and gives them as they stand; also is done with the first writing only.
func (s *Service) insertPerson(ctx context.Context, event *consult.Event, a consult.Attendance, draft PersonDraft, also func(tx consult.Tx) error) (stored consult.Attendee, err error) {
	for range referenceDraws {
		row := a
		err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
			if found, err := tx.Attendance(ctx, a.ID); err == nil {
				stored = found
				return nil
			} else if consult.CodeOf(err) != consult.CodeNotFound {
				return err
			}
			row = a
			if err := oneAtATime(ctx, tx); err != nil {
				return err
			}
			if row.State == "" { // who registers takes a place, or waits for one
				place, err := takesPlace(ctx, tx, event)
				if err != nil {
					return err
				}
				if row.State = consult.AttendanceWaiting; place {
					row.State = consult.AttendanceConfirmed
				}
			}
			if err := s.newPerson(ctx, tx, event, &row, &draft); err != nil {
				return err
			}
			if err := also(tx); err != nil {
				return err
			}
			stored, err = tx.Attendance(ctx, a.ID)
			return err
		})
		if consult.CodeOf(err) != consult.CodeConflict {
			break
		}
	}
	return stored, err
}
