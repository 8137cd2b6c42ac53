package console_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/chromedp/chromedp/kb"

	"concertation/internal/consult"
	"concertation/internal/testkit"
)

const stepsOfTheDemonstration = "/console/concertations/demonstration/etapes"

// timeline gives the demonstration two steps, one over and one to come, and opens their screen in a tab.
func timeline(t *testing.T, view testkit.View) (*house, *testkit.Tab) {
	t.Helper()
	testkit.Require(t, "assets")
	house := open(t, 0)
	house.staff(consult.RoleOrganiser)
	err := house.service.ReplaceSteps(context.Background(), consult.System(), "demonstration", []consult.Step{
		{Title: "Lancement", Kind: consult.StepEvent, Place: "Nantes", StartsAt: testkit.Noon.AddDate(0, -2, 0)},
		{Title: "Restitution", Kind: consult.StepEvent, Place: "Angers", StartsAt: testkit.Noon.AddDate(0, 2, 0)},
	})
	if err != nil {
		t.Fatal(err)
	}
	tab := testkit.Browser(t).Tab(view)
	(&eye{house: house, tab: tab}).login()
	tab.Go(house.server.URL + stepsOfTheDemonstration)
	return house, tab
}

// summary selects what opens and closes a step.
func summary(i int) string { return fmt.Sprintf("main details:nth-of-type(%d) > summary", i+1) }

// opened selects a step's field when the step stands open; folded, when it does not.
func opened(i int) string { return fmt.Sprintf("details[open] #title-%d", i) }
func folded(i int) string {
	return fmt.Sprintf("main details:nth-of-type(%d):not([open]) > summary", i+1)
}

// instead types a text in the place of another.
func instead(tab *testkit.Tab, selector, old, text string) {
	tab.Fill(selector, kb.End+strings.Repeat(kb.Backspace, utf8.RuneCountInString(old))+text)
}

func (h *house) steps() []consult.Step {
	h.t.Helper()
	_, steps, err := h.service.ConsultationSteps(context.Background(), consult.System(), "demonstration")
	if err != nil {
		h.t.Fatal(err)
	}
	return steps
}

func TestAStepOpensKeepsWhatIsTypedAndIsSaved(t *testing.T) {
	for name, view := range map[string]testkit.View{"with scripts": {}, "without scripts": {NoScript: true}, "on a phone": {Width: testkit.NarrowScreen}} {
		t.Run(name, func(t *testing.T) {
			house, tab := timeline(t, view)

			// The step to come stands open, the others are told in their summary.
			tab.Wait(folded(0))
			tab.Wait(opened(1))
			tab.Wait(folded(2))
			if words := tab.Text(summary(0)); !strings.Contains(words, "1. Lancement") || !strings.Contains(words, "Nantes") {
				t.Errorf("the folded step says %q", words)
			}

			tab.Click(summary(0))
			tab.Wait(opened(0))
			tab.Fill("#participants-0", "douze")
			tab.Click(summary(2))
			tab.Wait(opened(2))
			tab.Fill("#title-2", "Atelier des jardins")
			tab.Fill("#place-2", "Le Mans")
			tab.Click(summary(0)) // closed again with its mistake
			tab.Wait(folded(0))
			tab.Follow("main form > button")

			// The step to correct opens by itself; nothing typed is lost, in whichever step.
			tab.Wait(opened(0))
			tab.Wait(`#participants-0[value="douze"][aria-describedby]`)
			tab.Wait(`.govuk-error-summary a[href="#participants-0"]`)
			if words := tab.Text(summary(2)); !strings.Contains(words, "3. Atelier des jardins") || !strings.Contains(words, "Le Mans") {
				t.Errorf("the step that was added says %q", words)
			}
			tab.Wait(folded(3))
			if kept := house.steps(); len(kept) != 2 || kept[0].Participants != 0 {
				t.Fatalf("a form with a mistake is saved: %+v", kept)
			}

			instead(tab, "#participants-0", "douze", "12")
			tab.Follow("main form > button")
			tab.Wait(".notice")
			tab.Wait(folded(0))
			tab.Wait(opened(1))
			kept := house.steps()
			if len(kept) != 3 || kept[0].Participants != 12 || kept[1].Title != "Restitution" || kept[2].Title != "Atelier des jardins" || kept[2].Place != "Le Mans" {
				t.Errorf("keeps %+v", kept)
			}
		})
	}
}

func TestAStepOpensByKeyboard(t *testing.T) {
	_, tab := timeline(t, testkit.View{})
	testkit.Evaluate[bool](tab, `(document.querySelector('details.grid-theme > summary').focus(), true)`)
	tab.Press("\r")
	tab.Wait(opened(0))
	tab.Press("\t")
	if at := testkit.Evaluate[string](tab, `document.activeElement.id`); at != "title-0" {
		t.Errorf("after the summary, focus on %q", at)
	}
	testkit.Evaluate[bool](tab, `(document.querySelector('details.grid-theme > summary').focus(), true)`)
	tab.Press(" ")
	tab.Wait(folded(0))
	tab.Press("\t")
	if at := testkit.Evaluate[string](tab, `document.activeElement.textContent`); !strings.Contains(at, "Restitution") {
		t.Errorf("after a folded step, focus on %q", at)
	}
}

func TestTheLinkOfAMistakeOpensItsStep(t *testing.T) {
	_, tab := timeline(t, testkit.View{})
	tab.Click(summary(0))
	tab.Wait(opened(0))
	tab.Fill("#invited-0", "beaucoup")
	tab.Follow("main form > button")
	tab.Wait(opened(0))
	tab.Click(summary(0))
	tab.Wait(folded(0))
	tab.Click(`.govuk-error-summary a[href="#invited-0"]`)
	tab.Wait(opened(0))
	if at := testkit.Evaluate[string](tab, `document.activeElement.id`); at != "invited-0" {
		t.Errorf("focus on %q", at)
	}
}

func TestAStepChangedInAnotherWindowIsNotSavedOver(t *testing.T) {
	house, tab := timeline(t, testkit.View{})
	steps := house.steps()
	steps[1].Place, steps[1].StartsAt = "Saumur", steps[1].StartsAt.Add(24*time.Hour)
	if err := house.service.ReplaceSteps(context.Background(), consult.System(), "demonstration", steps); err != nil {
		t.Fatal(err)
	}
	instead(tab, "#place-1", "Angers", "Cholet")
	tab.Follow("main form > button")
	tab.Wait(".notice--warning")
	tab.Wait(`details[open] #place-1[value="Cholet"]`)
	if kept := house.steps(); kept[1].Place != "Saumur" {
		t.Errorf("saved over: %+v", kept[1])
	}
	tab.Follow("main form > button")
	if kept := house.steps(); kept[1].Place != "Cholet" {
		t.Errorf("the second saving keeps %+v", kept[1])
	}
}
