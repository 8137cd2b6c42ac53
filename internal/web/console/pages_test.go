package console_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/testkit"
)

const sitePages = "/console/pages"

// writes saves a page as its form proposes it, with another text.
func (p *person) writes(path, body, act string) (status int, answer string) {
	p.t.Helper()
	status, _, answer = p.send(path, "application/x-www-form-urlencoded",
		strings.NewReader(url.Values{"seen": {p.hidden(path, "seen")}, "body": {body}, "acte": {act}}.Encode()))
	return status, answer
}

func TestThePagesByLawAreWrittenInTheConsole(t *testing.T) {
	house := open(t, 0)
	amina := house.staff(consult.RoleOrganiser)
	legal := sitePages + "/mentions-legales"
	if _, _, body := amina.get(legal); !strings.Contains(body, "[À compléter") {
		t.Error("no draft is offered")
	}
	if status, body := amina.writes(legal, "## Éditeur\n\n[À compléter : nom]", "enregistrer"); status != http.StatusUnprocessableEntity || len(testkit.HTMLFaults(body)) > 0 {
		t.Errorf("a draft not filled in gives %d", status)
	}
	status, body := amina.writes(legal, "## Éditeur\n\nVille d’exemple <script>alert(1)</script>", "apercu")
	if testkit.CheckHTML(t, body); status != http.StatusOK || !strings.Contains(body, "<h2>Éditeur</h2>") || strings.Contains(body, "<script>alert") {
		t.Errorf("the preview gives %d", status)
	}
	if status, _ := amina.writes(legal, "## Éditeur\n\nVille d’exemple", "enregistrer"); status != http.StatusSeeOther {
		t.Errorf("saving gives %d", status)
	}
	anybody := house.visitor()
	for _, path := range []string{"/mentions-legales", "/c/sress-2016/mentions-legales"} {
		if _, _, body := anybody.get(path); !strings.Contains(body, "Ville d’exemple") {
			t.Errorf("%s lacks what was written for the site", path)
		}
	}
	own := "/console/concertations/demonstration/pages/mentions-legales"
	if status, _ := amina.writes(own, "## Éditeur\n\nSyndicat d’exemple", "enregistrer"); status != http.StatusSeeOther {
		t.Errorf("saving a consultation's gives %d", status)
	}
	if _, _, body := anybody.get("/c/demonstration/mentions-legales"); !strings.Contains(body, "Syndicat d’exemple") || strings.Contains(body, "Ville d’exemple") {
		t.Error("the consultation does not show its own page")
	}
	if status, _ := amina.writes(sitePages+"/plan-du-site", "Bienvenue sur ce plan.", "enregistrer"); status != http.StatusSeeOther {
		t.Errorf("saving the map gives %d", status)
	}
	if _, _, body := anybody.get("/plan-du-site"); !strings.Contains(body, "Bienvenue sur ce plan.") {
		t.Error("the map lacks its words")
	}
	if status, _ := amina.writes(legal, "", "defaut"); status != http.StatusSeeOther {
		t.Errorf("going back gives %d", status)
	}
	if _, _, body := anybody.get("/mentions-legales"); !strings.Contains(body, "n’ont pas encore été renseignées") {
		t.Error("the default does not say what lacks")
	}
	if status, _, _ := amina.get(sitePages + "/recettes"); status != http.StatusNotFound {
		t.Errorf("a page that is none gives %d", status)
	}
	if status, _, _ := amina.get("/console/concertations/demonstration/pages/plan-du-site"); status != http.StatusNotFound {
		t.Errorf("the map of a consultation gives %d", status)
	}
}

// lawScreens are the screens of the pages by law.
var lawScreens = map[string]string{"site": sitePages, "accessibilite": sitePages + "/accessibilite", "aide": sitePages + "/aide", "plan": sitePages + "/plan-du-site",
	"concertation": "/console/concertations/demonstration/pages", "donnees": "/console/concertations/demonstration/pages/donnees-personnelles"}

func TestScreensOfThePagesByLawLookAsBefore(t *testing.T) {
	house := open(t, 0)
	organiser := house.staff(consult.RoleOrganiser)
	organiser.writes(sitePages+"/contact", "Écrivez à concertation@exemple.fr.", "enregistrer")
	organiser.get(sitePages) // what was just done is said once
	for name, path := range lawScreens {
		t.Run(name, func(t *testing.T) {
			_, _, body := organiser.get(path)
			testkit.CheckHTML(t, body)
			testkit.Golden(t, "pages/"+name+".html", ownPart(t, body))
		})
	}
}

func TestEveryScreenOfThePagesByLawIsAccessibleAndFits(t *testing.T) {
	chrome := testkit.Browser(t)
	house := open(t, 0)
	house.staff(consult.RoleOrganiser)
	for _, width := range []int{testkit.WideScreen, testkit.NarrowScreen} {
		eye := &eye{house: house, chrome: chrome, view: testkit.View{Width: width}}
		eye.fresh()
		eye.login()
		for name, path := range lawScreens {
			eye.see("pages-"+name, path)
		}
		eye.tab.Go(house.server.URL + sitePages + "/contact")
		eye.tab.Follow("button[value=apercu]")
		eye.check("pages-apercu")
		eye.tab.Follow("button[value=enregistrer]")
		eye.check("pages-refus")
		house.sessionsEnd(t)
	}
}
