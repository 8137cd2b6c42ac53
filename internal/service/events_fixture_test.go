package service_test

import (
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/testkit/database"
)

const essai = "essai"

// meeting is an event, that takes ten people.
type meeting struct {
	*box
	event consult.Event
}

func openMeeting(t testing.TB, changes ...func(*service.EventDraft)) *meeting {
	t.Helper()
	return openMeetingOn(t, database.SQLite(t), changes...)
}

func openMeetingOn(t testing.TB, url string, changes ...func(*service.EventDraft)) *meeting {
	t.Helper()
	m := &meeting{box: openBoxOn(t, url)}
	draft := service.EventDraft{Title: "Rencontre de lancement", Place: "Nantes", StartsAt: m.clock.Now().Add(48 * time.Hour), EndsAt: m.clock.Now().Add(51 * time.Hour),
		Capacity: 10, Public: true, Registration: true}
	for _, change := range changes {
		change(&draft)
	}
	var err error
	if m.event, err = m.SaveEvent(t.Context(), consult.System(), essai, draft); err != nil {
		t.Fatal(err)
	}
	return m
}

func amina() service.PersonDraft {
	return service.PersonDraft{ID: consult.NewID(), Name: "Amina", Email: "amina@exemple.fr", Structure: "Épicerie du port", SIRET: "732 829 320 00074"}
}

func named(name string) service.PersonDraft {
	return service.PersonDraft{ID: consult.NewID(), Name: name}
}

func (m *meeting) register(t testing.TB, draft service.PersonDraft) *service.Registered {
	t.Helper()
	made, err := m.Register(t.Context(), essai, m.event.ID, draft)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func (m *meeting) figures(t testing.TB) consult.EventFigures {
	t.Helper()
	view, err := m.Event(t.Context(), consult.System(), essai, m.event.ID)
	if err != nil {
		t.Fatal(err)
	}
	return view.Figures
}

// structure puts an organisation on the list.
func (m *meeting) structure(t testing.TB, name, siret string) consult.ID {
	t.Helper()
	o := consult.Organisation{ID: consult.NewID(), ConsultationID: m.event.ConsultationID, Name: name, SIRET: siret, CreatedAt: m.clock.Now(), ChangedAt: m.clock.Now()}
	if err := m.Store.Atomic(t.Context(), func(tx consult.Tx) error {
		return tx.InsertOrganisation(t.Context(), &o, strings.ToLower(name)+" "+siret, name)
	}); err != nil {
		t.Fatal(err)
	}
	return o.ID
}

// told lists what is told of an organisation.
func (m *meeting) told(t testing.TB, organisation consult.ID) string {
	t.Helper()
	touches, err := m.Store.Touches(t.Context(), consult.TouchFilter{OrganisationID: organisation})
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, touch := range touches {
		kinds = append(kinds, string(touch.Kind))
	}
	return strings.Join(kinds, " ")
}

func (m *meeting) blank(t testing.TB) *service.PublicEventView {
	t.Helper()
	view, err := m.PublicEvent(t.Context(), essai, m.event.ID)
	if err != nil {
		t.Fatal(err)
	}
	return view
}
