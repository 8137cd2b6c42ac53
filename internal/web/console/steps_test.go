package console_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"concertation/internal/consult"
)

// A removed step leaves a blank row: what is wrong with a later one is said where it was typed.
func TestAMistakeAfterARemovedStepIsSaidOfItsOwnStep(t *testing.T) {
	house := open(t, 0)
	amina := house.staff(consult.RoleOrganiser)
	form := url.Values{"title-0": {""}, "kind-0": {"event"}, "title-1": {"Restitution"}, "kind-1": {"event"}, "place-1": {strings.Repeat("é", 5_000)},
		"title-2": {"Bilan"}, "kind-2": {"event"}, "starts-2": {"0012-12-01"}}
	status, _, body := amina.send(stepsOfTheDemonstration, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	if status != http.StatusUnprocessableEntity {
		t.Fatalf("status %d", status)
	}
	for link, wanted := range map[string]bool{"place-0": false, "place-1": true, "starts-1": false, "starts-2": true} {
		if strings.Contains(body, `href="#`+link+`"`) != wanted {
			t.Errorf("a mistake is said of %s: %v, want %v", link, !wanted, wanted)
		}
	}
}

// Only a step that is kept can be removed by wiping its title: a new one without any is not lost in silence.
func TestANewStepWithoutATitleIsNotLost(t *testing.T) {
	house := open(t, 0)
	amina := house.staff(consult.RoleOrganiser)
	for _, typed := range []string{"place", "when", "unit", "source", "invited", "participants", "starts"} {
		form := url.Values{"title-0": {"Lancement"}, "kind-0": {"event"}, "kind-1": {"event"}, typed + "-1": {"2026"}}
		if typed == "starts" {
			form.Set("starts-1", "2026-12-01")
		}
		status, _, body := amina.send(stepsOfTheDemonstration, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#title-1"`) {
			t.Errorf("a step with nothing but %q gives %d", typed, status)
		}
	}
	// A kind is chosen from the start, and an untouched row is no step.
	if status, _ := amina.post(stepsOfTheDemonstration, url.Values{"title-0": {"Lancement"}, "kind-0": {"event"}, "kind-1": {"event"}}); status != http.StatusSeeOther {
		t.Errorf("an untouched row gives %d", status)
	}
	kept := house.steps()
	if len(kept) != 1 {
		t.Fatalf("keeps %+v", kept)
	}
	removed := url.Values{"id-0": {string(kept[0].ID)}, "title-0": {""}, "kind-0": {"event"}, "place-0": {"Nantes"}}
	if status, _ := amina.post(stepsOfTheDemonstration, removed); status != http.StatusSeeOther || len(house.steps()) != 0 {
		t.Errorf("removing gives %d, and keeps %+v", status, house.steps())
	}
}
