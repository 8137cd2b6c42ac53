package service_test

import (
	"fmt"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestWhatIsToldOfAStructureFollowsTheList(t *testing.T) {
	m := openMeeting(t)
	epicerie, other := m.structure(t, "Épicerie du port", "73282932000074"), m.structure(t, "Scierie du bois", "")
	made := m.register(t, amina())
	if made.Attendee.OrganisationID != epicerie || m.told(t, epicerie) != "registered" {
		t.Fatalf("tied to %s, told %q", made.Attendee.OrganisationID, m.told(t, epicerie))
	}
	colleague, err := m.AddPerson(t.Context(), consult.System(), essai, m.event.ID, service.PersonDraft{ID: consult.NewID(), Name: "Bruno", Organisation: epicerie, Arrived: true})
	if err != nil || m.told(t, epicerie) != "registered attended" {
		t.Fatalf("%v, told %q", err, m.told(t, epicerie))
	}
	if _, err := m.Arrive(t.Context(), consult.System(), made.Attendee.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Unarrive(t.Context(), consult.System(), colleague.ID); err != nil || m.told(t, epicerie) != "registered attended" {
		t.Errorf("one of two still came: %v, told %q", err, m.told(t, epicerie))
	}
	if f := m.figures(t); f.Arrived != 1 || f.Structures != 1 {
		t.Errorf("%+v", f)
	}
	moved := amina()
	moved.Organisation = other
	if err := m.EditPerson(t.Context(), consult.System(), essai, m.event.ID, made.Attendee.ID, moved); err != nil {
		t.Fatal(err)
	}
	if m.told(t, other) != "registered attended" || strings.Contains(m.told(t, epicerie), "attended") {
		t.Errorf("told %q and %q", m.told(t, epicerie), m.told(t, other))
	}
	if err := m.SetPerson(t.Context(), consult.System(), essai, m.event.ID, made.Attendee.ID, consult.AttendanceCancelled); err != nil || m.told(t, other) != "" {
		t.Errorf("cancelled: %v, told %q", err, m.told(t, other))
	}
}

func TestDeclaredAndCountedStandSideBySide(t *testing.T) {
	m := openMeeting(t, func(d *service.EventDraft) { d.Capacity, d.Declared, d.DeclaredBy = 0, 120, "les animateurs" })
	for i := range 6 {
		if _, err := m.AddPerson(t.Context(), consult.System(), essai, m.event.ID, service.PersonDraft{ID: consult.NewID(), Name: fmt.Sprintf("Personne %d", i), Arrived: true}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := m.AddWorkshop(t.Context(), consult.System(), essai, m.event.ID, consult.NewID(), "Table 1", "14"); err != nil {
		t.Fatal(err)
	}
	view, err := m.PublicConsultation(t.Context(), essai)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, figure := range view.Figures {
		found[fmt.Sprintf("%s %d counted=%v by=%s", figure.Kind, figure.Value, figure.Counted, figure.By)] = true
		if figure.Kind == service.FigureEvent && figure.Value == 126 {
			t.Error("what is declared is added to what is counted")
		}
	}
	for _, wanted := range []string{"event 6 counted=true by=", "event 120 counted=false by=les animateurs", "workshops 14 counted=false by="} {
		if !found[wanted] {
			t.Errorf("no figure %q among %v", wanted, found)
		}
	}
}

func TestTheFiguresOfThePublicPageNameNoEventThatIsNotPublic(t *testing.T) {
	m := openMeeting(t, func(d *service.EventDraft) { d.Title, d.Public = "Réunion interne", false })
	ctx, system := t.Context(), consult.System()
	draft := service.EventDraft{ID: m.event.ID, Title: m.event.Title, StartsAt: m.event.StartsAt, Declared: 40, DeclaredBy: "le cabinet"}
	if _, err := m.SaveEvent(ctx, system, essai, draft); err != nil {
		t.Fatal(err)
	}
	view, err := m.PublicConsultation(ctx, essai)
	if err != nil {
		t.Fatal(err)
	}
	for _, figure := range view.Figures {
		if figure.Kind == service.FigureEvent {
			t.Errorf("the public page tells of %+v", figure)
		}
	}
}
