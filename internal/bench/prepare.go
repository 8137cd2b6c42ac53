package bench

import (
	"context"
	"fmt"
	"time"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/store"
)

// Slug is the consultation that Prepare opens.
const Slug = "mesure"

// Prepare makes a database with one open consultation and the given questionnaires published in it, each under the
// slug of its key.
func Prepare(ctx context.Context, url string, questionnaires map[string]forms.Definition) error {
	opened, err := store.Open(ctx, url)
	if err != nil {
		return fmt.Errorf("prepare database: %w", err)
	}
	defer opened.Close()
	now := time.Now().UTC().Truncate(time.Millisecond)
	consultation := &consult.Consultation{ID: consult.NewID(), Slug: Slug, Title: "Mesure", Status: consult.StatusOpen,
		OpensAt: now.Add(-time.Hour), ClosesAt: now.Add(24 * time.Hour), CreatedAt: now, ChangedAt: now}
	return opened.Atomic(ctx, func(tx consult.Tx) error {
		if err := tx.InsertConsultation(ctx, consultation); err != nil {
			return err
		}
		for slug, definition := range questionnaires {
			questionnaire := &consult.Questionnaire{ID: consult.NewID(), ConsultationID: consultation.ID, Slug: slug,
				Title: definition.Title.In("fr"), CreatedAt: now}
			if err := tx.InsertQuestionnaire(ctx, questionnaire); err != nil {
				return err
			}
			revision := &consult.Revision{ID: consult.NewID(), QuestionnaireID: questionnaire.ID,
				ConsultationID: consultation.ID, Definition: definition, CreatedAt: now}
			if err := tx.InsertRevision(ctx, revision); err != nil {
				return err
			}
			if err := tx.PublishRevision(ctx, revision.ID, "", now); err != nil {
				return err
			}
		}
		return nil
	})
}
