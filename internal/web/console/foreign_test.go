package console_test

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/testkit"
)

// A real questionnaire written by others, in German, as XLSForm.
const foreignFile = "../shared/data/forms/mitwirken_umfrage.xlsx"

func TestARealQuestionnaireInItsOwnLanguageIsPublishedAnsweredCountedAndExported(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(testkit.RepositoryRoot(t), foreignFile))
	if err != nil {
		t.Skip("the sample questionnaires are not beside the project:", err)
	}
	chrome := testkit.Browser(t)
	house := open(t, 0)
	organiser := house.staff(consult.RoleOrganiser)
	address := publishForeign(t, house, organiser, content)

	tab := chrome.Tab(testkit.View{Width: testkit.WideScreen})
	tab.Go(house.server.URL + address)
	tab.Follow(`form[action$="/commencer"] button`)
	for page := 0; strings.Contains(tab.URL(), "/etape/"); page++ {
		if page > 12 {
			t.Fatalf("the journey does not end: %s", tab.URL())
		}
		if lang := testkit.Evaluate[string](tab, `(document.querySelector('form [lang], form[lang]') || document.querySelector('main[lang]') || {lang: ''}).lang`); lang != "de" {
			t.Errorf("%s: the questions are in %q", tab.URL(), lang)
		}
		if testkit.Evaluate[string](tab, `document.documentElement.lang`) != "fr" {
			t.Errorf("%s: the page around is not in French", tab.URL())
		}
		answerAll(tab)
		tab.CheckAxe()
		testkit.Picture(tab, "deutsch", testkit.View{Width: testkit.WideScreen})
		tab.Follow(`main form button[value="next"]`)
	}
	if !strings.HasSuffix(tab.URL(), "/verification") {
		t.Fatalf("the journey ends at %s", tab.URL())
	}
	tab.Follow(`form[action$="/envoyer"] button`)
	if !strings.HasSuffix(tab.URL(), "/confirmation") {
		t.Fatalf("sending leads to %s", tab.URL())
	}
	checkForeignCounts(t, house)
}

// publishForeign makes a consultation around the file, and gives the address of its start page.
func publishForeign(t *testing.T, house *house, organiser *person, content []byte) string {
	t.Helper()
	organiser.post("/console/concertations", url.Values{"title": {"Umfrage"}, "slug": {"umfrage"}, "start": {"vide"}})
	const base = "/console/concertations/umfrage"
	status, location, body := organiser.upload(base+"/questionnaires", "mitwirken_umfrage.xlsx", content)
	if status != http.StatusSeeOther {
		t.Fatalf("uploading gives %d: %s", status, body)
	}
	if status, _ := organiser.post(location+"/publier", nil); status != http.StatusSeeOther {
		t.Fatalf("publishing gives %d", status)
	}
	if status, _ := organiser.post(base+"/textes", completeTexts()); status != http.StatusSeeOther {
		t.Fatalf("saving the texts gives %d", status)
	}
	if status, _ := organiser.post(base+"/ouvrir", nil); status != http.StatusSeeOther {
		t.Fatalf("opening gives %d", status)
	}
	return "/c/umfrage/q/bedarfserhebung-mo-sachsen"
}

// answerAll answers what a page asks: the first choice of each question, a number, a sentence.
func answerAll(tab *testkit.Tab) {
	for range 3 { // an answer may make another question appear
		testkit.Evaluate[bool](tab, `(async () => {
			for (const set of document.querySelectorAll('main fieldset')) {
				const items = set.querySelectorAll('input[type=radio], input[type=checkbox]')
				if (items.length && ![...items].some(i => i.checked)) items[0].click()
			}
			for (const field of document.querySelectorAll('main input[type=text], main input:not([type]), main textarea, main input[inputmode]')) {
				if (field.value || field.type === 'hidden' || field.offsetParent === null) continue
				field.value = field.name === 'email' ? 'amina@exemple.fr' : field.inputMode === 'numeric' ? '12' : 'Mehr Räume für Vereine'
				field.dispatchEvent(new Event('change', {bubbles: true}))
			}
			await new Promise(done => setTimeout(done, 300))
			return true
		})()`)
	}
}

// checkForeignCounts reads the tallies and the workbook of the one response.
func checkForeignCounts(t *testing.T, house *house) {
	t.Helper()
	ctx := context.Background()
	view, err := house.service.Results(ctx, consult.System(), "umfrage", service.ResultsQuery{})
	if err != nil {
		t.Fatal(err)
	}
	if view.Total != 1 {
		t.Fatalf("%d responses counted", view.Total)
	}
	for _, result := range view.Tallies {
		if result.Question.Name == "landkreise" && (result.Bases.Answered != 1 || result.Options[0].Count != 1) {
			t.Errorf("landkreise: %+v", result.Bases)
		}
	}
	var file bytes.Buffer
	if err := house.service.ExportWorkbook(ctx, consult.System(), "umfrage", false, &file); err != nil {
		t.Fatal(err)
	}
	workbook, err := excelize.OpenReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	defer workbook.Close()
	rows, err := workbook.GetRows("Réponses")
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d rows of responses: %v", len(rows), err)
	}
	texts, err := house.store.Contributions(ctx, consult.ContributionFilter{Words: "raume"})
	if err != nil || len(texts) == 0 {
		t.Errorf("no open answer became a contribution: %v", err)
	}
}
