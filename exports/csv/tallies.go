package csv

import (
	"concertation/exports"
	"concertation/internal/tally"
)

// tallies gives the counts of every question, a row per answer; hidden ones are blank.
func (s *survey) tallies() resource {
	made := s.resource("tallies", []field{{"variable", "string", ""}, {"question", "string", ""}, {"answer", "string", ""}, {"label", "string", ""},
		{"count", "integer", ""}, {"answered", "integer", ""}, {"shown", "integer", ""}})
	made.write = func(w *writer) error {
		for i := range s.Tallies {
			t := &s.Tallies[i]
			counts := s.input.Counts(t)
			answered, _ := s.input.Bases(t)
			for at, option := range t.Options {
				w.text(t.Question.Name)
				w.text(exports.Plain(t.Question.Label.In("fr")))
				w.text(option.Choice)
				w.text(exports.Plain(option.Label.In("fr")))
				w.shown(counts[at])
				w.shown(answered)
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

// shown writes a count, a blank where it is hidden.
func (w *writer) shown(count int) {
	if count == tally.Hidden {
		w.cell("")
		return
	}
	w.number(float64(count))
}
