package coding_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/testkit"
)

const (
	moreFilters = ".coding-filters__more"
	applyFilter = ".coding-filters__last button"
)

// found gives how the list says what a query finds, as the service counts it.
func (d *desk) found(query service.CodingQuery) string {
	d.t.Helper()
	list, err := d.service.CodingList(context.Background(), d.actors["amina"], d.consultation.Slug, query, 1)
	if err != nil {
		d.t.Fatal(err)
	}
	if list.Counts.Contributions < 2 {
		d.t.Fatalf("%+v finds %d contributions: too few to say anything", query, list.Counts.Contributions)
	}
	return fmt.Sprintf("%d contributions trouvées", list.Counts.Contributions)
}

func TestOtherFiltersOpenByKeyboardAndStayOpenWhileTheyNarrow(t *testing.T) {
	testkit.Require(t, "assets")
	d := open(t, service.DemoOptions{Responses: 30, Ideas: 5, Seed: 1})
	all, answers := d.found(service.CodingQuery{}), d.found(service.CodingQuery{Kind: consult.KindAnswer})
	if all == answers {
		t.Fatal("the filter narrows nothing")
	}
	tab := testkit.Browser(t).Tab(testkit.View{})
	tab.Go(d.url("amina", "/contributions"))
	tab.Wait(moreFilters + ":not([open]) > summary")
	if said := tab.Text("main"); !strings.Contains(said, all) {
		t.Errorf("the list does not say %q", all)
	}

	// Its place among the fields, and what opens it.
	testkit.Evaluate[bool](tab, `(document.querySelector('#parmi').focus(), true)`)
	tab.Press("\t")
	if at := testkit.Evaluate[string](tab, `document.activeElement.textContent`); at != "Autres filtres" {
		t.Fatalf("after the fields in sight, focus on %q", at)
	}
	tab.Press("\r")
	tab.Wait(moreFilters + "[open] #canal")
	tab.Press("\t")
	tab.Press("\t")
	tab.Press(kb.ArrowDown)
	if chosen := testkit.Evaluate[string](tab, `document.activeElement.id + ' ' + document.activeElement.value`); chosen != "nature answer" {
		t.Fatalf("chosen: %q", chosen)
	}
	testkit.Evaluate[bool](tab, `(document.querySelector('`+applyFilter+`').focus(), true)`)
	tab.Press("\r")

	tab.Wait(moreFilters + `[open] #nature:has(option[value="answer"][selected])`)
	if !strings.Contains(tab.URL(), "nature=answer") {
		t.Errorf("at %s", tab.URL())
	}
	if said := tab.Text("main"); !strings.Contains(said, answers) {
		t.Errorf("the narrowed list does not say %q", answers)
	}
	tab.CheckAxe()

	// Without them it folds, and a filter that is always in sight does not open it.
	tab.Follow(".coding-filters__last a")
	tab.Wait(moreFilters + ":not([open]) > summary")
	tab.Click(`label[for="a-coder"]`)
	tab.Follow(applyFilter)
	tab.Wait("#a-coder:checked")
	tab.Wait(moreFilters + ":not([open]) > summary")
}

func TestOtherFiltersWorkWithoutScripts(t *testing.T) {
	testkit.Require(t, "assets")
	chrome := testkit.Browser(t)
	d := open(t, service.DemoOptions{Responses: 30, Ideas: 5, Seed: 1})
	ideas := d.found(service.CodingQuery{Kind: consult.KindIdea})
	for _, width := range []int{testkit.WideScreen, testkit.NarrowScreen} {
		tab := chrome.Tab(testkit.View{Width: width, NoScript: true})
		tab.Go(d.url("amina", "/contributions"))
		tab.Wait(moreFilters + ":not([open]) > summary")
		tab.Click(moreFilters + " > summary")
		tab.Wait(moreFilters + "[open] #nature")
		tab.Fill("#nature", "idée")
		tab.Follow(applyFilter)
		tab.Wait(moreFilters + `[open] #nature:has(option[value="idea"][selected])`)
		if said := tab.Text("main"); !strings.Contains(said, ideas) {
			t.Errorf("at %d, the narrowed list does not say %q", width, ideas)
		}
	}
}

func TestEachOfTheOtherFiltersKeepsThemOpen(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 10, Seed: 1})
	for _, filter := range []string{"canal=paper", "nature=answer", "proposee=" + string(d.grid.Themes[0].ID), "score_min=0,5", "score_max=0,9",
		"seance=" + string(consult.NewID()), "analyste=" + string(consult.NewID()), "du=2026-11-01", "au=2026-12-01"} {
		_, body := d.get("amina", "/contributions?"+filter)
		if _, after, _ := strings.Cut(body, "coding-filters__more"); !strings.HasPrefix(strings.TrimLeft(after, `" `), "open") {
			t.Errorf("%s: the filters that narrow the list are hidden", filter)
		}
	}
}
