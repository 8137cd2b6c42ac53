package coding_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"concertation/internal/service"
)

func TestAnOrganiserHidesSuggestionsAndShowsThemAgain(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 80, Ideas: 5, Seed: 1, Coded: true})
	proposed := d.learn()
	if status, _ := d.post("amina", "/thematiques/propositions", url.Values{"masquees": {"oui"}}); status != http.StatusForbidden {
		t.Errorf("an analyst: %d", status)
	}
	if _, page := d.get("amina", "/thematiques"); strings.Contains(page, "Masquer les propositions") {
		t.Error("an analyst is offered to hide suggestions")
	}
	if _, page := d.post("odile", "/thematiques/propositions", url.Values{"masquees": {"oui"}}); !strings.Contains(page, "Montrer les propositions") {
		t.Error("the way back is not offered")
	}
	if _, page := d.get("amina", proposed); strings.Contains(page, "proposé · 0,") || strings.Contains(page, "<mark") || !strings.Contains(page, "sont masquées") {
		t.Error("a suggestion is shown")
	}
	if _, page := d.get("amina", "/contributions"); strings.Contains(page, `name="proposee"`) || strings.Contains(page, `value="teaching"`) {
		t.Error("the list offers suggestions")
	}
	d.post("odile", "/thematiques/propositions", url.Values{"masquees": {"non"}})
	if _, page := d.get("amina", proposed); !strings.Contains(page, "proposé · 0,") {
		t.Error("suggestions are not shown again")
	}
}

func TestASeriesStandsInTheAddressOfEveryPage(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 90, Seed: 1})
	d.learn()
	_, page := d.get("amina", "/contributions/suivante?parmi=teaching")
	if !strings.Contains(page, "Contribution 1 sur 20") || !strings.Contains(page, "serie=") || !strings.Contains(page, "Ce qui apprend le plus") {
		t.Error("no series begins")
	}
}

func TestWhatSuggestionsAreWorthIsSaidBesideThem(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 90, Seed: 1, Coded: true})
	if _, page := d.get("rose", "/thematiques"); strings.Contains(page, "Ce que valent les propositions") {
		t.Error("something is said before anything is proposed")
	}
	d.learn()
	_, page := d.get("rose", "/thematiques")
	for _, words := range []string{"Ce que valent les propositions", "le modèle ne les avait pas vus", "Propositions selon leur score", "0,9\u00a0à\u00a01,0"} {
		if !strings.Contains(page, words) {
			t.Errorf("the page does not say %q", words)
		}
	}
	d.post("odile", "/thematiques/propositions", url.Values{"masquees": {"oui"}})
	if _, page := d.get("rose", "/thematiques"); strings.Contains(page, "Ce que valent les propositions") {
		t.Error("it is said of hidden suggestions")
	}
}
