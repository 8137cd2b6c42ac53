package themes

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
)

func TestABandOfScoresSaysHowManyWereProposedAndHowManyPeopleAgreedWith(t *testing.T) {
	theme := func(id string, score float64, proposed bool) Suggestion { return Suggestion{id, score, proposed} }
	test := []Labelled{{Themes: []string{"emploi"}}, {Themes: []string{"emploi"}}, {Themes: []string{"culture"}}, {Themes: []string{"culture"}}, {}}
	found := [][]Suggestion{
		{theme("emploi", 0.99, true), theme("culture", 0.4, true)}, // one right, one wrong
		{theme("culture", 0.45, true), theme("emploi", 0.2, false)},
		{theme("culture", 0.4, true)},
		{theme("emploi", 0.35, false)}, // nothing is proposed
		{theme("emploi", 0, false)},
	}
	var e Evaluation
	e.compare([]Theme{{ID: "emploi"}, {ID: "culture"}}, test, test, found, scale{cut: 0.5})
	if e.Abstained != 0.4 || math.Abs(e.Coverage+e.Abstained-1) > 1e-12 {
		t.Errorf("abstained %v, covered %v", e.Abstained, e.Coverage)
	}
	want := map[int]string{4: "3 0.333", 9: "1 1.000"}
	for i, band := range e.Bands {
		got := fmt.Sprintf("%.0f %.3f", band.Suggestions, band.Agreed)
		if expected, some := want[i]; some && got != expected || !some && band.Suggestions != 0 {
			t.Errorf("from %v to %v: %s", band.From, band.To, got)
		}
	}
}

// Of several draws, the number is a mean and the share is that of all suggestions, not the mean of shares: a draw with two
// suggestions in a band does not weigh as one with two hundred.
func TestBandsOfSeveralDrawsWeighEachSuggestionAlike(t *testing.T) {
	one, other := &Evaluation{Bands: newBands()}, &Evaluation{Bands: newBands()}
	one.Bands[5].count(true)
	for range 3 {
		other.Bands[5].count(false)
	}
	one.add(other)
	one.divide(2)
	if band := one.Bands[5]; band.Suggestions != 2 || band.Agreed != 0.25 {
		t.Errorf("%+v", band)
	}
}

func TestBandsAddUpToWhatIsProposed(t *testing.T) {
	var texts []Labelled
	for i := range 200 {
		text, theme := "former et recruter", "emploi"
		if i%2 == 0 {
			text, theme = "concerts et fêtes", "culture"
		}
		if i%7 == 0 { // people do not agree on everything
			theme = "emploi"
		}
		texts = append(texts, Labelled{Text: Text{Body: fmt.Sprintf("%s %s", text, strings.Repeat("mot ", i%5))}, Themes: []string{theme}, Test: i%4 == 0})
	}
	grid := []Theme{{ID: "emploi", Title: "Emploi"}, {ID: "culture", Title: "Culture"}}
	e, err := Evaluate(t.Context(), grid, texts, EvaluateOptions{Seed: 1, PerTheme: 30, Draws: 3, Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	proposed, agreed := 0.0, 0.0
	for _, band := range e.Bands {
		proposed, agreed = proposed+band.Suggestions, agreed+band.Suggestions*band.Agreed
	}
	if proposed == 0 || math.Abs(agreed/proposed-e.Precision) > 0.05 || math.Abs(e.Coverage+e.Abstained-1) > 1e-9 {
		t.Errorf("%v proposed, %v agreed: %+v", proposed, agreed, e)
	}
}

func TestWhatIsHeldOutTellsHowFarSuggestionsCanBeTrusted(t *testing.T) {
	s := scale{slope: 1, threshold: 0.5}
	at := func(score float64, given bool) held { return held{math.Log(score / (1 - score)), given} }
	got := s.reliability([][]held{
		{at(0.93, true), at(0.1, false)},
		{at(0.95, false), at(0.55, true)},
		{at(0.2, true)}, // nothing is proposed, though a theme was given
		nil,             // nobody said anything of it
	})
	if got.Texts != 3 || got.Abstained != 1 {
		t.Errorf("%d texts, %d without a suggestion", got.Texts, got.Abstained)
	}
	if last, middle := got.Bands[9], got.Bands[5]; last.Suggestions != 2 || last.Agreed != 0.5 || middle.Suggestions != 1 || middle.Agreed != 1 {
		t.Errorf("%+v", got.Bands)
	}
}

func TestTooFewExamplesTellNothingOfSuggestions(t *testing.T) {
	grid := []Theme{{ID: "emploi", Title: "Emploi"}, {ID: "culture", Title: "Culture"}}
	learn := func(examples int) Reliability {
		var all []Example
		for i := range examples {
			text, theme := fmt.Sprintf("former et recruter %d", i), "emploi"
			if i%2 == 0 {
				text, theme = fmt.Sprintf("concerts et fêtes %d", i), "culture"
			}
			all = append(all, Example{Text: Text{Body: text}, Themes: []string{theme}})
		}
		model, err := Train(t.Context(), grid, all, Options{Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		return model.Reliability()
	}
	if few := learn(leastToCalibrate - 1); few.Texts != 0 {
		t.Errorf("%+v", few)
	}
	if many := learn(4 * leastToCalibrate); many.Texts != 4*leastToCalibrate {
		t.Errorf("%+v", many)
	}
}
