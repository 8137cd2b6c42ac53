package service

import (
	"context"
	"fmt"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/tally"
)

// ResultsQuery narrows the results of a questionnaire to a category and a territory; blank fields do not narrow.
type ResultsQuery struct {
	Questionnaire string // its slug; blank: the first published
	Category      string
	Territory     string
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
	Surveys      []SurveyLine // where there are several
	// Form is nil while nothing is published; it has what earlier revisions asked besides.
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
	survey, lines, err := s.counted(ctx, consultation.ID, query.Questionnaire)
	if err != nil || survey == nil {
		return view, err
	}
	view.Surveys = lines
	view.Form, view.Revision, view.Total = survey.form, survey.revision, survey.engine.Responses()
	view.Tallies = survey.tallies(query.conditions(survey.form)...)
	return view, nil
}

// CrossView is a crossing of two questions, and what can be crossed.
type CrossView struct {
	Consultation consult.Consultation
	Surveys      []SurveyLine // where there are several
	Form         *forms.Questionnaire
	Row, Column  string            // names asked for
	Questions    []*forms.Question // that can be crossed
	Cross        *tally.Cross      // nil until both are chosen
}

// CrossQuery says which questions of a questionnaire to cross, by name.
type CrossQuery struct {
	Questionnaire string // its slug; blank: the first published
	Row, Column   string
}

// Crossing crosses two questions; without any, it offers the category and the first other question.
func (s *Service) Crossing(ctx context.Context, actor consult.Actor, slug string, query CrossQuery) (*CrossView, error) {
	consultation, err := s.readable(ctx, actor, consult.SeeTallies, slug)
	if err != nil {
		return nil, err
	}
	view := &CrossView{Consultation: consultation, Row: query.Row, Column: query.Column}
	survey, lines, err := s.counted(ctx, consultation.ID, query.Questionnaire)
	if err != nil || survey == nil {
		return view, err
	}
	view.Surveys, view.Form = lines, survey.form
	for _, question := range survey.form.Questions() {
		if !question.Identity && (question.Kind == forms.SelectOne || question.Kind == forms.SelectMultiple) {
			view.Questions = append(view.Questions, question)
		}
	}
	if view.Row == "" {
		if category := survey.form.ByRole(forms.RoleCategory); category != nil {
			view.Row = category.Name
		}
	}
	for _, question := range view.Questions {
		if view.Column == "" && question.Name != view.Row && question.Role == forms.RoleNone {
			view.Column = question.Name
		}
	}
	if cross, ok := survey.cross(view.Row, view.Column); ok {
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
	// Surveys are the questionnaires to choose from where there are several; what follows is of the one chosen.
	Surveys []SurveyLine
	Days    []tally.Day
	// Category and Territory are the tallies of those attributes, nil where nothing asks for them.
	Category  *tally.Tally
	Territory *tally.Tally
}

// Participation gives live counts, and along time and attributes those of a questionnaire; a blank one is the first
// published.
func (s *Service) Participation(ctx context.Context, actor consult.Actor, slug, questionnaire string) (*ParticipationView, error) {
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
	survey, lines, err := s.counted(ctx, consultation.ID, questionnaire)
	if err != nil || survey == nil {
		return view, err
	}
	view.Surveys = lines
	view.Days = survey.engine.ByDay(paris())
	view.Category, view.Territory = survey.tallyOf(forms.RoleCategory), survey.tallyOf(forms.RoleTerritory)
	return view, nil
}

// tallyOf gives the tally of the question that has a role, nil where none has.
func (s *survey) tallyOf(role forms.Role) *tally.Tally {
	question := s.form.ByRole(role)
	if question == nil {
		return nil
	}
	result, ok := s.engine.Tally(question.Name)
	if !ok {
		return nil
	}
	return &tally.Arranged([]tally.Tally{result}, s.form)[0]
}
