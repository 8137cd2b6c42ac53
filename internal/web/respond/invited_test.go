package respond_test

import (
	"context"
	"net/http"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/testkit"
)

// invite puts a structure on the list and gives the path of its link.
func (s *site) invite(name string) (consult.ID, string) {
	s.t.Helper()
	ctx := context.Background()
	c, err := s.store.ConsultationBySlug(ctx, "essai")
	if err != nil {
		s.t.Fatal(err)
	}
	o := consult.Organisation{ID: consult.NewID(), ConsultationID: c.ID, Name: name, CreatedAt: noon, ChangedAt: noon}
	if err := s.store.Atomic(ctx, func(tx consult.Tx) error {
		c.Settings.IdeaBox = true
		if err := tx.UpdateConsultation(ctx, &c); err != nil {
			return err
		}
		return tx.InsertOrganisation(ctx, &o, name, name)
	}); err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.service.MakeInvitations(ctx, consult.System(), c.ID); err != nil {
		s.t.Fatal(err)
	}
	invitation, err := s.store.InvitationOf(ctx, o.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	token, err := s.service.InvitationToken(ctx, invitation.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	return o.ID, "/s/" + token
}

func (s *site) touches(organisation consult.ID, kind consult.TouchKind) int {
	s.t.Helper()
	found, err := s.store.Touches(context.Background(), consult.TouchFilter{OrganisationID: organisation, Kind: kind})
	if err != nil {
		s.t.Fatal(err)
	}
	return len(found)
}

func TestAStructureIsInvited(t *testing.T) {
	s := open(t, small())
	organisation, link := s.invite("Les Jardins du Port")
	page := s.get(link)
	page.says("Votre structure est invitée à répondre", "Les Jardins du Port", "Ce que permet ce lien", "Répondre au questionnaire", "Écrire une idée")
	page.golden("invited")
	if got := page.header.Get("Referrer-Policy"); got != "no-referrer" {
		t.Errorf("Referrer-Policy %q (rule 11)", got)
	}

	for name, headers := range map[string][]string{
		"a program that looks behind links":  nil,
		"a browser that fetches ahead":       {"Sec-Fetch-Mode", "navigate", "Sec-Purpose", "prefetch;prerender"},
		"a request made by a script of ours": {"Sec-Fetch-Mode", "cors"},
	} {
		s.do(http.MethodGet, link, nil, headers...)
		if s.touches(organisation, consult.TouchOpened) > 0 {
			t.Fatalf("%s counts as opening", name)
		}
	}
	for range 2 {
		s.do(http.MethodGet, link, nil, "Sec-Fetch-Mode", "navigate")
	}
	if got := s.touches(organisation, consult.TouchOpened); got != 1 {
		t.Errorf("opened %d times", got)
	}

	first := s.get(link + "/q/questionnaire")
	first.says("Au nom de Les Jardins du Port", "Commencer")
	begun := s.post(link+"/q/questionnaire/commencer", nil)
	if begun.status != http.StatusSeeOther {
		t.Fatalf("status %d", begun.status)
	}
	s.get(link).says("Une réponse a été commencée au nom de la structure")
}

func TestAnIdeaIsDroppedInTheNameOfAStructure(t *testing.T) {
	s := open(t, small())
	organisation, link := s.invite("Les Jardins du Port")
	s.get(link + "/idee").says("Déposer une idée")
	form := s.get(link + "/idee").form()
	for name, value := range map[string]string{"title": "Mutualiser nos camions", "observation": "Ils roulent à vide.", "proposal": "Un planning commun.", "publication": "anonymous", "acte": "relire"} {
		form.Set(name, value)
	}
	checked := s.post(link+"/idee", form)
	if checked.status != http.StatusOK {
		t.Fatalf("status %d: %s", checked.status, checked.text())
	}
	form = checked.form()
	form.Set("acte", "envoyer")
	for range 2 { // a double click
		if got := s.post(link+"/idee", form); got.status != http.StatusSeeOther {
			t.Fatalf("status %d: %s", got.status, got.text())
		}
	}
	if got := s.touches(organisation, consult.TouchIdea); got != 1 {
		t.Errorf("%d ideas noted", got)
	}
}

func TestTheLinkOfAStructureInABrowser(t *testing.T) {
	chrome := browser(t)
	s := open(t, small())
	_, link := s.invite("Les Jardins du Port")
	for _, width := range []int{testkit.WideScreen, testkit.NarrowScreen} {
		tab := chrome.Tab(testkit.View{Width: width})
		for name, path := range map[string]string{"invited": link, "invited_start": link + "/q/questionnaire", "invited_idea": link + "/idee"} {
			tab.Go(s.server.URL + path)
			look(t, tab, name, width, false)
		}
	}
	tab := chrome.Tab(testkit.View{NoScript: true})
	tab.Go(s.server.URL + link)
	tab.Follow(`a[href$="/q/questionnaire"]`)
	tab.Follow(`form[action$="/commencer"] button`)
	if got := s.get("/r/" + token(tab)); got.status != http.StatusSeeOther {
		t.Errorf("status %d", got.status)
	}
}
