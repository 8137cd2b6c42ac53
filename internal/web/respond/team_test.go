package respond_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/testkit"
)

// together is a response that Amina began and to which she added Bruno: the paths of both.
func together(t *testing.T, s *site) (amina, bruno string) {
	t.Helper()
	amina = "/r/" + s.begin()
	s.press(amina+"/ensemble", "commencer", url.Values{"name": {"Amina"}, "role": {"directrice"}})
	added := s.press(amina+"/ensemble", "ajouter", url.Values{"name": {"Bruno"}})
	found := regexp.MustCompile(`value="http://[^/]+(/r/[a-z2-7]{26})"`).FindStringSubmatch(added.body)
	if found == nil {
		t.Fatalf("no link for Bruno in\n%s", added.text())
	}
	return amina, found[1]
}

// press fills the form of a page that has the button, presses it, and gives the page where that leads.
func (s *site) press(path, act string, typed url.Values) *page {
	s.t.Helper()
	form := url.Values{"acte": {act}}
	if id := regexp.MustCompile(`name="envoi" value="([^"]+)"`).FindStringSubmatch(s.get(path).body); id != nil {
		form.Set("envoi", id[1])
	}
	for name, values := range typed {
		form[name] = values
	}
	got := s.post(path, form)
	if got.status != http.StatusSeeOther {
		return got
	}
	return s.get(got.location)
}

func (s *site) member(path, name string) string {
	s.t.Helper()
	a, err := s.service.Answering(context.Background(), strings.TrimPrefix(path, "/r/"))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, m := range a.Team.Members {
		if m.Name == name {
			return string(m.ID)
		}
	}
	s.t.Fatalf("no member %q", name)
	return ""
}

func TestSeveralPeopleAnswerTogether(t *testing.T) {
	s := open(t, small())
	alone := "/r/" + s.begin()
	s.get(alone + "/pause").says("Répondre à plusieurs")
	s.get(alone + "/ensemble").golden("team_start")
	if blank := s.press(alone+"/ensemble", "commencer", nil); blank.status != http.StatusUnprocessableEntity {
		t.Errorf("a team of nobody: %d", blank.status)
	} else {
		blank.says("Indiquez un nom.")
	}

	amina, bruno := together(t, s)
	s.get(amina + "/ensemble").golden("team")
	s.get(amina+"/etape/1").says("Vous répondez à plusieurs et vous avez la main.", "Qui fait quoi")
	s.send(amina+"/etape/1", url.Values{"qui": {"personne"}, "q-action": {"41"}}, "later")

	if got := s.get(bruno + "/etape/1"); got.location != bruno+"/verification" {
		t.Errorf("who does not write is led to %q", got.location)
	}
	read := s.get(bruno + "/verification")
	read.says("Amina écrit. Vous pouvez lire et commenter chaque réponse.", "Commenter")
	if strings.Contains(read.text(), "Modifier") || strings.Contains(read.text(), "Envoyer ma réponse") {
		t.Error("Bruno is offered to write")
	}
	s.press(bruno+"/commentaires/action", "commenter", url.Values{"body": {"À vérifier avant l’envoi"}}).golden("team_comments")
	s.get(amina+"/etape/1").says("Des commentaires attendent sur cette page", "1 commentaire à traiter")

	s.press(bruno+"/ensemble", "prendre", nil).says("Vous avez demandé la main à 14 h 00")
	s.get(amina + "/etape/1").says("Bruno demande la main depuis 14 h 00")

	page := s.get(amina + "/etape/1")
	s.press(amina+"/ensemble", "passer", url.Values{"membre": {s.member(amina, "Bruno")}})
	form := page.form()
	form.Set("q-action", "42")
	late := s.post(amina+"/etape/1", form)
	if late.status != http.StatusConflict {
		t.Fatalf("written by who no longer holds: %d", late.status)
	}
	late.says("Une autre personne a la main", "42", "Commenter cette réponse")
	late.golden("team_held")

	s.press(bruno+"/ensemble", "signer", url.Values{"membre": {s.member(bruno, "Bruno")}})
	s.get(amina + "/ensemble").says("Bruno enverra la réponse")
	s.post(bruno+"/envoyer", s.get(bruno+"/verification").form())
	s.get(amina + "/confirmation").says("Réponse à plusieurs, envoyée par Bruno.")
	s.countSubmitted(1)
}

func TestNobodyElseActsInATeam(t *testing.T) {
	s := open(t, small())
	amina, bruno := together(t, s)
	for name, path := range map[string]string{
		"a question that is not there":      amina + "/commentaires/ailleurs",
		"the comments of whoever is alone":  "/r/" + s.begin() + "/commentaires/action",
		"the team of a link that is forged": "/r/" + strings.Repeat("a", 26) + "/ensemble",
	} {
		t.Run(name, func(t *testing.T) {
			if got := s.get(path); got.status != http.StatusNotFound {
				t.Errorf("status %d", got.status)
			}
		})
	}
	s.press(amina+"/ensemble", "retirer", url.Values{"membre": {s.member(amina, "Bruno")}})
	if got := s.get(bruno + "/ensemble"); got.status != http.StatusNotFound {
		t.Errorf("who was removed sees it: %d", got.status)
	}
	if got := s.post(amina+"/ensemble", url.Values{"acte": {"passer"}, "membre": {"nobody"}}); got.status != http.StatusNotFound {
		t.Errorf("handed over to nobody: %d", got.status)
	}
	hostile := `<script>alert(1)</script>`
	s.press(amina+"/ensemble", "ajouter", url.Values{"name": {hostile}})
	s.press(amina+"/commentaires/action", "commenter", url.Values{"body": {hostile}})
	for _, path := range []string{"/ensemble", "/commentaires/action", "/verification"} {
		if strings.Contains(s.get(amina+path).body, hostile) {
			t.Errorf("%s runs what was typed", path)
		}
	}
}

func TestATeamInABrowser(t *testing.T) {
	chrome := browser(t)
	s := open(t, small())
	alone := "/r/" + s.begin()
	amina, bruno := together(t, s)
	s.send(amina+"/etape/1", url.Values{"qui": {"personne"}, "q-action": {"41"}}, "later")
	s.press(bruno+"/commentaires/action", "commenter", url.Values{"body": {"À vérifier avant l’envoi"}})
	s.press(bruno+"/ensemble", "prendre", nil)
	for _, width := range []int{testkit.WideScreen, testkit.NarrowScreen} {
		tab := chrome.Tab(testkit.View{Width: width})
		for name, path := range map[string]string{
			"team_start": alone + "/ensemble", "team_holder": amina + "/ensemble", "team_waiting": bruno + "/ensemble",
			"team_read": bruno + "/verification", "team_comments": amina + "/commentaires/action", "team_step": amina + "/etape/1",
		} {
			tab.Go(s.server.URL + path)
			look(t, tab, name, width, false)
		}
	}
	tab := chrome.Tab(testkit.View{NoScript: true})
	tab.Go(s.server.URL + amina + "/ensemble")
	tab.Follow(`button[value="passer"]`)
	if !strings.Contains(tab.Text("main"), "Bruno a la main") {
		t.Errorf("after handing over:\n%s", tab.Text("main"))
	}
	if a, err := s.service.Answering(context.Background(), strings.TrimPrefix(bruno, "/r/")); err != nil || !a.MayWrite() || a.Response.Status != consult.ResponseDraft {
		t.Errorf("Bruno does not hold (%v)", err)
	}
}
