package storetest

import (
	"time"

	"concertation/internal/consult"
)

var questionnaireTests = map[string]func(*world){
	"a revision keeps its definition": func(w *world) {
		r := w.revision(w.consultation())
		got := must[consult.Revision](w)(w.store.Revision(w.ctx, r.ID))
		same(w, got.Definition, definition())
		same(w, got.PublishedAt, noon)
		questionnaire := must[consult.Questionnaire](w)(w.store.Questionnaire(w.ctx, r.QuestionnaireID))
		same(w, questionnaire.Published, r.ID)
	},
	"revisions are numbered in their questionnaire and come newest first": func(w *world) {
		c := w.consultation()
		first, elsewhere := w.revision(c), w.revision(c)
		second := &consult.Revision{ID: consult.NewID(), QuestionnaireID: first.QuestionnaireID, ConsultationID: c.ID, Definition: definition(), CreatedAt: noon}
		w.write(func(tx consult.Tx) error { return tx.InsertRevision(w.ctx, second) })
		same(w, []int{first.Number, second.Number, elsewhere.Number}, []int{1, 2, 1})
		all := must[[]consult.Revision](w)(w.store.Revisions(w.ctx, first.QuestionnaireID))
		sameOrder(w, all, func(r consult.Revision) consult.ID { return r.ID }, second.ID, first.ID)
	},
	"publishing again changes the revision that is given, and no date": func(w *world) {
		c := w.consultation()
		first := w.revision(c)
		second := &consult.Revision{ID: consult.NewID(), QuestionnaireID: first.QuestionnaireID, ConsultationID: c.ID, Definition: definition(), CreatedAt: noon}
		w.write(func(tx consult.Tx) error {
			if err := tx.InsertRevision(w.ctx, second); err != nil {
				return err
			}
			return tx.PublishRevision(w.ctx, second.ID, "", noon.Add(time.Hour))
		})
		w.write(func(tx consult.Tx) error { return tx.PublishRevision(w.ctx, first.ID, "", noon.Add(2*time.Hour)) })
		same(w, must[consult.Questionnaire](w)(w.store.Questionnaire(w.ctx, first.QuestionnaireID)).Published, first.ID)
		same(w, must[consult.Revision](w)(w.store.Revision(w.ctx, first.ID)).PublishedAt, noon)
		w.refused(consult.CodeNotFound, func(tx consult.Tx) error { return tx.PublishRevision(w.ctx, consult.NewID(), "", noon) })
	},
	"a draft revision can be deleted, a published one cannot": func(w *world) {
		c := w.consultation()
		published := w.revision(c)
		draft := &consult.Revision{ID: consult.NewID(), QuestionnaireID: published.QuestionnaireID, ConsultationID: c.ID, Definition: definition(), CreatedAt: noon}
		w.write(func(tx consult.Tx) error { return tx.InsertRevision(w.ctx, draft) })
		w.write(func(tx consult.Tx) error { return tx.DeleteDraftRevision(w.ctx, draft.ID) })
		w.refused(consult.CodeConflict, func(tx consult.Tx) error { return tx.DeleteDraftRevision(w.ctx, published.ID) })
		w.refused(consult.CodeNotFound, func(tx consult.Tx) error { return tx.DeleteDraftRevision(w.ctx, draft.ID) })
	},
	"a questionnaire nobody answered is deleted with what it published": func(w *world) {
		c := w.consultation()
		unused, answered := w.revision(c), w.revision(c)
		w.draft(answered)
		w.write(func(tx consult.Tx) error { return tx.DeleteQuestionnaire(w.ctx, unused.QuestionnaireID) })
		same(w, len(must[[]consult.Revision](w)(w.store.Revisions(w.ctx, unused.QuestionnaireID))), 0)
		w.refused(consult.CodeNotFound, func(tx consult.Tx) error { return tx.DeleteQuestionnaire(w.ctx, unused.QuestionnaireID) })
		w.refused(consult.CodeConflict, func(tx consult.Tx) error { return tx.DeleteQuestionnaire(w.ctx, answered.QuestionnaireID) })
		same(w, len(must[[]consult.Questionnaire](w)(w.store.Questionnaires(w.ctx, c.ID))), 1)
	},
	"a questionnaire's slug is given once in its consultation": func(w *world) {
		c, other := w.consultation(), w.consultation()
		q := consult.Questionnaire{ID: consult.NewID(), ConsultationID: c.ID, Slug: "q", Title: "Q", CreatedAt: noon}
		w.write(func(tx consult.Tx) error { return tx.InsertQuestionnaire(w.ctx, &q) })
		q.ID = consult.NewID()
		w.refused(consult.CodeConflict, func(tx consult.Tx) error { return tx.InsertQuestionnaire(w.ctx, &q) })
		q.ConsultationID = other.ID
		w.write(func(tx consult.Tx) error { return tx.InsertQuestionnaire(w.ctx, &q) })
		same(w, len(must[[]consult.Questionnaire](w)(w.store.Questionnaires(w.ctx, c.ID))), 1)
	},
}
