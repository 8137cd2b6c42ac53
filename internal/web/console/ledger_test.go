package console_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/testkit"
)

const follow = "/console/concertations/demonstration/suivi"

// followed makes a list of structures in which something happened: the first answered twice, the last are silent.
func (h *house) followed() (structures []consult.Organisation, answers []consult.Response) {
	h.t.Helper()
	ctx := context.Background()
	consultation, err := h.store.ConsultationBySlug(ctx, "demonstration")
	if err != nil {
		h.t.Fatal(err)
	}
	if answers, err = h.store.Responses(ctx, consult.ResponseFilter{ConsultationID: consultation.ID, Status: consult.ResponseSubmitted, Limit: 12}); err != nil {
		h.t.Fatal(err)
	}
	for i := range 14 {
		category, territory := answers[i%4].Category, answers[i%3].Territory
		said := consult.Organisation{Name: fmt.Sprintf("Structure %02d", i+1), Category: category, Territory: territory, Phone: "02 41 00 00 00", Email: "bonjour@exemple.fr",
			Contacts: []consult.Contact{{Name: "Amina Benali", Role: "présidente", Phone: "06 00 00 00 00", Email: "amina@exemple.fr"}}}
		if i == 13 {
			said.Category, said.Territory, said.Phone, said.Email, said.Contacts = "", "", "", "", nil
		}
		saved, err := h.service.SaveOrganisation(ctx, consult.System(), "demonstration", said, time.Time{}, "")
		if err != nil {
			h.t.Fatal(err)
		}
		structures = append(structures, saved)
	}
	day := func(n int) time.Time { return answers[0].SubmittedAt.AddDate(0, 0, n) }
	touch := func(tx consult.Tx, i int, kind consult.TouchKind, source string, at time.Time) error {
		return tx.InsertTouch(ctx, &consult.Touch{ID: consult.NewID(), ConsultationID: consultation.ID, OrganisationID: structures[i].ID, Kind: kind, Channel: consult.ChannelEmail, Source: source, At: at})
	}
	err = h.store.Atomic(ctx, func(tx consult.Tx) error {
		for i := range 13 {
			if err := touch(tx, i, consult.TouchInvited, "c1", day(-2)); err != nil {
				return err
			}
			if i >= 5 {
				if err := touch(tx, i, consult.TouchReminded, "c2", day(6)); err != nil {
					return err
				}
			}
		}
		for i, kind := range []consult.TouchKind{consult.TouchOpened, consult.TouchOpened, consult.TouchAttended, consult.TouchIdea, consult.TouchBounced} {
			if err := touch(tx, i+3, kind, "x", day(1)); err != nil {
				return err
			}
		}
		for i, owner := range []int{0, 0, 1, 2, 3} {
			if err := tx.TieResponse(ctx, &consult.ResponseOwner{ResponseID: answers[i].ID, OrganisationID: structures[owner].ID, At: testkit.Noon}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return structures, answers
}

func ledgerScreens(structures []consult.Organisation, answers []consult.Response) map[string]string {
	return map[string]string{"suivi": follow, "suivi-toutes": follow + "?liste=all", "suivi-doublons": follow + "/doublons", "suivi-doublon": follow + "/doublons/" + string(structures[0].ID),
		"suivi-reponses": follow + "/reponses", "suivi-rattacher": follow + "/reponses/" + string(answers[2].ID) + "?mots=structure"}
}

func TestScreensOfTheLedgerAreSoundAndAsTheyWereLookedAt(t *testing.T) {
	house := open(t, 60)
	structures, answers := house.followed()
	amina := house.staff(consult.RoleOrganiser)
	for name, path := range ledgerScreens(structures, answers) {
		t.Run(name, func(t *testing.T) {
			status, _, body := amina.get(path)
			if status != http.StatusOK {
				t.Fatalf("%s gives %d", path, status)
			}
			testkit.CheckHTML(t, body)
			if name == "suivi" || name == "suivi-doublons" {
				testkit.Golden(t, "ledger/"+name+".html", ownPart(t, body))
			}
		})
	}
	status, _, body := amina.get(follow + "/donnees")
	if status != http.StatusOK || !strings.Contains(body, `"list":14`) || !strings.Contains(body, `"answered":4`) || !strings.Contains(body, `"doubles":1`) {
		t.Errorf("the figures are %d %s", status, body)
	}
	reader := house.staff(consult.RoleReader)
	_, _, body = reader.get(follow + "?liste=all")
	if strings.Contains(body, "02 41 00 00 00") || strings.Contains(body, "Amina Benali") || strings.Contains(body, "Noter un appel") {
		t.Error("a reader sees whom to call")
	}
}

func TestTheLedgerIsKeptInABrowser(t *testing.T) {
	chrome := testkit.Browser(t)
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("with scripts: %v", scripts), func(t *testing.T) {
			house := open(t, 60)
			structures, answers := house.followed()
			house.staff(consult.RoleOrganiser)
			eye := &eye{house: house, chrome: chrome, view: testkit.View{NoScript: !scripts}}
			eye.fresh()
			eye.login()
			says := func(words string) {
				t.Helper()
				if said := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(eye.tab.Text("main")); !strings.Contains(said, words) {
					t.Fatalf("%s does not say %q:\n%s", eye.tab.URL(), words, said)
				}
			}
			eye.tab.Go(house.server.URL + follow)
			says("soit 4 structures ayant répondu sur 14")
			line := "#s-" + string(structures[10].ID)
			eye.tab.Click(line + " .ledger-call summary")
			eye.tab.Follow(line + " .ledger-call button") // nothing said yet
			says("Dites ce qui s’est passé")
			eye.tab.Fill(line+" textarea", "Rappeler lundi, la directrice répondra")
			eye.tab.Click(line + " .govuk-checkboxes__label")
			eye.tab.Follow(line + " .ledger-call button")
			says("L’appel est noté")
			says("Appel abouti")
			eye.tab.Follow(line + " .ledger-calls button")
			says("L’appel est retiré")

			eye.tab.Go(house.server.URL + follow + "/doublons")
			eye.tab.Follow(fmt.Sprintf(`a[href$="%s"]`, structures[0].ID))
			eye.tab.Follow("main form button") // nothing chosen yet
			says("Choisissez ce que deviennent ces réponses")
			eye.tab.Click(`input[value="choose"]`)
			eye.tab.Click(fmt.Sprintf(`input[name="gardee"][value="%s"]`, answers[1].ID))
			eye.tab.Fill("textarea", "Confirmé au téléphone")
			eye.tab.Follow("main form button")
			says("Une réponse est gardée, les autres sont retirées")
			eye.tab.Follow(".ledger-settled button")
			says("La décision est annulée")

			eye.tab.Go(house.server.URL + follow + "/reponses/" + string(answers[6].ID))
			says("n’est rattachée à aucune structure")
			eye.tab.Fill("#mots", "structure 09")
			eye.tab.Follow(`main form[role="search"] button`)
			eye.tab.Follow(".ledger-tie button")
			says("est rattachée à : Structure 09")
			eye.tab.Follow("main .govuk-button--warning")
			says("n’est rattachée à aucune structure")
		})
	}
}

func TestScreensOfTheLedgerPassAxeAndFitAPhone(t *testing.T) {
	chrome := testkit.Browser(t)
	house := open(t, 60)
	structures, answers := house.followed()
	amina := house.staff(consult.RoleOrganiser)
	for _, call := range []url.Values{{"note": {"Rappeler lundi"}, "jointe": {"1"}}, {"note": {"Répondeur"}}} {
		call.Set("retour", "")
		if status, _ := amina.post(follow+"/structures/"+string(structures[9].ID)+"/appels", call); status != http.StatusSeeOther {
			t.Fatalf("noting a call gives %d", status)
		}
	}
	amina.post("/console/concertations", url.Values{"title": {"Plan vélo"}, "slug": {"plan-velo"}, "start": {"vide"}})
	for _, width := range []int{testkit.WideScreen, testkit.NarrowScreen} {
		eye := &eye{house: house, chrome: chrome, view: testkit.View{Width: width}}
		eye.fresh()
		eye.login()
		for name, path := range ledgerScreens(structures, answers) {
			eye.see(name, path)
		}
		eye.see("suivi-vide", "/console/concertations/plan-velo/suivi")
		eye.see("suivi-reponses-vide", "/console/concertations/plan-velo/suivi/reponses")
		eye.tab.Go(house.server.URL + follow + "/doublons/" + string(structures[0].ID))
		eye.tab.Follow("main form button")
		eye.check("suivi-doublon-refus")
		house.sessionsEnd(t)
	}
}
