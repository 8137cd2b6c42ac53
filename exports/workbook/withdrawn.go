package workbook

import "concertation/forms"

// questionWords gives the label of a question, or of a row, and says when the latest revision no longer asks it.
func (s *surveyed) questionWords(question *forms.Question) string {
	label := s.label(question.Label)
	if s.Form == nil || !s.Form.Withdrawn(question.Name) {
		return label
	}
	return s.input.P.T("exports.withdrawn.question", "words", label)
}

// choiceWords says of the label of a choice when the latest revision no longer offers it.
func (s *surveyed) choiceWords(question *forms.Question, choice, label string) string {
	if s.Form == nil || !s.Form.Withdrawn(forms.RankField(question.Name, choice)) {
		return label
	}
	return s.input.P.T("exports.withdrawn.choice", "words", label)
}
