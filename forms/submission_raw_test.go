package forms_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"concertation/forms"
	"concertation/forms/library"
)

// A draft need not be kept beside a submission that gives it back: property, on what people type and on what they mistype.
func TestASubmissionThatSaysAllOfADraftGivesItBack(t *testing.T) {
	form, issues := forms.Compile(library.OnePage())
	if form == nil {
		t.Fatal(issues)
	}
	said := 0
	rapid.Check(t, func(t *rapid.T) {
		draft := forms.Raw{}
		for _, question := range form.Questions() {
			if values := typed(form, question).Draw(t, question.Name); len(values) > 0 {
				draft[question.Name] = values
			}
		}
		submission := form.Evaluate(draft, time.Date(2026, 6, 10, 0, 0, 0, 0, time.UTC)).Submission()
		if !submission.SaysAll(draft) {
			return
		}
		said++
		if back := submission.Raw(); !maps.EqualFunc(back, draft, slices.Equal[[]string]) {
			t.Fatalf("typed %v, given back %v", draft, back)
		}
	})
	if said == 0 {
		t.Error("no draft was said whole: nothing was tried")
	}
}

// typed draws what somebody types in a question: most often nothing, else something that may be no answer.
func typed(form *forms.Questionnaire, question *forms.Question) *rapid.Generator[[]string] {
	words := []string{"", "12", "12,50", "12.5", "007", " été ", "été", "2026-06-10", "OK"}
	for _, choice := range form.Choices(question) {
		words = append(words, choice.Name)
	}
	return rapid.Custom(func(t *rapid.T) []string {
		if rapid.IntRange(0, 5).Draw(t, "typed") > 0 {
			return nil
		}
		return rapid.SliceOfN(rapid.SampledFrom(words), 1, 2).Draw(t, "values")
	})
}

func TestASubmissionDoesNotSayADraftThatItReadOtherwise(t *testing.T) {
	submission := forms.Submission{Blank: []string{"autre"}, Answers: forms.Answers{"besoin": forms.TextAnswer("été"),
		"aides": forms.CodesAnswer("a", "b"), "salaries": forms.NumberAnswer(12.5)}}
	whole := func() forms.Raw {
		return forms.Raw{"besoin": {"été"}, "aides": {"a", "b"}, "salaries": {"12.5"}}
	}
	if !submission.SaysAll(whole()) {
		t.Error("said word for word, and not recognised")
	}
	for name, change := range map[string]func(forms.Raw){
		"a number written otherwise":  func(r forms.Raw) { r["salaries"] = []string{"12,50"} },
		"boxes in another order":      func(r forms.Raw) { r["aides"] = []string{"b", "a"} },
		"spaces around a text":        func(r forms.Raw) { r["besoin"] = []string{"été "} },
		"a text typed twice":          func(r forms.Raw) { r["besoin"] = []string{"été", "été"} },
		"something typed and hidden":  func(r forms.Raw) { r["autre"] = []string{"caché"} },
		"an answer that nobody typed": func(r forms.Raw) { delete(r, "salaries") },
		"another question":            func(r forms.Raw) { delete(r, "salaries"); r["age"] = []string{"12.5"} },
	} {
		draft := whole()
		change(draft)
		if submission.SaysAll(draft) {
			t.Errorf("%s: %v taken for what was typed", name, draft)
		}
	}
}
