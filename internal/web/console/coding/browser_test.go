package coding_test

import (
	"fmt"
	"strings"
	"testing"

	"concertation/internal/service"
	"concertation/internal/testkit"
)

func TestATextIsGroupedWithTheKeyboardAlone(t *testing.T) {
	testkit.Require(t, "assets")
	d := open(t, service.DemoOptions{Responses: 30, Ideas: 3, Seed: 1})
	tab := testkit.Browser(t).Tab(testkit.View{})
	tab.Go(d.url("amina", "/contributions/suivante?a_coder=oui"))
	tab.Wait("#theme-1")
	first := tab.URL()

	tab.Press("1")
	tab.Press("4")
	tab.Wait("#theme-1.toggle--on .toggle__who")
	tab.Wait("#theme-4.toggle--on .toggle__who")
	if said := testkit.Evaluate[string](tab, `document.querySelector('[data-said]').textContent`); !strings.Contains(said, "Coopérer") {
		t.Errorf("said %q", said)
	}
	tab.Press("u")
	tab.Wait("#theme-4:not(.toggle--on)")
	tab.Press("s") // says nothing: the other theme goes
	tab.Wait("#theme-s.toggle--on .toggle__who")
	tab.Wait("#theme-1:not(.toggle--on)")
	tab.Press("s")
	tab.Press("3")
	tab.Wait("#theme-3.toggle--on .toggle__who")
	tab.Wait("#theme-s:not(.toggle--on)")
	tab.Press("j")
	tab.Wait(`#theme-3[aria-pressed="false"]`)
	if tab.URL() == first {
		t.Error("j does not lead to the next text")
	}
	tab.Press("k")
	tab.Wait(`#theme-3[aria-pressed="true"]`)
	if tab.URL() != first {
		t.Errorf("k leads to %s, want %s", tab.URL(), first)
	}
	if current := d.current(); len(current) != 1 || current[0].ThemeID != d.grid.Themes[2].ID {
		t.Errorf("stands: %+v", current)
	}

	// Single keys can be switched off, and the choice is remembered.
	tab.Press("?")
	tab.Wait("[data-keys-switch]")
	tab.Click("[data-keys-switch]")
	tab.Press("2")
	tab.Go(tab.URL())
	tab.Wait("#theme-2")
	tab.Press("2")
	if pressed := testkit.Evaluate[string](tab, `document.querySelector('#theme-2').getAttribute('aria-pressed')`); pressed != "false" {
		t.Error("a key acts though keys are off")
	}
}

func TestATextThatChangedUnderTheFingersIsShownAnew(t *testing.T) {
	testkit.Require(t, "assets")
	d := open(t, service.DemoOptions{Responses: 10, Seed: 1})
	tab := testkit.Browser(t).Tab(testkit.View{})
	tab.Go(d.url("amina", "/contributions/suivante"))
	tab.Wait("#theme-1")
	testkit.Evaluate[bool](tab, `(document.querySelector('[name="texte"]').value = '7', true)`) // as if another had been read
	tab.Press("1")
	tab.Wait(".notice--warning")
	if current := d.current(); len(current) != 0 {
		t.Errorf("stands: %+v", current)
	}
}

func TestATextIsGroupedWithoutJavaScript(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 10, Seed: 1})
	tab := testkit.Browser(t).Tab(testkit.View{NoScript: true})
	tab.Go(d.url("amina", "/contributions/suivante"))
	tab.Follow("#theme-2")
	tab.Wait(`#theme-2[aria-pressed="true"] .toggle__who`)
	tab.Follow("#annuler")
	tab.Wait(`#theme-2[aria-pressed="false"]`)
	tab.Follow(`button[data-key="j"]`)
	tab.Wait("#theme-2")
}

func TestScreensOfTheGroupingPassAxeAndFitAPhone(t *testing.T) {
	testkit.Require(t, "assets")
	d := open(t, service.DemoOptions{Responses: 80, Ideas: 8, Seed: 1, Coded: true})
	d.contest()
	chrome := testkit.Browser(t)
	for name, path := range map[string]string{
		"list": "/contributions", "view": "/contributions/suivante?a_coder=oui", "coded": "/contributions/" + string(d.first().ID),
		"proposed": d.learn(), "actions": d.proposeActions(), "themes": "/thematiques", "theme": "/thematiques/" + string(d.grid.Themes[1].ID), "none": "/contributions?mots=zzzz",
	} {
		for _, view := range []testkit.View{{Width: testkit.WideScreen}, {Width: testkit.NarrowScreen}, {Width: testkit.WideScreen, Dark: true}} {
			t.Run(fmt.Sprintf("%s at %d, dark %v", name, view.Width, view.Dark), func(t *testing.T) {
				tab := chrome.Tab(view)
				tab.Go(d.url("amina", path))
				tab.Wait("h1")
				tab.CheckReflow()
				testkit.Picture(tab, "coding-"+name, view)
				tab.CheckAxe()
			})
		}
	}
}

// contest makes the first text one that two analysts see differently.
func (d *desk) contest() {
	path := "/contributions/" + string(d.first().ID)
	d.post("amina", path, map[string][]string{"donner": {string(d.grid.Themes[0].ID)}})
	d.post("amina", path, map[string][]string{"donner": {string(d.grid.Themes[3].ID)}})
	d.post("bruno", path, map[string][]string{"retirer": {string(d.grid.Themes[3].ID)}})
	d.post("bruno", path, map[string][]string{"donner": {string(d.grid.Themes[0].ID)}})
}
