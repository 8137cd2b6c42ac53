package csv

import (
	"concertation/exports"
	"concertation/forms"
)

// dictionary explains the variables: a row per choice of a question, or one row where it has none.
func (s *survey) dictionary() resource {
	made := s.resource("dictionary", []field{{"variable", "string", ""}, {"kind", "string", ""}, {"question", "string", ""},
		{"asked_if", "string", ""}, {"choice", "string", ""}, {"label", "string", ""}})
	made.write = func(w *writer) error {
		for _, question := range s.Form.Questions() {
			if question.Identity {
				continue
			}
			choices := s.Form.Choices(question)
			if len(choices) == 0 {
				choices = []forms.Choice{{}}
			}
			label := exports.Plain(question.Label.In("fr"))
			if parent := s.Form.Parent(question); parent != nil {
				label = exports.Plain(parent.Label.In("fr")) + " – " + label
			}
			if s.Form.Withdrawn(question.Name) {
				label = s.input.P.T("exports.withdrawn.question", "words", label)
			}
			for _, choice := range choices {
				words := exports.Plain(choice.Label.In("fr"))
				if s.Form.Withdrawn(forms.RankField(question.Name, choice.Name)) {
					words = s.input.P.T("exports.withdrawn.choice", "words", words)
				}
				for _, value := range []string{question.Name, string(question.Kind), label, question.Relevant, choice.Name, words} {
					w.text(value)
				}
				if err := w.end(); err != nil {
					return err
				}
			}
		}
		return nil
	}
	return made
}
