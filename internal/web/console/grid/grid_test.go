package grid_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"concertation/internal/service"
	"concertation/internal/testkit"
)

// typed is the form as the page gives it.
func (d *desk) typed() url.Values {
	d.t.Helper()
	grid, err := d.store.ThemeGrid(context.Background(), d.consultation.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	values := url.Values{"version": {fmt.Sprint(grid.Version)}}
	for i, theme := range grid.Themes {
		for name, text := range map[string]string{"id": string(theme.ID), "position": fmt.Sprint(theme.Position), "title": theme.Title,
			"definition": theme.Definition, "includes": theme.Includes, "excludes": theme.Excludes, "examples": theme.Examples, "lexicon": theme.Lexicon} {
			values.Set(fmt.Sprintf("%s-%d", name, i), text)
		}
	}
	return values
}

func TestAGridIsCheckedThenPublished(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 20, Seed: 1, Coded: true})
	form := d.typed()
	form.Set("title-0", "Emploi et métiers")
	form.Set("fate-1", string(d.grid.Themes[0].ID))
	form.Set(fmt.Sprintf("title-%d", len(d.grid.Themes)), "Transition écologique")
	status, body := d.post("amina", "/grille", form)
	if status != http.StatusOK || !strings.Contains(body, "Rien n’est encore publié") || !strings.Contains(body, "Transition écologique") {
		t.Fatalf("the check page: %d", status)
	}
	if now, _ := d.store.ThemeGrid(context.Background(), d.consultation.ID); now.Version != d.grid.Version {
		t.Fatal("checking published")
	}
	form.Set("etape", "modifier")
	if _, body = d.post("amina", "/grille", form); !strings.Contains(body, `value="Transition écologique"`) {
		t.Error("going back to the form loses what was typed")
	}
	form.Set("etape", "publier")
	_, body = d.post("amina", "/grille", form)
	if !strings.Contains(body, fmt.Sprintf("La version %d de la grille est publiée", d.grid.Version+1)) {
		t.Error("the new version is not said")
	}
	now, err := d.store.ThemeGrid(context.Background(), d.consultation.ID)
	if err != nil || now.Version != d.grid.Version+1 || now.Themes[0].ID != d.grid.Themes[0].ID || now.Themes[0].Title != "Emploi et métiers" {
		t.Fatalf("%+v, %v", now, err)
	}
	if _, stays := now.Find(d.grid.Themes[1].ID); stays {
		t.Error("the merged theme stays")
	}
}

func TestRowsOfNewThemesStayFoldedUntilSomethingIsWritten(t *testing.T) {
	const unfolded = `<details class="grid-theme" open`
	d := open(t, service.DemoOptions{Responses: 2, Seed: 1})
	_, body := d.get("amina", "/grille")
	if count := strings.Count(body, unfolded); count != 0 {
		t.Errorf("%d rows are open before anything is written", count)
	}
	for _, legend := range []string{">Nouvelle thématique<", ">Autre nouvelle thématique<"} {
		if !strings.Contains(body, legend) {
			t.Errorf("no row %s", legend)
		}
	}
	form := d.typed()
	form.Set(fmt.Sprintf("title-%d", len(d.grid.Themes)), "Transition écologique")
	form.Set("etape", "modifier")
	if _, body := d.post("amina", "/grille", form); strings.Count(body, unfolded) != 1 {
		t.Error("the row that is being written is not the open one")
	}
}

func TestAThemeIsSplitAndWhatItHoldsIsSaidBefore(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 20, Seed: 1, Coded: true})
	before, err := d.service.ThemeCounts(context.Background(), d.consultation.ID)
	if err != nil {
		t.Fatal(err)
	}
	from := d.grid.Themes[0]
	held := before.Theme(from.ID).Counts.Statements
	if held < 2 {
		t.Fatalf("%d statements to split", held)
	}
	form, row := d.typed(), len(d.grid.Themes)
	form.Set(fmt.Sprintf("title-%d", row), "Apprentissage")
	form.Set(fmt.Sprintf("split-%d", row), string(from.ID))
	if _, body := d.post("amina", "/grille", form); !strings.Contains(body, fmt.Sprintf("%d énoncés restent sous «\u00a0%s\u00a0»", held, from.Title)) {
		t.Error("that they stay is not said")
	}
	form.Set(fmt.Sprintf("reread-%d", row), "relire")
	if _, body := d.post("amina", "/grille", form); !strings.Contains(body, fmt.Sprintf("%d énoncés de «\u00a0%s\u00a0» sont à relire", held, from.Title)) {
		t.Error("that they are to be read again is not said")
	}
	form.Set("etape", "publier")
	d.post("amina", "/grille", form)
	after, err := d.service.ThemeCounts(context.Background(), d.consultation.ID)
	if err != nil {
		t.Fatal(err)
	}
	if now := after.Theme(from.ID); now.Counts.Statements != 0 || now.Stale != held || after.Total != before.Total {
		t.Errorf("of %d statements, %d still count and %d are to be read again", held, now.Counts.Statements, now.Stale)
	}
	if _, body := d.get("rose", fmt.Sprintf("/grille/versions/%d", d.grid.Version+1)); !strings.Contains(body, "«\u00a0Apprentissage\u00a0» vient de la division de «\u00a0"+from.Title) || !strings.Contains(body, "par Amina") {
		t.Error("the version does not tell the split")
	}
	if _, body := d.get("rose", fmt.Sprintf("/grille/versions/%d", d.grid.Version)); strings.Contains(body, "Apprentissage") {
		t.Error("the version before knows the new theme")
	}
	for _, absent := range []string{"/grille/versions/9", "/grille/versions/0", "/grille/versions/x"} {
		if status, _ := d.get("rose", absent); status != http.StatusNotFound {
			t.Errorf("%s gives %d", absent, status)
		}
	}
}

func TestAFormOfAnOlderVersionKeepsWhatWasTyped(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 2, Seed: 1})
	stale, form := d.typed(), d.typed()
	form.Set("fate-1", "retirer")
	form.Set("etape", "publier")
	d.post("bruno", "/grille", form)
	stale.Set("definition-0", "Ce que j’ai écrit longuement")
	stale.Set("title-1", "Un titre à moi")
	stale.Set("etape", "publier")
	status, body := d.post("amina", "/grille", stale)
	if status != http.StatusConflict || !strings.Contains(body, "Ce que j’ai écrit longuement") || !strings.Contains(body, "Un titre à moi") {
		t.Errorf("status %d", status)
	}
	if now, _ := d.store.ThemeGrid(context.Background(), d.consultation.ID); now.Version != d.grid.Version+1 {
		t.Errorf("version %d", now.Version)
	}
}

func TestFaultsAreSaidAtTheirField(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 2, Seed: 1})
	last := len(d.grid.Themes) - 1
	for name, test := range map[string]struct{ field, typed, where string }{
		"a theme without a title":              {"title-0", " ", "title-0"},
		"two themes of one title":              {"title-1", d.grid.Themes[0].Title, "title-1"},
		"a title too long":                     {"title-0", strings.Repeat("é", 151), "title-0"},
		"a text too long":                      {"lexicon-2", strings.Repeat("é", 4001), "lexicon-2"},
		"a place that is no number":            {"position-0", "premier", "position-0"},
		"a residual theme that is removed":     {fmt.Sprintf("fate-%d", last), "retirer", fmt.Sprintf("title-%d", last)},
		"a split of a theme that is not there": {fmt.Sprintf("split-%d", last+1), "x", fmt.Sprintf("split-%d", last+1)},
		"a theme merged into itself":           {"fate-0", string(d.grid.Themes[0].ID), "fate-0"},
	} {
		t.Run(name, func(t *testing.T) {
			form := d.typed()
			form.Set("definition-3", "Tout reste")
			form.Set(test.field, test.typed)
			status, body := d.post("amina", "/grille", form)
			if status != http.StatusUnprocessableEntity || !strings.Contains(body, "Tout reste") || !strings.Contains(body, `href="#`+test.where+`"`) {
				t.Errorf("status %d", status)
			}
		})
	}
}

func TestAReaderSeesTheGridAndChangesNothing(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 2, Seed: 1})
	if status, body := d.get("rose", "/grille"); status != http.StatusOK || strings.Contains(body, "<textarea") || !strings.Contains(body, "Versions publiées") {
		t.Errorf("status %d", status)
	}
	if status, _ := d.post("rose", "/grille", d.typed()); status != http.StatusForbidden {
		t.Errorf("status %d", status)
	}
}

func TestTheGridPassesAxeAndFitsAPhone(t *testing.T) {
	testkit.Require(t, "assets")
	d := open(t, service.DemoOptions{Responses: 2, Seed: 1})
	chrome := testkit.Browser(t)
	for _, view := range []testkit.View{{Width: testkit.WideScreen}, {Width: testkit.NarrowScreen}} {
		t.Run(fmt.Sprintf("at %d", view.Width), func(t *testing.T) {
			tab := chrome.Tab(view)
			tab.Go(d.url("amina", "/grille"))
			tab.Wait("h1")
			tab.CheckReflow()
			testkit.Picture(tab, "grid", view)
			tab.CheckAxe()
		})
	}
}
