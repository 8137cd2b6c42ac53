package store_test

import (
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/store"
)

func TestAnotherProcessThatHoldsTheFileMakesWritersWaitThenSayBusy(t *testing.T) {
	path := file(t)
	s := opened(t, "sqlite:"+path, store.BusyTimeout(100*time.Millisecond))
	write(t, s, insert(newConsultation()))
	_, kill := another(t, "hold a write transaction", path)

	wantCode(t, s.Atomic(t.Context(), insert(newConsultation())), consult.CodeUnavailable, "error.storage_busy")
	if all, err := s.Consultations(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("reading while it is busy: %d consultations, error %v", len(all), err)
	}

	kill()
	eventually(t, func() (struct{}, error) { return struct{}{}, s.Atomic(t.Context(), insert(newConsultation())) })
}

func TestAFullDiskRefusesWhatDoesNotFitAndKeepsTheRest(t *testing.T) {
	s := opened(t, "sqlite:"+file(t), store.MaxPages(400))
	kept := 0
	var err error
	for err == nil && kept < 1000 {
		c := newConsultation()
		c.Texts.Purpose = strings.Repeat("texte ", 2000)
		if err = s.Atomic(t.Context(), insert(c)); err == nil {
			kept++
		}
	}
	wantCode(t, err, consult.CodeUnavailable, "error.storage_full")
	all, err := s.Consultations(t.Context())
	if err != nil || len(all) != kept || kept == 0 {
		t.Fatalf("%d consultations of %d acknowledged, error %v", len(all), kept, err)
	}
	// Room made, the same store writes again.
	write(t, s, func(tx consult.Tx) error { return tx.DeleteConsultation(t.Context(), all[0].ID) })
	write(t, s, insert(newConsultation()))
}

func TestWhatWasAcknowledgedSurvivesAKilledProcess(t *testing.T) {
	path := file(t)
	lines, kill := another(t, "write for ever", path)
	var acknowledged []string
	for lines.Scan() {
		acknowledged = append(acknowledged, lines.Text())
		if len(acknowledged) == 200 {
			kill()
		}
	}
	s := opened(t, "sqlite:"+path)
	for _, slug := range acknowledged {
		if len(slug) != 36 {
			continue // the line that was being written
		}
		if _, err := s.ConsultationBySlug(t.Context(), slug); err != nil {
			t.Fatalf("%s was acknowledged and is missing: %v", slug, err)
		}
	}
	if len(acknowledged) < 200 {
		t.Fatalf("only %d acknowledged", len(acknowledged))
	}
	report, err := store.Check(t.Context(), path)
	if err != nil || report.Err() != nil {
		t.Fatalf("after the kill: %v, %v", err, report.Err())
	}
}
