package console_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/testkit"
)

// screens are the addresses of the console, with the name of their picture.
func screens(t *testing.T, house *house) map[string]string {
	t.Helper()
	ctx := context.Background()
	consultation, err := house.store.ConsultationBySlug(ctx, "demonstration")
	if err != nil {
		t.Fatal(err)
	}
	questionnaires, err := house.store.Questionnaires(ctx, consultation.ID)
	if err != nil {
		t.Fatal(err)
	}
	responses, err := house.store.Responses(ctx, consult.ResponseFilter{ConsultationID: consultation.ID, Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	const base = "/console/concertations/demonstration"
	return map[string]string{"accueil": "/console", "comptes": "/console/comptes", "journal": "/console/journal", "mot-de-passe": "/console/mot-de-passe",
		"vue": base, "confirmer": base + "/confirmer/fermer", "textes": base + "/textes", "etapes": base + "/etapes", "questionnaires": base + "/questionnaires",
		"revision": base + "/questionnaires/" + string(questionnaires[0].Published), "participation": base + "/participation", "reponses": base + "/reponses",
		"reponse": base + "/reponses/" + string(responses[0].ID), "resultats": base + "/resultats", "croisements": base + "/croisements", "classeurs": base + "/classeurs"}
}

func TestEveryScreenOfTheConsoleIsAccessibleAndFits(t *testing.T) {
	chrome := testkit.Browser(t)
	house := open(t, 120)
	organiser := house.staff(consult.RoleOrganiser)
	organiser.post("/console/concertations", url.Values{"title": {"Plan vélo"}, "slug": {"plan-velo"}, "start": {"vide"}})
	for _, width := range []int{testkit.WideScreen, testkit.NarrowScreen} {
		eye := &eye{house: house, chrome: chrome, view: testkit.View{Width: width}}
		eye.doors(t)
		eye.login()
		eye.fresh()
		for name, path := range screens(t, house) {
			eye.see(name, path)
		}
		eye.refusals()
		eye.nothing()
		house.sessionsEnd(t)
	}
}

// eye looks at screens one after the other, at one width.
type eye struct {
	house  *house
	chrome *testkit.Chrome
	tab    *testkit.Tab
	view   testkit.View
}

// fresh opens another tab: each has a time of its own.
func (e *eye) fresh() { e.tab = e.chrome.Tab(e.view) }

// check looks at the page that is shown.
func (e *eye) check(name string) {
	e.tab.CheckAxe()
	e.tab.CheckReflow()
	testkit.Picture(e.tab, "console-"+name, e.view)
}

func (e *eye) see(name, path string) {
	e.tab.Go(e.house.server.URL + path)
	if strings.Contains(e.tab.Title(), "Connexion") {
		e.house.t.Fatalf("%s: logged out", path)
	}
	e.check(name)
}

// doors looks at what is shown before anybody is logged in, and at what each says of a blank form.
func (e *eye) doors(t *testing.T) {
	t.Helper()
	e.fresh()
	ctx := context.Background()
	_, choose, err := e.house.service.AddUser(ctx, consult.System(), "Chloé", fmt.Sprintf("chloe%d@exemple.fr", e.view.Width), consult.RoleReader)
	if err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{"connexion": "/console/connexion", "choisir": "/console/premiere-connexion/" + choose,
		"premiere": "/console/premiere-connexion/" + e.house.firstLink(t), "lien-perdu": "/console/premiere-connexion/perdu"} {
		e.tab.Go(e.house.server.URL + path)
		e.check(name)
		if name != "lien-perdu" {
			e.tab.Follow("main button")
			e.check(name + "-refus")
		}
	}
}

// firstLink makes a link for a first organiser, as a start without any does.
func (h *house) firstLink(t *testing.T) string {
	t.Helper()
	token := "lien-" + string(consult.NewID())
	hash := sha256.Sum256([]byte(token))
	err := h.store.Atomic(context.Background(), func(tx consult.Tx) error {
		return tx.InsertLogin(context.Background(), &consult.Login{TokenHash: hash[:], Purpose: consult.LoginFirstOrganiser, ExpiresAt: testkit.Noon.AddDate(1, 0, 0)})
	})
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// sessionsEnd logs everybody out: the tabs of a browser share its cookies.
func (h *house) sessionsEnd(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	user, err := h.store.UserByEmail(ctx, "organiser@exemple.fr")
	if err != nil {
		t.Fatal(err)
	}
	user.SessionEpoch++
	if err := h.store.Atomic(ctx, func(tx consult.Tx) error { return tx.UpdateUser(ctx, &user) }); err != nil {
		t.Fatal(err)
	}
}

func (e *eye) login() {
	e.tab.Go(e.house.server.URL + "/console/connexion")
	e.tab.Fill("#email", "organiser@exemple.fr")
	e.tab.Fill("#password", goodPassword)
	e.tab.Follow("main button")
}

// refusals looks at the forms sent blank.
func (e *eye) refusals() {
	e.fresh()
	const demonstration = "/console/concertations/demonstration"
	for name, path := range map[string]string{"mot-de-passe": "/console/mot-de-passe", "comptes": "/console/comptes", "questionnaires": demonstration + "/questionnaires"} {
		e.tab.Go(e.house.server.URL + path)
		e.tab.Follow("main form[action='" + path + "'] > button, main form[action='" + path + "'] > * button")
		e.check(name + "-refus")
	}
	e.tab.Go(e.house.server.URL + demonstration + "/textes")
	testkit.Evaluate[bool](e.tab, `document.querySelectorAll('main textarea, main input').forEach(field => { field.value = '' }) || true`)
	e.tab.Follow("main form button")
	e.check("textes-refus")
}

// nothing looks at the lists with nothing in them, and at the pages of errors.
func (e *eye) nothing() {
	e.fresh()
	const empty = "/console/concertations/plan-velo"
	for name, path := range map[string]string{"vue": "", "textes": "/textes", "etapes": "/etapes", "questionnaires": "/questionnaires", "participation": "/participation",
		"reponses": "/reponses", "resultats": "/resultats", "croisements": "/croisements"} {
		e.see(name+"-vide", empty+path)
	}
	e.see("erreur-introuvable", "/console/concertations/absente")
	e.see("erreur-page", "/console/rien")
}
