package csv

import (
	"concertation/exports"
	"concertation/internal/tally"
)

// tallies gives the counts of every question, a row per answer; hidden ones are blank.
func tallies(input *exports.Input) resource {
	made := resource{name: "tallies", fields: []field{{"variable", "string", ""}, {"question", "string", ""}, {"answer", "string", ""}, {"label", "string", ""},
		{"count", "integer", ""}, {"answered", "integer", ""}, {"shown", "integer", ""}}}
	made.write = func(w *writer) error {
		for i := range input.Tallies {
			t := &input.Tallies[i]
			counts := input.Counts(t)
			for at, option := range t.Options {
				w.text(t.Question.Name)
				w.text(exports.Plain(t.Question.Label.In("fr")))
				w.text(option.Choice)
				w.text(exports.Plain(option.Label.In("fr")))
				if counts[at] == tally.Hidden {
					w.cell("")
				} else {
					w.number(float64(counts[at]))
				}
				w.number(float64(t.Bases.Answered))
				w.number(float64(t.Bases.Shown))
				if err := w.end(); err != nil {
					return err
				}
			}
		}
		return nil
	}
	return made
}
