package tally_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"concertation/forms"
	"concertation/internal/tally"
)

// revised is form as a later revision has it: another order, other words, a choice and a question less.
func revised(t testing.TB) *forms.Questionnaire {
	t.Helper()
	words := func(text string) forms.Text { return forms.Text{"fr": text} }
	questionnaire, issues := forms.Compile(forms.Definition{Title: words("Essai"), DefaultLanguage: "fr", Languages: []string{"fr"},
		Lists: map[string][]forms.Choice{"abc": {{Name: "c", Label: words("Calme")}, {Name: "a", Label: words("Amour")}, {Name: "d", Label: words("Doute")}}},
		Sections: []forms.Section{{Name: "s", Title: words("S"), Questions: []forms.Question{
			{Name: "order", Kind: forms.Rank, List: "abc", Label: words("Par ordre")},
			{Name: "several", Kind: forms.SelectMultiple, List: "abc", Label: words("Plusieurs")},
			{Name: "one", Kind: forms.SelectOne, List: "abc", Label: words("Un")},
		}}}})
	if questionnaire == nil {
		t.Fatal(issues)
	}
	return questionnaire
}

func TestArrangingChangesOrderAndWordsAndNoCount(t *testing.T) {
	first := form(t)
	union := forms.Union(revised(t), first)
	rapid.Check(t, func(t *rapid.T) {
		engine := tally.New(first)
		for i := range rapid.IntRange(0, 20).Draw(t, "responses") {
			engine.Apply(tally.Change{Seq: 1, ResponseID: fmt.Sprint(i), Counted: true, Submission: submission(t), Form: first})
		}
		was := map[string]string{}
		for _, one := range engine.Tallies() {
			was[one.Question.Name] = fmt.Sprint(one.Bases, counts(one), one.Numbers)
		}
		arranged := tally.Arranged(engine.Tallies(), union)
		if len(arranged) != len(was) {
			t.Fatalf("%d tallies of %d", len(arranged), len(was))
		}
		for i, name := range []string{"order", "number", "several", "one"} {
			one := arranged[i]
			if got := fmt.Sprint(one.Bases, counts(one), one.Numbers); one.Question.Name != name || got != was[one.Question.Name] {
				t.Fatalf("%d is %s: %s, was %s", i, one.Question.Name, got, was[one.Question.Name])
			}
			if len(one.Options) > 0 && (one.Options[0].Choice != "c" || one.Options[0].Label.In("fr") != "Calme") {
				t.Fatalf("%s has options %v", one.Question.Name, one.Options)
			}
		}
		cross, _ := engine.Cross("one", "several")
		again := cross.Arranged(union)
		if cells(cross) != cells(again) || again.Row.Label.In("fr") != "Un" || again.RowOptions[0].Choice != "c" {
			t.Fatalf("%+v became %+v", cross, again)
		}
	})
}

// counts gives what was counted by choice, those that are nowhere left out.
func counts(one tally.Tally) string {
	by := map[string]string{}
	for i, option := range one.Options {
		if option.Count > 0 {
			by[option.Choice] = fmt.Sprint(option.Count)
			if len(one.Ranks) > 0 {
				by[option.Choice] += fmt.Sprint(one.Ranks[i])
			}
		}
	}
	return fmt.Sprint(by)
}

func cells(cross tally.Cross) string {
	by := map[string]int{}
	for r, row := range cross.RowOptions {
		for c, column := range cross.ColOptions {
			if n := cross.Cells[r][c]; n > 0 {
				by[row.Choice+"/"+column.Choice] = n
			}
		}
	}
	return fmt.Sprint(by, cross.Base)
}

func TestAnswersOfAnotherKindAreCountedAsWhatTheyAre(t *testing.T) {
	first := form(t)
	engine := tally.New(first)
	engine.Apply(tally.Change{Seq: 1, ResponseID: "r", Counted: true, Form: first, Submission: forms.Submission{Answers: forms.Answers{
		"one": forms.CodesAnswer("a", "b"), "several": forms.TextAnswer("c"), "number": forms.TextAnswer("une dizaine")}}})
	one, _ := engine.Tally("one")
	several, _ := engine.Tally("several")
	number, _ := engine.Tally("number")
	if len(one.Options) != 3 || one.Options[1].Count != 1 || several.Options[2].Count != 1 || number.Numbers != nil || number.Bases.Answered != 1 {
		t.Errorf("counted %+v, %+v, %+v", one, several, number)
	}
}
