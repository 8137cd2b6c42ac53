package store_test

import (
	"testing"

	"concertation/internal/consult"
	"concertation/internal/testkit"
)

func TestAWriterWhoseConnectionWasCutOpensAnother(t *testing.T) {
	url := testkit.Postgres(t)
	s := opened(t, url)
	write(t, s, insert(newConsultation()))
	db, _ := raw(t, url)
	cut := func() {
		if _, err := db.Exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'concertation writer'"); err != nil {
			t.Fatal(err)
		}
	}
	cut()
	write(t, s, insert(newConsultation()))

	// Cut in the middle of a callback, that one is refused and the next is not.
	err := s.Atomic(t.Context(), func(tx consult.Tx) error {
		if err := insert(newConsultation())(tx); err != nil {
			return err
		}
		cut()
		return insert(newConsultation())(tx)
	})
	if consult.CodeOf(err) != consult.CodeUnavailable {
		t.Errorf("cut in the middle: %v", err)
	}
	write(t, s, insert(newConsultation()))
	if all, err := s.Consultations(t.Context()); err != nil || len(all) != 3 {
		t.Errorf("%d consultations, error %v", len(all), err)
	}
}
