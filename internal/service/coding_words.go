package service

import (
	"context"
	"slices"

	"concertation/forms"
	"concertation/internal/consult"
)

// wordings are the words of a consultation's questionnaires for what contributions hold as names and codes.
type wordings struct {
	questions   []CodingChoice                // the open ones
	asked       map[consult.ID][]CodingChoice // the same by questionnaire: a name may be of two of them
	categories  []CodingChoice
	territories []CodingChoice
}

// wordings reads every published revision, newest first: the newest wording of a name is the one shown.
func (s *Service) wordings(ctx context.Context, consultation consult.ID) (wordings, error) {
	words := wordings{asked: map[consult.ID][]CodingChoice{}}
	questionnaires, err := s.Store.Questionnaires(ctx, consultation)
	if err != nil {
		return words, err
	}
	for _, questionnaire := range questionnaires {
		revisions, err := s.Store.Revisions(ctx, questionnaire.ID)
		if err != nil {
			return words, err
		}
		for _, revision := range revisions {
			if revision.PublishedAt.IsZero() {
				continue
			}
			published, err := s.Published(ctx, revision.ID)
			if err != nil {
				return words, err
			}
			words.add(questionnaire.ID, published.Questionnaire)
		}
	}
	return words, nil
}

func (w *wordings) add(questionnaire consult.ID, form *forms.Questionnaire) {
	asked := w.asked[questionnaire]
	language := form.Definition().DefaultLanguage
	for _, question := range form.Questions() {
		if question.Open && !question.Identity {
			addWord(&w.questions, question.Name, question.Label.In(language))
			addWord(&asked, question.Name, question.Label.In(language))
		}
	}
	w.asked[questionnaire] = asked
	for role, into := range map[forms.Role]*[]CodingChoice{forms.RoleCategory: &w.categories, forms.RoleTerritory: &w.territories} {
		if question := form.ByRole(role); question != nil {
			for _, choice := range form.Choices(question) {
				addWord(into, choice.Name, choice.Label.In(language))
			}
		}
	}
}

func addWord(list *[]CodingChoice, value, label string) {
	if !slices.ContainsFunc(*list, func(c CodingChoice) bool { return c.Value == value }) {
		*list = append(*list, CodingChoice{Value: value, Label: label})
	}
}

// question gives the words of the question that a contribution answers; for what is no answer, the prompt is in words
// already.
func (w *wordings) question(c *consult.Contribution) string {
	if words := wordOf(w.asked[c.QuestionnaireID], c.Question); words != c.Question {
		return words
	}
	return wordOf(w.questions, c.Question)
}

func wordOf(list []CodingChoice, value string) string {
	for _, choice := range list {
		if choice.Value == value {
			return choice.Label
		}
	}
	return value
}
