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

// write fills the form in, in a browser.
func write(tab *testkit.Tab, title string) {
	tab.Fill("#title", title)
	tab.Fill("#proposal", "Ouvrir une cuisine partagée, avec les producteurs voisins.")
	tab.Click("#publication")
	tab.Fill("#signature", "Bruno")
}

func TestAnIdeaGoesFromTheFormToTheBoxInABrowser(t *testing.T) {
	testkit.Require(t, "assets")
	s := open(t)
	near, _ := s.drop(titled("Une cantine partagée", "Ouvrir une cuisine commune avec les producteurs voisins."))
	chrome := testkit.Browser(t)
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("with scripts: %v", scripts), func(t *testing.T) {
			tab := chrome.Tab(testkit.View{NoScript: !scripts})
			tab.Go(s.server.URL + box)
			tab.Follow(`.idea-front a[role="button"]`)
			write(tab, "Une cantine partagée itinérante")
			if scripts { // ideas near to the title show while it is typed
				tab.Wait(".idea-live__frame")
				if shown := tab.Text("#proches"); !strings.Contains(shown, near.Title) {
					t.Errorf("near to the title: %q", shown)
				}
			}
			tab.Follow(`button[value="relire"]`)
			if said := tab.Text("main"); !strings.Contains(said, "Rien n’est encore envoyé") || !strings.Contains(said, near.Title) {
				t.Errorf("the check page says %q", said)
			}
			tab.Follow(`button[value="envoyer"]`)
			tab.Wait(".panel-value")
			tab.Follow(`a[href^="/i/"]`)
			if said := tab.Text("main"); !strings.Contains(said, "Publiée") || !strings.Contains(said, "Une cantine partagée itinérante") {
				t.Errorf("the author's page says %q", said)
			}

			// Found by a word in the plural and without its accent, then mended, then withdrawn.
			mine := tab.URL()
			tab.Go(s.server.URL + box)
			tab.Fill("#mots", "cantines itinerantes")
			tab.Follow(".idea-filters button")
			if said := tab.Text(".idea-found"); !strings.Contains(said, "1 idée") {
				t.Errorf("found: %q", said)
			}
			tab.Go(mine)
			tab.Follow(`a[href$="/modifier"]`)
			tab.Fill("#title", "Bientôt : ") // typed before what the field holds
			tab.Follow(".idea-form button")
			if said := tab.Text("main"); !strings.Contains(said, "Votre idée est à jour") || !strings.Contains(said, "Bientôt : Une cantine partagée itinérante") {
				t.Errorf("after mending: %q", said)
			}
			tab.Follow(`a[href$="/retirer"]`)
			tab.Follow(".govuk-button--warning")
			if said := tab.Text("main"); !strings.Contains(said, "Retirée") {
				t.Errorf("after withdrawing: %q", said)
			}
		})
	}
}

func TestASupportCountsOnceInABrowser(t *testing.T) {
	testkit.Require(t, "assets")
	s := open(t)
	chrome := testkit.Browser(t)
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("with scripts: %v", scripts), func(t *testing.T) {
			idea, _ := s.drop()
			address := s.server.URL + box + "/" + string(idea.ID)
			first, second := chrome.Tab(testkit.View{NoScript: !scripts}), chrome.Tab(testkit.View{NoScript: !scripts})
			first.Go(address)
			second.Go(address)
			if scripts {
				testkit.Evaluate[bool](first, `(() => { const b = document.querySelector('#soutien .govuk-button'); b.click(); b.click(); return true })()`)
				first.Wait(".idea-support__said")
			} else {
				first.Follow("#soutien .govuk-button")
			}
			second.Follow("#soutien .govuk-button")
			if said := second.Text("#soutien"); !strings.Contains(said, "Vous soutenez cette idée") {
				t.Errorf("says %q", said)
			}
			if got := s.supports(idea.ID); got != 1 {
				t.Errorf("%d supports", got)
			}
			second.Follow("#soutien .link-button")
			if got := s.supports(idea.ID); got != 0 {
				t.Errorf("%d supports once taken back", got)
			}
			second.Fill("#body", "Nous l’avons fait à Laval.")
			second.Follow(".idea-say .govuk-button") // to the link that mends it
			if got := second.Text("main"); !strings.Contains(got, "Votre commentaire") {
				t.Errorf("once sent: %q", got)
			}
			second.Go(address)
			if said := second.Text("#commentaires"); !strings.Contains(said, "1 commentaire") || !strings.Contains(said, "Laval") {
				t.Errorf("comments: %q", said)
			}
		})
	}
}

func TestScreensOfTheBoxPassAxeAndFitAPhone(t *testing.T) {
	testkit.Require(t, "assets")
	s := open(t, before)
	paths := s.furnish()
	chrome := testkit.Browser(t)
	for _, view := range []testkit.View{{Width: testkit.WideScreen}, {Width: testkit.NarrowScreen}, {Width: testkit.WideScreen, Dark: true}} {
		tab := chrome.Tab(view)
		for name, path := range paths {
			tab.Go(s.server.URL + path)
			tab.CheckReflow()
			tab.CheckAxe()
			testkit.Picture(tab, "ideas-"+name, view)
		}
		tab.Go(s.server.URL + box + "/nouvelle")
		tab.Follow(`button[value="relire"]`)
		tab.Wait(".govuk-error-summary")
		tab.CheckReflow()
		tab.CheckAxe()
		testkit.Picture(tab, "ideas-invalid", view)
		write(tab, "Une caravane des métiers pour les lycées")
		tab.Follow(`button[value="relire"]`)
		tab.CheckReflow()
		tab.CheckAxe()
		testkit.Picture(tab, "ideas-check", view)
	}
}

// furnish puts in the box something to see on every screen, and gives their addresses.
func (s *site) furnish() map[string]string {
	s.t.Helper()
	publish := func(idea consult.Idea) {
		s.moderate(service.ModerationAct{Idea: idea.ID, Kind: service.ModeratePublish})
	}
	old, oldToken := s.drop(titled("La caravane des métiers", "Une caravane des métiers pour les lycées, une fois l’an."))
	idea, token := s.drop()
	second, _ := s.drop(titled("Des bourses pour les vélos-cargos des associations qui livrent en ville", "Aider l’achat de vélos pour livrer en ville."))
	third, _ := s.drop(titled("Présenter les métiers aux lycéens", "Faire venir des salariés dans les lycées des communes rurales."))
	for _, one := range []consult.Idea{old, idea, second, third} {
		publish(one)
	}
	_, waiting := s.drop()
	refused, refusedToken := s.drop(titled("Une idée refusée", "Elle nomme quelqu’un."))
	s.moderate(service.ModerationAct{Idea: refused.ID, Kind: service.ModerateRefuse, Ground: "personal", Note: "Retirez le nom de la directrice."})
	gone, goneToken := s.drop()
	publish(gone)
	ctx := context.Background()
	if _, err := s.service.WithdrawIdea(ctx, goneToken); err != nil {
		s.t.Fatal(err)
	}
	answer := service.IdeaAnswer{Status: consult.IdeaPlanned, Answer: "Nous retenons cette idée.\n\n- une **première tournée** à l’automne\n- un bilan au printemps"}
	for _, err := range []error{s.service.AnswerIdea(ctx, consult.System(), "demonstration", idea.ID, answer),
		s.service.MergeIdeas(ctx, consult.System(), "demonstration", old.ID, idea.ID)} {
		if err != nil {
			s.t.Fatal(err)
		}
	}
	for range 12 {
		if _, err := s.service.SupportIdea(ctx, "demonstration", idea.ID, service.NewVisitor()); err != nil {
			s.t.Fatal(err)
		}
	}
	for _, body := range []string{"Nous l’avons fait à Laval.\nCela marche.", "Et les collèges ?"} {
		draft := s.service.NewComment()
		draft.Body = body
		written, err := s.service.CommentIdea(ctx, "demonstration", idea.ID, draft)
		if err != nil {
			s.t.Fatal(err)
		}
		s.moderate(service.ModerationAct{Idea: idea.ID, Comment: written.ID, Kind: service.ModeratePublish})
	}
	endless := strings.Repeat("m", 150) // a word that no screen can hold
	long, longToken := s.drop(func(d *service.IdeaDraft) {
		d.Title, d.Observation, d.Proposal, d.Signature, d.Bearer = endless, endless+endless, endless+endless, endless, endless
	})
	publish(long)
	draft := s.service.NewComment()
	draft.Body, draft.Signature = endless+endless, endless
	written, err := s.service.CommentIdea(ctx, "demonstration", long.ID, draft)
	if err != nil {
		s.t.Fatal(err)
	}
	s.moderate(service.ModerationAct{Idea: long.ID, Comment: written.ID, Kind: service.ModeratePublish})
	address := func(one consult.Idea) string { return box + "/" + string(one.ID) }
	return map[string]string{"box": box, "filtered": box + "?territoire=44&thematique=2", "none": box + "?mots=zzzz", "new": box + "/nouvelle",
		"idea": address(idea), "merged": address(old), "gone": address(gone), "refused": address(refused), "report": address(idea) + "/signaler",
		"charter": box + "/charte", "mine": "/i/" + token, "mine-waiting": "/i/" + waiting, "mine-refused": "/i/" + refusedToken, "mine-merged": "/i/" + oldToken,
		"mine-withdrawn": "/i/" + goneToken, "confirmation": "/i/" + waiting + "/confirmation", "mend": "/i/" + token + "/modifier",
		"withdraw": "/i/" + token + "/retirer", "consultation": "/c/demonstration",
		"comment": "/commentaire/" + draft.Token, "comment-done": "/commentaire/" + draft.Token + "/confirmation", "comment-mend": "/commentaire/" + draft.Token + "/modifier",
		"comment-withdraw": "/commentaire/" + draft.Token + "/retirer", "endless": address(long), "endless-report": address(long) + "/signaler", "endless-mine": "/i/" + longToken, "endless-withdraw": "/i/" + longToken + "/retirer"}
}
