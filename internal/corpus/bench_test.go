package corpus_test

import (
	"fmt"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/corpus"
)

// BenchmarkGroup counts two hundred thousand contributions by theme, category and territory after one of them changed,
// against the limit of looking at each once (Count with no filter, nothing changed).
func BenchmarkGroup(b *testing.B) {
	const many = 200_000
	grid := sixThemes()
	c := corpus.New()
	var assignments []consult.Assignment
	var one consult.Contribution
	for i := range many {
		one = consult.Contribution{ID: consult.ID(fmt.Sprint("c", i)), ResponseID: consult.ID(fmt.Sprint("r", i/3)), ChangeSeq: int64(i),
			Category: fmt.Sprint(i % 12), Territory: fmt.Sprint(i % 96)}
		c.Put(&one)
		if i%20 == 0 {
			assignments = append(assignments, consult.Assignment{ContributionID: one.ID, StatementID: one.ID, ThemeID: grid.Themes[i%6].ID,
				CoderID: "Amina", State: consult.AssignmentConfirmed})
		}
	}
	b.Run("limit", func(b *testing.B) {
		for b.Loop() {
			c.Count(&consult.ContributionFilter{}, corpus.Beside{})
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/many, "ns/contribution")
	})
	b.Run("group", func(b *testing.B) {
		for b.Loop() {
			one.ChangeSeq++
			c.Put(&one)
			c.Group(&grid, nil, assignments, nil)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/many, "ns/contribution")
	})
}
