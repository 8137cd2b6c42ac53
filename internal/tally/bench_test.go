package tally_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"concertation/forms"
	"concertation/internal/tally"
)

// drawn makes changes of new responses, always the same.
func drawn(t testing.TB, many int) []tally.Change {
	questionnaire, random := form(t), rand.New(rand.NewPCG(1, 2))
	codes := []string{"a", "b", "c"}
	changes := make([]tally.Change, many)
	for i := range changes {
		changes[i] = tally.Change{Seq: int64(i + 1), ResponseID: fmt.Sprint("r", i), Counted: true, Form: questionnaire, At: time.Unix(int64(i), 0),
			Submission: forms.Submission{Blank: []string{"order"}, Answers: forms.Answers{"one": forms.TextAnswer(codes[random.IntN(3)]),
				"several": forms.CodesAnswer(codes[:1+random.IntN(3)]...), "number": forms.NumberAnswer(float64(random.IntN(1000)))}}}
	}
	return changes
}

// The limit is a loop over the answers as they come, written for the one question.
func BenchmarkTally(b *testing.B) {
	changes := drawn(b, 1_000_000)
	engine := tally.New(form(b))
	begun := time.Now()
	engine.Apply(changes...)
	b.Logf("a million responses fed in %v", time.Since(begun).Round(time.Millisecond))
	for _, question := range []string{"one", "several", "number"} {
		b.Run(question, func(b *testing.B) {
			for b.Loop() {
				engine.Tally(question)
			}
		})
	}
	b.Run("cross", func(b *testing.B) {
		for b.Loop() {
			engine.Cross("one", "several")
		}
	})
	b.Run("naive count of one", func(b *testing.B) {
		for b.Loop() {
			counts := map[string]int{}
			for i := range changes {
				counts[changes[i].Submission.Answers["one"].Text]++
			}
		}
	})
}

func TestCountsCanBeReadWhileResponsesComeIn(t *testing.T) {
	changes := drawn(t, 400)
	engine := tally.New(form(t))
	var group sync.WaitGroup
	for part := range 4 {
		group.Go(func() {
			for _, change := range changes[part*100 : part*100+100] {
				engine.Apply(change)
			}
		})
		group.Go(func() {
			for range 50 {
				for _, result := range engine.Tallies() {
					if result.Bases.Answered+result.Bases.Blank != result.Bases.Shown || result.Bases.Shown > result.Bases.Responses {
						t.Errorf("bases %+v", result.Bases)
					}
				}
				engine.Cross("one", "several")
				engine.ByDay(time.UTC)
			}
		})
	}
	group.Wait()
	if engine.Responses() != 400 {
		t.Errorf("%d responses", engine.Responses())
	}
}

func TestAChoiceAddedByALaterRevisionIsCountedWithTheFirst(t *testing.T) {
	later := forms.Definition{Title: forms.Text{"fr": "Essai"}, DefaultLanguage: "fr", Languages: []string{"fr"},
		Lists:    map[string][]forms.Choice{"abc": {{Name: "d"}, {Name: "a"}}},
		Sections: []forms.Section{{Name: "s", Title: forms.Text{"fr": "S"}, Questions: []forms.Question{{Name: "one", Kind: forms.SelectOne, List: "abc"}}}}}
	second, issues := forms.Compile(later)
	if second == nil {
		t.Fatal(issues)
	}
	engine := tally.New(form(t))
	answered := func(id, code string, revision *forms.Questionnaire) tally.Change {
		return tally.Change{Seq: 1, ResponseID: id, Counted: true, Form: revision, Submission: forms.Submission{Answers: forms.Answers{"one": forms.TextAnswer(code)}}}
	}
	engine.Apply(answered("r1", "a", form(t)), answered("r2", "d", second), answered("r3", "a", second))
	result, _ := engine.Tally("one")
	if got := fmt.Sprintln(result.Options[0].Choice, result.Options[0].Count, result.Options[3].Choice, result.Options[3].Count); got != "a 2 d 1\n" {
		t.Errorf("counts %s: %+v", got, result.Options)
	}
}
