package service

import (
	"context"
	"slices"

	"concertation/internal/consult"
)

// QuestionnaireToRemove gives the questionnaire of a consultation that has this slug, for whoever may remove it.
func (s *Service) QuestionnaireToRemove(ctx context.Context, actor consult.Actor, consultation consult.ID, slug string) (consult.Questionnaire, error) {
	if err := actor.RequireIn(consult.PublishForms, consultation); err != nil {
		return consult.Questionnaire{}, err
	}
	return questionnaireBySlug(ctx, s.Store, consultation, slug)
}

// RemoveQuestionnaire removes a questionnaire with all its revisions, the published one too; CodeConflict as soon as
// somebody began to answer it, or a text was filed under it.
func (s *Service) RemoveQuestionnaire(ctx context.Context, actor consult.Actor, consultation, slug string) error {
	if err := actor.Require(consult.PublishForms); err != nil {
		return err
	}
	var revisions []consult.Revision
	err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
		found, err := tx.ConsultationBySlug(ctx, consultation)
		if err != nil {
			return err
		}
		if found.Status == consult.StatusRecord {
			return consult.Conflict("consultation.error.record")
		}
		questionnaire, err := questionnaireBySlug(ctx, tx, found.ID, slug)
		if err != nil {
			return err
		}
		if revisions, err = tx.Revisions(ctx, questionnaire.ID); err != nil {
			return err
		}
		if err := tx.DeleteQuestionnaire(ctx, questionnaire.ID); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "questionnaire.remove", found.ID, "questionnaire "+string(questionnaire.ID))
	})
	for _, revision := range revisions {
		s.questionnaires.Delete(revision.ID)
	}
	return err
}

// questionnaireBySlug finds a questionnaire of a consultation; CodeNotFound when there is none.
func questionnaireBySlug(ctx context.Context, reader consult.Reader, consultation consult.ID, slug string) (consult.Questionnaire, error) {
	all, err := reader.Questionnaires(ctx, consultation)
	if err != nil {
		return consult.Questionnaire{}, err
	}
	at := slices.IndexFunc(all, func(q consult.Questionnaire) bool { return q.Slug == slug })
	if at < 0 {
		return consult.Questionnaire{}, consult.NotFound("error.not_found")
	}
	return all[at], nil
}
