package respond_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"concertation/forms"
	"concertation/forms/library"
	"concertation/internal/web"
)

func text(wording string) forms.Text { return forms.Text{"fr": wording} }

// small is a questionnaire of two sections: the second is for structures only.
func small() forms.Definition {
	return forms.Definition{Title: text("Petit questionnaire"), DefaultLanguage: "fr", Languages: []string{"fr"},
		Lists: map[string][]forms.Choice{
			"qui":   {{Name: "structure", Label: text("Une structure")}, {Name: "personne", Label: text("Une personne")}, {Name: "autre", Label: text("Autre (préciser)")}},
			"frein": {{Name: "argent", Label: text("L’argent")}, {Name: "temps", Label: text("Le temps")}, {Name: "aucun", Label: text("Aucun"), Exclusive: true}},
		},
		Sections: []forms.Section{
			{Name: "vous", Title: text("Vous"), Questions: []forms.Question{
				{Name: "qui", Kind: forms.SelectOne, Label: text("Vous êtes"), List: "qui", Required: true},
				{Name: "qui_autre", Kind: forms.ShortText, Label: text("Précisez"), Relevant: "${qui} = 'autre'"},
				{Name: "freins", Kind: forms.SelectMultiple, Label: text("Vos freins"), List: "frein"},
				{Name: "nom", Kind: forms.ShortText, Label: text("Son nom"), Relevant: "${qui} = 'structure'", Identity: true, Required: true},
				{Name: "action", Kind: forms.Integer, Label: text("Nombre d’actions")},
			}},
			{Name: "suite", Title: text("Suite"), Relevant: "${qui} = 'structure'", Questions: []forms.Question{
				{Name: "besoin", Kind: forms.LongText, Label: text("Votre besoin"), Open: true},
			}},
		}}
}

func TestTheStartPage(t *testing.T) {
	s := open(t, small())

	t.Run("says what it is for, how long, until when, who reads, and the nine items of the notice", func(t *testing.T) {
		page := s.get(start)
		page.says("Petit questionnaire", "Environ", "30 juin 2026 à 18 h 00", "Qui lira vos réponses", "L’équipe de la Région", "lien personnel",
			"Qui recueille vos réponses", "Base légale", "Réclamation", "Commencer")
		page.golden("start_open")
	})
	t.Run("creates nothing", func(t *testing.T) {
		if got := s.get(start + "/commencer"); got.status == http.StatusSeeOther {
			t.Errorf("a link begins a response: %d", got.status)
		}
	})
	t.Run("is not a door for a flood of responses", func(t *testing.T) {
		busy := openWith(t, small(), web.Config{StartRate: 0.001, StartBurst: 2})
		busy.begin()
		busy.begin()
		if got := busy.post(start+"/commencer", nil); got.status != http.StatusTooManyRequests {
			t.Errorf("status %d", got.status)
		}
	})
	t.Run("says when it is closed", func(t *testing.T) {
		s.at(closes.Add(time.Minute))
		defer s.at(noon)
		page := s.get(start)
		page.says("n’accepte pas de nouvelle réponse")
		page.golden("start_closed")
		if got := s.post(start+"/commencer", nil); got.status != http.StatusForbidden {
			t.Errorf("status %d", got.status)
		}
	})
}

func TestAPage(t *testing.T) {
	s := open(t, small())
	first := func(token string) string { return "/r/" + token + "/etape/1" }

	t.Run("asks its questions, says the step and gives the personal link", func(t *testing.T) {
		token := s.begin()
		page := s.get(first(token))
		page.says("Étape 1 sur 1", "Vous êtes", "(facultatif)", "Votre lien personnel")
		if !strings.Contains(page.body, `value="`+s.server.URL+"/r/"+token+`"`) {
			t.Error("the link is not given whole")
		}
		page.golden("page_blank")
		if page.header.Get("Referrer-Policy") != "no-referrer" || page.header.Get("Cache-Control") != "no-store" {
			t.Errorf("headers %v", page.header)
		}
	})
	t.Run("is taken from a browser on plain HTTP, which says no origin for want of a referrer", func(t *testing.T) {
		path := first(s.begin())
		got := s.do(http.MethodPost, path, url.Values{"shown": {"qui"}, "version": {"1"}, "qui": {"personne"}}, "Origin", "null")
		if got.status != http.StatusSeeOther {
			t.Errorf("status %d", got.status)
		}
	})
	t.Run("keeps what is wrong and says it, in status 422", func(t *testing.T) {
		token := s.begin()
		page := s.send(first(token), url.Values{"q-action": {"douze"}, "freins": {"temps"}}, "next")
		if page.status != http.StatusUnprocessableEntity || !strings.HasPrefix(page.title(), "Erreur") {
			t.Errorf("status %d, title %q", page.status, page.title())
		}
		form := page.form()
		if form.Get("q-action") != "douze" || form.Get("freins") != "temps" {
			t.Errorf("lost what was typed: %v", form)
		}
		page.golden("page_invalid")
	})
	t.Run("comes back when a question is added", func(t *testing.T) {
		token := s.begin()
		got := s.send(first(token), url.Values{"qui": {"structure"}}, "next")
		if got.status != http.StatusSeeOther || !strings.Contains(got.location, "ajout=nom#question-nom") {
			t.Fatalf("status %d to %q", got.status, got.location)
		}
		page := s.get(strings.Split(got.location, "#")[0])
		page.says("Une question s’ajoute", "Son nom")
		page.golden("page_added")
	})
	t.Run("has no word for questions that an address invents", func(t *testing.T) {
		page := s.get(first(s.begin()) + "?ajout=<script>alert(1)</script>")
		if strings.Contains(page.body, "<script>alert") {
			t.Error("the address writes into the page")
		}
	})
	t.Run("goes back and leaves without losing anything, right or wrong", func(t *testing.T) {
		token := s.begin()
		s.send(first(token), url.Values{"qui": {"structure"}}, "next")
		s.send(first(token), url.Values{"qui": {"structure"}, "nom": {"Les Jardins"}}, "next")
		got := s.send("/r/"+token+"/etape/2", url.Values{"besoin": {"Du temps"}}, "back")
		if got.location != first(token) {
			t.Errorf("back to %q", got.location)
		}
		got = s.send(first(token), url.Values{"q-action": {"douze"}}, "later")
		if got.location != "/r/"+token+"/pause" {
			t.Errorf("later to %q", got.location)
		}
		s.get(got.location).golden("pause")
		if form := s.get(first(token)).form(); form.Get("q-action") != "douze" {
			t.Errorf("lost: %v", form)
		}
		if form := s.get("/r/" + token + "/etape/2").form(); form.Get("besoin") != "Du temps" {
			t.Errorf("lost: %v", form)
		}
	})
	t.Run("shows both texts when another window saved the same answers", func(t *testing.T) {
		token := s.begin()
		other := s.get(first(token)).form()
		s.send(first(token), url.Values{"qui": {"personne"}, "q-action": {"7"}}, "next")
		other.Set("qui", "personne")
		other.Set("q-action", "3")
		page := s.post(first(token), other)
		if page.status != http.StatusConflict {
			t.Fatalf("status %d", page.status)
		}
		page.says("Ces réponses ont changé entre-temps", "Enregistré entre-temps 7", "Ce que vous venez de saisir 3")
		page.golden("page_conflict")
		if got := s.post(first(token), page.form()); got.status != http.StatusSeeOther {
			t.Errorf("keeping one's own text: %d", got.status)
		}
		if form := s.get(first(token)).form(); form.Get("q-action") != "3" {
			t.Errorf("kept %q", form.Get("q-action"))
		}
	})
	t.Run("shows what could not be saved after closing", func(t *testing.T) {
		token := s.begin()
		form := s.get(first(token)).form()
		s.at(closes.Add(61 * time.Minute))
		defer s.at(noon)
		form.Set("qui", "personne")
		page := s.post(first(token), form)
		if page.status != http.StatusForbidden {
			t.Errorf("status %d", page.status)
		}
		page.says("La consultation est close", "Une personne")
		page.golden("page_too_late")
		s.get("/r/" + token).golden("closed")
		if got := s.get(first(token)); got.status != http.StatusForbidden {
			t.Errorf("a page that can no longer be saved: status %d", got.status)
		}
	})
	t.Run("leads on when its section is not for the person, and knows no other", func(t *testing.T) {
		token := s.begin()
		s.send(first(token), url.Values{"qui": {"personne"}}, "next")
		if got := s.get("/r/" + token + "/etape/2"); got.status != http.StatusSeeOther {
			t.Errorf("status %d", got.status)
		}
		for _, path := range []string{"/r/" + strings.Repeat("a", 26), "/r/x", "/r/" + token + "/etape/0", "/r/" + token + "/etape/x"} {
			if got := s.get(path); got.status != http.StatusNotFound {
				t.Errorf("%s: status %d", path, got.status)
			}
		}
		if got := s.post("/r/"+token+"/etape/9", nil); got.status != http.StatusNotFound {
			t.Errorf("status %d", got.status)
		}
	})
}

func TestSavingAsOneGoes(t *testing.T) {
	s := open(t, small())
	token := s.begin()
	path := "/r/" + token + "/etape/1"
	form := s.get(path).form()
	stale := s.get(path).form()
	form.Set("qui", "structure")
	saved := s.post(path+"/enregistrer", form)
	if saved.status != http.StatusOK || !strings.Contains(saved.body, `"shown":"qui freins nom action"`) || !strings.Contains(saved.body, "Enregistré à 14") {
		t.Fatalf("%d %s", saved.status, saved.body)
	}
	fragment := s.post(path+"/questions", form)
	if fragment.status != http.StatusOK || !strings.Contains(fragment.body, "Son nom") || strings.Contains(fragment.body, "<main") {
		t.Errorf("%d %s", fragment.status, fragment.body)
	}
	stale.Set("qui", "personne")
	if got := s.post(path+"/enregistrer", stale); got.status != http.StatusConflict {
		t.Errorf("stale: %d", got.status)
	}
}

func TestCheckingAndSending(t *testing.T) {
	s := open(t, small())
	token := s.begin()
	base := "/r/" + token

	incomplete := s.get(base + "/verification")
	incomplete.says("Des réponses sont encore attendues", "Compléter mes réponses")
	incomplete.golden("check_incomplete")
	if got := s.post(base+"/envoyer", url.Values{"version": {"1"}}); got.status != http.StatusUnprocessableEntity {
		t.Errorf("sending an incomplete response: %d", got.status)
	} else {
		got.golden("check_refused")
	}

	s.send(base+"/etape/1", url.Values{"qui": {"structure"}, "freins": {"argent", "temps"}}, "next")
	s.send(base+"/etape/1", url.Values{"nom": {"Les Jardins"}}, "next")
	last := s.send(base+"/etape/2", url.Values{"besoin": {"Des locaux\net du temps"}}, "next")
	if last.location != base+"/verification" {
		t.Fatalf("after the last page: %q", last.location)
	}
	check := s.get(base + "/verification")
	check.says("Une structure", "Les Jardins", "L’argent Le temps", "Sans réponse", "Modifier", "Envoyer ma réponse")
	check.golden("check")

	stale := url.Values{"version": {"1"}}
	if got := s.post(base+"/envoyer", stale); got.status != http.StatusConflict {
		t.Errorf("sending what was not seen: %d", got.status)
	} else {
		got.golden("check_changed")
	}
	for range 2 { // a double click
		if got := s.post(base+"/envoyer", check.form()); got.location != base+"/confirmation" {
			t.Fatalf("status %d to %q", got.status, got.location)
		}
	}
	done := s.get(base + "/confirmation")
	done.says("Votre réponse est envoyée", "Votre numéro de référence", "Restitution le 15 septembre 2026", "Retirer ma réponse")
	done.golden("confirmation")
	s.get(base + "/copie").golden("copy")
	if got := s.get(base); got.location != base+"/confirmation" {
		t.Errorf("the link leads to %q", got.location)
	}

	s.send(base+"/etape/2", url.Values{"besoin": {"Des bureaux"}}, "later")
	s.get(base + "/etape/2").says("Vous modifiez une réponse déjà envoyée")
	s.get(base + "/confirmation").says("ces changements ne sont pas encore envoyés")
	again := s.get(base + "/verification")
	again.says("Envoyer ma réponse modifiée")
	s.post(base+"/envoyer", again.form())

	s.get(base + "/retirer").golden("withdraw")
	if got := s.post(base+"/retirer", nil); got.location != base {
		t.Errorf("withdrawn: %q", got.location)
	}
	withdrawn := s.get(base)
	withdrawn.says("Votre réponse est retirée")
	withdrawn.golden("withdrawn")
	if got := s.get(base + "/confirmation"); got.location != base {
		t.Errorf("a withdrawn response is confirmed: %d", got.status)
	}
}

func TestEveryKindOfQuestionHasItsGolden(t *testing.T) {
	s := open(t, inOrder(library.EveryKind()))
	token := s.begin()
	for i, name := range []string{"choices", "compare", "numbers", "texts", "identity"} {
		s.get("/r/" + token + "/etape/" + string(rune('1'+i))).golden("every_kind_" + name)
	}
	s.get("/r/" + token + "/etape/7").golden("every_kind_end")
	s.get("/r/" + token + "/langue").golden("language")
	s.post("/r/"+token+"/langue", url.Values{"language": {"de"}})
	german := s.get("/r/" + token + "/etape/1")
	german.says("Sind Sie Mitglied eines Netzwerks?", "Continuer")
	german.golden("every_kind_german")
}

// inOrder takes away the random order of choices, which a golden cannot follow.
func inOrder(definition forms.Definition) forms.Definition {
	for i := range definition.Sections {
		for j := range definition.Sections[i].Questions {
			definition.Sections[i].Questions[j].Randomize = false
		}
	}
	return definition
}

func TestRandomOrderIsKeptForEachPerson(t *testing.T) {
	s := open(t, library.EveryKind())
	order := func(token string) string {
		shown := s.get("/r/" + token + "/etape/1")
		var codes []string
		for _, input := range shown.all("input") {
			if attr(input, "name") == "sujets" {
				codes = append(codes, attr(input, "value"))
			}
		}
		return strings.Join(codes, " ")
	}
	orders := map[string]bool{}
	for range 8 {
		token := s.begin()
		first := order(token)
		if again := order(token); again != first {
			t.Errorf("the order changed: %s, then %s", first, again)
		}
		if !strings.HasSuffix(first, "autre aucun nsp") {
			t.Errorf("what completes or excludes the list left its end: %s", first)
		}
		orders[first] = true
	}
	if len(orders) == 1 {
		t.Error("eight people got one order")
	}
}

func TestHostileTextIsInert(t *testing.T) {
	s := open(t, small())
	for name, hostile := range map[string]string{
		"a script":                    `<script>alert(1)</script>`,
		"an attribute that runs":      `"><img src=x onerror=alert(1)>`,
		"text from right to left":     "\u202eabc\u202c",
		"zeros":                       "a\x00b\x00",
		"a hundred thousand letters":  strings.Repeat("é", 100_000),
		"the end of a text area":      "</textarea><script>alert(1)</script>",
		"a template and a format":     "{{.}} %s ${qui}",
		"lines and a leading newline": "\nun\n\ndeux",
	} {
		t.Run(name, func(t *testing.T) {
			token := s.begin()
			base := "/r/" + token
			s.send(base+"/etape/1", url.Values{"qui": {"structure"}}, "next")
			s.send(base+"/etape/1", url.Values{"nom": {hostile}}, "next")
			s.send(base+"/etape/2", url.Values{"besoin": {hostile}}, "next")
			kept := strings.ReplaceAll(hostile, "\x00", "")
			if got := s.get(base + "/etape/2").form().Get("besoin"); got != kept {
				t.Errorf("kept %.80q", got)
			}
			s.post(base+"/envoyer", s.get(base+"/verification").form())
			for _, path := range []string{"/etape/1", "/etape/2", "/verification", "/copie", "/confirmation"} {
				page := s.get(base + path)
				sent := path != "/confirmation" || len(hostile) <= forms.MaxShortText
				if sent && page.status != http.StatusOK {
					t.Errorf("%s: status %d", path, page.status)
				}
				if strings.Contains(page.body, "<script>alert") || strings.Contains(page.body, "<img") {
					t.Errorf("%s: the text runs", path)
				}
			}
		})
	}
}

func TestOnePageCanBeSentAtOnce(t *testing.T) {
	s := open(t, library.OnePage())
	token := s.begin()
	got := s.send("/r/"+token+"/etape/1", url.Values{"q01_categorie": {"financeur"}, "q13_besoin": {"Du temps"}}, "submit")
	if got.location != "/r/"+token+"/confirmation" {
		t.Errorf("status %d to %q", got.status, got.location)
	}
}
