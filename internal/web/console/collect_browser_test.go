package console_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/testkit"
)

func TestAFileIsImportedInABrowserWithAndWithoutJavaScript(t *testing.T) {
	chrome := testkit.Browser(t)
	house := open(t, 0)
	house.staff(consult.RoleOrganiser)
	for _, noScript := range []bool{false, true} {
		t.Run(fmt.Sprintf("JavaScript off: %v", noScript), func(t *testing.T) {
			defer house.sessionsEnd(t)
			path := filepath.Join(t.TempDir(), "notes.csv")
			if err := os.WriteFile(path, []byte(gatheredFile), 0o600); err != nil {
				t.Fatal(err)
			}
			eye := &eye{house: house, chrome: chrome, view: testkit.View{NoScript: noScript}}
			eye.fresh()
			eye.login()
			tab := eye.tab
			tab.Go(house.server.URL + collecting + "/importer")
			tab.Choose("#file", path)
			tab.Follow("main form button")
			tab.Wait("#body")
			tab.Follow(`main button[value="essayer"]`)
			tab.Wait("#essai")
			tab.Follow(`main button[value="importer"]`)
			house.service.Idle()
			tab.Go(tab.URL())
			tab.Wait(`main form[action$="/annuler"]`)
			tab.Follow(`main form[action$="/annuler"] button`)
			house.service.Idle()
			tab.Go(tab.URL())
			if text := tab.Text("main"); !strings.Contains(text, "est annulé") {
				t.Errorf("after undoing: %s", text)
			}
		})
	}
}

func TestEveryScreenOfCollectingIsAccessibleAndFits(t *testing.T) {
	chrome := testkit.Browser(t)
	house := open(t, 20)
	organiser := house.staff(consult.RoleOrganiser)
	organiser.post("/console/concertations", url.Values{"title": {"Plan vélo"}, "slug": {"plan-velo"}, "start": {"vide"}})
	screens := organiser.gathered()
	for _, width := range []int{testkit.WideScreen, testkit.NarrowScreen} {
		eye := &eye{house: house, chrome: chrome, view: testkit.View{Width: width}}
		eye.fresh()
		eye.login()
		for name, path := range screens {
			eye.see("collect-"+name, path)
		}
		eye.fresh()
		for name, path := range map[string]string{"notes": "/notes", "courrier": "/courrier"} {
			eye.tab.Go(house.server.URL + collecting + path)
			eye.tab.Follow("main form button")
			eye.check("collect-" + name + "-refus")
		}
		eye.tab.Go(house.server.URL + screens["import-colonnes"])
		eye.tab.Follow(`main button[value="essayer"]`)
		eye.check("collect-import-essai")
		house.sessionsEnd(t)
	}
}

func TestNotesAndLettersAreTypedInABrowserWithAndWithoutJavaScript(t *testing.T) {
	chrome := testkit.Browser(t)
	house := open(t, 0)
	house.staff(consult.RoleOrganiser)
	for i, noScript := range []bool{false, true} {
		t.Run(fmt.Sprintf("JavaScript off: %v", noScript), func(t *testing.T) {
			defer house.sessionsEnd(t) // the tabs of a browser share its cookies
			eye := &eye{house: house, chrome: chrome, view: testkit.View{NoScript: noScript}}
			eye.fresh()
			eye.login()
			tab := eye.tab
			tab.Go(house.server.URL + collecting)
			tab.Follow(`main a[href$="/notes"]`)
			tab.Fill("#event", "Rencontre de Segré")
			tab.Fill("#table", fmt.Sprint(i+1))
			tab.Fill("#participants", "9")
			tab.Fill("#notes", "- Un banc\n- Un four à pain")
			tab.Follow(`main button[value="voir"]`)
			tab.Wait(".collect-notes")
			tab.Follow(`main button[value="enregistrer"]`)
			tab.Wait(".collect-notes__text")
			tab.Follow(`main a[href*="/notes?apres="]`)
			tab.Wait(`#event[value="Rencontre de Segré"]`)
			tab.Go(house.server.URL + collecting + "/courrier")
			tab.Fill("#sender", "Bruno Petit")
			tab.Fill("#body", fmt.Sprintf("Il manque %d bancs.", i+1))
			tab.Follow("main form button")
			tab.Wait(`main form[action$="/retirer"]`)
			tab.Follow(`main form[action$="/retirer"] button`)
			tab.Wait(`main form[action$="/retablir"]`)
			tab.Follow(`main form[action$="/retablir"] button`)
			tab.Wait(`main form[action$="/retirer"]`)
		})
	}
	consultation, err := house.store.ConsultationBySlug(context.Background(), "demonstration")
	if err != nil {
		t.Fatal(err)
	}
	sessions, err := house.store.SessionsHeld(context.Background(), consultation.ID)
	if err != nil || len(sessions) != 2 || sessions[0].Participants+sessions[1].Participants != 18 {
		t.Errorf("sessions %+v, %v", sessions, err)
	}
}
