package respond_test

import (
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"concertation/forms"
)

// german is a questionnaire whose every word holds «Übung», and whose sections hold what pages add words of their own to.
func german() forms.Definition {
	text := func(wording string) forms.Text { return forms.Text{"de": "Übung " + wording} }
	return forms.Definition{Title: text("Titel"), DefaultLanguage: "de", Languages: []string{"de"},
		Lists: map[string][]forms.Choice{
			"wahl": {{Name: "eins", Label: text("eins")}, {Name: "zwei", Label: text("zwei")}, {Name: "andere", Label: text("andere")}},
		},
		Sections: []forms.Section{
			{Name: "hinweis", Title: text("Hinweis"), Questions: []forms.Question{{Name: "note", Kind: forms.Note, Label: text("Notiz")}}},
			{Name: "fragen", Title: text("Fragen"), Hint: text("Hilfe"), Questions: []forms.Question{
				{Name: "eine", Kind: forms.SelectOne, Label: text("eine"), List: "wahl"},
				{Name: "eine_andere", Kind: forms.ShortText, Label: text("welche"), Relevant: "${eine} = 'andere'"},
				{Name: "liste", Kind: forms.SelectOne, Label: text("liste"), List: "wahl", Appearance: "minimal"},
				{Name: "mehrere", Kind: forms.SelectMultiple, Label: text("mehrere"), List: "wahl", MaxChoices: 2},
				{Name: "ja", Kind: forms.Acknowledge, Label: text("ja"), Hint: text("Hilfe")},
				{Name: "zahl", Kind: forms.Integer, Label: text("zahl")},
				{Name: "tag", Kind: forms.Date, Label: text("tag")},
				{Name: "satz", Kind: forms.LongText, Label: text("satz")},
				{Name: "tabelle", Kind: forms.Grid, Label: text("tabelle"), List: "wahl", Rows: []forms.Question{
					{Name: "zeile", Kind: forms.SelectOne, Label: text("zeile"), List: "wahl", Required: true},
					{Name: "frei", Kind: forms.SelectOne, Label: text("frei"), List: "wahl"}}},
				{Name: "summe", Kind: forms.ConstantSum, Label: text("summe"), Total: 100, Rows: []forms.Question{
					{Name: "teil", Kind: forms.Integer, Label: text("teil")}, {Name: "rest", Kind: forms.Integer, Label: text("rest")}}},
			}},
		}}
}

// TestEveryWordSaysItsLanguage: what the author wrote is German, what the service adds is French (R3.3).
func TestEveryWordSaysItsLanguage(t *testing.T) {
	s := open(t, german())
	token := s.begin()
	base := "/r/" + token
	spoken := func(name string, page *page) {
		t.Helper()
		for _, main := range page.all("main") {
			check(t, name, main, "fr")
		}
	}
	spoken("start", s.get(start))
	spoken("note", s.get(base+"/etape/1"))
	spoken("blank", s.get(base+"/etape/2"))
	spoken("invalid", s.send(base+"/etape/2", url.Values{"zahl": {"zwölf"}}, "next"))
	spoken("incomplete", s.get(base+"/verification"))
	s.send(base+"/etape/2", url.Values{"eine": {"eins"}, "ja": {"OK"}, "zahl": {"12"}, "zeile": {"eins"}, "tag-day": {"3"}, "tag-month": {"6"}, "tag-year": {"2026"}}, "next")
	checked := s.get(base + "/verification")
	spoken("check", checked)
	for _, list := range checked.all("dl") {
		if strings.TrimSpace(words(list)) == "" {
			t.Error("a section without answers leaves an empty list")
		}
	}
	spoken("copy", s.get(base+"/copie"))
}

// check reads the words under a node that is in a language.
func check(t *testing.T, name string, n *html.Node, language string) {
	t.Helper()
	if n.Type == html.ElementNode && has(n, "lang") {
		language = attr(n, "lang")
	}
	if n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" {
		want := "fr"
		if strings.Contains(n.Data, "Übung") {
			want = "de"
		}
		if language != want && strings.ContainsFunc(n.Data, func(r rune) bool { return r > '9' }) {
			t.Errorf("%s: %q is said to be in %q", name, strings.TrimSpace(n.Data), language)
		}
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		check(t, name, child, language)
	}
}

// TestATextThatCompletesAChoiceSaysWhetherItIsOptional: blank is accepted, so it is said (R3.1, R4.2).
func TestATextThatCompletesAChoiceSaysWhetherItIsOptional(t *testing.T) {
	for _, required := range []bool{false, true} {
		definition := small()
		definition.Sections[0].Questions[1].Required = required
		s := open(t, definition)
		page := s.get("/r/" + s.begin() + "/etape/1")
		for _, label := range page.all("label") {
			if attr(label, "for") == "q-qui_autre" && strings.Contains(words(label), "(facultatif)") == required {
				t.Errorf("required %v: the label reads %q", required, words(label))
			}
		}
	}
}
