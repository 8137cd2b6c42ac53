package service_test

import (
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestAWorkshopOfAnEventIsMadeOnceAndLinksBack(t *testing.T) {
	m := openMeeting(t)
	form := consult.NewID()
	var session consult.SessionHeld
	for range 2 {
		var err error
		if session, err = m.AddWorkshop(t.Context(), consult.System(), essai, m.event.ID, form, "Table 1", "12"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := m.CaptureNotes(t.Context(), consult.System(), essai, service.NotesDraft{ID: consult.NewID(), Session: session.ID,
		Notes: "- Ouvrir plus tôt\n- Un marché le soir", GatheredText: service.GatheredText{Publication: consult.PublicationNo}}); err != nil {
		t.Fatal(err)
	}
	view, err := m.Event(t.Context(), consult.System(), essai, m.event.ID)
	if err != nil || len(view.Workshops) != 1 || view.Workshops[0].Notes != 2 || view.Workshops[0].Participants != 12 {
		t.Fatalf("%+v %v", view.Workshops, err)
	}
	if back, err := m.EventOfWorkshop(t.Context(), session.ID); err != nil || back == nil || back.ID != m.event.ID {
		t.Errorf("the workshop leads to %+v, %v", back, err)
	}
	if err := m.TieWorkshop(t.Context(), consult.System(), essai, m.event.ID, session.ID, false); err != nil {
		t.Fatal(err)
	}
	if view, _ = m.Event(t.Context(), consult.System(), essai, m.event.ID); len(view.Workshops) != 0 || len(view.Others) != 1 {
		t.Errorf("%+v %+v", view.Workshops, view.Others)
	}
}
