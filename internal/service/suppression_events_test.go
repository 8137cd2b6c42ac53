package service_test

import (
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/testkit/database"
)

const listOfErased = "Nom;Prénom;Courriel;Téléphone;Présence\n" +
	"Quetzal;Zénobie;Quetzal@exemple.fr;06 12 34 56 78;x\n" +
	"Ohr;Bruno;bruno@exemple.fr;;x\n"

// Both engines: the list of an event that brings somebody erased back says so, and leaves them out.
func TestAListOfAnEventThatBringsBackWhoWasErasedSaysSoAndLeavesThemOut(t *testing.T) {
	for engine, url := range map[string]func(testing.TB) string{"sqlite": database.SQLite, "postgres": database.Postgres} {
		t.Run(engine, func(t *testing.T) {
			m := openMeetingOn(t, url(t))
			m.bring(t, listOfErased, sure)
			m.erase(t, "quetzal@exemple.fr")
			before := m.figures(t)
			for _, row := range []string{"Quetzal;Zénobie; QUETZAL@exemple.fr ;;x", "Zoé Quetzal;;;+33 6 12 34 56 78;x"} {
				view := m.bring(t, "Nom;Prénom;Courriel;Téléphone;Présence\n"+row+"\n", sure)
				if r := view.Import.Report; r.Erased != 1 || r.Added+r.Updated != 0 || len(r.Issues) != 1 || r.Issues[0].Key != "events.issue.erased" {
					t.Errorf("%s: %+v", row, r)
				}
			}
			if m.figures(t) != before {
				t.Errorf("%+v, want %+v", m.figures(t), before)
			}
			held, err := m.AttendancesDesk().Receive(t.Context(), consult.System(), essai, "encore.csv", strings.NewReader(listOfErased))
			check(t, err)
			settings := held.Settings
			settings.Event = m.event.ID
			held, err = m.AttendancesDesk().Set(t.Context(), consult.System(), essai, held.ID, settings)
			check(t, err)
			view, err := m.AttendancesDesk().View(t.Context(), consult.System(), essai, held.ID)
			check(t, err)
			if s := view.Survey; s.ErasedRows != 1 || len(s.Erased) != 1 || s.Erased[0].Row != 2 || s.Erased[0].At.IsZero() {
				t.Errorf("surveyed: %+v", s)
			}
			settings.BringBack = []int{2}
			_, err = m.AttendancesDesk().Set(t.Context(), consult.System(), essai, held.ID, settings)
			check(t, err)
			if _, err := m.AttendancesDesk().Try(t.Context(), consult.System(), essai, held.ID); !faulty(err, "bring_back_why") {
				t.Errorf("brought back without a word: %v", err)
			}
			// Brought back by choice, with a reason, in this consultation alone.
			report := m.bring(t, listOfErased, func(s *consult.ImportSettings) {
				sure(s)
				s.BringBack, s.BringBackWhy = []int{2}, consult.BringBackAsked
			}).Import.Report
			if report.Erased != 0 || report.Added != 1 || m.logged(t, "attendance.bring_back.asked") != 1 {
				t.Errorf("brought back: %+v", report)
			}
			if report := m.bring(t, listOfErased, sure).Import.Report; report.Erased != 0 || report.Already != 2 {
				t.Errorf("the same list afterwards: %+v", report)
			}
			m.erase(t, "quetzal@exemple.fr")
			if report := m.bring(t, listOfErased, sure).Import.Report; report.Erased != 1 {
				t.Errorf("erased again: %+v", report)
			}
		})
	}
}

func TestWhoRegisteredThemselvesSinceIsNotLeftOutOfAList(t *testing.T) {
	m := openMeeting(t)
	m.bring(t, listOfErased, sure)
	m.erase(t, "quetzal@exemple.fr")
	m.register(t, service.PersonDraft{ID: consult.NewID(), Name: "Zénobie Quetzal", Email: "quetzal@exemple.fr"})
	report := m.bring(t, listOfErased, sure).Import.Report
	if report.Erased != 0 || report.Updated != 1 {
		t.Errorf("%+v", report)
	}
}

func TestWhoeverKeysInSomebodyErasedAtTheDoorIsWarned(t *testing.T) {
	m := openMeeting(t)
	m.bring(t, listOfErased, sure)
	m.erase(t, "quetzal@exemple.fr")
	typed := service.PersonDraft{ID: consult.NewID(), Name: "Zénobie", Phone: "06.12.34.56.78", Arrived: true}
	add := func(why consult.BringBackReason) error {
		typed.BringBack = why
		_, err := m.AddPerson(t.Context(), m.organiser, essai, m.event.ID, typed)
		return err
	}
	for _, why := range []consult.BringBackReason{"", "parce que"} {
		if err := add(why); !faulty(err, "bring_back") {
			t.Fatalf("keyed for %q: %v", why, err)
		}
	}
	for range 2 { // a double click
		check(t, add(consult.BringBackOther))
	}
	if m.figures(t).Arrived != 3 || m.logged(t, "attendance.bring_back.other") != 1 { // the erased one's place counts too
		t.Errorf("%+v, %d lines", m.figures(t), m.logged(t, "attendance.bring_back.other"))
	}

	other, err := m.AddPerson(t.Context(), m.organiser, essai, m.event.ID, named("Chloé"))
	check(t, err)
	edit := service.PersonDraft{Name: "Chloé", Email: "quetzal@exemple.fr"}
	if err := m.EditPerson(t.Context(), m.organiser, essai, m.event.ID, other.ID, edit); !faulty(err, "bring_back") {
		t.Errorf("changed without a word: %v", err)
	}
	edit.BringBack = consult.BringBackMistake
	check(t, m.EditPerson(t.Context(), m.organiser, essai, m.event.ID, other.ID, edit))
}

func TestWhoRegisteredThemselvesIsChangedWithoutAWord(t *testing.T) {
	m := openMeeting(t)
	m.bring(t, listOfErased, sure)
	m.erase(t, "quetzal@exemple.fr")
	made := m.register(t, service.PersonDraft{ID: consult.NewID(), Name: "Zénobie Quetzal", Email: "quetzal@exemple.fr"})
	check(t, m.EditPerson(t.Context(), m.organiser, essai, m.event.ID, made.Attendee.ID,
		service.PersonDraft{Name: "Zénobie Quetzal", Email: "quetzal@exemple.fr", Structure: "Épicerie"}))
}

func TestNothingOfAnErasedAttendanceLeadsBackToItsPerson(t *testing.T) {
	m := openMeeting(t)
	m.bring(t, listOfErased, sure)
	m.erase(t, "quetzal@exemple.fr")
	all, err := m.store.Attendees(t.Context(), m.event.ID)
	check(t, err)
	for _, one := range all {
		if (one.RowKey == "") != (one.Name == "") {
			t.Errorf("%q has the key %q", one.Name, one.RowKey)
		}
	}
}
