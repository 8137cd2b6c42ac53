package storetest

import (
	"time"

	"concertation/internal/consult"
)

var eventTests = map[string]func(*world){
	"an event comes back as it was written, and goes with its list": func(w *world) {
		c := w.consultation()
		later, e := w.event(c, noon.Add(time.Hour)), w.event(c, noon)
		w.event(w.consultation(), noon)
		e.Title, e.Public, e.Registration, e.Capacity, e.RegisterUntil, e.EndsAt = "Forum", false, false, 0, time.Time{}, time.Time{}
		e.Declared, e.DeclaredBy, e.StepID = 120, "les animateurs", consult.NewID()
		w.write(func(tx consult.Tx) error { return tx.UpdateEvent(w.ctx, e) })
		same(w, must[consult.Event](w)(w.store.Event(w.ctx, e.ID)), *e)
		sameOrder(w, must[[]consult.Event](w)(w.store.Events(w.ctx, c.ID)), func(e consult.Event) consult.ID { return e.ID }, e.ID, later.ID)
		a := w.attendance(e, 1)
		w.write(func(tx consult.Tx) error { return tx.DeleteEvent(w.ctx, e.ID) })
		_, err := w.store.Attendance(w.ctx, a.ID)
		w.code(consult.CodeNotFound, err)
		w.refused(consult.CodeNotFound, func(tx consult.Tx) error { return tx.UpdateEvent(w.ctx, e) })
	},
	"a person of a list is found by identifier, code and link, with who they are": func(w *world) {
		c := w.consultation()
		e := w.event(c, noon)
		second, first := w.attendance(e, 2), w.attendance(e, 1)
		for _, found := range []consult.Attendee{must[consult.Attendee](w)(w.store.Attendance(w.ctx, first.ID)),
			must[consult.Attendee](w)(w.store.AttendanceByCode(w.ctx, first.Code)), must[consult.Attendee](w)(w.store.AttendanceByToken(w.ctx, first.TokenHash))} {
			same(w, found, *first)
		}
		_, err := w.store.AttendanceByCode(w.ctx, "forged")
		w.code(consult.CodeNotFound, err)
		first.State, first.ArrivedAt, first.ArrivedBy, first.Name = consult.AttendanceConfirmed, noon, consult.NewID(), "Amina B."
		w.write(func(tx consult.Tx) error {
			if err := tx.UpdateAttendance(w.ctx, &first.Attendance); err != nil {
				return err
			}
			return tx.UpdateParticipant(w.ctx, &first.Participant)
		})
		same(w, must[[]consult.Attendee](w)(w.store.Attendees(w.ctx, e.ID)), []consult.Attendee{*first, *second})
		w.write(func(tx consult.Tx) error { return tx.DeleteAttendance(w.ctx, first.ID) })
		w.refused(consult.CodeNotFound, func(tx consult.Tx) error { return tx.UpdateParticipant(w.ctx, &first.Participant) })
	},
	"a code names one person, and a row of a file one person of an event": func(w *world) {
		c := w.consultation()
		e, other := w.event(c, noon), w.event(c, noon)
		a := w.attendance(e, 1)
		again := *a
		again.ID, again.TokenHash, again.RowKey = consult.NewID(), nil, ""
		insert := func(tx consult.Tx) error { return tx.InsertAttendance(w.ctx, &again.Attendance, &again.Participant) }
		again.AttendanceID = again.ID
		w.refused(consult.CodeConflict, insert)
		again.Code, again.RowKey = "ZZZZ2222", a.RowKey
		w.refused(consult.CodeConflict, insert)
		again.EventID = other.ID
		w.write(insert)
	},
	"an attendance that names nobody any more keeps no print of a row": func(w *world) {
		e := w.event(w.consultation(), noon)
		a := w.attendance(e, 1)
		w.write(func(tx consult.Tx) error {
			return tx.PurgeIdentity(w.ctx, consult.RecordRef{Kind: consult.RecordAttendance, ID: a.ID})
		})
		left := must[[]consult.Attendee](w)(w.store.Attendees(w.ctx, e.ID))[0]
		same(w, []any{left.ID, left.Name, left.RowKey, left.Print, len(left.TokenHash)}, []any{a.ID, "", "", "", 0})
	},
	"figures count each person once, those who cancelled apart": func(w *world) {
		c := w.consultation()
		e, empty := w.event(c, noon), w.event(c, noon)
		o := w.organisation(c, "Épicerie du port")
		for i, each := range []struct {
			state   consult.AttendanceState
			arrived bool
			listed  bool
			tied    bool
		}{{consult.AttendanceConfirmed, true, false, true}, {consult.AttendanceConfirmed, true, true, true}, {consult.AttendanceConfirmed, false, false, false},
			{consult.AttendanceWaiting, false, false, true}, {consult.AttendanceCancelled, true, false, true}} {
			a := w.attendance(e, int64(i+1))
			a.State = each.state
			if each.arrived {
				a.ArrivedAt = noon.Add(time.Duration(i) * time.Minute)
			}
			if each.listed {
				a.ArrivedFrom = consult.NewID()
			}
			if each.tied {
				a.OrganisationID = o.ID
			}
			w.write(func(tx consult.Tx) error { return tx.UpdateAttendance(w.ctx, &a.Attendance) })
		}
		figures := must[map[consult.ID]consult.EventFigures](w)(w.store.EventFigures(w.ctx, c.ID))
		same(w, figures[e.ID], consult.EventFigures{EventID: e.ID, Confirmed: 3, Waiting: 1, Cancelled: 1, Arrived: 2, OnList: 1, Structures: 1, FirstArrive: noon})
		same(w, figures[empty.ID], consult.EventFigures{EventID: empty.ID})
		same(w, len(must[[]consult.Attendance](w)(w.store.AttendancesOf(w.ctx, o.ID))), 4)
		same(w, must[consult.Attendance](w)(w.store.WaitingFor(w.ctx, e.ID)).Rank, int64(4))
		_, err := w.store.WaitingFor(w.ctx, empty.ID)
		w.code(consult.CodeNotFound, err)
	},
	"those whom an import added or says to have come are found by it": func(w *world) {
		e := w.event(w.consultation(), noon)
		added, came, other := w.attendance(e, 1), w.attendance(e, 2), w.attendance(e, 3)
		held := consult.NewID()
		added.ImportID, came.ArrivedFrom, came.ArrivedAt = held, held, noon
		for _, a := range []*consult.Attendee{added, came, other} {
			w.write(func(tx consult.Tx) error { return tx.UpdateAttendance(w.ctx, &a.Attendance) })
		}
		id := func(a consult.Attendance) consult.ID { return a.ID }
		sameOrder(w, must[[]consult.Attendance](w)(w.store.AttendancesOfImport(w.ctx, held, 9)), id, added.ID, came.ID)
		sameOrder(w, must[[]consult.Attendance](w)(w.store.AttendancesOfImport(w.ctx, held, 1)), id, added.ID)
	},
	"a workshop belongs to one event at a time": func(w *world) {
		c := w.consultation()
		first, second := w.event(c, noon), w.event(c, noon)
		s := &consult.SessionHeld{ID: consult.NewID(), ConsultationID: c.ID, Title: "Atelier", Table: "2", Participants: 8}
		w.write(func(tx consult.Tx) error { return tx.InsertSessionHeld(w.ctx, s) })
		for _, e := range []*consult.Event{first, second} {
			w.write(func(tx consult.Tx) error { return tx.TieSession(w.ctx, s.ID, e.ID) })
			same(w, must[[]consult.SessionHeld](w)(w.store.EventSessions(w.ctx, e.ID)), []consult.SessionHeld{*s})
			same(w, must[consult.Event](w)(w.store.EventOfSession(w.ctx, s.ID)), *e)
		}
		same(w, len(must[[]consult.SessionHeld](w)(w.store.EventSessions(w.ctx, first.ID))), 0)
		w.write(func(tx consult.Tx) error { return tx.UntieSession(w.ctx, s.ID) })
		_, err := w.store.EventOfSession(w.ctx, s.ID)
		w.code(consult.CodeNotFound, err)
	},
}

// event is one of a consultation, that anybody may register for.
func (w *world) event(c *consult.Consultation, at time.Time) *consult.Event {
	w.Helper()
	e := &consult.Event{ID: consult.NewID(), ConsultationID: c.ID, Title: "Rencontre de lancement", Place: "Nantes", Description: "Accueil dès 9 h.",
		StartsAt: at, EndsAt: at.Add(2 * time.Hour), Capacity: 10, Public: true, Registration: true, RegisterUntil: at.Add(-time.Hour),
		KeepUntil: at.AddDate(1, 0, 0), CreatedAt: noon, ChangedAt: noon}
	w.write(func(tx consult.Tx) error { return tx.InsertEvent(w.ctx, e) })
	return e
}

// attendance is a person of the list of an event.
func (w *world) attendance(e *consult.Event, rank int64) *consult.Attendee {
	w.Helper()
	id := consult.NewID()
	a := &consult.Attendee{Attendance: consult.Attendance{ID: id, EventID: e.ID, ConsultationID: e.ConsultationID, Origin: consult.AttendanceRegistered,
		State: consult.AttendanceWaiting, Rank: rank, Code: string(id[24:]), TokenHash: []byte(id), Print: "a", RowKey: string(id), CreatedAt: noon, ChangedAt: noon},
		Participant: consult.Participant{AttendanceID: id, Name: "Amina", Email: "amina@exemple.fr", Phone: "0240123456", Structure: "Épicerie du port",
			SIRET: "73282932000074", KeepUntil: e.KeepUntil}}
	w.write(func(tx consult.Tx) error { return tx.InsertAttendance(w.ctx, &a.Attendance, &a.Participant) })
	return a
}
