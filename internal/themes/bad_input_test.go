package themes_test

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"concertation/internal/themes"
)

// sensible fails unless each theme has one score from 0 to 1, likeliest first, that asking again gives too and that the
// words of the text explain.
func sensible(t testing.TB, model *themes.Model, grid []themes.Theme, text themes.Text) []themes.Suggestion {
	t.Helper()
	found := model.Suggest(text)
	if len(found) != len(grid) {
		t.Fatalf("%d suggestions of %d themes", len(found), len(grid))
	}
	for i, suggestion := range found {
		if math.IsNaN(suggestion.Score) || suggestion.Score < 0 || suggestion.Score > 1 || i > 0 && suggestion.Score > found[i-1].Score {
			t.Errorf("%+v", found)
		}
		checkExplanation(t, model, text, suggestion.Theme)
	}
	if again := model.Suggest(text); !reflect.DeepEqual(found, again) {
		t.Errorf("asked again: %+v, then %+v", found, again)
	}
	if u := model.Uncertainty(text); math.IsNaN(u) || u < 0 || u > 1 {
		t.Errorf("uncertainty %v", u)
	}
	return found
}

func TestTextsThatNobodyExpectsAreSuggestedForSensibly(t *testing.T) {
	model := trained(t, grid(), read(), themes.Options{})
	plain := themes.Text{Body: "Former des salariés par l’apprentissage"}
	for name, c := range map[string]struct {
		text  themes.Text
		theme string       // the likeliest; none: abstains
		as    *themes.Text // the text that it is read as; nil: not to be compared
	}{
		"empty":                        {themes.Text{}, "", nil},
		"spaces and signs":             {themes.Text{Title: " \t\n", Body: "… — !!! ?? ;;"}, "", nil},
		"emoji alone":                  {themes.Text{Body: "😀🎉👩‍👩‍👧 🇫🇷"}, "", nil},
		"control characters alone":     {themes.Text{Body: "\x00\x01\x02\x1b\x7f\u200b\ufeff"}, "", nil},
		"words that nobody has met":    {themes.Text{Body: "zzxqw kkvvj"}, "", nil},
		"another writing":              {themes.Text{Body: "日本語の意見 Привет мир"}, "", nil},
		"one word":                     {themes.Text{Body: "apprentissage"}, "emploi", nil},
		"one word in the title":        {themes.Text{Title: "Concerts"}, "culture", nil},
		"upper case":                   {themes.Text{Body: "FORMER DES SALARIÉS PAR L’APPRENTISSAGE"}, "emploi", &plain},
		"upper case without accents":   {themes.Text{Body: "FORMER DES SALARIES PAR L'APPRENTISSAGE"}, "emploi", &plain},
		"accents written apart":        {themes.Text{Body: "Former des salarie\u0301s par l’apprentissage"}, "emploi", &plain},
		"emoji between words":          {themes.Text{Body: "Former 😀 des salariés 👩‍👩‍👧 par l’apprentissage 🎉"}, "emploi", &plain},
		"control characters between":   {themes.Text{Body: "\x00Former\x07des\x1bsalariés\x00par\r\nl’apprentissage\x7f"}, "emploi", &plain},
		"HTML":                         {themes.Text{Body: "<p class=\"x\">Former des <b>salariés</b> par l’apprentissage</p><script>alert(1)</script>"}, "emploi", nil},
		"several languages":            {themes.Text{Body: "We should former des salariés, bitte, por favor, par l’apprentissage"}, "emploi", nil},
		"not text at all":              {themes.Text{Title: "\xff\xfe", Body: "former\xffdes\xc3 salariés \xf0\x9f"}, "emploi", nil},
		"100,000 characters":           {themes.Text{Body: strings.Repeat("former les salariés ", 5_000)}, "emploi", nil},
		"100,000 characters, one word": {themes.Text{Body: strings.Repeat("a", 100_000)}, "any", nil},
		"100,000 signs":                {themes.Text{Body: strings.Repeat("!", 100_000)}, "", nil},
		"100,000 marks on a letter":    {themes.Text{Body: "e" + strings.Repeat("\u0301", 50_000)}, "any", nil},
		"a context of 100,000":         {themes.Text{Body: "former", Context: strings.Repeat("concert ", 12_500)}, "emploi", nil},
	} {
		t.Run(name, func(t *testing.T) {
			found := sensible(t, model, grid(), c.text)
			switch {
			case c.theme == "" && (found[0].Score != 0 || found[0].Proposed):
				t.Errorf("does not abstain: %+v", found)
			case c.theme != "" && c.theme != "any" && found[0].Theme != c.theme:
				t.Errorf("%+v, want %s", found, c.theme)
			}
			if c.as != nil {
				if as := model.Suggest(*c.as); !reflect.DeepEqual(found, as) {
					t.Errorf("%+v, not %+v", found, as)
				}
			}
		})
	}
}

// Texts that nobody expects are learnt from as well: what they teach is bounded, and what the others teach stays.
func TestLearningFromTextsThatNobodyExpectsKeepsTheRest(t *testing.T) {
	examples := read()
	for i, body := range []string{"", "😀", "\x00\x1b", "<script>", "\xff\xfe", strings.Repeat("é", 50_000), strings.Repeat("oui ", 25_000), "ÉNERGIE"} {
		examples = append(examples, themes.Example{Text: themes.Text{ID: fmt.Sprint("odd", i), Body: body}, Themes: []string{grid()[i%3].ID}})
	}
	model := trained(t, grid(), examples, themes.Options{Unlabelled: []themes.Text{{}, {Body: "\x00"}, {Body: strings.Repeat("x ", 50_000)}}})
	for body, theme := range map[string]string{"Former les jeunes": "emploi", "Des panneaux solaires": "energie", "Un concert au village": "culture"} {
		if found := sensible(t, model, grid(), themes.Text{Body: body}); found[0].Theme != theme {
			t.Errorf("%q: %+v", body, found)
		}
	}
}

func TestAThemeWithoutAnyExampleIsSuggestedByItsOwnWords(t *testing.T) {
	var examples []themes.Example
	for _, example := range read() {
		if example.Themes[0] != "culture" {
			examples = append(examples, example)
		}
	}
	model := trained(t, grid(), examples, themes.Options{})
	if found := sensible(t, model, grid(), themes.Text{Body: "Du lien social par la culture"}); found[0].Theme != "culture" {
		t.Errorf("%+v", found)
	}
	silent := append(grid(), themes.Theme{ID: "autre"}) // nor any word
	model = trained(t, silent, examples, themes.Options{})
	if found := sensible(t, model, silent, themes.Text{Body: "Former des salariés"}); found[0].Theme != "emploi" || found[len(found)-1].Proposed {
		t.Errorf("%+v", found)
	}
}

func TestAGridOfOneThemeTellsItFromTheRest(t *testing.T) {
	one := grid()[:1]
	model := trained(t, one, read(), themes.Options{}) // texts of themes that the grid lost are examples of none
	its, other := sensible(t, model, one, themes.Text{Body: "Former des salariés"}), sensible(t, model, one, themes.Text{Body: "Des panneaux solaires"})
	if !its[0].Proposed || other[0].Proposed || its[0].Score <= other[0].Score {
		t.Errorf("%+v and %+v", its, other)
	}
	var same []themes.Example
	for _, example := range read() {
		if example.Themes[0] == "emploi" {
			same = append(same, example)
		}
	}
	model = trained(t, one, same, themes.Options{}) // nothing to tell it from
	sensible(t, model, one, themes.Text{Body: "Former des salariés"})
}

// Two people who read the same texts and disagree on each: neither is right against the other, and the model is sure of
// nothing.
func TestContradictoryCodingsLeaveTheModelUnsure(t *testing.T) {
	var examples []themes.Example
	for i := range 30 {
		for _, theme := range []string{"emploi", "energie"} {
			text := themes.Text{ID: fmt.Sprint(i), Body: fmt.Sprintf("Aménager la place du marché %d", i)}
			examples = append(examples, themes.Example{Text: text, Themes: []string{theme}})
		}
	}
	found := sensible(t, trained(t, grid(), examples, themes.Options{}), grid(), themes.Text{Body: "Aménager la place du marché"})
	if found[0].Score > 0.8 || found[1].Score < 0.2 || found[2].Theme != "culture" || found[2].Proposed {
		t.Errorf("%+v", found)
	}
	// One who says both yes and no of a theme says nothing of it: as if it had not been asked.
	both := append(read(), themes.Example{Text: themes.Text{Body: "former"}, Themes: []string{"emploi"}, Rejected: []string{"emploi"}})
	if found := sensible(t, trained(t, grid(), both, themes.Options{}), grid(), themes.Text{Body: "former"}); found[0].Theme != "emploi" {
		t.Errorf("%+v", found)
	}
}

func FuzzLearnFromAnything(f *testing.F) {
	f.Add("Emploi", "former", "former des salariés", "un concert", true)
	f.Add("", "", "", "", false)
	f.Add("\xff", "😀", "<b>\x00</b>", strings.Repeat("é", 5_000), true)
	f.Fuzz(func(t *testing.T, title, word, first, second string, rejected bool) {
		grid := []themes.Theme{{ID: "a", Title: title, Lexicon: []string{word}}, {ID: "b", Title: second}}
		examples := []themes.Example{{Text: themes.Text{Title: word, Body: first}, Themes: []string{"a"}}, {Text: themes.Text{Body: second, Context: title}, Themes: []string{"b", word}}}
		if rejected {
			examples = append(examples, themes.Example{Text: themes.Text{Body: first}, Rejected: []string{"a"}}, themes.Example{Text: themes.Text{Body: first}, Themes: []string{"b"}, Rejected: []string{"b"}})
		}
		for len(examples) < 32 { // enough to calibrate
			examples = append(examples, examples[len(examples)%2])
		}
		model, err := themes.Train(t.Context(), grid, examples, themes.Options{Unlabelled: []themes.Text{{Body: word}, {Body: second}}})
		if err != nil {
			t.Fatal(err)
		}
		sensible(t, model, grid, themes.Text{Title: title, Body: first, Context: second})
	})
}
