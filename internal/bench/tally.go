package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"concertation/forms"
	"concertation/forms/library"
	"concertation/internal/tally"
)

// Tally measures tallies in memory over that many responses to the one-page questionnaire, against the same counts in
// SQL on an indexed table of answers, and against a bare loop over the same answers.
func Tally(ctx context.Context, responses int) ([]Row, error) {
	questionnaire, issues := forms.Compile(library.OnePage())
	if questionnaire == nil {
		return nil, fmt.Errorf("bench tally: %v", issues)
	}
	changes := generate(questionnaire, responses)
	engine := tally.New(questionnaire)
	start := time.Now()
	engine.Apply(changes...)
	feed := time.Since(start)

	one, several := pick(questionnaire, forms.SelectOne), pick(questionnaire, forms.SelectMultiple)
	ours := best(20, func() { engine.Tally(one.Name) })
	bare := best(3, func() { naive(changes, one.Name) })
	all := best(5, func() { engine.Tallies() })
	cross := best(20, func() { engine.Cross(one.Name, several.Name) })

	folder, err := os.MkdirTemp("", "concertation-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	database, err := storeAnswers(ctx, filepath.Join(folder, "tally.db"), changes, one.Name, several.Name)
	if err != nil {
		return nil, err
	}
	defer database.Close()
	sqlTally, err := timed(3, func() error { return countSQL(ctx, database, one.Name) })
	if err != nil {
		return nil, err
	}
	sqlCross, err := timed(1, func() error { return crossSQL(ctx, database, one.Name, several.Name) })
	if err != nil {
		return nil, err
	}
	return []Row{
		rate("feed", float64(responses)/feed.Seconds(), 0, "réponses/s"),
		rate("tally_one_vs_loop", 1/ours.Seconds(), 1/bare.Seconds(), "tris/s"),
		rate("tally_one_vs_sql", 1/ours.Seconds(), 1/sqlTally.Seconds(), "tris/s"),
		rate("cross_vs_sql", 1/cross.Seconds(), 1/sqlCross.Seconds(), "croisements/s"),
		rate("tally_all_questions", milliseconds(all), 0, "ms"),
		rate("responses", float64(responses), 0, "réponses"),
	}, nil
}

// generate makes responses from a thousand different ones.
func generate(questionnaire *forms.Questionnaire, responses int) []tally.Change {
	random := rand.New(rand.NewPCG(3, 4))
	var samples []forms.Submission
	for range min(responses, 1000) {
		samples = append(samples, questionnaire.Evaluate(Fill(questionnaire, random), time.Now()).Submission())
	}
	changes := make([]tally.Change, responses)
	for i := range changes {
		changes[i] = tally.Change{Seq: int64(i + 1), ResponseID: fmt.Sprintf("%016x", i), Counted: true,
			Submission: samples[i%len(samples)], Form: questionnaire, At: time.Unix(int64(i), 0)}
	}
	return changes
}

func pick(questionnaire *forms.Questionnaire, kind forms.Kind) *forms.Question {
	for _, question := range questionnaire.Questions() {
		if question.Kind == kind && questionnaire.Parent(question) == nil {
			return question
		}
	}
	return questionnaire.Questions()[0]
}

func naive(changes []tally.Change, question string) map[string]int {
	counts := map[string]int{}
	for i := range changes {
		if answer, ok := changes[i].Submission.Answers[question]; ok {
			counts[answer.Text]++
		}
	}
	return counts
}

// best gives the least of several times.
func best(times int, act func()) time.Duration {
	least, _ := timed(times, func() error {
		act()
		return nil
	})
	return least
}

func timed(times int, act func() error) (time.Duration, error) {
	least := time.Duration(1<<63 - 1)
	for range times {
		start := time.Now()
		if err := act(); err != nil {
			return 0, err
		}
		least = min(least, time.Since(start))
	}
	return least, nil
}
