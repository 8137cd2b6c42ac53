package service

import (
	"context"
	"fmt"
	"slices"

	"concertation/forms"
	"concertation/internal/consult"
)

// DoublesView is the organisations from which several answers came, and what was decided.
type DoublesView struct {
	Consultation consult.Consultation
	Doubles      []Double
	Settlements  []SettledDouble // newest first
	MayKeep      bool
}

// Double is an organisation with several answers that count.
type Double struct {
	consult.LedgerOrganisation
	Answers []consult.OwnedResponse
}

// SettledDouble is a decision, with the organisation it is about.
type SettledDouble struct {
	consult.Settlement
	Name string
}

// settledTogether gives, by organisation, the answers that somebody said stay side by side.
func (s *Service) settledTogether(ctx context.Context, consultation consult.ID) (map[consult.ID][]consult.ID, error) {
	settlements, err := s.Store.Settlements(ctx, consultation)
	if err != nil {
		return nil, fmt.Errorf("read decisions on several answers: %w", err)
	}
	together := map[consult.ID][]consult.ID{}
	for _, one := range settlements {
		if one.Kind == consult.SettleBoth && one.UndoneAt.IsZero() {
			together[one.OrganisationID] = append(together[one.OrganisationID], one.Responses...)
		}
	}
	return together, nil
}

// unsettled says whether several answers of an organisation wait for a decision: all those that count must have been
// said to stay.
func unsettled(line *consult.LedgerLine, together map[consult.ID][]consult.ID) bool {
	if len(line.Responses) < 2 {
		return false
	}
	answers := line.Answers()
	return len(answers) > 1 && slices.ContainsFunc(answers, func(r consult.OwnedResponse) bool {
		return !slices.Contains(together[line.ID], r.ResponseID)
	})
}

// Doubles lists the organisations from which several answers came and that wait for a decision, and the decisions.
func (s *Service) Doubles(ctx context.Context, actor consult.Actor, slug string) (*DoublesView, error) {
	consultation, err := s.readable(ctx, actor, consult.SeeLedger, slug)
	if err != nil {
		return nil, err
	}
	view := &DoublesView{Consultation: consultation, MayKeep: actor.Can(consult.KeepLedger)}
	settlements, err := s.Store.Settlements(ctx, consultation.ID)
	if err != nil {
		return nil, fmt.Errorf("list several answers: %w", err)
	}
	together, err := s.settledTogether(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	err = s.withLedger(ctx, consultation.ID, func(ledger *consult.Ledger) error {
		for _, line := range ledger.Lines() {
			if unsettled(line, together) {
				view.Doubles = append(view.Doubles, Double{line.LedgerOrganisation, line.Answers()})
			}
		}
		for _, one := range settlements {
			settled := SettledDouble{Settlement: one}
			if line := ledger.Line(one.OrganisationID); line != nil {
				settled.Name = line.Name
			}
			view.Settlements = append(view.Settlements, settled)
		}
		return nil
	})
	return view, err
}

// DoubleView is the answers of one organisation, side by side.
type DoubleView struct {
	Consultation consult.Consultation
	Organisation consult.Organisation
	Answers      []consult.Response // that count, the first sent first
	Form         *forms.Questionnaire
	Questions    []DoubleQuestion
	OneRevision  bool // only then can they be merged
	MayKeep      bool
}

// DoubleQuestion is a question that is not one of identity, with each answer in words.
type DoubleQuestion struct {
	*forms.Question
	Answers [][]string // by response; nil: none
	Same    bool
}

// Double shows the answers of an organisation, question by question.
func (s *Service) Double(ctx context.Context, actor consult.Actor, slug string, organisation consult.ID) (*DoubleView, error) {
	if err := actor.Require(consult.SeeResponses); err != nil {
		return nil, err
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return nil, err
	}
	view := &DoubleView{Consultation: consultation, MayKeep: actor.Can(consult.KeepLedger), OneRevision: true}
	if view.Organisation, err = organisationOf(ctx, s.Store, consultation.ID, organisation); err != nil {
		return nil, err
	}
	if view.Answers, err = answersOf(ctx, s.Store, organisation); err != nil {
		return nil, err
	}
	if len(view.Answers) == 0 {
		return view, nil
	}
	published, err := s.Published(ctx, view.Answers[0].RevisionID)
	if err != nil {
		return nil, err
	}
	view.Form = published.Questionnaire
	for i := range view.Answers {
		view.OneRevision = view.OneRevision && view.Answers[i].RevisionID == view.Answers[0].RevisionID
	}
	view.Questions, err = s.sideBySide(ctx, view.Form, view.Answers)
	return view, err
}

// answersOf gives the responses of an organisation that count, the first sent first.
func answersOf(ctx context.Context, reader consult.Reader, organisation consult.ID) ([]consult.Response, error) {
	owners, err := reader.ResponsesOfOrganisation(ctx, organisation)
	if err != nil {
		return nil, err
	}
	var answers []consult.Response
	for _, owner := range owners {
		response, err := reader.Response(ctx, owner.ResponseID)
		if err != nil {
			return nil, err
		}
		if response.Status == consult.ResponseSubmitted {
			answers = append(answers, response)
		}
	}
	slices.SortStableFunc(answers, func(a, b consult.Response) int { return a.SubmittedAt.Compare(b.SubmittedAt) })
	return answers, nil
}

func (s *Service) sideBySide(ctx context.Context, form *forms.Questionnaire, answers []consult.Response) ([]DoubleQuestion, error) {
	var questions []DoubleQuestion
	for _, question := range form.Questions() {
		if question.Identity {
			continue
		}
		one := DoubleQuestion{Question: question, Same: true}
		given := false
		for i := range answers {
			published, err := s.Published(ctx, answers[i].RevisionID)
			if err != nil {
				return nil, err
			}
			var words []string
			if its, known := published.Questionnaire.Question(question.Name); known {
				words = published.Questionnaire.Summary(its, answers[i].Submission.Answers, "fr")
			}
			given = given || words != nil
			one.Same = one.Same && (i == 0 || slices.Equal(words, one.Answers[0]))
			one.Answers = append(one.Answers, words)
		}
		if given {
			questions = append(questions, one)
		}
	}
	return questions, nil
}
