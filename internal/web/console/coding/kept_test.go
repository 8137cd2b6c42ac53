package coding_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"concertation/internal/service"
	"concertation/internal/testkit"
)

// notes gives what is noted, and the titles of the actions that are proposed.
func (d *desk) notes() (notes, actions []string) {
	d.t.Helper()
	ctx := context.Background()
	kept, err := d.store.StatementNotes(ctx, d.consultation.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, note := range kept {
		notes = append(notes, note.Body)
	}
	proposals, err := d.store.Proposals(ctx, d.consultation.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, proposal := range proposals {
		actions = append(actions, proposal.Title)
	}
	return notes, actions
}

// kept waits until a note and an action are there: what is sent on leaving a page arrives a little later.
func (d *desk) kept(note, action string) {
	d.t.Helper()
	var notes, actions []string
	for range 100 {
		notes, actions = d.notes()
		if strings.Join(notes, "|") == note && strings.Join(actions, "|") == action {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	d.t.Errorf("notes %q, actions %q; want %q and %q", notes, actions, note, action)
}

func TestWhatIsTypedGoesAlongWithEveryPress(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 10, Seed: 1})
	text := d.first()
	path := "/contributions/" + string(text.ID)
	typed := func(press, value string) url.Values {
		return url.Values{"enonce": {string(text.ID)}, "texte": {"1"}, "note": {"À relire à deux"}, "note_lue": {""}, "intitule": {"Ouvrir un gui"}, press: {value}}
	}
	_, page := d.post("amina", path, typed("donner", string(d.grid.Themes[1].ID)))
	if !strings.Contains(page, `value="Ouvrir un gui"`) || len(d.current()) != 1 {
		t.Error("a title that is being typed is lost when a theme is given")
	}
	d.kept("À relire à deux", "")
	if _, page = d.post("amina", path, typed("marge", "quote")); !strings.Contains(page, `value="Ouvrir un gui"`) {
		t.Error("a title that is being typed is lost when the text is quoted")
	}
	long := typed("aller", string(text.ID))
	long.Set("intitule", strings.Repeat("a", 201))
	if status, page := d.post("amina", path, long); status != http.StatusUnprocessableEntity || !strings.Contains(page, strings.Repeat("a", 201)) {
		t.Errorf("a title that is too long: %d", status)
	}
	long = typed("donner", string(d.grid.Themes[2].ID))
	long.Set("note", strings.Repeat("b", 2001))
	if status, page := d.post("amina", path, long); status != http.StatusUnprocessableEntity || !strings.Contains(page, strings.Repeat("b", 2001)) || !strings.Contains(page, `value="Ouvrir un gui"`) {
		t.Errorf("a note that is too long: %d", status)
	}
	stale := typed("donner", string(d.grid.Themes[2].ID))
	stale.Set("texte", "7")
	if status, page := d.post("amina", path, stale); status != http.StatusConflict || !strings.Contains(page, `value="Ouvrir un gui"`) {
		t.Errorf("a text that changed: %d", status)
	}
	d.post("amina", path, typed("aller", string(text.ID)))
	d.kept("À relire à deux", "Ouvrir un gui")
}

func TestANoteThatWasNotTouchedOverwritesNothing(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 10, Seed: 1})
	text := d.first()
	path := "/contributions/" + string(text.ID)
	d.post("amina", path, url.Values{"enonce": {string(text.ID)}, "marge": {"note"}, "note": {"Première\r\nligne"}})
	d.post("amina", path, url.Values{"enonce": {string(text.ID)}, "texte": {"1"}, "undo": {"1"}, "note": {""}, "note_lue": {""}, "donner": {string(d.grid.Themes[0].ID)}})
	if notes, _ := d.notes(); len(notes) != 1 {
		t.Errorf("another window wiped the note: %q", notes)
	}
}

func TestWhatIsTypedIsKeptWhicheverWayThePageIsLeft(t *testing.T) {
	testkit.Require(t, "assets")
	for name, leave := range map[string]func(*testkit.Tab){
		"a key":       func(tab *testkit.Tab) { tab.Press("\x1b"); tab.Press("j") },
		"the button":  func(tab *testkit.Tab) { tab.Click(`button[data-key="j"]`) },
		"the queue":   func(tab *testkit.Tab) { tab.Click(`.queue__list li:last-child a`) },
		"going back":  func(tab *testkit.Tab) { testkit.Evaluate[bool](tab, "(history.back(), true)") },
		"another way": func(tab *testkit.Tab) { tab.Click(`.coding__text ~ .queue .queue__filter a`) },
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, service.DemoOptions{Responses: 20, Seed: 1})
			tab := testkit.Browser(t).Tab(testkit.View{})
			tab.Go(d.url("amina", "/thematiques"))
			tab.Go(d.url("amina", "/contributions/suivante"))
			tab.Wait("#note")
			tab.Fill("#intitule", "Ouvrir un guichet")
			tab.Fill("#note", "À relire")
			leave(tab)
			d.kept("À relire", "Ouvrir un guichet")
		})
	}
}

func TestWhatIsTypedIsKeptWithoutJavaScript(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 10, Seed: 1})
	tab := testkit.Browser(t).Tab(testkit.View{NoScript: true})
	tab.Go(d.url("amina", "/contributions/suivante"))
	tab.Fill("#intitule", "Ouvrir un guichet")
	tab.Fill("#note", "À relire")
	tab.Follow("#theme-2")
	tab.Wait(`#theme-2[aria-pressed="true"]`)
	tab.Follow(`button[data-key="j"]`)
	d.kept("À relire", "Ouvrir un guichet")
}
