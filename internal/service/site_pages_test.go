package service_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// page gives one of the pages by law, of the site when slug is blank.
func (h *house) lawPage(t *testing.T, slug string, name consult.SitePageName) service.LegalPage {
	t.Helper()
	view, err := h.LegalPages(context.Background(), consult.System(), slug)
	if err != nil {
		t.Fatal(err)
	}
	page, err := view.Page(name)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func TestAPageByLawIsWrittenForTheSiteAndForAConsultation(t *testing.T) {
	ctx, system := context.Background(), consult.System()
	h, _ := demonstrated(t, service.DemoOptions{Responses: 1, Seed: 1})
	save := func(slug, body, seen string) error {
		return h.SaveLegalPage(ctx, system, slug, service.LegalEdit{Name: consult.PageHelp, Body: body, Seen: seen})
	}
	first := h.lawPage(t, "", consult.PageHelp)
	if first.Own != "" {
		t.Fatalf("written before anybody wrote it: %+v", first)
	}
	if err := save("", "## Aide\r\n\r\nÉcrivez-nous.", first.Seen); err != nil {
		t.Fatal(err)
	}
	if body, err := h.PublicSitePage(ctx, consult.PageHelp); err != nil || body != "## Aide\n\nÉcrivez-nous." {
		t.Errorf("%q, %v", body, err)
	}
	if err := save("", "## Aide\n\nÉcrivez-nous.", first.Seen); err != nil {
		t.Errorf("the same sent twice: %v", err)
	}
	if err := save("", "Autre chose", first.Seen); consult.CodeOf(err) != consult.CodeConflict {
		t.Errorf("from a stale page: %v", err)
	}
	typed := "Contact : « l'accueil » ; https://exemple.fr/?a=b:c\n\n| Heures |\n| :--- |\n| 9 h |"
	if err := save("", typed, h.lawPage(t, "", consult.PageHelp).Seen); err != nil {
		t.Fatal(err)
	}
	want := "Contact\u00a0: «\u00a0l’accueil\u00a0»\u202f; https://exemple.fr/?a=b:c\n\n| Heures |\n| :--- |\n| 9 h |"
	if body, err := h.PublicSitePage(ctx, consult.PageHelp); err != nil || body != want {
		t.Errorf("typed with plain spaces: %q, %v", body, err)
	}
	own := h.lawPage(t, "demonstration", consult.PageHelp)
	if own.Site == "" {
		t.Error("the text of the site is not offered")
	}
	if err := save("demonstration", "De cette concertation", own.Seen); err != nil || h.lawPage(t, "demonstration", consult.PageHelp).Own != "De cette concertation" {
		t.Error(err)
	}
	for name, body := range map[string]string{"a draft not filled in": "Éditeur : [À compléter : nom]", "40 001 characters": strings.Repeat("é", 40_001)} {
		if err := save("", body, h.lawPage(t, "", consult.PageHelp).Seen); consult.CodeOf(err) != consult.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	legal := h.lawPage(t, "demonstration", consult.PageLegal)
	err := h.SaveLegalPage(ctx, system, "demonstration", service.LegalEdit{Name: consult.PageLegal, Seen: legal.Seen})
	var fault *consult.Error
	if !errors.As(err, &fault) || len(fault.Fields) != 1 || fault.Fields[0].Field != "body" {
		t.Errorf("an open consultation loses its legal notice: %v", err)
	}
	if err := save("", " ", h.lawPage(t, "", consult.PageHelp).Seen); err != nil || h.lawPage(t, "", consult.PageHelp).Own != "" {
		t.Errorf("back to the default: %v", err)
	}
	if err := h.SaveLegalPage(ctx, system, "", service.LegalEdit{Name: "recettes", Body: "x"}); consult.CodeOf(err) != consult.CodeNotFound {
		t.Errorf("a page that is none: %v", err)
	}
	if err := h.SaveLegalPage(ctx, consult.Actor{Role: consult.RoleAnalyst}, "", service.LegalEdit{Name: consult.PageHelp}); consult.CodeOf(err) != consult.CodeForbidden {
		t.Errorf("an analyst: %v", err)
	}
}
