package service_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/testkit/database"
)

func TestTenPlacesTakeTenOfSixtyFourAtOnce(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run("on "+engine, func(t *testing.T) {
			url := "sqlite:" + filepath.Join(t.TempDir(), "test.db")
			if engine == "postgres" {
				url = database.Postgres(t)
			}
			m := openMeetingOn(t, url)
			var wait sync.WaitGroup
			for i := range 64 {
				wait.Add(1)
				go func() {
					defer wait.Done()
					if _, err := m.Register(context.Background(), essai, m.event.ID, named(fmt.Sprintf("Personne %d", i))); err != nil {
						t.Error(err)
					}
				}()
			}
			wait.Wait()
			if f := m.figures(t); f.Confirmed != 10 || f.Waiting != 54 {
				t.Errorf("%+v", f)
			}
		})
	}
}

func TestThePlaceOfWhoCancelsGoesToWhoWaitsFirst(t *testing.T) {
	m := openMeeting(t, func(d *service.EventDraft) { d.Capacity = 1 })
	first, second, third := m.register(t, named("Amina")), m.register(t, named("Bruno")), m.register(t, named("Chloé"))
	if first.Attendee.State != consult.AttendanceConfirmed || second.Attendee.State != consult.AttendanceWaiting {
		t.Fatalf("%s, %s", first.Attendee.State, second.Attendee.State)
	}
	held, err := m.RegistrationByToken(t.Context(), third.Token)
	if err != nil || held.Ahead != 1 {
		t.Fatalf("%d ahead, %v", held.Ahead, err)
	}
	for range 2 { // twice changes nothing
		if _, err := m.CancelRegistration(t.Context(), first.Token); err != nil {
			t.Fatal(err)
		}
	}
	if held, _ = m.RegistrationByToken(t.Context(), second.Token); held.Attendee.State != consult.AttendanceConfirmed {
		t.Errorf("the first who waited is %s", held.Attendee.State)
	}
	if f := m.figures(t); f.Confirmed != 1 || f.Waiting != 1 || f.Cancelled != 1 {
		t.Errorf("%+v", f)
	}
	draft := service.EventDraft{ID: m.event.ID, Title: m.event.Title, StartsAt: m.event.StartsAt, Capacity: 5, Public: true, Registration: true}
	if _, err := m.SaveEvent(t.Context(), consult.System(), essai, draft); err != nil {
		t.Fatal(err)
	}
	if f := m.figures(t); f.Confirmed != 2 || f.Waiting != 0 {
		t.Errorf("a larger room leaves %+v", f)
	}
}

func TestADoublePostIsOneRegistration(t *testing.T) {
	m := openMeeting(t)
	draft := amina()
	draft.Token = m.blank(t).Token
	first, again := m.register(t, draft), m.register(t, draft)
	if !again.Again || first.Attendee.Code != again.Attendee.Code || m.figures(t).Confirmed != 1 {
		t.Errorf("again %v, %+v", again.Again, m.figures(t))
	}
	changed := draft
	changed.Name = "Bruno"
	if _, err := m.Register(t.Context(), essai, m.event.ID, changed); consult.CodeOf(err) != consult.CodeConflict {
		t.Errorf("the page of somebody registers another: %v", err)
	}
	forged := draft
	forged.Token = m.blank(t).Token
	if made, err := m.Register(t.Context(), essai, m.event.ID, forged); consult.CodeOf(err) != consult.CodeConflict || made != nil {
		t.Errorf("whoever knows an identifier sees whose it is: %v", err)
	}
}

func TestWhatIsWrongWithARegistrationIsSaid(t *testing.T) {
	m := openMeeting(t)
	for field, change := range map[string]func(d *service.PersonDraft){
		"name": func(d *service.PersonDraft) { d.Name = " \u200b" }, "email": func(d *service.PersonDraft) { d.Email = "amina@exemple.fr\nBcc: tous@exemple.fr" },
		"siret": func(d *service.PersonDraft) { d.SIRET = "123" }, "structure": func(d *service.PersonDraft) { d.Structure = strings.Repeat("a", 5000) },
	} {
		draft := amina()
		change(&draft)
		_, err := m.Register(t.Context(), essai, m.event.ID, draft)
		if consult.CodeOf(err) != consult.CodeInvalid || !strings.Contains(fmt.Sprintf("%+v", faultsOf(err)), field) {
			t.Errorf("%s: %v", field, err)
		}
	}
	m.clock.advance(72 * time.Hour)
	if _, err := m.Register(t.Context(), essai, m.event.ID, amina()); consult.CodeOf(err) != consult.CodeClosed {
		t.Errorf("a past event takes people: %v", err)
	}
}
