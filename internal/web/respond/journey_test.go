package respond_test

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"concertation/forms/library"
	"concertation/internal/testkit"
)

// The journeys in a browser need the built assets too: an unstyled page says nothing of contrast or width.
func browser(t *testing.T) *testkit.Chrome {
	t.Helper()
	testkit.Require(t, "assets")
	return testkit.Browser(t)
}

// choose ticks a choice of a question.
func choose(tab *testkit.Tab, question, choice string) {
	tab.Click(`input[name="` + question + `"][value="` + choice + `"]`)
}

const (
	next = `button[name="action"][value="next"]`
	send = `form[action$="/envoyer"] button`
)

// token reads a personal link's token in the tab's address.
func token(tab *testkit.Tab) string { return strings.Split(strings.Split(tab.URL(), "/r/")[1], "/")[0] }

func TestAnsweringTheReferenceQuestionnaireWithoutScripts(t *testing.T) {
	s := open(t, library.Reference())
	tab := browser(t).Tab(testkit.View{NoScript: true})
	tab.Go(s.server.URL + start)
	tab.Follow(`form[action$="/commencer"] button`)

	choose(tab, "repond", "structure")
	choose(tab, "categorie", "structure_ess")
	choose(tab, "departement_siege", "44")
	choose(tab, "secteurs", "culture")
	tab.Follow(next)
	if title := tab.Text("main"); !strings.Contains(title, "Une question s’ajoute") {
		t.Fatalf("the status was not asked:\n%s", title)
	}
	choose(tab, "statut", "association")
	tab.Follow(next)

	choose(tab, "evolution_activite", "augmenter")
	choose(tab, "freins", "tresorerie")
	choose(tab, "appui_dla", "utilise")
	tab.Fill(`#q-appui_prioritaire`, "Un accompagnement")
	tab.Follow(next)
	choose(tab, "difficultes", "recruter")
	tab.Follow(next)
	choose(tab, "satisfaction_region", "neutre")
	choose(tab, "continuer", "oui")
	tab.Follow(next)
	tab.Follow(next)
	tab.Fill(`#question-actions_prioritaires li:first-child select`, "1")
	tab.Follow(next)
	tab.Follow(next)
	if tab.Text(".govuk-error-summary") == "" {
		t.Error("the publication is not asked for")
	}
	choose(tab, "publication", "anonymous")
	tab.Follow(next)
	if !strings.Contains(tab.Text("main"), "Un accompagnement") {
		t.Error("the check page lacks an answer")
	}
	tab.Follow(send)
	if !strings.HasSuffix(tab.URL(), "/confirmation") {
		t.Fatalf("at %s", tab.URL())
	}
	s.countSubmitted(1)
}

func (s *site) countSubmitted(want int) {
	s.t.Helper()
	changes, err := s.store.Changes(s.t.Context(), 0, 100)
	if err != nil || len(changes) != want {
		s.t.Errorf("%d responses sent, want %d, %v", len(changes), want, err)
	}
}

func TestAnsweringWithScripts(t *testing.T) {
	s := open(t, library.Reference())
	chrome := browser(t)
	tab := chrome.Tab(testkit.View{})
	tab.Go(s.server.URL + start)
	tab.Follow(`form[action$="/commencer"] button`)
	link := "/r/" + token(tab)

	t.Run("a conditional question comes and goes at once, and the page is saved", func(t *testing.T) {
		choose(tab, "repond", "structure")
		choose(tab, "categorie", "structure_ess")
		tab.Wait("#question-statut")
		choose(tab, "statut", "association")
		tab.Wait("[data-saved]:not(:empty)")
		choose(tab, "categorie", "financeur")
		testkit.Evaluate[bool](tab, until(`!document.querySelector('#question-statut')`))
		choose(tab, "categorie", "structure_ess")
		tab.Wait("#question-statut")
		if !testkit.Evaluate[bool](tab, `document.querySelector('input[name=statut][value=association]').checked`) {
			t.Error("the answer to the question that came back is lost")
		}
	})
	t.Run("focus stays where the person is while the page changes", func(t *testing.T) {
		if got := testkit.Evaluate[string](tab, `document.activeElement.value`); got != "structure_ess" {
			t.Errorf("focus on %q", got)
		}
	})
	t.Run("a text typed is there after a reload", func(t *testing.T) {
		tab.Fill("#q-nom_structure", "Les Jardins")
		s.waitForDraft(strings.TrimPrefix(link, "/r/"), "nom_structure", "Les Jardins")
		tab.Go(s.server.URL + link + "/etape/1")
		if got := testkit.Evaluate[string](tab, `document.querySelector('#q-nom_structure').value`); got != "Les Jardins" {
			t.Errorf("after a reload: %q", got)
		}
	})
	t.Run("what excludes the rest unticks it", func(t *testing.T) {
		choose(tab, "departement_siege", "44")
		tab.Follow(next)
		choose(tab, "freins", "tresorerie")
		choose(tab, "freins", "aucun")
		if testkit.Evaluate[bool](tab, `document.querySelector('input[name=freins][value=tresorerie]').checked`) {
			t.Error("still ticked")
		}
	})
	t.Run("the text of «autre» shows with its choice", func(t *testing.T) {
		hidden := `getComputedStyle(document.querySelector('#q-freins_autre').closest('[id^=conditional]')).display === 'none'`
		if !testkit.Evaluate[bool](tab, hidden) {
			t.Error("shown before its choice")
		}
		choose(tab, "freins", "autre")
		if testkit.Evaluate[bool](tab, hidden) {
			t.Error("hidden after its choice")
		}
		tab.Fill("#q-freins_autre", "la météo")
	})
	t.Run("the browser's back button loses nothing", func(t *testing.T) {
		tab.Follow(next)
		testkit.Evaluate[bool](tab, `history.back(); true`)
		tab.Wait("#q-freins_autre")
		if got := testkit.Evaluate[string](tab, `document.querySelector('#q-freins_autre').value`); got != "la météo" {
			t.Errorf("after going back: %q", got)
		}
	})
	t.Run("two windows: the second is told, and chooses", func(t *testing.T) {
		other := chrome.Tab(testkit.View{NoScript: true})
		other.Go(s.server.URL + link + "/etape/1")
		mine := s.get(link + "/etape/1").form()
		mine.Set("nom_structure", "Les Vergers")
		s.post(link+"/etape/1", mine)
		other.Fill("#q-nom_structure", " d’été")
		other.Follow(next)
		if !strings.Contains(other.Text(".respond-conflict"), "Les Vergers") {
			t.Error("the other text is not shown")
		}
	})
	t.Run("a saving that never ends does not hold the page", func(t *testing.T) {
		tab.Go(s.server.URL + link + "/etape/3")
		testkit.Evaluate[bool](tab, `window.fetch = () => new Promise(() => {}); true`)
		choose(tab, "difficultes", "recruter")
		testkit.Evaluate[bool](tab, `new Promise(resolve => setTimeout(() => resolve(true), 400))`)
		tab.Follow(next)
		if !strings.HasSuffix(tab.URL(), "/etape/4") {
			t.Errorf("at %s", tab.URL())
		}
		if form := s.get(link + "/etape/3").form(); form.Get("difficultes") != "recruter" {
			t.Errorf("lost: %v", form)
		}
	})
	t.Run("a double click sends once", func(t *testing.T) {
		tab.Go(s.server.URL + link + "/etape/4")
		choose(tab, "continuer", "non")
		tab.Follow(next)
		choose(tab, "publication", "no")
		tab.Follow(next)
		tab.Wait(send)
		testkit.Evaluate[bool](tab, `(() => { const b = document.querySelector('form[action$="/envoyer"] button'); b.click(); b.click(); return true })()`)
		tab.Wait(".govuk-panel--confirmation")
		s.countSubmitted(1)
	})
}

// waitForDraft waits until what was typed is stored, however slow the machine.
func (s *site) waitForDraft(token, field, want string) {
	s.t.Helper()
	for range 300 {
		a, err := s.service.Answering(context.Background(), token)
		if err != nil {
			s.t.Fatal(err)
		}
		if a.Raw.First(field) == want {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	s.t.Fatalf("%s is not saved", field)
}

// until waits in the page for a condition, for fifteen seconds at most.
func until(condition string) string {
	return `new Promise(resolve => { const from = Date.now(); (function look() {
		if (` + condition + `) return resolve(true)
		if (Date.now() - from > 15000) return resolve(false)
		requestAnimationFrame(look) })() })`
}

const dragThirdToFirst = `(() => {
	const items = [...document.querySelectorAll('#question-classement li')], transfer = new DataTransfer()
	items[2].querySelector('.respond-rank__handle').dispatchEvent(new DragEvent('dragstart', { dataTransfer: transfer, bubbles: true }))
	items[0].dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }))
	return [...document.querySelectorAll('#question-classement select')].map(s => s.value).join() + ' ' + (document.querySelector('#question-classement li') === items[2])
})()`

func TestRankingByButtonsListsAndDragging(t *testing.T) {
	s := open(t, library.EveryKind())
	tab := browser(t).Tab(testkit.View{})
	link := "/r/" + s.begin()
	tab.Go(s.server.URL + link + "/etape/2")
	first := `#question-classement li:has(option)`
	tab.Click(first + `:nth-child(3) button:first-of-type`) // up: takes the first place
	tab.Click(`#question-classement li:nth-child(2) button:first-of-type`)
	got := testkit.Evaluate[string](tab, `[...document.querySelectorAll('#question-classement select')].map(s => s.value).join()`)
	if got != "1,2,," {
		t.Errorf("places %q", got)
	}
	if !strings.Contains(testkit.Evaluate[string](tab, `document.querySelector('#question-classement [data-rank-status]').textContent`), "2e place") {
		t.Error("the move is not told")
	}
	if !strings.Contains(testkit.Evaluate[string](tab, dragThirdToFirst), "1,2,3,") {
		t.Error("dragging the third choice on the first did not rank it")
	}
	testkit.Evaluate[bool](tab, until(`document.querySelector('[data-saved]').textContent.includes('Enregistré')`))
	a, err := s.service.Answering(t.Context(), strings.TrimPrefix(link, "/r/"))
	if err != nil {
		t.Fatal(err)
	}
	placed := 0
	for name, values := range a.Raw {
		if strings.HasPrefix(name, "classement") && len(values) == 1 && values[0] != "" {
			placed++
		}
	}
	if placed < 2 {
		t.Errorf("draft %v", a.Raw)
	}
}

// TestEveryScreenPassesAxe looks at each screen at both widths. With CONCERTATION_PICTURES it leaves pictures there.
func TestEveryScreenPassesAxe(t *testing.T) {
	chrome := browser(t)
	every := open(t, library.EveryKind())
	every.service.Now = func() time.Time { return noon }
	link := "/r/" + every.begin()
	screens := []struct{ name, path string }{
		{"start", start}, {"added", link + "/etape/1?ajout=ville"}, {"choices", link + "/etape/1"}, {"compare", link + "/etape/2"}, {"numbers", link + "/etape/3"},
		{"texts", link + "/etape/4"}, {"identity", link + "/etape/5"}, {"end", link + "/etape/7"}, {"check_incomplete", link + "/verification"},
		{"pause", link + "/pause"}, {"copy", link + "/copie"}, {"language", link + "/langue"},
	}
	sent := sentResponse(t, every)
	screens = append(screens, []struct{ name, path string }{
		{"check", sent + "/verification"}, {"confirmation", sent + "/confirmation"}, {"withdraw", sent + "/retirer"}, {"fate", sent + "/devenir"},
	}...)
	for _, width := range []int{testkit.WideScreen, testkit.NarrowScreen} {
		for _, scheme := range []bool{false, true} {
			if scheme && width == testkit.NarrowScreen {
				continue // colours do not depend on the width
			}
			tab := chrome.Tab(testkit.View{Width: width, Dark: scheme})
			for i, screen := range screens {
				if scheme && i%3 != 0 {
					continue // the same parts come back from screen to screen
				}
				tab.Go(every.server.URL + screen.path)
				look(t, tab, screen.name, width, scheme)
			}
			tab.Go(every.server.URL + link + "/etape/7")
			tab.Follow(next)
			look(t, tab, "invalid", width, scheme)
		}
		tab := chrome.Tab(testkit.View{Width: width})
		stale := every.get(link + "/etape/4").form()
		stale.Set("recit", "Une autre fenêtre "+strconv.Itoa(width))
		tab.Go(every.server.URL + link + "/etape/4")
		every.post(link+"/etape/4", stale)
		testkit.Evaluate[bool](tab, `document.querySelector('#q-recit').value = 'Mon texte'; true`)
		tab.Follow(next)
		look(t, tab, "conflict", width, false)
	}
}

func TestTheReferenceQuestionnairePassesAxe(t *testing.T) {
	chrome := browser(t)
	s := open(t, library.Reference())
	link := "/r/" + s.begin()
	s.send(link+"/etape/1", url.Values{"categorie": {"structure_ess"}}, "later")
	s.send(link+"/etape/4", url.Values{"continuer": {"oui"}}, "later")
	for _, width := range []int{testkit.WideScreen, testkit.NarrowScreen} {
		tab := chrome.Tab(testkit.View{Width: width})
		for step := 1; step <= 7; step++ {
			if width == testkit.NarrowScreen && step%2 == 1 {
				continue // the kinds of question are those of the even ones
			}
			tab.Go(s.server.URL + link + "/etape/" + strconv.Itoa(step))
			look(t, tab, "reference_"+strconv.Itoa(step), width, false)
		}
	}
}

func look(t *testing.T, tab *testkit.Tab, name string, width int, dark bool) {
	t.Helper()
	tab.CheckAxe()
	tab.CheckReflow()
	if folder := os.Getenv("CONCERTATION_PICTURES"); folder != "" {
		scheme := ""
		if dark {
			scheme = "_dark"
		}
		tab.Screenshot(filepath.Join(folder, name+"_"+strconv.Itoa(width)+scheme+".png"))
	}
}

// sentResponse fills the questionnaire of every kind and sends it; it gives the link.
func sentResponse(t *testing.T, s *site) string {
	t.Helper()
	link := "/r/" + s.begin()
	for _, step := range []struct {
		path  string
		typed url.Values
	}{
		{"/etape/1", url.Values{"membre": {"non"}, "metier": {"autre"}, "metier_autre": {"luthière"}, "sujets": {"emploi"}, "accord": {"a4"}}},
		{"/etape/2", url.Values{"grille_accueil": {"oui"}, "points_emploi": {"50"}, "points_formation": {"30"}, "points_locaux": {"20"}}},
		{"/etape/3", url.Values{"benevoles": {"12"}, "creation-day": {"3"}, "creation-month": {"4"}, "creation-year": {"1999"}}},
		{"/etape/4", url.Values{"recit": {"Un potager partagé."}}},
		{"/etape/5", nil},
		{"/etape/7", url.Values{"publication": {"anonymous"}, "charte": {"OK"}}},
	} {
		typed := step.typed
		if step.path == "/etape/2" {
			place := 0
			for _, select_ := range s.get(link + "/etape/2").all("select") {
				if name := attr(select_, "name"); strings.HasPrefix(name, "classement") {
					place++
					typed.Set(name, strconv.Itoa(place))
				}
			}
		}
		if got := s.send(link+step.path, typed, "next"); got.status != http.StatusSeeOther || strings.Contains(got.location, "ajout") {
			t.Fatalf("%s: status %d %s\n%s", step.path, got.status, got.location, got.text())
		}
	}
	if got := s.post(link+"/envoyer", s.get(link+"/verification").form()); got.location != link+"/confirmation" {
		t.Fatalf("send: status %d\n%s", got.status, got.text())
	}
	return link
}
