package service

import (
	"context"
	"fmt"
	"slices"

	"concertation/forms"
	"concertation/internal/consult"
)

// ResponsesPage is how many responses a page of the list shows.
const ResponsesPage = 50

// ResponsesQuery narrows the list of responses.
type ResponsesQuery struct {
	Questionnaire string // its slug; blank: the first published
	Category      string
	Territory     string
	Withdrawn     bool // the withdrawn ones rather than those that count
}

// ResponsesView is a page of the responses to a questionnaire.
type ResponsesView struct {
	Consultation consult.Consultation
	Surveys      []SurveyLine // where there are several
	Query        ResponsesQuery
	Responses    []consult.Response
	Count        int // all pages
	Page, Pages  int // from 1
	Categories   []CodingChoice
	Territories  []CodingChoice
}

// Responses lists submitted responses in the order they came.
func (s *Service) Responses(ctx context.Context, actor consult.Actor, slug string, query ResponsesQuery, page int) (*ResponsesView, error) {
	if err := actor.Require(consult.SeeResponses); err != nil {
		return nil, err
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return nil, err
	}
	filter := consult.ResponseFilter{ConsultationID: consultation.ID, Status: consult.ResponseSubmitted, Category: query.Category, Territory: query.Territory}
	if query.Withdrawn {
		filter.Status = consult.ResponseWithdrawn
	}
	view := &ResponsesView{Consultation: consultation, Query: query}
	if filter.QuestionnaireID, view.Surveys, err = s.answered(ctx, consultation.ID, query.Questionnaire); err != nil {
		return nil, err
	}
	if view.Count, err = s.Store.CountResponses(ctx, filter); err != nil {
		return nil, fmt.Errorf("count responses: %w", err)
	}
	view.Pages = max((view.Count+ResponsesPage-1)/ResponsesPage, 1)
	view.Page = min(max(page, 1), view.Pages)
	filter.Offset, filter.Limit = (view.Page-1)*ResponsesPage, ResponsesPage
	if view.Responses, err = s.Store.Responses(ctx, filter); err != nil {
		return nil, fmt.Errorf("read responses: %w", err)
	}
	words, err := s.wordings(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	view.Categories, view.Territories = words.categories, words.territories
	return view, nil
}

// ResponseView is one response, question by question.
type ResponseView struct {
	Consultation consult.Consultation
	Response     consult.Response
	// Questionnaire is the slug of the one answered where there are several, else blank.
	Questionnaire string
	Form          *forms.Questionnaire
	Revision      int
	Identities    []consult.Identity // only for whoever may see them
	MayIdentify   bool
}

// ResponseDetail gives one response. Identities are given to whoever may see them, and that they were seen is logged.
func (s *Service) ResponseDetail(ctx context.Context, actor consult.Actor, slug string, id consult.ID) (*ResponseView, error) {
	if err := actor.Require(consult.SeeResponses); err != nil {
		return nil, err
	}
	consultation, response, err := s.responseOf(ctx, slug, id)
	if err != nil {
		return nil, err
	}
	published, err := s.Published(ctx, response.RevisionID)
	if err != nil {
		return nil, err
	}
	view := &ResponseView{Consultation: consultation, Response: response, Form: published.Questionnaire,
		Revision: published.Revision.Number, MayIdentify: actor.Can(consult.SeeIdentities)}
	if view.Questionnaire, err = s.amongSeveral(ctx, &response); err != nil {
		return nil, err
	}
	if !view.MayIdentify {
		return view, nil
	}
	if view.Identities, err = s.Store.Identities(ctx, id); err != nil {
		return nil, fmt.Errorf("read identities: %w", err)
	}
	if len(view.Identities) > 0 {
		err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
			return s.audit(ctx, tx, actor, "response.identity", consultation.ID, "response "+string(id))
		})
	}
	return view, err
}

// amongSeveral gives the slug of the questionnaire that a response answers, blank where no other is published.
func (s *Service) amongSeveral(ctx context.Context, response *consult.Response) (string, error) {
	all, err := s.Store.Questionnaires(ctx, response.ConsultationID)
	if err != nil {
		return "", fmt.Errorf("read questionnaires: %w", err)
	}
	slug, published := "", 0
	for i := range all {
		if all[i].Published != "" {
			published++
		}
		if all[i].ID == response.QuestionnaireID {
			slug = all[i].Slug
		}
	}
	if published < 2 {
		return "", nil
	}
	return slug, nil
}

// responseOf gives a response of that consultation that was sent, CodeNotFound otherwise.
func (s *Service) responseOf(ctx context.Context, slug string, id consult.ID) (consult.Consultation, consult.Response, error) {
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return consultation, consult.Response{}, err
	}
	response, err := s.Store.Response(ctx, id)
	if err != nil {
		return consultation, response, err
	}
	if response.ConsultationID != consultation.ID || response.Status == consult.ResponseDraft {
		return consultation, consult.Response{}, consult.NotFound("error.not_found")
	}
	return consultation, response, nil
}

// WithdrawResponse takes a response out of the counts for the organiser, with its reason; its contributions are
// retracted. The respondent can send it again until closing.
func (s *Service) WithdrawResponse(ctx context.Context, actor consult.Actor, slug string, id consult.ID, reason WithdrawReason) error {
	if err := actor.Require(consult.ManageConsultations); err != nil {
		return err
	}
	if !slices.Contains(WithdrawReasons(), reason) {
		return consult.Invalid(consult.FieldError{Field: "reason", Key: "responses.error.reason"})
	}
	consultation, _, err := s.responseOf(ctx, slug, id)
	if err != nil {
		return err
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if err := s.withdraw(ctx, tx, id); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "response.withdraw."+string(reason), consultation.ID, "response "+string(id))
	})
	if err != nil {
		return fmt.Errorf("withdraw response %s: %w", id, err)
	}
	s.tallies.wake()
	return nil
}

// WithdrawReason is why an organiser takes a response out of the counts.
type WithdrawReason string

// WithdrawReasons lists the reasons.
func WithdrawReasons() []WithdrawReason {
	return []WithdrawReason{"request", "duplicate", "test", "unlawful"}
}
