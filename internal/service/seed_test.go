package service_test

import (
	"context"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/store"
	"concertation/internal/testkit/database"
)

// emptyHouse is a service over an empty store.
func emptyHouse(t testing.TB) *house {
	t.Helper()
	kept, err := store.Open(context.Background(), database.SQLite(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	h := &house{store: kept, clock: &clock{now: noon}}
	h.Service = service.New(kept, service.WithClock(h.clock.Now))
	return h
}

func TestTheFirstStartLaysTheRecordAndTheDemonstrationOnce(t *testing.T) {
	ctx, h := context.Background(), emptyHouse(t)
	for range 2 {
		if err := h.SeedReference(ctx); err != nil {
			t.Fatal(err)
		}
	}
	all, err := h.store.Consultations(ctx)
	if err != nil || len(all) != 2 {
		t.Fatalf("%d consultations, %v", len(all), err)
	}

	record, err := h.store.ConsultationBySlug(ctx, "sress-2016")
	if err != nil || record.Status != consult.StatusRecord {
		t.Fatalf("record %+v, %v", record.Status, err)
	}
	steps, err := h.store.Steps(ctx, record.ID)
	if err != nil || len(steps) != 4 || steps[1].Participants != 275 {
		t.Errorf("steps of the record: %+v, %v", steps, err)
	}
	stakes, err := h.store.Stakes(ctx, record.ID)
	if err != nil || len(stakes) != 3 || len(stakes[1].Objectives) != 7 {
		t.Errorf("stakes of the record: %+v, %v", stakes, err)
	}

	demonstration, err := h.store.ConsultationBySlug(ctx, "demonstration")
	if err != nil {
		t.Fatal(err)
	}
	if fresh, _ := demonstration.Accepting(noon); !fresh || !demonstration.Demonstration {
		t.Error("the demonstration takes no response, or does not say what it is")
	}
	if fresh, _ := demonstration.Accepting(noon.Add(91 * 24 * time.Hour)); fresh {
		t.Error("the demonstration is still open after 91 days")
	}
	grid, err := h.store.ThemeGrid(ctx, demonstration.ID)
	if err != nil || len(grid.Themes) != 8 {
		t.Errorf("grid of the demonstration: %+v, %v", grid, err)
	}
	start, err := h.StartView(ctx, "demonstration", "questionnaire")
	if err != nil || !start.Accepting {
		t.Errorf("start page of the demonstration: %+v, %v", start, err)
	}
}

func TestWhatAnOrganiserRemovedStaysRemoved(t *testing.T) {
	ctx, h := context.Background(), emptyHouse(t)
	if err := h.SeedReference(ctx); err != nil {
		t.Fatal(err)
	}
	demonstration, err := h.store.ConsultationBySlug(ctx, "demonstration")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.store.Atomic(ctx, func(tx consult.Tx) error { return tx.DeleteConsultation(ctx, demonstration.ID) }); err != nil {
		t.Fatal(err)
	}
	if err := h.SeedReference(ctx); err != nil {
		t.Fatal(err)
	}
	if all, err := h.store.Consultations(ctx); err != nil || len(all) != 1 {
		t.Errorf("%d consultations, %v", len(all), err)
	}
}

func TestAConsultationMadeFromTheReferenceIsInPreparation(t *testing.T) {
	ctx, h := context.Background(), emptyHouse(t)
	if _, err := h.NewFromReference(ctx, consult.Actor{Role: consult.RoleAnalyst}, "suite", "Suite"); consult.CodeOf(err) != consult.CodeForbidden {
		t.Errorf("an analyst makes a consultation: %v", err)
	}
	made, err := h.NewFromReference(ctx, consult.System(), "suite", "Suite")
	if err != nil || made.Status != consult.StatusDraft {
		t.Fatalf("made %+v, %v", made, err)
	}
	questionnaires, err := h.store.Questionnaires(ctx, made.ID)
	if err != nil || len(questionnaires) != 1 || questionnaires[0].Published != "" {
		t.Errorf("questionnaires %+v, %v", questionnaires, err)
	}
	if _, err := h.NewFromReference(ctx, consult.System(), "suite", "Suite"); consult.CodeOf(err) != consult.CodeConflict {
		t.Errorf("the same slug twice: %v", err)
	}
}
