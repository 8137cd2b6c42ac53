package results_test

import (
	"context"
	"net/http"
	"os"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/testkit"
)

// second publishes another questionnaire beside the demonstration's, that nobody answered.
func (d *desk) second() {
	d.t.Helper()
	ctx := context.Background()
	content, err := os.ReadFile("../../../../forms/library/one_page.yaml")
	if err != nil {
		d.t.Fatal(err)
	}
	revision, err := d.service.UploadQuestionnaire(ctx, consult.System(), "demonstration", "", "second.yaml", content)
	if err == nil {
		err = d.service.PublishRevision(ctx, consult.System(), revision.ID)
	}
	if err != nil {
		d.t.Fatal(err)
	}
}

func TestEachScreenOffersEveryQuestionnaire(t *testing.T) {
	d := open(t, 12)
	for _, path := range []string{"/participation", "/reponses", "/resultats", "/croisements"} {
		if body := d.get(path).Body.String(); strings.Contains(body, "survey-choice") {
			t.Errorf("%s offers the only questionnaire", path)
		}
	}
	d.second()
	for _, path := range []string{"/participation", "/reponses", "/resultats", "/croisements"} {
		for file, query := range map[string]string{"first": "", "second": "?questionnaire=une-page"} {
			answer := d.get(path + query)
			if answer.Code != http.StatusOK {
				t.Fatalf("%s%s gives %d: %s", path, query, answer.Code, answer.Body)
			}
			body := answer.Body.String()
			testkit.CheckHTML(t, body)
			if n := strings.Count(testkit.Main(t, body), `aria-current="page"`); n != 1 {
				t.Errorf("%s%s: %d questionnaires are the current one", path, query, n)
			}
			if path == "/reponses" {
				_, choice, _ := strings.Cut(body, `<nav class="survey-choice"`)
				choice, _, _ = strings.Cut(choice, "</nav>")
				testkit.Golden(t, "survey_choice_"+file+".html", "<nav"+choice+"</nav>")
			}
		}
		if status := d.get(path + "?questionnaire=rien").Code; status != http.StatusNotFound {
			t.Errorf("%s of no questionnaire gives %d", path, status)
		}
	}
	hidden := `<input type="hidden" name="questionnaire" value="`
	for _, path := range []string{"/reponses", "/resultats", "/croisements"} {
		if body := d.get(path + "?questionnaire=une-page").Body.String(); !strings.Contains(body, hidden+"une-page") {
			t.Errorf("the filters of %s lose the questionnaire", path)
		}
	}
}

func TestLinksKeepTheQuestionnaire(t *testing.T) {
	d := open(t, 60)
	d.second()
	slug := ""
	if _, rest, ok := strings.Cut(d.get("/reponses").Body.String(), `name="questionnaire" value="`); ok {
		slug, _, _ = strings.Cut(rest, `"`)
	}
	for path, link := range map[string]string{"/reponses": "page=2&amp;questionnaire=" + slug, "/participation": "categorie=", "/reponses?retirees=1": "retirees=1"} {
		found := false
		for _, part := range strings.Split(d.get(path).Body.String(), `href="`) {
			address, _, _ := strings.Cut(part, `"`)
			found = found || strings.Contains(address, link) && strings.Contains(address, "questionnaire="+slug)
		}
		if !found {
			t.Errorf("no link of %s has %q and the questionnaire %q", path, link, slug)
		}
	}
	if body := d.get("/reponses/" + string(d.first().ID)).Body.String(); !strings.Contains(body, "/reponses?questionnaire="+slug+`"`) {
		t.Error("the way back loses the questionnaire")
	}
}
