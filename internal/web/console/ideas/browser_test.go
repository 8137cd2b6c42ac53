package ideas_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/testkit"
)

// enter logs somebody in, in a browser.
func (h *house) enter(tab *testkit.Tab, name string, role consult.Role) {
	h.t.Helper()
	_, token, err := h.service.AddUser(context.Background(), consult.System(), "Amina", name+"@exemple.fr", role)
	if err != nil {
		h.t.Fatal(err)
	}
	tab.Go(h.server.URL + "/console/premiere-connexion/" + token)
	tab.Fill("#password", password)
	tab.Follow(`main button[type="submit"]`)
}

func TestIdeasAreModeratedMergedAndPartedInABrowser(t *testing.T) {
	testkit.Require(t, "assets")
	chrome := testkit.Browser(t)
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("with scripts: %v", scripts), func(t *testing.T) {
			h := open(t, consult.ModerateBefore)
			kept := h.drop("Un jardin partagé", "Ouvrir un jardin aux habitants du quartier.")
			twin := h.drop("Le jardin du quartier", "Ouvrir un jardin partagé aux habitants.")
			rude := h.drop("Une idée à refuser", "Elle nomme quelqu’un.")
			tab := chrome.Tab(testkit.View{NoScript: !scripts})
			h.enter(tab, fmt.Sprint("amina-", scripts), consult.RoleOrganiser)
			says := func(words string) {
				t.Helper()
				if said := tab.Text("main"); !strings.Contains(said, words) {
					t.Fatalf("%s does not say %q:\n%s", tab.URL(), words, said)
				}
			}
			tab.Go(h.server.URL + desk)
			says("Textes à lire")
			for _, idea := range []consult.Idea{kept, twin} {
				tab.Follow(fmt.Sprintf(`form[action="%s/%s"] button`, desk, idea.ID))
				says("L’idée est publiée")
			}
			tab.Follow(fmt.Sprintf(`a[href="%s/%s"]`, desk, rude.ID))
			tab.Click(".desk__acts summary")
			tab.Follow(".desk__acts .govuk-button--warning") // no ground yet
			says("Choisissez un motif")
			tab.Fill(".desk__acts select", "Injure")
			tab.Follow(".desk__acts .govuk-button--warning")
			says("L’idée est refusée")
			if got := h.idea(rude.ID); got.Ground != "insult" {
				t.Errorf("refused on %q", got.Ground)
			}

			tab.Go(h.server.URL + desk + "/" + string(twin.ID) + "/reunir")
			tab.Follow(fmt.Sprintf(`a[href$="vers=%s"]`, kept.ID))
			says("Ce qui est gardé")
			tab.Follow(`main form[action$="/reunir"] button[type="submit"]`)
			says("Les deux idées sont réunies")
			if got := h.idea(twin.ID); got.MergedInto != kept.ID {
				t.Errorf("merged into %q", got.MergedInto)
			}
			tab.Follow(`form[action$="/separer"] button`)
			says("Les deux idées sont séparées")
			if got := h.idea(twin.ID); got.MergedInto != "" {
				t.Errorf("still merged into %q", got.MergedInto)
			}
		})
	}
}

func TestScreensOfTheDeskPassAxeAndFitAPhone(t *testing.T) {
	testkit.Require(t, "assets")
	h := open(t, consult.ModerateBefore)
	paths := h.furnish()
	chrome := testkit.Browser(t)
	for i, view := range []testkit.View{{Width: testkit.WideScreen}, {Width: testkit.NarrowScreen}, {Width: testkit.WideScreen, Dark: true}} {
		tab := chrome.Tab(view)
		h.enter(tab, fmt.Sprint("amina-", i), consult.RoleOrganiser)
		for name, path := range paths {
			tab.Go(h.server.URL + desk + path)
			tab.CheckReflow()
			tab.CheckAxe()
			testkit.Picture(tab, "desk-"+name, view)
		}
	}
}

// furnish puts something to see on every screen, and gives their addresses.
func (h *house) furnish() map[string]string {
	h.t.Helper()
	ctx := context.Background()
	decide := func(act service.ModerationAct) {
		h.t.Helper()
		if err := h.service.Moderate(ctx, consult.System(), "demonstration", act); err != nil {
			h.t.Fatal(err)
		}
	}
	into, twin := h.drop("Un jardin partagé dans chaque quartier de la région", "Ouvrir un jardin aux habitants, sur les terrains sans usage."), h.drop("Le jardin du quartier", "Ouvrir un jardin partagé aux habitants.")
	like := h.drop("Des jardins pour les habitants", "Partager un jardin entre habitants d’un quartier.")
	for _, idea := range []consult.Idea{into, twin, like} {
		decide(service.ModerationAct{Idea: idea.ID, Kind: service.ModeratePublish})
	}
	refused := h.drop("Une idée à refuser", "Elle nomme quelqu’un.")
	decide(service.ModerationAct{Idea: refused.ID, Kind: service.ModerateRefuse, Ground: "personal", Note: "Retirez le nom de la directrice."})
	waiting := h.drop("Une caravane des métiers", "La faire tourner dans les lycées.\n\nUne journée par établissement.")
	h.comment(into.ID, "Nous l’avons fait à Laval.") // waits
	rude := h.comment(into.ID, "Achetez mon livre")
	decide(service.ModerationAct{Idea: into.ID, Comment: rude.ID, Kind: service.ModeratePublish})
	h.support(into.ID, service.NewVisitor(), service.NewVisitor())
	h.report(into.ID, rude.ID, "advertising", "C’est de la publicité")
	h.report(into.ID, "", "off_topic", "Cela ne concerne pas la consultation, il me semble.")
	if err := h.service.MergeIdeas(ctx, consult.System(), "demonstration", twin.ID, into.ID); err != nil {
		h.t.Fatal(err)
	}
	endless := strings.Repeat("m", 150) // a word that no screen can hold
	long := h.drop(endless, endless+endless)
	decide(service.ModerationAct{Idea: long.ID, Kind: service.ModerateRefuse, Ground: "insult", Note: endless})
	return map[string]string{"endless": "/" + string(long.ID), "all": "?etat=toutes&mots=" + endless, "list": "", "shown": "?etat=publiees", "none": "?mots=zzzz", "idea": "/" + string(into.ID), "waiting": "/" + string(waiting.ID),
		"refused": "/" + string(refused.ID), "merged": "/" + string(twin.ID), "merge": "/" + string(into.ID) + "/reunir",
		"preview": "/" + string(like.ID) + "/reunir?vers=" + string(into.ID), "log": "/journal", "settings": "/reglages"}
}
