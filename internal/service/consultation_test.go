package service_test

import (
	"context"
	"testing"
	"time"

	"concertation/forms/library"
	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/store"
	"concertation/internal/testkit/database"
)

func TestAConsultationGoesFromNothingToClosed(t *testing.T) {
	h, ctx := openHouse(t, small()), context.Background()
	amina := actor(h.organiser(t))
	made, err := h.NewConsultation(ctx, amina, "plan-velo", " Plan vélo ")
	if err != nil || made.Title != "Plan vélo" || made.Status != consult.StatusDraft {
		t.Fatalf("made %+v, %v", made, err)
	}
	_, err = h.OpenConsultation(ctx, amina, "plan-velo")
	code(t, "opening what lacks everything", err, consult.CodeConflict)

	opens, ends := noon, noon.Add(20*24*time.Hour)
	texts := consult.Texts{Purpose: "p", Procedure: "p", Documents: "d", Visibility: "v", FollowUp: "f", LegalNotice: "l", Contact: "c",
		Notice: consult.Notice{Controller: "a", Purpose: "b", LegalBasis: "c", Compulsory: "d", Recipients: "e", Retention: "f", Rights: "g", DPO: "h", Complaint: "i"}}
	settings := consult.Settings{Accessibility: consult.AccessibilityNone, Legal: true, CellThreshold: 5}
	if _, err := h.EditConsultation(ctx, amina, "plan-velo", service.ConsultationEdit{OpensAt: &opens, ClosesAt: &ends, Texts: &texts, Settings: &settings}); err != nil {
		t.Fatal(err)
	}
	lacks, err := h.Lacks(ctx, amina, "plan-velo")
	if err != nil || len(lacks) != 1 || lacks[0] != "opening.questionnaire" {
		t.Fatalf("lacks %v, %v", lacks, err)
	}
	revision := upload(t, h, amina, "plan-velo")
	if _, err = h.OpenConsultation(ctx, amina, "plan-velo"); err == nil {
		t.Error("a questionnaire that is a draft is enough to open")
	}
	if err := h.PublishRevision(ctx, amina, revision.ID); err != nil {
		t.Fatal(err)
	}
	if opened, err := h.OpenConsultation(ctx, amina, "plan-velo"); err != nil || opened.Status != consult.StatusOpen {
		t.Fatalf("opened %v, %v", opened.Status, err)
	}
	h.clock.advance(time.Hour)
	closed, err := h.CloseConsultation(ctx, amina, "plan-velo")
	if err != nil || closed.Status != consult.StatusClosed || !closed.ClosesAt.Equal(noon.Add(time.Hour)) {
		t.Errorf("closed %+v, %v", closed.ClosesAt, err)
	}
	_, err = h.CloseConsultation(ctx, amina, "plan-velo")
	code(t, "closing twice", err, consult.CodeConflict)
	_, err = h.OpenConsultation(ctx, amina, "plan-velo")
	code(t, "opening again without a new end", err, consult.CodeConflict)
	if _, err := h.EditConsultation(ctx, amina, "plan-velo", service.ConsultationEdit{ClosesAt: &ends}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.OpenConsultation(ctx, amina, "plan-velo"); err != nil {
		t.Errorf("opening again with a new end: %v", err)
	}
}

// upload keeps the questionnaire of every kind as a draft.
func upload(t testing.TB, h *house, actor consult.Actor, slug string) consult.Revision {
	t.Helper()
	source, err := library.Source("every_kind")
	if err != nil {
		t.Fatal(err)
	}
	revision, err := h.UploadQuestionnaire(context.Background(), actor, slug, "", "every_kind.yaml", source)
	if err != nil {
		t.Fatal(err)
	}
	return revision
}

func TestWhatAnOrganiserCannotWrite(t *testing.T) {
	h, ctx := openHouse(t, small()), context.Background()
	amina := actor(h.organiser(t))
	blank, before, threshold := "  ", noon.Add(-30*24*time.Hour), consult.Settings{CellThreshold: 12}
	for name, edit := range map[string]service.ConsultationEdit{
		"a blank title": {Title: &blank}, "an end before the beginning": {ClosesAt: &before}, "a threshold over 11": {Settings: &threshold},
		"a negative number of people invited": {Settings: &consult.Settings{Invited: -1}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := h.EditConsultation(ctx, amina, "essai", edit)
			code(t, "editing", err, consult.CodeInvalid)
		})
	}
	for name, slug := range map[string]string{"an address with a slash": "plan/velo", "an address in capitals": "Plan", "an address taken": "essai", "no address": ""} {
		t.Run(name, func(t *testing.T) {
			_, err := h.NewConsultation(ctx, amina, slug, "Plan")
			code(t, "creating", err, consult.CodeInvalid)
			_, err = h.NewConsultationFromReference(ctx, amina, slug, "Plan")
			code(t, "creating from the reference", err, consult.CodeInvalid)
		})
	}
	kept, err := h.ConsultationBySlug(ctx, amina, "essai")
	if err != nil || kept.Title != "Essai" || !kept.ClosesAt.Equal(closes) {
		t.Errorf("what was refused was written: %+v, %v", kept, err)
	}
}

// seeded is a house as a first start leaves it: the record and the demonstration.
func seeded(t testing.TB) *house {
	t.Helper()
	ctx := context.Background()
	kept, err := store.Open(ctx, database.SQLite(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	h := &house{store: kept, clock: &clock{now: noon}}
	h.Service = service.New(kept, service.WithClock(h.clock.Now))
	if err := h.SeedReference(ctx); err != nil {
		t.Fatal(err)
	}
	return h
}

func TestOnlyADemonstrationIsRemovedInOneAction(t *testing.T) {
	h, ctx := seeded(t), context.Background()
	amina := actor(h.organiser(t))
	if _, err := h.NewConsultationFromReference(ctx, amina, "essai", "Essai"); err != nil {
		t.Fatal(err)
	}
	code(t, "removing a consultation", h.RemoveDemonstration(ctx, amina, "essai"), consult.CodeConflict)
	code(t, "removing the record", h.RemoveDemonstration(ctx, amina, "sress-2016"), consult.CodeConflict)
	title := "Autre"
	_, err := h.EditConsultation(ctx, amina, "sress-2016", service.ConsultationEdit{Title: &title})
	code(t, "editing the record", err, consult.CodeConflict)
	if err := h.RemoveDemonstration(ctx, amina, "demonstration"); err != nil {
		t.Fatal(err)
	}
	_, err = h.ConsultationBySlug(ctx, amina, "demonstration")
	code(t, "reading it after", err, consult.CodeNotFound)
}

func TestRevisions(t *testing.T) {
	h, ctx := openHouse(t, small()), context.Background()
	amina := actor(h.organiser(t))
	h.speak(t)
	checked, err := h.CheckQuestionnaire("faux.yaml", []byte("settings: {form_title: Essai}\nsurvey:\n  - {type: select_one absente, name: q, label: Question}\n"))
	if err != nil || len(checked.Errors()) == 0 {
		t.Errorf("a list that is absent passes: %v", err)
	}
	_, err = h.CheckQuestionnaire("grand.yaml", make([]byte, service.MaxQuestionnaireFile+1))
	code(t, "a file too large", err, consult.CodeTooLarge)
	_, err = h.UploadQuestionnaire(ctx, amina, "essai", "", "photo.xlsx", []byte("GIF89a"))
	code(t, "what is no workbook", err, consult.CodeInvalid)

	first := upload(t, h, amina, "essai")
	for _, extension := range []string{".yaml", ".xlsx"} {
		content, err := h.RevisionFile(ctx, amina, first.ID, extension)
		if err != nil {
			t.Fatal(err)
		}
		again, err := h.CheckQuestionnaire("retour"+extension, content)
		if err != nil || len(again.Errors()) > 0 {
			t.Errorf("%s downloaded does not come back: %v %v", extension, err, again)
		}
	}
	if err := h.PublishRevision(ctx, amina, first.ID); err != nil {
		t.Fatal(err)
	}
	code(t, "removing what is published", h.DeleteDraftRevision(ctx, amina, first.ID), consult.CodeConflict)
	second := upload(t, h, amina, "essai")
	difference, err := h.CompareRevisions(ctx, amina, second.ID)
	if err != nil || difference == nil || len(difference.Added)+len(difference.Removed)+len(difference.Changed) > 0 {
		t.Errorf("the same file differs: %+v, %v", difference, err)
	}
	if err := h.DeleteDraftRevision(ctx, amina, second.ID); err != nil {
		t.Errorf("removing a draft: %v", err)
	}
}
