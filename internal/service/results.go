package service

import (
	"context"
	"fmt"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/tally"
)

// ResultsQuery narrows results to a category and a territory; blank fields do not narrow.
type ResultsQuery struct {
	Category  string
	Territory string
}

func (q ResultsQuery) conditions(form *forms.Questionnaire) []tally.Condition {
	var conditions []tally.Condition
	for _, one := range []struct {
		role forms.Role
		code string
	}{{forms.RoleCategory, q.Category}, {forms.RoleTerritory, q.Territory}} {
		if question := form.ByRole(one.role); question != nil && one.code != "" {
			conditions = append(conditions, tally.Condition{Question: question.Name, Codes: []string{one.code}})
		}
	}
	return conditions
}

// ResultsView is the results of a consultation's questionnaire as they stand.
type ResultsView struct {
	Consultation consult.Consultation
	// Form is nil while nothing is published.
	Form     *forms.Questionnaire
	Revision int
	Query    ResultsQuery
	Tallies  []tally.Tally
	Total    int // responses, before narrowing
}

// Results gives every tally.
func (s *Service) Results(ctx context.Context, actor consult.Actor, slug string, query ResultsQuery) (*ResultsView, error) {
	consultation, err := s.readable(ctx, actor, consult.SeeTallies, slug)
	if err != nil {
		return nil, err
	}
	view := &ResultsView{Consultation: consultation, Query: query}
	published, engine, err := s.counted(ctx, consultation.ID)
	if err != nil || published == nil {
		return view, err
	}
	view.Form, view.Revision, view.Total = published.Questionnaire, published.Revision.Number, engine.Responses()
	view.Tallies = engine.Tallies(query.conditions(published.Questionnaire)...)
	return view, nil
}

// counted gives the first questionnaire of a consultation that is published, with its counts; nil when none is.
func (s *Service) counted(ctx context.Context, consultation consult.ID) (*Published, *tally.Engine, error) {
	all, err := s.Store.Questionnaires(ctx, consultation)
	if err != nil {
		return nil, nil, fmt.Errorf("read questionnaires: %w", err)
	}
	for _, questionnaire := range all {
		if questionnaire.Published == "" {
			continue
		}
		published, err := s.Published(ctx, questionnaire.Published)
		if err != nil {
			return nil, nil, err
		}
		engine, err := s.Tallies(ctx, questionnaire.ID)
		return published, engine, err
	}
	return nil, nil, nil
}

// CrossView is a crossing of two questions, and what can be crossed.
type CrossView struct {
	Consultation consult.Consultation
	Form         *forms.Questionnaire
	Row, Column  string            // names asked for
	Questions    []*forms.Question // that can be crossed
	Cross        *tally.Cross      // nil until both are chosen
}

// Crossing crosses two questions; without any, it offers the category and the first other question.
func (s *Service) Crossing(ctx context.Context, actor consult.Actor, slug, row, column string) (*CrossView, error) {
	consultation, err := s.readable(ctx, actor, consult.SeeTallies, slug)
	if err != nil {
		return nil, err
	}
	view := &CrossView{Consultation: consultation, Row: row, Column: column}
	published, engine, err := s.counted(ctx, consultation.ID)
	if err != nil || published == nil {
		return view, err
	}
	view.Form = published.Questionnaire
	for _, question := range published.Questionnaire.Questions() {
		if !question.Identity && (question.Kind == forms.SelectOne || question.Kind == forms.SelectMultiple) {
			view.Questions = append(view.Questions, question)
		}
	}
	if view.Row == "" {
		if category := published.Questionnaire.ByRole(forms.RoleCategory); category != nil {
			view.Row = category.Name
		}
	}
	for _, question := range view.Questions {
		if view.Column == "" && question.Name != view.Row && question.Role == forms.RoleNone {
			view.Column = question.Name
		}
	}
	if cross, ok := engine.Cross(view.Row, view.Column); ok {
		view.Cross = &cross
	}
	return view, nil
}

// ParticipationView is who took part so far.
type ParticipationView struct {
	Consultation consult.Consultation
	Drafts       int
	Submitted    int
	Withdrawn    int
	Days         []tally.Day
	// Category and Territory are the tallies of those attributes, nil where nothing asks for them.
	Category  *tally.Tally
	Territory *tally.Tally
}

// Participation gives live counts.
func (s *Service) Participation(ctx context.Context, actor consult.Actor, slug string) (*ParticipationView, error) {
	consultation, err := s.readable(ctx, actor, consult.SeeTallies, slug)
	if err != nil {
		return nil, err
	}
	view := &ParticipationView{Consultation: consultation}
	for _, one := range []struct {
		status consult.ResponseStatus
		into   *int
	}{{consult.ResponseDraft, &view.Drafts}, {consult.ResponseSubmitted, &view.Submitted}, {consult.ResponseWithdrawn, &view.Withdrawn}} {
		if *one.into, err = s.Store.CountResponses(ctx, consult.ResponseFilter{ConsultationID: consultation.ID, Status: one.status}); err != nil {
			return nil, fmt.Errorf("count responses: %w", err)
		}
	}
	published, engine, err := s.counted(ctx, consultation.ID)
	if err != nil || published == nil {
		return view, err
	}
	view.Days = engine.ByDay(paris())
	view.Category = tallyOf(engine, published.Questionnaire, forms.RoleCategory)
	view.Territory = tallyOf(engine, published.Questionnaire, forms.RoleTerritory)
	return view, nil
}

func tallyOf(engine *tally.Engine, form *forms.Questionnaire, role forms.Role) *tally.Tally {
	question := form.ByRole(role)
	if question == nil {
		return nil
	}
	result, ok := engine.Tally(question.Name)
	if !ok {
		return nil
	}
	return &result
}
