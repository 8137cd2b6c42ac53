package console_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/testkit"
)

// hostile is what somebody types to break a page, a file or a sentence.
const hostile = "=cmd|' /C calc'!A0\x00\x1b <script>alert(1)</script> \u202egnimraw\u2066 \"'><img src=x onerror=alert(1)>"

func TestHostileTextsAreTextAndNothingElse(t *testing.T) {
	house := open(t, 3)
	amina := house.staff(consult.RoleOrganiser)
	if status, _ := amina.post("/console/concertations", url.Values{"title": {hostile}, "slug": {"piege"}, "start": {"vide"}}); status != http.StatusSeeOther {
		t.Fatalf("creating gives %d", status)
	}
	if status, _ := amina.post("/console/comptes", url.Values{"name": {hostile}, "email": {"bruno@exemple.fr"}, "role": {"reader"}}); status != http.StatusOK {
		t.Fatalf("an account gives %d", status)
	}
	texts := completeTexts()
	for name := range texts {
		if !strings.HasPrefix(name, "opens") && !strings.HasPrefix(name, "closes") && name != "cell_threshold" && name != "accessibility" {
			texts.Set(name, hostile)
		}
	}
	texts.Set("invited_source", hostile)
	if status, _ := amina.post("/console/concertations/piege/textes", texts); status != http.StatusSeeOther {
		t.Fatalf("texts give %d", status)
	}
	steps := url.Values{"title-0": {hostile}, "kind-0": {"event"}, "place-0": {hostile}, "when-0": {hostile}, "unit-0": {hostile}, "source-0": {hostile}, "participants-0": {"12"}}
	if status, _ := amina.post("/console/concertations/piege/etapes", steps); status != http.StatusSeeOther {
		t.Fatalf("steps give %d", status)
	}
	for _, path := range []string{"/console", "/console/comptes", "/console/journal", "/console/concertations/piege", "/console/concertations/piege/textes",
		"/console/concertations/piege/etapes", "/console/concertations/piege/resultats", "/c/piege", "/c/piege/contact", "/c/piege/donnees-personnelles", "/"} {
		status, _, body := amina.get(path)
		if status != http.StatusOK && !strings.HasPrefix(path, "/c/") {
			t.Errorf("%s gives %d", path, status)
		}
		for _, bad := range []string{"<script>alert", "<img src=x", "\x00", "\x1b", "\u202e", "\u2066"} {
			if strings.Contains(body, bad) {
				t.Errorf("%s lets %q through", path, bad)
			}
		}
		testkit.CheckHTML(t, body)
	}
}

func TestValuesThatNoFormOffersAreRefused(t *testing.T) {
	house := open(t, 0)
	amina := house.staff(consult.RoleOrganiser)
	const demonstration = "/console/concertations/demonstration"
	texts := func(name, value string) url.Values {
		values := completeTexts()
		values.Set(name, value)
		return values
	}
	for name, one := range map[string]struct {
		path string
		form url.Values
	}{
		"an accessibility that is none": {demonstration + "/textes", texts("accessibility", "parfaite")},
		"a text without end":            {demonstration + "/textes", texts("purpose", strings.Repeat("é", 60_000))},
		"a number too large":            {demonstration + "/textes", texts("invited", "99999999999999999999")},
		"a year too far":                {demonstration + "/textes", texts("closes_at", "99999-01-01")},
		"a year before any":             {demonstration + "/textes", texts("opens_at", "0000-01-01")},
		"a kind of step that is none":   {demonstration + "/etapes", url.Values{"title-0": {"Lancement"}, "kind-0": {"piège"}}},
		"a title of steps without end":  {demonstration + "/etapes", url.Values{"title-0": {strings.Repeat("é", 5_000)}, "kind-0": {"event"}}},
		"a role that is none":           {"/console/comptes", url.Values{"name": {"Bruno"}, "email": {"bruno@exemple.fr"}, "role": {"chef"}}},
		"an address without end":        {"/console/comptes", url.Values{"name": {"Bruno"}, "email": {strings.Repeat("b", 300) + "@exemple.fr"}, "role": {"reader"}}},
		"a name of the console":         {"/console/concertations", url.Values{"title": {"Plan"}, "slug": {"../console"}}},
	} {
		t.Run(name, func(t *testing.T) {
			if status, body := amina.sent(one.path, one.form); status != http.StatusUnprocessableEntity || len(testkit.HTMLFaults(body)) > 0 {
				t.Errorf("gives %d %v", status, testkit.HTMLFaults(body))
			}
		})
	}
}

func TestTwoClicksMakeOneThing(t *testing.T) {
	house := open(t, 0)
	amina := house.staff(consult.RoleOrganiser)
	var wait sync.WaitGroup
	statuses := make([]int, 4)
	for i := range statuses {
		wait.Add(1)
		go func() {
			defer wait.Done()
			statuses[i], _ = amina.post("/console/concertations", url.Values{"title": {"Plan vélo"}, "slug": {"plan-velo"}, "start": {"reference"}})
		}()
	}
	wait.Wait()
	all, err := house.store.Consultations(context.Background())
	made := 0
	for _, one := range all {
		if one.Slug == "plan-velo" {
			made++
		}
	}
	if err != nil || made != 1 {
		t.Errorf("%d consultations are made (%v)", made, err)
	}
	created := 0
	for _, status := range statuses {
		switch status {
		case http.StatusSeeOther:
			created++
		case http.StatusUnprocessableEntity:
		default:
			t.Errorf("a click gives %d", status)
		}
	}
	if created != 1 {
		t.Errorf("the clicks give %v", statuses)
	}
	const plan = "/console/concertations/plan-velo"
	if status, _ := amina.post(plan+"/textes", completeTexts()); status != http.StatusSeeOther {
		t.Fatalf("the texts give %d", status)
	}
	for _, act := range []string{"/ouvrir", "/ouvrir", "/fermer"} {
		if status, _ := amina.post(plan+act, nil); status != http.StatusSeeOther && status != http.StatusConflict {
			t.Errorf("%s gives %d", act, status)
		}
	}
	if status, _ := amina.post(plan+"/fermer", nil); status != http.StatusConflict {
		t.Errorf("closing twice gives %d", status)
	}
}

func TestTwoWindowsDoNotOverwriteEachOther(t *testing.T) {
	house := open(t, 0)
	amina := house.staff(consult.RoleOrganiser)
	const demonstration = "/console/concertations/demonstration"
	stamp := func(path string) string {
		_, _, body := amina.get(path)
		_, after, _ := strings.Cut(body, `name="seen" value="`)
		seen, _, _ := strings.Cut(after, `"`)
		if seen == "" {
			t.Fatalf("%s does not say what was seen", path)
		}
		return seen
	}
	for _, page := range []struct {
		path  string
		form  func(words string) url.Values
		field string
	}{
		{demonstration + "/textes", func(words string) url.Values { f := completeTexts(); f.Set("purpose", words); return f }, "purpose"},
		{demonstration + "/etapes", func(words string) url.Values { return url.Values{"title-0": {words}, "kind-0": {"event"}} }, "title-0"},
	} {
		t.Run(page.field, func(t *testing.T) {
			seen := stamp(page.path) // both windows show this
			first, second := page.form("La fenêtre de gauche"), page.form("La fenêtre de droite")
			first.Set("seen", seen)
			second.Set("seen", seen)
			if status, _ := amina.post(page.path, first); status != http.StatusSeeOther {
				t.Fatalf("the first window gives %d", status)
			}
			status, body := amina.sent(page.path, second)
			if status != http.StatusConflict || !strings.Contains(body, "La fenêtre de droite") || !strings.Contains(body, "ont changé") {
				t.Fatalf("the second gives %d, or loses what was typed", status)
			}
			testkit.CheckHTML(t, body)
			_, after, _ := strings.Cut(body, `name="seen" value="`)
			again, _, _ := strings.Cut(after, `"`)
			second.Set("seen", again)
			if status, _ := amina.post(page.path, second); status != http.StatusSeeOther {
				t.Errorf("sending again, knowing it, gives %d", status)
			}
			second.Set("seen", seen)
			if status, _ := amina.post(page.path, second); status != http.StatusSeeOther {
				t.Errorf("the same texts again, by the back button, give %d", status)
			}
		})
	}
}

func TestFilesMadeToBreakAreRefusedInWords(t *testing.T) {
	house := open(t, 0)
	amina := house.staff(consult.RoleOrganiser)
	const upload = "/console/concertations/demonstration/questionnaires"
	var many, choices bytes.Buffer
	many.WriteString("settings: {form_title: Essai}\nsurvey:\n")
	for i := range 2000 {
		fmt.Fprintf(&many, "  - {type: text, name: q%d, label: Question %d}\n", i, i)
	}
	choices.WriteString("settings: {form_title: Essai}\nsurvey:\n  - {type: select_one l, name: q, label: Question}\nchoices:\n  l:\n")
	for i := range 10_000 {
		fmt.Fprintf(&choices, "    - {name: c%d, label: Choix %d}\n", i, i)
	}
	for name, one := range map[string]struct {
		file    string
		content []byte
		status  int
		words   string
	}{
		"a file of 50 MB":                     {"grand.xlsx", make([]byte, 50<<20), http.StatusRequestEntityTooLarge, "trop volumineux"},
		"a file of 80 MB":                     {"immense.xlsx", make([]byte, 80<<20), http.StatusRequestEntityTooLarge, "trop volumineux"},
		"a workbook that is none":             {"faux.xlsx", []byte("PK\x03\x04 n'importe quoi"), http.StatusUnprocessableEntity, "fichier"},
		"ten thousand choices":                {"choix.yaml", choices.Bytes(), http.StatusUnprocessableEntity, "trop de lignes"},
		"a file whose name is a path":         {"../../etc/passwd.yaml", []byte("- rien"), http.StatusUnprocessableEntity, ""},
		"a file without anything":             {"vide.yaml", nil, http.StatusUnprocessableEntity, "vide"},
		"a workbook whose name is hostile":    {`"'><script>alert(1)</script> =cmd.xlsx`, []byte("x"), http.StatusUnprocessableEntity, ""},
		"a file of aliases that would unfold": {"alias.yaml", []byte("a: &a [x, x]\nb: &b [*a, *a]\nsurvey: [*b, *b]\n"), http.StatusUnprocessableEntity, ""},
	} {
		t.Run(name, func(t *testing.T) {
			status, _, body := amina.upload(upload, one.file, one.content)
			if status != one.status || !strings.Contains(body, one.words) || strings.Contains(body, "<script>alert") {
				t.Errorf("gives %d", status)
			}
			testkit.CheckHTML(t, body)
		})
	}
	t.Run("two thousand questions are read, shown and published in a time that people wait", func(t *testing.T) {
		begun := time.Now()
		status, location, _ := amina.upload(upload, "grand.yaml", many.Bytes())
		if status != http.StatusSeeOther {
			t.Fatalf("uploading gives %d", status)
		}
		status, _, body := amina.get(location)
		if published, _ := amina.post(location+"/publier", nil); status != http.StatusOK || published != http.StatusSeeOther {
			t.Errorf("its preview gives %d, publishing it %d", status, published)
		}
		t.Logf("%d KiB shown, %v in all", len(body)>>10, time.Since(begun))
		if time.Since(begun) > 30*time.Second {
			t.Errorf("it takes %v", time.Since(begun))
		}
	})
}
