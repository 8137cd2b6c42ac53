package console_test

import (
	"context"
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
	house.staff(consult.RoleOrganiser)
	for _, width := range []int{testkit.WideScreen, testkit.NarrowScreen} {
		view := testkit.View{Width: width}
		tab := chrome.Tab(view)
		tab.Go(house.server.URL + "/console/connexion")
		if strings.Contains(tab.Title(), "Connexion") { // the second width finds the first one's session
			tab.CheckAxe()
			tab.CheckReflow()
			tab.Fill("#email", "organiser@exemple.fr")
			tab.Fill("#password", goodPassword)
			tab.Follow("main button")
		}
		for name, path := range screens(t, house) {
			tab.Go(house.server.URL + path)
			if strings.Contains(tab.Title(), "Connexion") {
				t.Fatalf("%s: logged out", path)
			}
			tab.CheckAxe()
			tab.CheckReflow()
			testkit.Picture(tab, "console-"+name, view)
		}
	}
}
