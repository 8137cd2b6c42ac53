package service_test

import (
	"context"
	"regexp"
	"testing"
	"time"

	"concertation/internal/consult"
)

func TestBeginningAResponse(t *testing.T) {
	h := openHouse(t, small())
	ctx := context.Background()

	t.Run("gives a link that opens the draft, and a reference that does not", func(t *testing.T) {
		begun, err := h.Begin(ctx, "essai", "questionnaire", "de")
		if err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(`^[a-z2-7]{26}$`).MatchString(begun.Token) {
			t.Errorf("token %q", begun.Token)
		}
		if !regexp.MustCompile(`^[2-9B-DF-HJKMNP-TV-XZ]{8}$`).MatchString(begun.Response.Reference) {
			t.Errorf("reference %q", begun.Response.Reference)
		}
		a := h.answering(t, begun.Token)
		if a.Response.Status != consult.ResponseDraft || a.Response.Language != "de" || a.Response.Seed != begun.Response.Seed {
			t.Errorf("opened %+v", a.Response)
		}
		if _, err := h.Answering(ctx, begun.Response.Reference); consult.CodeOf(err) != consult.CodeNotFound {
			t.Errorf("the reference opened it: %v", err)
		}
	})
	t.Run("is not a response yet", func(t *testing.T) {
		count, err := h.store.CountResponses(ctx, consult.ResponseFilter{ConsultationID: h.id, Status: consult.ResponseSubmitted})
		if err != nil || count != 0 {
			t.Errorf("%d submitted, %v", count, err)
		}
	})
	t.Run("is refused before opening and after closing, the grace being for those begun", func(t *testing.T) {
		late := openHouse(t, small())
		late.clock.now = closes.Add(time.Minute)
		if _, err := late.Begin(ctx, "essai", "questionnaire", ""); consult.CodeOf(err) != consult.CodeClosed {
			t.Errorf("after closing: %v", err)
		}
		late.clock.now = time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
		if _, err := late.Begin(ctx, "essai", "questionnaire", ""); consult.CodeOf(err) != consult.CodeClosed {
			t.Errorf("before opening: %v", err)
		}
		start, err := late.StartView(ctx, "essai", "questionnaire")
		if err != nil || start.Accepting || !start.Upcoming {
			t.Errorf("start page before opening: %+v, %v", start, err)
		}
	})
	t.Run("needs a questionnaire that exists", func(t *testing.T) {
		for _, address := range [][2]string{{"essai", "autre"}, {"inconnue", "questionnaire"}} {
			if _, err := h.StartView(ctx, address[0], address[1]); consult.CodeOf(err) != consult.CodeNotFound {
				t.Errorf("%v: %v", address, err)
			}
		}
	})
	t.Run("gives each person another link, reference and order of choices", func(t *testing.T) {
		first, err := h.Begin(ctx, "essai", "questionnaire", "")
		if err != nil {
			t.Fatal(err)
		}
		second, err := h.Begin(ctx, "essai", "questionnaire", "")
		if err != nil {
			t.Fatal(err)
		}
		if first.Token == second.Token || first.Response.Reference == second.Response.Reference || first.Response.Seed == second.Response.Seed {
			t.Error("two responses share something")
		}
	})
}

func TestChangingLanguageKeepsTheAnswers(t *testing.T) {
	h := openHouse(t, small())
	token := h.begin(t)
	h.save(t, token, h.page(t, token, 0, map[string][]string{"qui": {"personne"}}))
	if _, err := h.ChangeLanguage(context.Background(), token, "de"); err != nil {
		t.Fatal(err)
	}
	a := h.answering(t, token)
	if a.Response.Language != "de" || a.Raw.First("qui") != "personne" {
		t.Errorf("language %q, raw %v", a.Response.Language, a.Raw)
	}
	if a, err := h.ChangeLanguage(context.Background(), token, "xx"); err != nil || a.Response.Language != "de" {
		t.Errorf("an unknown language: %q, %v", a.Response.Language, err)
	}
}
