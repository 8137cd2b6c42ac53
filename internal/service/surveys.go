package service

import (
	"context"
	"fmt"
	"slices"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/tally"
)

// SurveyLine is one of several published questionnaires, to choose from.
type SurveyLine struct {
	Slug      string
	Title     string
	Responses int // submitted
	Current   bool
}

// survey is a published questionnaire with what was answered to it.
type survey struct {
	questionnaire consult.Questionnaire
	form          *forms.Questionnaire // of every published revision; see united
	revision      int                  // number of the one that is answered now
	engine        *tally.Engine
}

// title names the questionnaire as its published revision does.
func (s *survey) title() string {
	definition := s.form.Definition()
	for _, title := range []string{definition.Title.In("fr", definition.DefaultLanguage), s.questionnaire.Title} {
		if title != "" {
			return title
		}
	}
	return s.questionnaire.Slug
}

// tallies gives every tally in the order and the words of the questionnaire.
func (s *survey) tallies(conditions ...tally.Condition) []tally.Tally {
	return tally.Arranged(s.engine.Tallies(conditions...), s.form)
}

// cross crosses two questions so; ok is false where there is nothing to cross.
func (s *survey) cross(row, column string) (cross tally.Cross, ok bool) {
	if cross, ok = s.engine.Cross(row, column); ok {
		cross = cross.Arranged(s.form)
	}
	return cross, ok
}

// surveys gives the published questionnaires of a consultation, as they were made.
func (s *Service) surveys(ctx context.Context, consultation consult.ID) ([]survey, error) {
	all, err := s.Store.Questionnaires(ctx, consultation)
	if err != nil {
		return nil, fmt.Errorf("read questionnaires: %w", err)
	}
	var surveys []survey
	for _, questionnaire := range all {
		if questionnaire.Published == "" {
			continue
		}
		one := survey{questionnaire: questionnaire}
		published, err := s.Published(ctx, questionnaire.Published)
		if err != nil {
			return nil, err
		}
		one.revision = published.Revision.Number
		if one.form, err = s.united(ctx, published); err != nil {
			return nil, err
		}
		if one.engine, err = s.Tallies(ctx, questionnaire.ID); err != nil {
			return nil, err
		}
		surveys = append(surveys, one)
	}
	return surveys, nil
}

// counted gives the questionnaire of that slug, the first when it is blank, and the lines to choose from, none unless there
// are several. It gives nil when nothing is published, CodeNotFound for a slug that is no published questionnaire's.
func (s *Service) counted(ctx context.Context, consultation consult.ID, slug string) (*survey, []SurveyLine, error) {
	surveys, err := s.surveys(ctx, consultation)
	if err != nil {
		return nil, nil, err
	}
	lines := make([]SurveyLine, len(surveys))
	for i := range surveys {
		lines[i] = SurveyLine{Slug: surveys[i].questionnaire.Slug, Title: surveys[i].title(), Responses: surveys[i].engine.Responses()}
	}
	at, lines, err := choose(lines, slug)
	if err != nil || at < 0 {
		return nil, nil, err
	}
	return &surveys[at], lines, nil
}

// choose finds the line of a slug, the first when it is blank; -1 among none. It gives the lines back with that one
// current, none when there is no choice.
func choose(lines []SurveyLine, slug string) (int, []SurveyLine, error) {
	at := slices.IndexFunc(lines, func(line SurveyLine) bool { return slug == "" || line.Slug == slug })
	switch {
	case at < 0 && slug != "":
		return -1, nil, consult.NotFound("error.not_found")
	case len(lines) < 2:
		return at, nil, nil
	}
	lines[at].Current = true
	return at, lines, nil
}

// answered chooses among the published questionnaires without waiting for the tallies. Where there is one at most, its
// identifier is blank: nothing is to be told apart.
func (s *Service) answered(ctx context.Context, consultation consult.ID, slug string) (consult.ID, []SurveyLine, error) {
	all, err := s.Store.Questionnaires(ctx, consultation)
	if err != nil {
		return "", nil, fmt.Errorf("read questionnaires: %w", err)
	}
	all = slices.DeleteFunc(all, func(q consult.Questionnaire) bool { return q.Published == "" })
	lines := make([]SurveyLine, len(all))
	for i := range all {
		published, err := s.Published(ctx, all[i].Published)
		if err != nil {
			return "", nil, err
		}
		one := survey{questionnaire: all[i], form: published.Questionnaire}
		lines[i] = SurveyLine{Slug: all[i].Slug, Title: one.title()}
		filter := consult.ResponseFilter{ConsultationID: consultation, QuestionnaireID: all[i].ID, Status: consult.ResponseSubmitted}
		if len(all) < 2 {
			continue
		}
		if lines[i].Responses, err = s.Store.CountResponses(ctx, filter); err != nil {
			return "", nil, fmt.Errorf("count responses: %w", err)
		}
	}
	at, lines, err := choose(lines, slug)
	if err != nil || lines == nil {
		return "", nil, err
	}
	return all[at].ID, lines, nil
}

// united gives the union of a questionnaire's published revisions, from memory after the first time: they only change when
// another is published.
func (s *Service) united(ctx context.Context, latest *Published) (*forms.Questionnaire, error) {
	if found, ok := s.unions.Load(latest.Revision.ID); ok {
		return found.(*forms.Questionnaire), nil
	}
	revisions, err := s.Store.Revisions(ctx, latest.Revision.QuestionnaireID)
	if err != nil {
		return nil, fmt.Errorf("read revisions: %w", err)
	}
	var earlier []*forms.Questionnaire
	for _, revision := range revisions {
		if revision.PublishedAt.IsZero() || revision.ID == latest.Revision.ID {
			continue
		}
		published, err := s.Published(ctx, revision.ID)
		if err != nil {
			return nil, err
		}
		earlier = append(earlier, published.Questionnaire)
	}
	kept, _ := s.unions.LoadOrStore(latest.Revision.ID, forms.Union(latest.Questionnaire, earlier...))
	return kept.(*forms.Questionnaire), nil
}
