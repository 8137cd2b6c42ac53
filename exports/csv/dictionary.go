package csv

import (
	"concertation/exports"
	"concertation/forms"
)

// dictionary explains the variables: a row per choice of a question, or one row where it has none.
func dictionary(input *exports.Input) resource {
	made := resource{name: "dictionary", fields: []field{{"variable", "string", ""}, {"kind", "string", ""}, {"question", "string", ""},
		{"asked_if", "string", ""}, {"choice", "string", ""}, {"label", "string", ""}}}
	made.write = func(w *writer) error {
		for _, question := range input.Form.Questions() {
			if question.Identity {
				continue
			}
			choices := input.Form.Choices(question)
			if len(choices) == 0 {
				choices = []forms.Choice{{}}
			}
			label := question.Label.In("fr")
			if parent := input.Form.Parent(question); parent != nil {
				label = parent.Label.In("fr") + " – " + label
			}
			for _, choice := range choices {
				for _, value := range []string{question.Name, string(question.Kind), exports.Plain(label), question.Relevant, choice.Name, exports.Plain(choice.Label.In("fr"))} {
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
