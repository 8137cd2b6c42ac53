package service_test

import (
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestWhoSeemsToBeTwiceOnAListIsShownToTheOrganiser(t *testing.T) {
	m := openMeeting(t)
	add := func(name, email, structure string) *service.Registered {
		return m.register(t, service.PersonDraft{ID: consult.NewID(), Name: name, Email: email, Structure: structure})
	}
	add("Amina Benali", "amina@exemple.fr", "")
	again := add("  AMINA  Bénali", "Amina@exemple.fr ", "Épicerie")
	add("Bruno", "amina@exemple.fr", "") // registered by her
	add("Bruno", "", "Zeste")
	add("Bruno", "", "")
	twice := func() map[string]int {
		view, err := m.Event(t.Context(), consult.System(), essai, m.event.ID)
		if err != nil {
			t.Fatal(err)
		}
		counts := map[string]int{}
		for _, line := range view.People {
			if line.Twice {
				counts[line.Email]++
			}
		}
		return counts
	}
	if got := twice(); len(got) == 0 || got["amina@exemple.fr"]+got["Amina@exemple.fr"] != 2 || len(got) > 2 {
		t.Errorf("twice: %v", got)
	}
	if _, err := m.CancelRegistration(t.Context(), again.Token); err != nil {
		t.Fatal(err)
	}
	if got := twice(); len(got) != 0 {
		t.Errorf("once one is cancelled: %v", got)
	}
}
