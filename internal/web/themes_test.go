package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/testkit"
	"concertation/internal/web"
)

// readThrough has the first theme validated, with two quotes under it of which one may be published.
func readThrough(t testing.TB, change ...func(*web.Deps)) *site {
	t.Helper()
	ctx := context.Background()
	s := open(t, change...)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(s.service.Demo(ctx, service.DemoOptions{Responses: 60, Seed: 1, Coded: true}, nil))
	user := consult.User{ID: consult.NewID(), Email: "amina@exemple.invalid", Name: "Amina", Role: consult.RoleAnalyst, CreatedAt: s.clock.Now()}
	must(s.store.Atomic(ctx, func(tx consult.Tx) error { return tx.InsertUser(ctx, &user) }))
	amina := consult.Actor{User: user.ID, Role: user.Role}
	consultation, err := s.store.ConsultationBySlug(ctx, "demonstration")
	must(err)
	grid, err := s.store.ThemeGrid(ctx, consultation.ID)
	must(err)
	texts, err := s.store.Contributions(ctx, consult.ContributionFilter{ConsultationID: consultation.ID, ThemeID: grid.Themes[0].ID})
	must(err)
	kept, shown := 0, 0
	for _, text := range texts {
		if open := text.Publication == consult.PublicationNo; open && kept == 0 || !open && shown < 2 {
			must(s.service.Margin(ctx, amina, "demonstration", service.MarginAct{Contribution: text.ID, Kind: service.MarginQuote}))
			if open {
				kept++
			} else {
				shown++
			}
		}
	}
	if kept == 0 || shown == 0 {
		t.Fatalf("%d quotes to keep, %d to publish", kept, shown)
	}
	standings, err := s.service.ThemeStandings(ctx, amina, "demonstration")
	must(err)
	must(s.service.ValidateTheme(ctx, amina, "demonstration", grid.Themes[0].ID, standings[0].Unread))
	s.clock.Advance(2 * time.Second) // a page is kept for a second
	return s
}

func TestAValidatedThemeIsPublishedWithWhatMayBe(t *testing.T) {
	s := readThrough(t)
	for _, page := range []struct{ name, path string }{{"themes", "/c/demonstration/thematiques"}, {"theme", "/c/demonstration/thematiques/1"}} {
		answer := s.get(page.path)
		if answer.Code != http.StatusOK {
			t.Fatalf("%s: status %d", page.path, answer.Code)
		}
		testkit.CheckHTML(t, answer.Body.String())
		testkit.Golden(t, "public/validated_"+page.name+".html", testkit.NormalHTML(t, answer.Body.String()))
	}
	if body := s.get("/c/demonstration").Body.String(); !strings.Contains(body, `href="/c/demonstration/thematiques"`) {
		t.Error("the consultation's page does not lead to its themes")
	}
	if body := s.get("/c/demonstration/thematiques").Body.String(); strings.Count(body, "En cours d’analyse") != 5 || strings.Contains(body, "/thematiques/2") {
		t.Error("a theme that nobody validated is not said to be read still")
	}
}

func TestAThemeThatNobodyValidatedHasNoPage(t *testing.T) {
	s := open(t)
	for _, path := range []string{"/c/demonstration/thematiques/1", "/c/demonstration/thematiques/01", "/c/demonstration/thematiques/99", "/c/demonstration/thematiques/x", "/c/sress-2016/thematiques/1", "/c/absente/thematiques"} {
		if answer := s.get(path); answer.Code != http.StatusNotFound {
			t.Errorf("%s: status %d", path, answer.Code)
		}
	}
	if body := s.get("/c/demonstration").Body.String(); strings.Contains(body, `href="/c/demonstration/thematiques"`) {
		t.Error("the consultation's page leads to themes that nobody validated")
	}
}

func TestPublishedThemesInABrowser(t *testing.T) {
	chrome := testkit.Browser(t)
	server := httptest.NewServer(readThrough(t, styled(t)).handler)
	defer server.Close()
	for _, view := range []testkit.View{{Width: testkit.WideScreen}, {Width: testkit.NarrowScreen}, {Dark: true}} {
		tab := chrome.Tab(view)
		for name, path := range map[string]string{"validated_themes": "/c/demonstration/thematiques", "validated_theme": "/c/demonstration/thematiques/1"} {
			tab.Go(server.URL + path)
			tab.CheckAxe()
			tab.CheckReflow()
			testkit.Picture(tab, name, view)
		}
	}
}
