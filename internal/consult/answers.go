package consult

import (
	"strings"

	"concertation/forms"
	"concertation/internal/french"
)

// AnswerContributions gives what a submitted response says in its open answers (rule 6), in the order of the questions,
// with the date and the sequence of its last change: the same whenever it is asked of the same response and revision. Blank
// and identifying answers say nothing here. Identifiers are not set.
func AnswerContributions(form *forms.Questionnaire, r *Response) []Contribution {
	var said []Contribution
	publication := publicationOf(form, r)
	for _, question := range form.Questions() {
		if !question.Open || question.Identity {
			continue
		}
		body := strings.TrimSpace(r.Submission.Answers[question.Name].Text)
		if body == "" {
			continue
		}
		said = append(said, Contribution{ConsultationID: r.ConsultationID, ChangeSeq: r.ChangeSeq, Kind: KindAnswer, Origin: r.Origin,
			Channel: r.Channel, ResponseID: r.ID, QuestionnaireID: r.QuestionnaireID, Question: question.Name, Body: body,
			Folded: french.Fold(body), Category: r.Category, Territory: r.Territory, Publication: publication,
			TextVersion: 1, CreatedAt: r.ChangedAt, ChangedAt: r.ChangedAt})
	}
	return said
}

// publicationOf gives the author's choice; without one, nothing is published (rule 10).
func publicationOf(form *forms.Questionnaire, r *Response) Publication {
	question := form.ByRole(forms.RolePublication)
	if question == nil {
		return PublicationNo
	}
	switch choice := Publication(r.Submission.Answers[question.Name].Text); choice {
	case PublicationNamed, PublicationAnonymous:
		return choice
	default:
		return PublicationNo
	}
}
