package service_test

import (
	"context"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// TestAFileGoesToItsQuestionnaire: the questionnaire of the reference has a slug that its form_id does not give.
func TestAFileGoesToItsQuestionnaire(t *testing.T) {
	h, ctx := seeded(t), context.Background()
	amina := actor(h.organiser(t))
	h.speak(t)
	list := func() []service.QuestionnaireLine {
		t.Helper()
		consultation, err := h.ConsultationBySlug(ctx, amina, "demonstration")
		if err != nil {
			t.Fatal(err)
		}
		lines, err := h.Questionnaires(ctx, amina, consultation.ID)
		if err != nil {
			t.Fatal(err)
		}
		return lines
	}
	content, err := h.RevisionFile(ctx, amina, list()[0].Questionnaire.Published, ".xlsx")
	if err != nil {
		t.Fatal(err)
	}
	put := func(into string) consult.Revision {
		t.Helper()
		revision, err := h.UploadQuestionnaire(ctx, amina, "demonstration", into, "retour.xlsx", content)
		if err != nil {
			t.Fatal(err)
		}
		return revision
	}

	if again := put(""); again.Number != 2 || len(list()) != 1 {
		t.Errorf("downloaded and uploaded: revision %d, %d questionnaires", again.Number, len(list()))
	}
	if fresh := put(service.IntoNew); fresh.Number != 1 || len(list()) != 2 {
		t.Errorf("as a new one: revision %d, %d questionnaires", fresh.Number, len(list()))
	}
	if third := put("questionnaire"); third.Number != 3 {
		t.Errorf("into the first: revision %d", third.Number)
	}
	put(service.IntoNew)
	if lines := list(); len(lines) != 3 || lines[1].Questionnaire.Slug != "sress-2016" || lines[2].Questionnaire.Slug != "sress-2016-2" {
		t.Errorf("%d questionnaires: %+v", len(lines), lines)
	}
	_, err = h.UploadQuestionnaire(ctx, amina, "demonstration", "absent", "retour.xlsx", content)
	code(t, "into none", err, consult.CodeInvalid)
}

func TestAQuestionnaireNobodyAnsweredIsRemoved(t *testing.T) {
	h, ctx := openHouse(t, small()), context.Background()
	amina, reader := actor(h.organiser(t)), consult.Actor{User: consult.NewID(), Role: consult.RoleReader}
	revision := upload(t, h, amina, "essai")
	if err := h.PublishRevision(ctx, amina, revision.ID); err != nil {
		t.Fatal(err)
	}
	questionnaire, err := h.store.Questionnaire(ctx, revision.QuestionnaireID)
	if err != nil {
		t.Fatal(err)
	}
	code(t, "a reader's", h.RemoveQuestionnaire(ctx, reader, "essai", questionnaire.Slug), consult.CodeForbidden)
	if err := h.RemoveQuestionnaire(ctx, amina, "essai", questionnaire.Slug); err != nil {
		t.Fatal(err)
	}
	_, err = h.Revision(ctx, amina, revision.ID)
	code(t, "reading its revision", err, consult.CodeNotFound)
	code(t, "again", h.RemoveQuestionnaire(ctx, amina, "essai", questionnaire.Slug), consult.CodeNotFound)

	if _, err := h.Begin(ctx, "essai", "questionnaire", ""); err != nil {
		t.Fatal(err)
	}
	code(t, "one begun", h.RemoveQuestionnaire(ctx, amina, "essai", "questionnaire"), consult.CodeConflict)
	entries, err := h.store.Audit(ctx, consult.AuditFilter{Limit: 1})
	if err != nil || len(entries) != 1 || entries[0].Operation != "questionnaire.remove" {
		t.Errorf("the log says %+v, %v", entries, err)
	}
}
