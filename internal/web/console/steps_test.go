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
