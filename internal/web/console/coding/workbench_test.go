package coding_test

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/testkit"
)

// learn makes the suggestions, and gives the address of a text that something is proposed for.
func (d *desk) learn() string {
	d.t.Helper()
	ctx := context.Background()
	if err := d.service.RefreshSuggestions(ctx, d.consultation.ID); err != nil {
		d.t.Fatal(err)
	}
	found, err := d.store.Contributions(ctx, consult.ContributionFilter{ConsultationID: d.consultation.ID, Uncoded: true})
	if err != nil {
		d.t.Fatal(err)
	}
	for _, c := range found {
		path := "/contributions/" + string(c.ID)
		if _, body := d.get("amina", path); strings.Contains(body, "proposé · 0,") && strings.Contains(body, "<mark") {
			return path
		}
	}
	d.t.Fatal("nothing is proposed for any text")
	return ""
}

func TestATextShowsWhatIsProposedAndTheWordsThatWeigh(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 80, Ideas: 5, Seed: 1, Coded: true})
	if _, body := d.get("amina", "/contributions/suivante"); !strings.Contains(body, "ne sont pas encore calculées") {
		t.Error("does not say that nothing is proposed yet")
	}
	_, body := d.get("amina", d.learn())
	for _, want := range []string{`class="weighs weighs--`, "Mots soulignés", "d’après"} {
		if !strings.Contains(body, want) {
			t.Errorf("does not show %q", want)
		}
	}
	if _, body = d.get("amina", "/contributions/suivante?parmi=sample&a_coder=oui"); !strings.Contains(body, "échantillon tiré au sort") || strings.Contains(body, "proposé · 0,") {
		t.Error("the random sample is not read without suggestions")
	}
}

func TestWhatIsWrittenBesideATextIsKept(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 10, Seed: 1})
	text := d.first()
	path, statement := "/contributions/"+string(text.ID), string(text.ID)
	for name, test := range map[string]struct {
		form url.Values
		want string
	}{
		"a note":          {url.Values{"marge": {"note"}, "note": {"À relire à deux"}}, "À relire à deux"},
		"a quote":         {url.Values{"marge": {"quote"}, "note": {"À relire à deux"}}, "Ne plus retenir comme citation"},
		"a new action":    {url.Values{"marge": {"propose"}, "intitule": {"Ouvrir un guichet"}}, "Ouvrir un guichet"},
		"a blank action":  {url.Values{"marge": {"propose"}, "intitule": {""}}, "Donnez un intitulé"},
		"a note too long": {url.Values{"marge": {"note"}, "note": {strings.Repeat("a", 2001)}}, "raccourcissez-la"},
	} {
		t.Run(name, func(t *testing.T) {
			test.form.Set("enonce", statement)
			if _, body := d.post("amina", path, test.form); !strings.Contains(body, test.want) {
				t.Errorf("does not show %q", test.want)
			}
		})
	}
}

var cutMark = regexp.MustCompile(`name="couper_a" value="(\d+)"`)
var partsEnd = regexp.MustCompile(`name="fin_enonce" value="(\d+)"`)

func TestATextIsCutBeforeASentenceAndJoinedAgain(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 60, Ideas: 10, Seed: 1})
	found, err := d.store.Contributions(context.Background(), consult.ContributionFilter{ConsultationID: d.consultation.ID})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range found {
		path := "/contributions/" + string(c.ID)
		_, body := d.get("amina", path)
		mark, end := cutMark.FindStringSubmatch(body), partsEnd.FindStringSubmatch(body)
		if mark == nil {
			continue
		}
		form := url.Values{"enonce": {string(c.ID)}, "texte": {"1"}, "parts": {"1"}, "couper_a": {mark[1]}, "fin_enonce": {end[1]}}
		if status, body := d.post("amina", path, form); status != 200 || !strings.Contains(body, "Énoncé 2 sur 2") || !strings.Contains(body, "Réunir les énoncés") {
			t.Fatalf("cut: status %d", status)
		}
		if status, body := d.post("bruno", path, form); status != 409 || !strings.Contains(body, "découpage a changé") {
			t.Errorf("cut at the same time: status %d", status)
		}
		form = url.Values{"enonce": {string(c.ID)}, "texte": {"1"}, "parts": {"2"}, "reunir": {"1"}}
		if status, body := d.post("amina", path, form); status != 200 || strings.Contains(body, "Énoncé 2 sur 2") {
			t.Errorf("join: status %d", status)
		}
		return
	}
	t.Fatal("no text has two sentences")
}

func TestASelectionBecomesAStatement(t *testing.T) {
	testkit.Require(t, "assets")
	d := open(t, service.DemoOptions{Responses: 10, Seed: 1})
	tab := testkit.Browser(t).Tab(testkit.View{})
	tab.Go(d.url("amina", "/contributions/"+string(d.first().ID)))
	tab.Wait("#theme-1")
	chosen := testkit.Evaluate[string](tab, `(() => {
		const text = document.querySelector('[data-body]').firstChild
		document.getSelection().setBaseAndExtent(text, 4, text, text.length)
		return document.getSelection().toString().trim()
	})()`)
	tab.Wait(".splitting__selected:not([hidden])")
	tab.Press("d")
	tab.Wait(".coding-parts")
	if shown := testkit.Evaluate[string](tab, `document.querySelector('[data-body]').textContent.trim()`); shown != chosen {
		t.Errorf("reads %q, selected %q", shown, chosen)
	}
}

func TestTwoAnalystsAtOneTextSeeEachOther(t *testing.T) {
	testkit.Require(t, "assets")
	d := open(t, service.DemoOptions{Responses: 10, Seed: 1})
	path := "/contributions/" + string(d.first().ID)
	tab := testkit.Browser(t).Tab(testkit.View{})
	tab.Go(d.url("amina", path))
	tab.Wait("#theme-1")
	d.post("bruno", path, url.Values{"donner": {string(d.grid.Themes[3].ID)}, "texte": {"1"}})
	tab.Press("1")
	tab.Wait(".workbench__other")
	tab.Wait("#theme-4.toggle--on .toggle__who")
	if current := d.current(); len(current) != 2 {
		t.Errorf("%d words stand", len(current))
	}
}

func TestNotesAndQuotesAreKeptWithoutLeavingThePage(t *testing.T) {
	testkit.Require(t, "assets")
	d := open(t, service.DemoOptions{Responses: 10, Seed: 1})
	tab := testkit.Browser(t).Tab(testkit.View{})
	tab.Go(d.url("amina", "/contributions/"+string(d.first().ID)))
	tab.Wait("#theme-1")
	tab.Press("n")
	tab.Press("1") // a letter of the note, not a theme
	tab.Press("\u001b")
	tab.Press("c")
	tab.Wait(`#marge-quote[aria-pressed="true"]`)
	if note := testkit.Evaluate[string](tab, `document.querySelector('[name="note"]').value`); !strings.HasSuffix(note, "1") { // the driver also types the key that led here
		t.Errorf("the note is %q", note)
	}
	if current := d.current(); len(current) != 0 {
		t.Errorf("stands: %+v", current)
	}
}

func TestAQueueIsCodedAsFastAsOneReads(t *testing.T) {
	testkit.Require(t, "assets")
	d := open(t, service.DemoOptions{Responses: 80, Ideas: 5, Seed: 1, Coded: true})
	d.learn()
	tab := testkit.Browser(t).Tab(testkit.View{})
	tab.Go(d.url("amina", "/contributions/suivante?a_coder=oui"))
	tab.Wait("#theme-1")
	const texts = 8
	started := time.Now()
	for range texts {
		at := tab.URL()
		tab.Press("2")
		tab.Wait("#theme-2.toggle--on")
		tab.Press("j")
		for tab.URL() == at {
			if time.Since(started) > 20*time.Second {
				t.Fatal("no next text")
			}
			tab.Wait("#theme-1")
		}
		tab.Wait(`#theme-2[aria-pressed="false"]`)
	}
	t.Logf("%d ms from a key to the next text", time.Since(started).Milliseconds()/texts)
}
