package service

import (
	"context"
	"fmt"
	"unicode/utf8"

	"concertation/internal/consult"
)

// ConsultationSteps gives a consultation with its steps, in order.
func (s *Service) ConsultationSteps(ctx context.Context, actor consult.Actor, slug string) (consult.Consultation, []consult.Step, error) {
	consultation, err := s.ConsultationBySlug(ctx, actor, slug)
	if err != nil {
		return consultation, nil, err
	}
	steps, err := s.Store.Steps(ctx, consultation.ID)
	return consultation, steps, err
}

// ReplaceSteps sets the steps of the consultation, in the order given. Each check looks at the steps as they are then,
// and may refuse.
func (s *Service) ReplaceSteps(ctx context.Context, actor consult.Actor, slug string, steps []consult.Step, checks ...func([]consult.Step) error) error {
	if err := actor.Require(consult.ManageConsultations); err != nil {
		return err
	}
	var faults []consult.FieldError
	for i := range steps {
		faults = append(faults, tidyStep(&steps[i], i)...)
		if steps[i].ID == "" {
			steps[i].ID = consult.NewID()
		}
		steps[i].Position = i + 1
	}
	if len(faults) > 0 {
		return consult.Invalid(faults...)
	}
	return s.Store.Atomic(ctx, func(tx consult.Tx) error {
		consultation, err := tx.ConsultationBySlug(ctx, slug)
		if err != nil {
			return err
		}
		if consultation.Status == consult.StatusRecord {
			return consult.Conflict("consultation.error.record")
		}
		current, err := tx.Steps(ctx, consultation.ID)
		if err != nil {
			return err
		}
		for _, check := range checks {
			if err := check(current); err != nil {
				return err
			}
		}
		for i := range steps {
			steps[i].ConsultationID = consultation.ID
		}
		if err := tx.ReplaceSteps(ctx, consultation.ID, steps); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "consultation.steps", consultation.ID, "consultation "+string(consultation.ID))
	})
}

// tidyStep cleans what was typed of a step, and says what is wrong with it.
func tidyStep(step *consult.Step, i int) []consult.FieldError {
	var faults []consult.FieldError
	for _, one := range []struct {
		field string
		line  *string
	}{{"title", &step.Title}, {"when", &step.When}, {"place", &step.Place}, {"unit", &step.Unit}, {"source", &step.Source}} {
		if *one.line = plainLine(*one.line); utf8.RuneCountInString(*one.line) > longestLine {
			faults = append(faults, consult.FieldError{Field: fmt.Sprintf("%s-%d", one.field, i), Key: "consultation.error.too_long", Args: []any{"max", longestLine}})
		}
	}
	if step.Title == "" {
		faults = append(faults, consult.FieldError{Field: fmt.Sprintf("title-%d", i), Key: "consultation.error.step_title"})
	}
	switch step.Kind {
	case consult.StepEvent, consult.StepQuestionnaire, consult.StepIdeaBox, consult.StepMail:
	default:
		faults = append(faults, consult.FieldError{Field: fmt.Sprintf("kind-%d", i), Key: "consultation.error.step_kind"})
	}
	if !plausible(step.StartsAt) {
		faults = append(faults, consult.FieldError{Field: fmt.Sprintf("starts-%d", i), Key: "consultation.error.year"})
	}
	return faults
}
