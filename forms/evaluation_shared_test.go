package forms_test

import (
	"maps"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"concertation/forms"
)

func TestAnEvaluationHoldsAllDayUnlessTheHourIsRead(t *testing.T) {
	for name, c := range map[string]struct {
		relevant string
		at       time.Time
		want     bool
	}{
		"later the same day":              {"today() >= '2026-11-23'", today.Add(6 * time.Hour), true},
		"the next day":                    {"", today.Add(24 * time.Hour), false},
		"a year later":                    {"", today.AddDate(1, 0, 0), false},
		"a minute later, by the hour":     {"now() >= '2026-11-23T12:00:30'", today.Add(time.Minute), false},
		"by the hour, within a condition": {"if(1 = 1, now(), '') != ''", today, false},
	} {
		t.Run(name, func(t *testing.T) {
			questionnaire := compile(t, one(forms.Question{Name: "q", Kind: forms.ShortText, Relevant: c.relevant}))
			if got := questionnaire.Evaluate(forms.Raw{}, today).Holds(c.at); got != c.want {
				t.Errorf("holds: %t", got)
			}
		})
	}
}

func TestSeveralRequestsReadOneEvaluation(t *testing.T) {
	definition := one(forms.Question{Name: "etat", Kind: forms.SelectOne, List: "abc"},
		forms.Question{Name: "ville", Kind: forms.SelectOne, List: "villes", ChoiceFilter: "etat = ${etat}", Randomize: true})
	definition.Lists["villes"] = []forms.Choice{{Name: "nantes", Label: forms.Text{"fr": "Nantes"}, Extra: map[string]string{"etat": "a"}},
		{Name: "laval", Label: forms.Text{"fr": "Laval"}, Extra: map[string]string{"etat": "b"}}}
	questionnaire := compile(t, definition)
	evaluation := questionnaire.Evaluate(forms.Raw{"etat": {"b"}, "ville": {"laval"}}, today)
	var readers sync.WaitGroup
	for range 8 {
		readers.Go(func() {
			if offered := questionnaire.OrderedChoices(questionnaire.Questions()[1], evaluation, 1); len(offered) != 1 || offered[0].Name != "laval" {
				t.Errorf("offered: %v", offered)
			}
			if value := evaluation.Value("ville").String(); value != "laval" {
				t.Errorf("answered: %q", value)
			}
		})
	}
	readers.Wait()
}

func TestADraftIsPartedWithoutBeingChanged(t *testing.T) {
	questionnaire := compile(t, one(forms.Question{Name: "nom", Kind: forms.ShortText, Identity: true},
		forms.Question{Name: "rang", Kind: forms.Rank, List: "abc", Identity: true},
		forms.Question{Name: "avis", Kind: forms.LongText}, forms.Question{Name: "q", Kind: forms.SelectOne, List: "abc"}))
	fields := questionnaire.Fields(0)
	rapid.Check(t, func(t *rapid.T) {
		raw := forms.Raw{}
		for _, field := range rapid.SliceOfDistinct(rapid.SampledFrom(fields), rapid.ID).Draw(t, "typed") {
			raw[field] = []string{"x"}
		}
		before := maps.Clone(raw)
		kept, identity := questionnaire.SplitIdentityRaw(raw)
		if len(raw) != len(before) || len(kept)+len(identity) != len(raw) {
			t.Fatalf("%v became %v and %v", raw, kept, identity)
		}
		for field := range kept {
			if field != "avis" && field != "q" {
				t.Fatalf("%s is kept", field)
			}
		}
	})
}
