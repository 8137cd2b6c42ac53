package testkit_test

import (
	"slices"
	"strings"
	"testing"

	"concertation/internal/testkit"
)

// sound is a page without fault, into which each case puts one.
func sound(content string) string {
	return `<!DOCTYPE html><html lang="fr"><head><title>Page</title></head><body><a href="#contenu">Aller au contenu</a>
<main id="contenu"><h1>Titre</h1>` + content + `</main></body></html>`
}

func TestASoundPageHasNoFault(t *testing.T) {
	testkit.CheckHTML(t, sound(`<h2>Partie</h2>
<label for="nom">Nom (facultatif)</label><input id="nom" name="nom">
<fieldset aria-describedby="c-hint"><legend>Choix</legend><div id="c-hint">Un seul</div>
<input type="radio" id="c" name="c" value="1"><label for="c">Un</label>
<input type="radio" id="c-2" name="c" value="2"><label for="c-2">Deux</label></fieldset>
<table><caption>Chiffres</caption><tr><th scope="col">Année</th></tr><tr><td>2016</td></tr></table>
<button>Envoyer</button><svg aria-hidden="true"></svg>`))
}

func TestEachFaultIsNamedByItsCriterion(t *testing.T) {
	for _, c := range []struct{ name, criterion, page string }{
		{"no language", "8.3", strings.Replace(sound(""), ` lang="fr"`, "", 1)},
		{"no title", "8.5", strings.Replace(sound(""), "Page", "", 1)},
		{"no main", "9.2", strings.ReplaceAll(strings.ReplaceAll(sound(""), "<main", "<div"), "</main", "</div")},
		{"two h1", "9.1", sound("<h1>Encore</h1>")},
		{"a level of heading skipped", "9.1", sound("<h3>Trop bas</h3>")},
		{"an empty heading", "9.1", sound("<h2></h2>")},
		{"an id given twice", "8.2", sound(`<p id="a"></p><p id="a"></p>`)},
		{"an aria target that does not exist", "8.2", sound(`<p aria-describedby="rien"></p>`)},
		{"a control without label", "11.1", sound(`<input name="nom">`)},
		{"a label for nothing", "11.1", sound(`<label for="rien">Nom</label>`)},
		{"an asterisk", "11.10", sound(`<label for="a">Nom *</label><input id="a">`)},
		{"an error that is not tied", "11.10", sound(`<label for="a">Nom</label><input id="a" aria-invalid="true">`)},
		{"a group without fieldset", "11.5", sound(`<label>A<input type="radio" name="g"></label><label>B<input type="radio" name="g"></label>`)},
		{"a fieldset without legend", "11.6", sound(`<fieldset></fieldset>`)},
		{"a table without caption", "5.4", sound(`<table><tr><th scope="col">A</th></tr></table>`)},
		{"a table without header", "5.6", sound(`<table><caption>T</caption><tr><td>A</td></tr></table>`)},
		{"a header without scope", "5.7", sound(`<table><caption>T</caption><tr><th>A</th></tr></table>`)},
		{"a link without words", "6.2", sound(`<a href="/x"><span aria-hidden="true">→</span></a>`)},
		{"a link inside the page to nothing", "12.7", sound(`<a href="#rien">Là</a>`)},
		{"an image without alt", "1.1", sound(`<img src="a.png">`)},
		{"a drawing without name", "1.1", sound(`<svg></svg>`)},
		{"an empty lang", "8.8", sound(`<p lang="">Text</p>`)},
		{"an inline style", "CSP", sound(`<p style="color:red">Rouge</p>`)},
		{"an inline script", "CSP", sound(`<script>alert(1)</script>`)},
		{"an inline handler", "CSP", sound(`<p onclick="x()">Ici</p>`)},
		{"an item outside a list", "9.3", sound(`<div><li>Seul</li></div>`)},
	} {
		t.Run(c.name, func(t *testing.T) {
			faults := testkit.HTMLFaults(c.page)
			if !slices.ContainsFunc(faults, func(f string) bool { return strings.HasPrefix(f, c.criterion+" ") }) {
				t.Errorf("faults %q, want one under %s", faults, c.criterion)
			}
		})
	}
}
