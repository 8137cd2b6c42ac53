package coding_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"concertation/internal/service"
	"concertation/internal/testkit"
)

// hidden gives the values of the hidden fields of that name.
func hidden(page, name string) (values []string) {
	for _, found := range regexp.MustCompile(`name="`+name+`" value="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		values = append(values, found[1])
	}
	return values
}

func TestAllThatAFilterFindsIsGroupedAndTakenBack(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 12, Seed: 1})
	const filter = "?question=amelioration_proposee"
	_, list := d.get("amina", "/contributions"+filter)
	if !strings.Contains(list, "Toutes celles du filtre") {
		t.Fatal("the whole filter is not offered")
	}
	_, preview := d.post("amina", "/contributions/regrouper"+filter, url.Values{"portee": {"filtre"}})
	read := hidden(preview, "lu")
	if len(read) == 0 || len(d.current()) != 0 || !strings.Contains(preview, "Rien n’est encore enregistré") {
		t.Fatalf("%d texts previewed, %d themes stand", len(read), len(d.current()))
	}
	if status, page := d.post("amina", "/contributions/regrouper/donner"+filter, url.Values{"lu": read}); status != http.StatusUnprocessableEntity || len(hidden(page, "lu")) != len(read) {
		t.Errorf("without a theme: %d, %d texts kept", status, len(hidden(page, "lu")))
	}
	_, done := d.post("amina", "/contributions/regrouper/donner"+filter, url.Values{"lu": read, "donner": {string(d.grid.Themes[1].ID)}})
	if len(d.current()) != len(read) {
		t.Fatalf("%d themes stand, want %d", len(d.current()), len(read))
	}
	moment := hidden(done, "moment")
	if len(moment) != 1 {
		t.Fatal("no way back is offered")
	}
	if _, page := d.post("amina", "/contributions/regrouper/annuler"+filter, url.Values{"moment": moment}); len(d.current()) != 0 || !strings.Contains(page, "Annulé sur") {
		t.Errorf("%d themes stand after the undo", len(d.current()))
	}
}

func TestTextsAlreadyUnderAnotherThemeAreToldAndLeft(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 3, Seed: 1})
	first := string(d.first().ID)
	d.post("bruno", "/contributions/"+first, url.Values{"donner": {string(d.grid.Themes[0].ID)}})
	_, preview := d.post("amina", "/contributions/regrouper", url.Values{"choisi": {first}})
	if !strings.Contains(preview, "1 porte déjà une autre thématique") {
		t.Error("what stands elsewhere is not said beforehand")
	}
	act := url.Values{"lu": hidden(preview, "lu"), "donner": {string(d.grid.Themes[1].ID)}}
	if _, done := d.post("amina", "/contributions/regrouper/donner", act); len(d.current()) != 1 || !strings.Contains(done, "il reste comme il était") {
		t.Errorf("%d themes stand", len(d.current()))
	}
	act.Set("aussi", "oui")
	d.post("amina", "/contributions/regrouper/donner", act)
	if len(d.current()) != 2 {
		t.Errorf("asked for: %d themes stand", len(d.current()))
	}
}

func TestNothingChosenGroupsNothing(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 3, Seed: 1})
	if status, page := d.post("amina", "/contributions/regrouper", nil); status != http.StatusUnprocessableEntity || !strings.Contains(page, "Cochez au moins un texte") {
		t.Errorf("%d", status)
	}
	first := url.Values{"choisi": {string(d.first().ID)}}
	if status, _ := d.post("rose", "/contributions/regrouper", first); status != http.StatusForbidden {
		t.Errorf("a reader: %d", status)
	}
}

func TestTextsAreChosenInTheListAndGrouped(t *testing.T) {
	testkit.Require(t, "assets")
	d := open(t, service.DemoOptions{Responses: 30, Seed: 1})
	tab := testkit.Browser(t).Tab(testkit.View{})
	tab.Go(d.url("amina", "/contributions"))
	tab.Wait("[data-pick-all]:not([hidden])")
	tab.Click("label[for=choisi-0]")
	tab.Click("label[for=choisi-2]")
	if said := testkit.Evaluate[string](tab, `document.querySelector('[data-picked]').textContent`); said != "2 textes choisis" {
		t.Errorf("said %q", said)
	}
	tab.Follow(".picking__act button")
	tab.Click("label[for=" + testkit.Evaluate[string](tab, `document.querySelector('input[name=donner]').id`) + "]")
	tab.Follow("main form button")
	tab.Wait(".theme-cell")
	if current := d.current(); len(current) != 2 || current[0].ThemeID != d.grid.Themes[0].ID {
		t.Errorf("stands: %+v", current)
	}
}

func TestTheScreensOfABatchPassAxeAndFitAPhone(t *testing.T) {
	testkit.Require(t, "assets")
	d := open(t, service.DemoOptions{Responses: 40, Seed: 1, Coded: true})
	chrome := testkit.Browser(t)
	for _, view := range []testkit.View{{Width: testkit.WideScreen}, {Width: testkit.NarrowScreen}, {Width: testkit.WideScreen, Dark: true}} {
		t.Run(fmt.Sprintf("at %d, dark %v", view.Width, view.Dark), func(t *testing.T) {
			tab := chrome.Tab(view)
			check := func(name string) {
				tab.CheckReflow()
				tab.CheckAxe()
				testkit.Picture(tab, "coding-batch-"+name, view)
			}
			tab.Go(d.url("amina", "/contributions"))
			tab.Click("[data-pick-all]")
			check("list")
			tab.Follow(".picking__act button")
			check("preview")
			tab.Follow("main form button") // without a theme
			check("refused")
			tab.Click("label[for=" + testkit.Evaluate[string](tab, `document.querySelector('input[name=donner]').id`) + "]")
			tab.Follow("main form button")
			check("done")
		})
	}
}

func TestThePageOfABatchOpenedByItselfSaysHowToBegin(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 2, Seed: 1})
	if status, page := d.get("amina", "/contributions/regrouper"); status != http.StatusOK || !strings.Contains(page, "Aucun texte n’est choisi") || strings.Contains(page, "0 texte") {
		t.Errorf("status %d", status)
	}
}
