package results

import (
	"concertation/forms"
	"concertation/internal/i18n"
)

// withdrawnQuestion says of the label of a question when the latest revision no longer asks it.
func withdrawnQuestion(p *i18n.Printer, form *forms.Questionnaire, question *forms.Question, label string) string {
	if !form.Withdrawn(question.Name) {
		return label
	}
	return p.T("exports.withdrawn.question", "words", label)
}

// withdrawnChoice says of the label of a choice when the latest revision no longer offers it.
func withdrawnChoice(p *i18n.Printer, form *forms.Questionnaire, question *forms.Question, choice, label string) string {
	if !form.Withdrawn(forms.RankField(question.Name, choice)) {
		return label
	}
	return p.T("exports.withdrawn.choice", "words", label)
}
