package service

import (
	"context"
	"fmt"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/reference"
)

// SeedReference lays the reference consultation of 2016 as a record to read only, and the demonstration beside it,
// open from now. It does nothing when a consultation exists already: what an organiser removed stays removed.
func (s *Service) SeedReference(ctx context.Context) error {
	existing, err := s.Store.Consultations(ctx)
	if err != nil {
		return fmt.Errorf("seed the reference: %w", err)
	}
	if len(existing) > 0 {
		return nil
	}
	records := []reference.Record{reference.Consultation(), reference.Demonstration(s.Now())}
	var planned []*laying
	for i := range records {
		one, err := s.plan(&records[i])
		if err != nil {
			return err
		}
		planned = append(planned, one)
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		// Another process may have laid them since.
		if existing, err := tx.Consultations(ctx); err != nil || len(existing) > 0 {
			return err
		}
		for _, one := range planned {
			if err := s.lay(ctx, tx, consult.System(), one); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("seed the reference: %w", err)
	}
	return nil
}

// NewFromReference makes a consultation in preparation with the themes, the stakes and the questionnaire of the
// reference, and texts for the organiser to write; CodeConflict when the slug is taken. The questionnaire is left as a
// draft revision.
func (s *Service) NewFromReference(ctx context.Context, actor consult.Actor, slug, title string) (consult.Consultation, error) {
	if err := actor.Require(consult.ManageConsultations); err != nil {
		return consult.Consultation{}, err
	}
	record := reference.Consultation()
	one, err := s.plan(&reference.Record{
		Consultation: consult.Consultation{Slug: slug, Title: title, Status: consult.StatusDraft,
			Settings: consult.Settings{Accessibility: consult.AccessibilityNone}},
		Themes: record.Themes, Stakes: record.Stakes,
		Questionnaires: []reference.Questionnaire{reference.ReferenceQuestionnaire()},
	})
	if err != nil {
		return consult.Consultation{}, err
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error { return s.lay(ctx, tx, actor, one) })
	if err != nil {
		return consult.Consultation{}, fmt.Errorf("make consultation %s: %w", slug, err)
	}
	return one.consultation, nil
}

// laying is a consultation to store, with its identifiers: the transaction that stores it may run twice.
type laying struct {
	consultation   consult.Consultation
	steps          []consult.Step
	stakes         []consult.Stake
	grid           consult.ThemeGrid
	questionnaires []layingQuestionnaire
}

type layingQuestionnaire struct {
	questionnaire consult.Questionnaire
	revision      consult.Revision
}

// plan gives identifiers and checks the questionnaires.
func (s *Service) plan(record *reference.Record) (*laying, error) {
	now := s.Now()
	one := &laying{consultation: record.Consultation}
	one.consultation.ID, one.consultation.CreatedAt, one.consultation.ChangedAt = consult.NewID(), now, now
	id := one.consultation.ID
	for _, step := range record.Steps {
		step.ID, step.ConsultationID = consult.NewID(), id
		one.steps = append(one.steps, step)
	}
	for _, stake := range record.Stakes {
		stake.ID, stake.ConsultationID = consult.NewID(), id
		stake.Objectives = append([]consult.Objective(nil), stake.Objectives...)
		for i := range stake.Objectives {
			stake.Objectives[i].ID = consult.NewID()
		}
		one.stakes = append(one.stakes, stake)
	}
	one.grid = consult.ThemeGrid{ConsultationID: id, Version: 1}
	for _, theme := range record.Themes {
		theme.ID = consult.NewID()
		one.grid.Themes = append(one.grid.Themes, theme)
	}
	for _, q := range record.Questionnaires {
		if compiled, issues := forms.Compile(q.Definition); compiled == nil {
			return nil, fmt.Errorf("compile questionnaire %s of the reference: %v", q.Slug, issues)
		}
		questionnaire := consult.Questionnaire{ID: consult.NewID(), ConsultationID: id, Slug: q.Slug, Title: q.Title, CreatedAt: now}
		one.questionnaires = append(one.questionnaires, layingQuestionnaire{questionnaire, consult.Revision{
			ID: consult.NewID(), QuestionnaireID: questionnaire.ID, ConsultationID: id, Definition: q.Definition,
			SourceName: q.Source, CreatedAt: now}})
	}
	return one, nil
}

// lay stores what was planned. Questionnaires of a consultation in preparation stay drafts, the others are published.
func (s *Service) lay(ctx context.Context, tx consult.Tx, actor consult.Actor, one *laying) error {
	consultation, grid := one.consultation, one.grid
	if err := tx.InsertConsultation(ctx, &consultation); err != nil {
		return err
	}
	if err := tx.ReplaceSteps(ctx, consultation.ID, one.steps); err != nil {
		return err
	}
	if err := tx.ReplaceStakes(ctx, consultation.ID, one.stakes); err != nil {
		return err
	}
	if err := tx.InsertThemeGrid(ctx, &grid); err != nil {
		return err
	}
	for _, q := range one.questionnaires {
		questionnaire, revision := q.questionnaire, q.revision
		if err := tx.InsertQuestionnaire(ctx, &questionnaire); err != nil {
			return err
		}
		if err := tx.InsertRevision(ctx, &revision); err != nil {
			return err
		}
		if consultation.Status == consult.StatusDraft {
			continue
		}
		if err := tx.PublishRevision(ctx, revision.ID, actor.User, s.Now()); err != nil {
			return err
		}
	}
	return s.audit(ctx, tx, actor, "consultation.create", consultation.ID, "consultation "+string(consultation.ID))
}
