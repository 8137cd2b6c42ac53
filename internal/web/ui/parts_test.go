package ui_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/testkit"
	"concertation/internal/web/assets"
	"concertation/internal/web/ui"
)

func site(t testing.TB) *ui.Site {
	t.Helper()
	catalogue, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	return &ui.Site{P: catalogue.In("fr"), Name: "Concertation"}
}

func render(t testing.TB, component templ.Component) string {
	t.Helper()
	var out strings.Builder
	if err := component.Render(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// inside puts parts into a layout.
func inside(layout templ.Component, parts ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return layout.Render(templ.WithChildren(ctx, templ.Join(parts...)), w)
	})
}

func words(text string) templ.Component { return templ.Raw("<p>" + text + "</p>") }

func title(p *i18n.Printer, text string) templ.Component {
	return ui.PageTitle{Caption: "Étape 2 sur 7", Text: text}.In(p)
}

// fields are all the fields, each with what can go with it.
func fields(p *i18n.Printer, errors bool) []templ.Component {
	wrong := func(message string) string {
		if errors {
			return message
		}
		return ""
	}
	options := func(other string) []ui.Option {
		return []ui.Option{{Value: "1", Label: "Association", Hint: "loi de 1901"}, {Value: "2", Label: "Coopérative"},
			{Value: "autre", Label: "Autre (préciser)", Reveals: ui.TextInput{Field: ui.Field{Name: other, Label: "Précisez"}}.In(p)},
			{Value: "aucune", Label: "Aucune", Exclusive: true}}
	}
	return []templ.Component{
		ui.TextInput{Field: ui.Field{Name: "nom", Label: "Nom de la structure", Hint: "Tel qu’il est déclaré", Optional: true, Error: wrong("Écrivez un nom")}, Autocomplete: "organization"}.In(p),
		ui.TextInput{Field: ui.Field{Name: "part", Label: "Part des ressources", Required: true, Error: wrong("Écrivez un nombre")}, Suffix: "%", Width: 5, InputMode: "numeric", Value: "12"}.In(p),
		ui.TextArea{Field: ui.Field{Name: "texte", Label: "Quel appui vous aiderait **le plus** ?", Markdown: true, Heading: 2, Optional: true, Error: wrong("Reprenez ce texte")}, Value: "\nUn texte", Advised: 800}.In(p),
		ui.Radios{Field: ui.Field{Name: "statut", Label: "Votre statut", Hint: "Un seul choix", Heading: 2, Required: true, Error: wrong("Choisissez un statut")}, Options: options("statut_autre"), Value: "2"}.In(p),
		ui.Checkboxes{Field: ui.Field{Name: "freins", Label: "Vos freins", Error: wrong("Cochez au moins une case")}, Options: options("freins_autre"), Values: []string{"1", "autre"}}.In(p),
		ui.Select{Field: ui.Field{Name: "departement", Label: "Département", Error: wrong("Choisissez un département")}, Options: []ui.Option{{Label: "Choisir"}, {Value: "44", Label: "Loire-Atlantique"}}, Value: "44"}.In(p),
		ui.DateInput{Field: ui.Field{Name: "creation", Label: "Date de création", Hint: "Par exemple 27 3 2012", Error: wrong("Cette date n’existe pas")}, Day: "31", Month: "2", Year: "2012"}.In(p),
		ui.Radios{Field: ui.Field{Name: "langue", Label: "Welche Rechtsform?", Lang: "de"}, Options: []ui.Option{{Value: "v", Label: "Verein"}, {Value: "g", Label: "Genossenschaft"}}, Inline: true}.In(p),
		inside(ui.ButtonGroup(), ui.Button{Text: "Envoyer ma réponse", Once: true}.In(),
			ui.Button{Text: "Retirer", Kind: ui.ButtonWarning, Name: "act", Value: "withdraw"}.In(),
			ui.ButtonLink{Text: "Revenir", URL: "/", Kind: ui.ButtonSecondary}.In()),
	}
}

// contents are all the parts that are not fields.
func contents(p *i18n.Printer) []templ.Component {
	return []templ.Component{
		ui.Progress{Step: 2, Total: 7, Title: "Développement économique"}.In(p),
		ui.SummaryList{Rows: []ui.SummaryRow{
			{Key: "Statut", Values: []string{"Association"}, Change: &ui.Link{Text: "Modifier", URL: "/r/x", About: "votre statut"}},
			{Key: "Nom", Blank: "Sans réponse", Error: "Ce nom est nécessaire"},
		}}.In(p),
		ui.Table{Caption: "Réponses par département", Wide: true, Columns: []ui.Column{{Title: "Département", SortURL: "?tri=nom", Sorted: "ascending"}, {Title: "Réponses", Numeric: true}},
			Rows: []ui.Row{{Header: true, Cells: []ui.Cell{{Text: "Sarthe"}, {Text: "12", URL: "/reponses"}}}}}.In(p),
		ui.Tag("Ouverte", "green"), inside(ui.Details("Pourquoi cette question ?"), words("Pour mieux vous connaître.")), inside(ui.Inset(), words("À part.")),
		ui.EmptyState{Title: "Aucune réponse", Text: "Elles paraîtront ici.", Action: &ui.Link{Text: "Inviter", URL: "/inviter"}}.In(),
		ui.Pagination{Page: 5, Pages: 12, URL: func(int) string { return "/?page=1" }}.In(p),
		ui.Tabs{Label: "Vues", Links: []ui.Link{{Text: "À lire", URL: "/a", Current: true, Count: "128"}, {Text: "Relues", URL: "/b"}}}.In(),
		ui.DefinitionList{Items: []ui.Definition{{Term: "Statut", Text: "publié"}, {Term: "Notice", Content: ui.Markdown("Un *texte*.")}}}.In(),
		ui.ThemeMark(p, 8), ui.Markdown("## Titre\n\n- un\n- deux\n\n[lien](https://exemple.fr)"),
	}
}

// pages are the gallery of this package: every part, in both layouts and every state.
func pages(t testing.TB, s *ui.Site) map[string]templ.Component {
	form := s.Page("Votre structure")
	form.Consultation = &ui.Consultation{Title: "Essai", URL: "/c/essai", Demonstration: true, Accessibility: consult.AccessibilityPartial}
	form.Back = &ui.Link{Text: "Retour", URL: "/c/essai"}
	form.Nav = []ui.Link{{Text: "Présentation", URL: "/c/essai"}, {Text: "Répondre", URL: "/c/essai/q/q", Current: true}}
	form.Private = true
	wrong := form
	wrong.Errors = []ui.Problem{{Field: "nom", Text: "Écrivez un nom"}, {Field: "statut", Text: "Choisissez un statut"}, {Field: "creation", Text: "Cette date n’existe pas"}, {Text: "Rien à montrer"}}
	wrong.Notice = &ui.Notice{Kind: ui.NoticeWarning, Text: "Le texte a changé ailleurs.", Link: &ui.Link{Text: "Comparer", URL: "/r/x"}}
	console := s.Page("Réponses")
	console.Notice = &ui.Notice{Kind: ui.NoticeSuccess, Text: "Le questionnaire est publié."}
	console.Console = &ui.Console{Home: ui.Link{Text: "Essai", URL: "/console/essai"}, UserName: "Bruno", UserRole: "organisateur", LogoutURL: "/console/sortir",
		Groups: []ui.NavGroup{{Title: "Préparer", Links: []ui.Link{{Text: "Questionnaires", URL: "/console/essai/questionnaires"}}}, {Title: "Recueillir", Links: []ui.Link{{Text: "Réponses", URL: "/console/essai/reponses", Current: true, Count: "275"}}}}}
	done := s.Page("Réponse envoyée")
	return map[string]templ.Component{
		"form":         inside(ui.Layout(form), append([]templ.Component{title(s.P, "Votre structure")}, fields(s.P, false)...)...),
		"form_errors":  inside(ui.Layout(wrong), append([]templ.Component{title(s.P, "Votre structure")}, fields(s.P, true)...)...),
		"console":      inside(ui.ConsoleLayout(console), append([]templ.Component{title(s.P, "Réponses")}, contents(s.P)...)...),
		"confirmation": inside(ui.Layout(done), ui.Panel{Title: "Réponse envoyée", Label: "Votre numéro de référence", Value: "K7MP4RXZ"}.In()),
	}
}

func TestEveryPart(t *testing.T) {
	for name, page := range pages(t, site(t)) {
		t.Run(name, func(t *testing.T) {
			body := render(t, page)
			testkit.CheckHTML(t, body)
			testkit.Golden(t, name+".html", testkit.NormalHTML(t, body))
		})
	}
}

func TestEveryPartInABrowser(t *testing.T) {
	testkit.Require(t, "assets")
	chrome := testkit.Browser(t)
	built, err := assets.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	styled := site(t)
	styled.Style, styled.Script = built.URL("main.css"), built.URL("main.js")
	gallery := pages(t, styled)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, assets.Prefix) {
			built.ServeHTTP(w, r)
			return
		}
		page, ok := gallery[strings.TrimPrefix(r.URL.Path, "/")]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Security-Policy", "default-src 'self'")
		_ = page.Render(r.Context(), w)
	}))
	defer server.Close()
	for _, view := range []testkit.View{{Width: testkit.WideScreen}, {Width: testkit.NarrowScreen}, {Dark: true}} {
		tab := chrome.Tab(view)
		for name := range gallery {
			tab.Go(server.URL + "/" + name)
			tab.CheckAxe()
			tab.CheckReflow()
			testkit.Picture(tab, "ui-"+name, view)
		}
	}

	t.Run("the summary of errors has the focus and leads to the fields", func(t *testing.T) {
		tab := chrome.Tab(testkit.View{})
		tab.Go(server.URL + "/form_errors")
		if got := testkit.Evaluate[string](tab, "document.activeElement.className"); got != "govuk-error-summary" {
			t.Errorf("the focus is on %q (R3.2)", got)
		}
		tab.Click(`a[href="#statut"]`)
		if got := testkit.Evaluate[string](tab, "document.activeElement.id"); got != "statut" {
			t.Errorf("the link leads to %q", got)
		}
	})
	t.Run("a choice reveals what completes it", func(t *testing.T) {
		tab := chrome.Tab(testkit.View{})
		tab.Go(server.URL + "/form")
		hidden := `getComputedStyle(document.getElementById("conditional-statut-3")).display`
		if got := testkit.Evaluate[string](tab, hidden); got != "none" {
			t.Errorf("before: display %s", got)
		}
		tab.Click(`label[for="statut-3"]`)
		if got := testkit.Evaluate[string](tab, hidden); got == "none" {
			t.Error("after: still hidden")
		}
	})
	t.Run("an exclusive choice unticks the others", func(t *testing.T) {
		tab := chrome.Tab(testkit.View{})
		tab.Go(server.URL + "/form")
		tab.Click(`label[for="freins-4"]`)
		if got := testkit.Evaluate[int](tab, `document.querySelectorAll("input[name=freins]:checked").length`); got != 1 {
			t.Errorf("%d ticked", got)
		}
	})
}

func TestWithoutScriptEverythingIsShown(t *testing.T) {
	testkit.Require(t, "assets")
	chrome := testkit.Browser(t)
	built, err := assets.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	styled := site(t)
	styled.Style = built.URL("main.css")
	body := render(t, pages(t, styled)["form"])
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, assets.Prefix) {
			built.ServeHTTP(w, r)
			return
		}
		_, _ = io.WriteString(w, body)
	}))
	defer server.Close()
	tab := chrome.Tab(testkit.View{NoScript: true})
	tab.Go(server.URL)
	tab.Wait("#statut_autre") // hidden until chosen only where a script can show it again
}
