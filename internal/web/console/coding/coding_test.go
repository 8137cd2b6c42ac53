package coding_test

import (
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/testkit"
)

func TestScreensOfTheGroupingAreSoundPages(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 60, Ideas: 5, Seed: 1, Coded: true})
	for name, test := range map[string]struct {
		path string
		want []string
	}{
		"the list":               {"/contributions", []string{"Contributions", "énoncés", "contributeurs", "relues", "À coder seulement", "Quelle amélioration proposez-vous"}},
		"the list, narrowed":     {"/contributions?territoire=44&mots=d%C3%A9lais", []string{"trouvée", "Effacer les filtres"}},
		"the list of nothing":    {"/contributions?mots=zzzz", []string{"Aucune contribution ne correspond"}},
		"the first text to code": {"/contributions/suivante?a_coder=oui", []string{"File de lecture", "Thématiques de ce texte", "Raccourcis clavier", "Soutenir et dynamiser l’emploi", "à coder"}},
		"nothing to code":        {"/contributions/suivante?mots=zzzz", []string{"Aucune contribution ne correspond"}},
		"the themes":             {"/thematiques", []string{"Énoncés", "Contributeurs", "Promouvoir et communiquer sur l’ESS", "Hors grille", "Avec au moins une thématique"}},
		"a theme":                {"/thematiques/" + string(d.grid.Themes[1].ID), []string{"Thématique 2", "Par catégorie", "Par territoire", "Loire-Atlantique"}},
		"a residual theme":       {"/thematiques/" + string(d.grid.Themes[7].ID), []string{"Hors des thématiques"}},
	} {
		t.Run(name, func(t *testing.T) {
			status, body := d.get("amina", test.path)
			if status != 200 {
				t.Fatalf("status %d: %s", status, body)
			}
			for _, want := range test.want {
				if !strings.Contains(body, want) {
					t.Errorf("does not say %q", want)
				}
			}
			if strings.Contains(body, "[coding.") || strings.Contains(body, "[ui.") {
				t.Error("a sentence is missing")
			}
		})
	}
}

// identifier is what differs from one run to the next.
var identifier = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`)

// steady gives the content of a page, without the frame that is not ours, identifiers numbered as they appear.
func steady(body string) string {
	_, inside, _ := strings.Cut(body, "<main")
	inside, _, _ = strings.Cut(inside, "</main>")
	numbers := map[string]string{}
	return identifier.ReplaceAllStringFunc("<main"+inside+"</main>", func(id string) string {
		if numbers[id] == "" {
			numbers[id] = fmt.Sprintf("id-%d", len(numbers)+1)
		}
		return numbers[id]
	})
}

func TestScreensOfTheGroupingLookAsBefore(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 8, Ideas: 2, Seed: 3})
	d.contest()
	first := "/contributions/" + string(d.first().ID)
	for name, path := range map[string]string{
		"list": "/contributions", "list_empty": "/contributions?mots=zzzz", "view": first, "view_to_code": "/contributions/suivante?a_coder=oui",
		"themes": "/thematiques", "theme": "/thematiques/" + string(d.grid.Themes[0].ID), "theme_empty": "/thematiques/" + string(d.grid.Themes[7].ID),
	} {
		t.Run(name, func(t *testing.T) {
			_, body := d.get("amina", path)
			testkit.Golden(t, name+".html", testkit.NormalHTML(t, steady(body)))
		})
	}
}

func TestAThemeIsGivenTakenOffAndUndoneWithPlainForms(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 10, Seed: 1})
	text := d.first()
	path := "/contributions/" + string(text.ID) + "?a_coder=oui"
	third := url.Values{"donner": {string(d.grid.Themes[2].ID)}, "texte": {"1"}}
	for range 2 { // a double click
		if status, body := d.post("amina", path, third); status != 200 || !strings.Contains(body, "donnée par Amina") {
			t.Fatalf("give: status %d", status)
		}
	}
	if current := d.current(); len(current) != 1 || current[0].ThemeID != d.grid.Themes[2].ID || current[0].State != consult.AssignmentConfirmed {
		t.Fatalf("stands: %+v", current)
	}
	if status, body := d.post("bruno", path, url.Values{"retirer": {string(d.grid.Themes[2].ID)}, "texte": {"1"}}); status != 200 || !strings.Contains(body, "contestée par Bruno") || !strings.Contains(body, "donnée par Amina") {
		t.Errorf("take off: status %d", status)
	}
	if status, body := d.post("bruno", path, url.Values{"annuler": {"1"}}); status != 200 || strings.Contains(body, "contestée par Bruno") {
		t.Errorf("undo: status %d", status)
	}
	if _, body := d.get("amina", "/contributions?a_coder=oui"); strings.Contains(body, string(text.ID)) {
		t.Error("a grouped text is still to code")
	}
}

func TestTwoAnalystsOnTheSameTextNeverOverwriteEachOther(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 10, Seed: 1})
	id := string(d.first().ID)
	path := "/contributions/" + id
	for _, who := range []string{"amina", "bruno"} { // both open it before either acts
		if status, body := d.get(who, path); status != 200 || strings.Contains(body, "donnée par") {
			t.Fatalf("%s opens it: status %d", who, status)
		}
	}
	act := func(who string, form url.Values) string {
		t.Helper()
		form.Set("texte", "1")
		form.Set("enonce", id)
		status, body := d.post(who, path, form)
		if status != 200 {
			t.Fatalf("%s: status %d", who, status)
		}
		return body
	}
	theme := func(number int) string { return string(d.grid.Themes[number-1].ID) }
	act("amina", url.Values{"donner": {theme(1)}})
	act("amina", url.Values{"donner": {theme(2)}})
	act("amina", url.Values{"marge": {"note"}, "note": {"À rapprocher de l’atelier."}})
	if seen := act("bruno", url.Values{"donner": {theme(2)}}); !strings.Contains(seen, "donnée par Amina, Bruno") || strings.Count(seen, "donnée par Amina") != 2 {
		t.Error("the second analyst does not see what the first gave")
	}
	seen := act("bruno", url.Values{"marge": {"note"}, "note": {"Voir aussi la thématique 3."}})
	if !strings.Contains(seen, "À rapprocher de l’atelier.") {
		t.Error("the second analyst does not see the first one's note")
	}
	act("bruno", url.Values{"donner": {theme(3)}})
	act("bruno", url.Values{"retirer": {theme(1)}}) // as his page, opened before, did not show it: said all the same
	act("bruno", url.Values{"annuler": {"1"}})
	stands := map[string]int{}
	for _, a := range d.current() {
		if a.State != consult.AssignmentConfirmed {
			t.Errorf("%s of theme %s stands as %s", a.CoderID, a.ThemeID, a.State)
		}
		for name, actor := range d.actors {
			if actor.User == a.CoderID {
				theme, _ := d.grid.Find(a.ThemeID)
				stands[fmt.Sprintf("%s %d", name, theme.Position)]++
			}
		}
	}
	for _, want := range []string{"amina 1", "amina 2", "bruno 2", "bruno 3"} {
		if stands[want] != 1 {
			t.Errorf("%s is lost: %v", want, stands)
		}
	}
	if len(stands) != 4 {
		t.Errorf("stands %v", stands)
	}
	if _, body := d.get("amina", path); !strings.Contains(body, "À rapprocher de l’atelier.") || !strings.Contains(body, "Voir aussi la thématique 3.") {
		t.Error("a note is lost")
	}
}

func TestEveryFilterStandsInTheAddressAndFollowsTheReader(t *testing.T) {
	// Enough texts beside the random sample, of which no suggestion is told before it is read.
	d := open(t, service.DemoOptions{Responses: 150, Ideas: 5, Seed: 1, Coded: true})
	d.learn()
	_, body := d.get("amina", "/contributions")
	for _, name := range []string{"question", "categorie", "territoire", "canal", "thematique", "proposee", "score_min", "score_max", "analyste", "du", "au", "mots", "parmi", "a_coder"} {
		if !strings.Contains(body, `name="`+name+`"`) {
			t.Errorf("the filter %s is not offered", name)
		}
	}
	for _, words := range []string{"Ordre d’arrivée", "En ligne", "Atelier", "participants représentés"} {
		if !strings.Contains(body, words) {
			t.Errorf("does not say %q", words)
		}
	}
	status, body := d.get("amina", "/contributions/suivante?canal=web&score_min=0%2C01&score_max=0%2C99")
	if status != 200 {
		t.Fatalf("status %d", status)
	}
	form, next := regexp.MustCompile(`<form class="workbench"[^>]*action="([^"]+)"`).FindStringSubmatch(body), regexp.MustCompile(`data-key="j" name="aller" value="([^"]+)"`).FindStringSubmatch(body)
	if form == nil || next == nil {
		t.Fatal("nothing comes next")
	}
	action := strings.TrimPrefix(html.UnescapeString(form[1]), "/console/concertations/demonstration")
	if status, body = d.post("amina", action, url.Values{"aller": {next[1]}}); status != 200 || !strings.Contains(body, next[1]) {
		t.Fatalf("the next text: status %d", status)
	}
	followed := regexp.MustCompile(`<form class="workbench"[^>]*action="([^"]+)"`).FindStringSubmatch(body)
	if followed == nil || !strings.Contains(followed[1], next[1]) {
		t.Fatalf("the next text is not shown: %v", followed)
	}
	for _, filter := range []string{"canal=web", "score_min=0%2C01", "score_max=0%2C99"} {
		if !strings.Contains(followed[1], filter) {
			t.Errorf("what comes next forgets %s: %s", filter, followed[1])
		}
	}
	if !regexp.MustCompile(`<span>Contribution \d+ sur [1-9]`).MatchString(body) {
		t.Error("does not say its place in what the filter finds")
	}
	if _, body := d.get("amina", "/contributions/"+string(d.first().ID)+"?canal=phone"); regexp.MustCompile(`Contribution \d+ sur`).MatchString(body) {
		t.Error("has a place in a list that does not hold it")
	}
}

func TestWhatCannotBeDoneIsRefused(t *testing.T) {
	d := open(t, service.DemoOptions{Responses: 10, Seed: 1})
	path := "/contributions/" + string(d.first().ID)
	give := url.Values{"donner": {string(d.grid.Themes[0].ID)}}
	for name, test := range map[string]struct {
		who, path string
		form      url.Values
		status    int
	}{
		"a reader codes":                {"rose", path, give, 403},
		"somebody unknown codes":        {"nobody", path, give, 403},
		"a theme that does not exist":   {"amina", path, url.Values{"donner": {"3"}}, 404},
		"a text that does not exist":    {"amina", "/contributions/" + string(consult.NewID()), give, 404},
		"an address that is none":       {"amina", "/contributions/autre", give, 404},
		"a text read before it changed": {"amina", path, url.Values{"donner": {string(d.grid.Themes[0].ID)}, "texte": {"9"}}, 409},
	} {
		t.Run(name, func(t *testing.T) {
			status, body := d.post(test.who, test.path, test.form)
			if status != test.status {
				t.Errorf("status %d, want %d", status, test.status)
			}
			if status == 409 && !strings.Contains(body, "Le texte a changé pendant que vous le lisiez") {
				t.Error("does not say that the text changed")
			}
		})
	}
	if status, _ := d.get("rose", "/contributions"); status != 403 {
		t.Errorf("a reader reads the texts: status %d", status)
	}
	if current := d.current(); len(current) != 0 {
		t.Errorf("%d assignments were made", len(current))
	}
}

func TestAConsultationWithoutContributionsSaysWhatToExpect(t *testing.T) {
	d := open(t, service.DemoOptions{})
	for _, path := range []string{"/contributions", "/contributions/suivante", "/thematiques"} {
		if status, body := d.get("amina", path); status != 200 || !strings.Contains(body, "Aucune contribution pour l’instant") {
			t.Errorf("%s: status %d", path, status)
		}
	}
}
