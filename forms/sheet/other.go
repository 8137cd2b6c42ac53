package sheet

import (
	"slices"

	"concertation/forms"
)

const otherChoice = "other"

// otherWords are the wordings of what or_other adds; the reference reader only knows English.
var otherWords = map[string]struct{ choice, text string }{
	"fr": {"autre (préciser)", "Précisez"},
	"de": {"andere (bitte angeben)", "Bitte angeben"},
	"en": {"other (please specify)", "Please specify"},
}

// orOther makes explicit what «or_other» means: one more choice, in a list of the question's own, and a text shown
// when it is chosen.
func (in *interpreter) orOther(n node, question *forms.Question, relevant string) []forms.Question {
	r := n.row
	if question.Kind == forms.Rank {
		in.report(forms.SeverityWarning, r.view, r.row.Number, r.header("type"), "forms_files.type.rank_other")
		return nil
	}
	choices := in.lists[question.List]
	if len(choices) == 0 {
		return nil // an unknown list: said by Compile
	}
	if !slices.ContainsFunc(choices, func(c forms.Choice) bool { return c.Name == otherChoice }) {
		list := question.List + "_or_other"
		if _, made := in.lists[list]; !made {
			other := forms.Choice{Name: otherChoice, Label: in.otherText(false), Source: r.source()}
			in.lists[list] = append(slices.Clone(choices), other)
		}
		question.List = list
	}
	condition := "selected(${" + question.Name + "}, '" + otherChoice + "')"
	return []forms.Question{{
		Name: question.Name + "_other", Kind: forms.ShortText, Label: in.otherText(true),
		Relevant: and(relevant, condition), Source: r.source(),
	}}
}

func (in *interpreter) otherText(text bool) forms.Text {
	wording := forms.Text{}
	for _, language := range in.languages {
		words, ok := otherWords[language]
		if !ok {
			words = otherWords["en"]
		}
		wording[language] = words.choice
		if text {
			wording[language] = words.text
		}
	}
	return wording
}
