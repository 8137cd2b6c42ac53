package service

import (
	"context"
	"fmt"
	"slices"
	"time"

	"concertation/internal/consult"
)

// PublicLine is a consultation as the home page shows it.
type PublicLine struct {
	Consultation consult.Consultation
	Accepting    bool // takes new responses now
	Soon         bool // will, once its opening date has come
}

// PublicConsultations gives every consultation that is not in preparation: those one can answer first, by closing
// date, then the others, newest first.
func (s *Service) PublicConsultations(ctx context.Context) ([]PublicLine, error) {
	all, err := s.Store.Consultations(ctx)
	if err != nil {
		return nil, fmt.Errorf("read consultations: %w", err)
	}
	var lines []PublicLine
	for _, c := range all {
		if c.Status == consult.StatusDraft {
			continue
		}
		now := s.Now()
		fresh, _ := c.Accepting(now)
		lines = append(lines, PublicLine{Consultation: c, Accepting: fresh,
			Soon: c.Status == consult.StatusOpen && now.Before(c.OpensAt)})
	}
	slices.SortStableFunc(lines, func(a, b PublicLine) int {
		if a.Accepting != b.Accepting {
			if a.Accepting {
				return -1
			}
			return 1
		}
		if a.Accepting {
			return a.Consultation.ClosesAt.Compare(b.Consultation.ClosesAt)
		}
		return 0
	})
	return lines, nil
}

// PublicView is all that anybody may read of a consultation on its own page.
type PublicView struct {
	Consultation   consult.Consultation
	Accepting      bool
	Steps          []PublicStep
	Stakes         []consult.Stake
	Themes         []PublicTheme // the regular ones
	ThemesRead     int           // how many of them are validated, and have a page of their own
	Received       int           // responses submitted, counted by the service; 0 under the consultation's threshold
	Questionnaires []PublicQuestionnaire
	Figures        []PublicFigure // the « Tour d'horizon »
	Events         []PublicEvent
	Now            time.Time
}

// PublicTheme is a theme with what people, never the machine alone, have put under it (R1.5).
type PublicTheme struct {
	consult.Theme
	Contributions int // 0 under the consultation's threshold (R2.5)
}

func (s *Service) publicThemes(ctx context.Context, c *consult.Consultation) ([]PublicTheme, error) {
	grid, err := s.Store.ThemeGrid(ctx, c.ID)
	if consult.CodeOf(err) == consult.CodeNotFound {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read themes of %s: %w", c.Slug, err)
	}
	counted, err := s.publicCounted(ctx, c.ID)
	if err != nil {
		return nil, fmt.Errorf("count contributions by theme: %w", err)
	}
	var themes []PublicTheme
	for _, theme := range grid.Themes {
		if theme.Kind != consult.ThemeRegular {
			continue
		}
		confirmed := counted.grouping.Theme(theme.ID).Counts.Contributions
		themes = append(themes, PublicTheme{Theme: theme, Contributions: atLeast(confirmed, c)})
	}
	return themes, nil
}

// atLeast gives a count that may be published: 0 for one so small that it could tell who is behind it.
func atLeast(count int, c *consult.Consultation) int {
	if count < c.Settings.Threshold() {
		return 0
	}
	return count
}

// PublicQuestionnaire is a questionnaire open to all.
type PublicQuestionnaire struct {
	Slug    string
	Title   string
	Lang    string // of Title, when not French
	Minutes int
}

// PublicConsultation gives the page of a consultation; CodeNotFound when it is in preparation.
func (s *Service) PublicConsultation(ctx context.Context, slug string) (*PublicView, error) {
	consultation, err := s.PublicTexts(ctx, slug)
	if err != nil {
		return nil, err
	}
	view := &PublicView{Consultation: consultation, Now: s.Now()}
	view.Accepting, _ = consultation.Accepting(view.Now)
	steps, err := s.Store.Steps(ctx, consultation.ID)
	if err != nil {
		return nil, fmt.Errorf("read steps of %s: %w", slug, err)
	}
	for _, step := range steps {
		view.Steps = append(view.Steps, PublicStep{Step: step, State: stepState(&consultation, step, view.Now)})
	}
	if view.Stakes, err = s.Store.Stakes(ctx, consultation.ID); err != nil {
		return nil, fmt.Errorf("read stakes of %s: %w", slug, err)
	}
	if view.Themes, err = s.publicThemes(ctx, &consultation); err != nil {
		return nil, err
	}
	counted, err := s.validated(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	view.ThemesRead = len(counted.at)
	received, err := s.Store.CountResponses(ctx, consult.ResponseFilter{ConsultationID: consultation.ID, Status: consult.ResponseSubmitted})
	if err != nil {
		return nil, fmt.Errorf("count responses of %s: %w", slug, err)
	}
	view.Received = atLeast(received, &consultation)
	if view.Events, err = s.shownEvents(ctx, consultation.ID); err != nil {
		return nil, fmt.Errorf("read events of %s: %w", slug, err)
	}
	if view.Figures, err = s.publicFigures(ctx, view); err != nil {
		return nil, err
	}
	if view.Accepting {
		if view.Questionnaires, err = s.publicQuestionnaires(ctx, &consultation); err != nil {
			return nil, err
		}
	}
	return view, nil
}

// PublicTexts gives a consultation for the pages that show nothing but its texts; CodeNotFound when in preparation.
func (s *Service) PublicTexts(ctx context.Context, slug string) (consult.Consultation, error) {
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return consult.Consultation{}, err
	}
	if consultation.Status == consult.StatusDraft {
		return consult.Consultation{}, consult.NotFound("error.not_found")
	}
	return consultation, nil
}

func (s *Service) publicQuestionnaires(ctx context.Context, c *consult.Consultation) ([]PublicQuestionnaire, error) {
	all, err := s.Store.Questionnaires(ctx, c.ID)
	if err != nil {
		return nil, fmt.Errorf("read questionnaires of %s: %w", c.Slug, err)
	}
	var shown []PublicQuestionnaire
	for _, questionnaire := range all {
		if questionnaire.Published == "" {
			continue
		}
		start, err := s.StartView(ctx, c.Slug, questionnaire.Slug)
		if err != nil {
			return nil, err
		}
		one := PublicQuestionnaire{Slug: questionnaire.Slug, Title: questionnaire.Title, Minutes: start.Minutes}
		if definition := &start.Published.Revision.Definition; definition.Title["fr"] == "" && definition.DefaultLanguage != "fr" {
			one.Lang = definition.DefaultLanguage
		}
		shown = append(shown, one)
	}
	return shown, nil
}

// StepState is where a step stands now.
type StepState string

// The states of a step. StepUnknown: its dates do not say.
const (
	StepUnknown StepState = ""
	StepPast    StepState = "past"
	StepPresent StepState = "present"
	StepFuture  StepState = "future"
)

// PublicStep is a step on the time line.
type PublicStep struct {
	consult.Step
	State StepState
}

// stepState says where a step stands. A step without a known end lasts its day; all the steps of a record are past.
func stepState(c *consult.Consultation, step consult.Step, now time.Time) StepState {
	end := step.EndsAt
	if end.IsZero() {
		end = step.StartsAt.Add(24 * time.Hour)
	}
	switch {
	case c.Status == consult.StatusRecord:
		return StepPast
	case step.StartsAt.IsZero():
		return StepUnknown
	case now.Before(step.StartsAt):
		return StepFuture
	case now.Before(end):
		return StepPresent
	default:
		return StepPast
	}
}
