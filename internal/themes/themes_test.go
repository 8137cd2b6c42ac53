package themes_test

import (
	"fmt"
	"math"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"concertation/internal/themes"
)

func grid() []themes.Theme {
	return []themes.Theme{
		{ID: "emploi", Title: "Emploi et formation", Definition: "Recruter, former, insérer", Lexicon: []string{"apprentissage", "salariés"}},
		{ID: "energie", Title: "Transition énergétique", Definition: "Produire et économiser l’énergie", Lexicon: []string{"panneaux solaires", "isolation"}},
		{ID: "culture", Title: "Culture et lien social"},
	}
}

// read are texts that people grouped.
func read() []themes.Example {
	var examples []themes.Example
	for i, text := range []struct{ body, theme string }{
		{"Former les jeunes aux métiers du soin par l’apprentissage", "emploi"}, {"Aider les associations à recruter des salariés", "emploi"},
		{"Un fonds pour l’insertion des demandeurs d’emploi", "emploi"}, {"Poser des panneaux solaires sur les écoles", "energie"},
		{"Isoler les logements anciens", "energie"}, {"Économiser l’électricité la nuit", "energie"},
		{"Des concerts gratuits dans les villages", "culture"}, {"Ouvrir la bibliothèque le dimanche", "culture"},
		{"Une fête de quartier chaque année", "culture"},
	} {
		for copy := range 4 { // enough to calibrate
			examples = append(examples, themes.Example{Text: themes.Text{ID: fmt.Sprint(i, copy), Body: text.body + strings.Repeat(" vraiment", copy)}, Themes: []string{text.theme}})
		}
	}
	return examples
}

func trained(t testing.TB, grid []themes.Theme, examples []themes.Example, options themes.Options) *themes.Model {
	t.Helper()
	model, err := themes.Train(t.Context(), grid, examples, options)
	if err != nil {
		t.Fatal(err)
	}
	return model
}

func TestTheWordsOfTheThemesServeWhileNobodyHasRead(t *testing.T) {
	model := trained(t, grid(), nil, themes.Options{})
	for body, theme := range map[string]string{"Embaucher des salariés": "emploi", "L’énergie solaire": "energie", "La culture pour tous": "culture"} {
		if got := model.Suggest(themes.Text{Body: body}); got[0].Theme != theme {
			t.Errorf("%q: %+v", body, got)
		}
	}
}

func TestSuggestionsLearnFromWhatPeopleGave(t *testing.T) {
	model := trained(t, grid(), read(), themes.Options{})
	for body, theme := range map[string]string{"Nos concerts du dimanche": "culture", "recruter des apprentis": "emploi", "ISOLATION DES ÉCOLES": "energie"} {
		if got := model.Suggest(themes.Text{Body: body}); got[0].Theme != theme || got[0].Score <= got[1].Score || len(got) != 3 {
			t.Errorf("%q: %+v", body, got)
		}
	}
}

func TestATextMayHaveSeveralThemes(t *testing.T) {
	examples := read()
	for i := range 12 {
		examples = append(examples, themes.Example{Text: themes.Text{Body: fmt.Sprintf("Former les salariés à la pose de panneaux solaires %d", i)}, Themes: []string{"emploi", "energie"}})
	}
	got := trained(t, grid(), examples, themes.Options{}).Suggest(themes.Text{Body: "Former des salariés aux panneaux solaires"})
	if !got[0].Proposed || !got[1].Proposed || got[2].Theme != "culture" || got[2].Proposed {
		t.Errorf("%+v", got)
	}
}

func TestTheModelAbstainsWhereItKnowsNothing(t *testing.T) {
	for name, model := range map[string]*themes.Model{"with examples": trained(t, grid(), read(), themes.Options{}), "without": trained(t, grid(), nil, themes.Options{})} {
		for _, body := range []string{"", "...", "😀😀", "\x00\x01"} {
			for _, suggestion := range model.Suggest(themes.Text{Body: body}) {
				if suggestion.Proposed || suggestion.Score != 0 {
					t.Errorf("%s: %q is proposed %+v", name, body, suggestion)
				}
			}
		}
	}
}

func TestOddGridsAndContradictoryPeopleAreTaken(t *testing.T) {
	one := grid()[:1]
	contradictory := []themes.Example{{Text: themes.Text{Body: "former"}, Themes: []string{"emploi"}, Rejected: []string{"emploi"}},
		{Text: themes.Text{Body: "former"}, Rejected: []string{"emploi"}}, {Text: themes.Text{Body: "former"}, Themes: []string{"inconnu"}}, {}}
	for name, c := range map[string]struct {
		grid     []themes.Theme
		examples []themes.Example
	}{
		"no theme": {nil, read()}, "one theme": {one, read()}, "one theme and no example": {one, nil}, "a theme of no words": {[]themes.Theme{{ID: "a"}, {ID: "b"}}, nil},
		"contradictions": {grid(), contradictory}, "twice the same theme": {append(grid(), grid()...), read()},
	} {
		t.Run(name, func(t *testing.T) {
			model := trained(t, c.grid, c.examples, themes.Options{})
			for _, suggestion := range model.Suggest(themes.Text{Title: "Former", Body: "des salariés", Context: "Que faire ?"}) {
				if math.IsNaN(suggestion.Score) || suggestion.Score < 0 || suggestion.Score > 1 {
					t.Errorf("%+v", suggestion)
				}
			}
			if u := model.Uncertainty(themes.Text{Body: "former"}); math.IsNaN(u) || u < 0 || u > 1 {
				t.Errorf("uncertainty %v", u)
			}
		})
	}
}

func TestTheSameExamplesGiveTheSameModel(t *testing.T) {
	text := themes.Text{Title: "Apprentissage", Body: "dans les écoles et les concerts"}
	options := themes.Options{Seed: 7, Unlabelled: []themes.Text{{Body: "des panneaux sur les toits"}, {Body: "un concert au village"}}}
	first := trained(t, grid(), read(), options)
	before := runtime.GOMAXPROCS(1)
	second := trained(t, grid(), read(), options)
	runtime.GOMAXPROCS(before)
	if first.Version() != second.Version() || !reflect.DeepEqual(first.Suggest(text), second.Suggest(text)) {
		t.Error("two models of the same examples differ")
	}
	if other := trained(t, grid(), read()[1:], options); other.Version() == first.Version() {
		t.Error("other examples, same version")
	}
}

func TestWhatEachWordWeighsAddsUpToTheMargin(t *testing.T) {
	model := trained(t, grid(), read(), themes.Options{})
	words := []string{"former", "Salariés", "l’énergie", "École", "zut", "…", "\n", "e\u0301t\u00e9", "\xff", "concerts", "Œuvre", "日本"}
	rapid.Check(t, func(t *rapid.T) {
		text := themes.Text{Title: strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 4).Draw(t, "title"), " "),
			Body: strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 12).Draw(t, "body"), " "), Context: "Comment former ?"}
		for _, theme := range grid() {
			checkExplanation(t, model, text, theme.ID)
		}
	})
	if got := model.Explain(themes.Text{Body: "former"}, "inconnu"); len(got.Spans) != 0 {
		t.Errorf("an unknown theme is explained: %+v", got)
	}
}

func checkExplanation(t interface{ Fatalf(string, ...any) }, model *themes.Model, text themes.Text, theme string) {
	explained := model.Explain(text, theme)
	sum, end := explained.Rest, map[themes.Field]int{}
	for _, span := range explained.Spans {
		field := text.Title
		if span.Field == themes.FieldBody {
			field = text.Body
		}
		if span.Start < end[span.Field] || span.End <= span.Start || span.End > len(field) {
			t.Fatalf("%q: %+v after %d", field, span, end[span.Field])
		}
		if utf8.ValidString(field) && !utf8.ValidString(field[span.Start:span.End]) {
			t.Fatalf("%q: %+v cuts a letter", field, span)
		}
		sum, end[span.Field] = sum+span.Weight, span.End
	}
	if math.Abs(sum-explained.Margin) > 1e-6*max(1, math.Abs(explained.Margin)) {
		t.Fatalf("%q: the words weigh %v, the margin is %v", text.Body, sum, explained.Margin)
	}
}

func TestTheWordsOfAThemeWeighForIt(t *testing.T) {
	model := trained(t, grid(), read(), themes.Options{})
	text := themes.Text{Body: "Il faut former les voisins"}
	best, most := "", 0.0
	for _, span := range model.Explain(text, "emploi").Spans {
		if span.Weight > most {
			best, most = text.Body[span.Start:span.End], span.Weight
		}
	}
	if best != "former" {
		t.Errorf("%q weighs most", best)
	}
}

func FuzzSuggestAndExplain(f *testing.F) {
	model := trained(f, grid(), read(), themes.Options{})
	f.Add("Former", "des <b>salariés</b> 😀", "Que faire ?")
	f.Add("", strings.Repeat("a", 100_000), "")
	f.Add("\xff\xfe", "e\u0301\u00ad\u200b", "MAJUSCULES ET mixed English words")
	f.Fuzz(func(t *testing.T, title, body, context string) {
		text := themes.Text{Title: title, Body: body, Context: context}
		for _, suggestion := range model.Suggest(text) {
			if math.IsNaN(suggestion.Score) || suggestion.Score < 0 || suggestion.Score > 1 {
				t.Fatalf("%+v", suggestion)
			}
		}
		checkExplanation(t, model, text, "emploi")
	})
}

func BenchmarkSuggest(b *testing.B) {
	model := trained(b, grid(), read(), themes.Options{})
	text := themes.Text{Title: "Former et accueillir", Body: "Nous proposons de former les salariés des petites associations à la transition énergétique, avec un fonds commun et un réseau d’entraide ouvert à toutes les structures."}
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			model.Suggest(text)
		}
	})
}
