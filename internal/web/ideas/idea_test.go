package ideas_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestAnIdea(t *testing.T) {
	s := open(t)
	s.drop(titled("Des métiers à découvrir au lycée", "Une caravane des métiers dans les lycées."))
	idea, _ := s.drop()
	address := box + "/" + string(idea.ID)
	answer := service.IdeaAnswer{Status: consult.IdeaPlanned, Answer: "Nous la **retenons**."}
	if err := s.service.AnswerIdea(context.Background(), consult.System(), "demonstration", idea.ID, answer); err != nil {
		t.Fatal(err)
	}

	t.Run("reads like an article, with what the organiser makes of it", func(t *testing.T) {
		page := s.get(address).is(http.StatusOK)
		page.says("Par Amina", "Constat", "Les lycéens des communes rurales", "Proposition", "Une journée par établissement.", "Bénéficiaires", "Les têtes de réseau",
			"Réponse de l’organisateur", "retenons", "Retenue", "Idées proches", "Des métiers à découvrir", "Soutenir cette idée", "Signaler cette idée", "Commenter cette idée")
		page.golden("idea")
	})
	t.Run("leads back to the list it was opened from, after a support and after a comment", func(t *testing.T) {
		elsa := s.visitor()
		from := "?mots=m%C3%A9tiers&tri=soutenues"
		leadsBack := func(page *page, to string) {
			t.Helper()
			if link := `class="govuk-back-link" href="` + strings.ReplaceAll(to, "&", "&amp;") + `"`; !strings.Contains(page.body, link) {
				t.Errorf("the page does not lead back to %s", to)
			}
		}
		if list := elsa.get(box + from).is(http.StatusOK); !strings.Contains(list.body, strings.ReplaceAll(address+from, "&", "&amp;")) {
			t.Error("the list does not give itself to the idea")
		}
		leadsBack(elsa.get(address+from), box+from)
		leadsBack(elsa.follow(address+"/soutien"+from, elsa.get(address+from).form(address+"/soutien"+from)), box+from)
		leadsBack(elsa.follow(address+"/soutien/retirer"+from, nil), box+from)
		leadsBack(elsa.get(address+"?ailleurs=1"), box)
		leadsBack(elsa.get(address+"?mots="+strings.Repeat("a", 600)), box)
	})
	t.Run("is supported once, whoever presses twice, and taken back", func(t *testing.T) {
		amina, bruno := s.visitor(), s.visitor()
		if amina.get(address).header.Get("Set-Cookie") != "" {
			t.Error("reading an idea makes a cookie")
		}
		form := amina.get(address).form(address + "/soutien")
		amina.post(address+"/soutien", form).is(http.StatusSeeOther)
		page := amina.follow(address+"/soutien", form)
		page.says("1 personne soutient cette idée", "Vous soutenez cette idée", "Retirer mon soutien")
		page.golden("idea_supported")
		bruno.follow(address+"/soutien", bruno.get(address).form(address+"/soutien")).says("2 personnes soutiennent cette idée")
		amina.follow(address+"/soutien/retirer", nil).says("1 personne soutient", "Soutenir cette idée")
	})
	t.Run("is supported once by two tabs and by clicks at the same instant", func(t *testing.T) {
		chloe := s.visitor()
		first, second := chloe.get(address).form(address+"/soutien"), chloe.get(address).form(address+"/soutien")
		before := s.supports(idea.ID)
		var clicks sync.WaitGroup
		for range 5 {
			clicks.Go(func() { chloe.post(address+"/soutien", first) })
		}
		clicks.Wait()
		chloe.post(address+"/soutien", second)
		if got := s.supports(idea.ID); got != before+1 {
			t.Errorf("%d supports more", got-before)
		}
	})
	t.Run("keeps its support cookie to itself", func(t *testing.T) {
		diego := s.visitor()
		cookie := diego.post(address+"/soutien", diego.get(address).form(address+"/soutien")).header.Get("Set-Cookie")
		for _, want := range []string{"HttpOnly", "SameSite=Lax", "Path=/c/"} {
			if !strings.Contains(cookie, want) {
				t.Errorf("the cookie lacks %s: %s", want, cookie)
			}
		}
		for _, forged := range []string{"x", "abcdefghijklmnopqrstuvwx23", "abcdefghijklmnopqrstuvwx23zzzzzz.abcdefghijklmnopqrstuvwx23"} {
			s.visitor().post(address+"/soutien", url.Values{"visiteur": {forged}}).is(http.StatusForbidden)
		}
	})
	t.Run("is commented on once, signed or not", func(t *testing.T) {
		form := s.get(address).form(address + "/commentaires")
		form.Set("body", "Nous l’avons fait à Laval.\nCela marche.")
		form.Set("signature", "Bruno")
		s.post(address+"/commentaires", form).is(http.StatusSeeOther)
		s.follow(address+"/commentaires", form).says("Votre commentaire est bien reçu", "Votre commentaire est publié", "Copier le lien")
		s.get(address).says("1 commentaire", "Nous l’avons fait à Laval")
		blank := s.get(address).form(address + "/commentaires")
		s.post(address+"/commentaires", blank).is(http.StatusUnprocessableEntity).says("Écrivez votre commentaire")
		blank.Set("body", "Et les collèges ?")
		s.post(address+"/commentaires", blank).is(http.StatusSeeOther)
		page := s.get(address)
		page.says("2 commentaires", "Bruno", "Anonyme")
		page.golden("idea_commented")
		blank.Set("body", "Un autre, de la même page")
		s.post(address+"/commentaires", blank).is(http.StatusConflict).says("avec un autre texte", "Un autre, de la même page")
	})
	t.Run("is reported on a ground", func(t *testing.T) {
		page := s.get(address + "/signaler").is(http.StatusOK)
		page.golden("report")
		form := page.form(address + "/signaler")
		s.post(address+"/signaler", form).is(http.StatusUnprocessableEntity).says("Choisissez un motif")
		form.Set("ground", "personal")
		form.Set("note", "Il y a un numéro.")
		s.post(address+"/signaler", form).is(http.StatusSeeOther)
		s.follow(address+"/signaler", form).says("Votre signalement est transmis")
		if got := s.idea(idea.ID).Reports; got != 1 {
			t.Errorf("%d alerts", got)
		}
		s.get(address + "/signaler?commentaire=" + string(consult.NewID())).is(http.StatusNotFound)
	})
	t.Run("has its comments reported one by one", func(t *testing.T) {
		comments, err := s.store.CommentsUnder(context.Background(), idea.ID, consult.CommentFilter{})
		if err != nil || len(comments) == 0 {
			t.Fatalf("%d comments, %v", len(comments), err)
		}
		path := address + "/signaler?commentaire=" + string(comments[0].ID)
		page := s.get(path).is(http.StatusOK)
		page.says("Signaler un commentaire", "Nous l’avons fait à Laval")
		form := page.form(path)
		form.Set("ground", "off_topic")
		s.follow(path, form).says("Votre signalement est transmis")
		if reported, err := s.store.Comment(context.Background(), comments[0].ID); err != nil || reported.Reports != 1 {
			t.Errorf("%d alerts, %v", reported.Reports, err)
		}
	})
	t.Run("is only read where neither supports nor comments are taken", func(t *testing.T) {
		s.settings(func(set *consult.Settings) { set.IdeaSupports, set.IdeaComments = false, false })
		s.clock.Advance(2 * time.Second)
		page := s.get(address).is(http.StatusOK)
		page.says("Nous l’avons fait à Laval")
		page.hides("Soutenir cette idée", "Commenter cette idée")
	})
}

func (s *site) idea(id consult.ID) consult.Idea {
	s.t.Helper()
	found, err := s.store.Idea(context.Background(), id)
	if err != nil {
		s.t.Fatal(err)
	}
	return found
}

func (s *site) supports(id consult.ID) int { s.t.Helper(); return s.idea(id).Supports }

func TestSupportingInsteadOfSending(t *testing.T) {
	s := open(t)
	idea, _ := s.drop(titled("Une cantine partagée", "Ouvrir une cuisine commune avec les producteurs voisins."))
	check := s.post(box+"/nouvelle", typed(s.get(box+"/nouvelle").form(box+"/nouvelle")))
	address := box + "/" + string(idea.ID)
	s.follow(address+"/soutien", check.form(address+"/soutien")).says("Votre soutien est compté", "n’a pas été envoyé", "1 personne soutient")
	s.get(box).says("1 idée")
}

func TestMergedIdeas(t *testing.T) {
	s := open(t)
	old, _ := s.drop(titled("La caravane des métiers", "La faire tourner."))
	into, _ := s.drop()
	if err := s.service.MergeIdeas(context.Background(), consult.System(), "demonstration", old.ID, into.ID); err != nil {
		t.Fatal(err)
	}
	s.get(box).says("1 idée")
	page := s.get(box + "/" + string(old.ID)).is(http.StatusOK)
	page.says("Cette idée a été réunie avec une autre", into.Title, "La faire tourner.")
	page.hides("Soutenir cette idée", "Commenter cette idée")
	page.golden("idea_merged")
	s.get(box+"/"+string(into.ID)).says("Une idée réunie ici", "La caravane des métiers")
}

func TestTextsOfAuthorsAreInert(t *testing.T) {
	s := open(t)
	const hostile = `<script>alert(1)</script><img src=x onerror=alert(1)>"'><svg/onload=alert(1)>`
	idea, token := s.drop(func(d *service.IdeaDraft) {
		d.Title, d.Observation, d.Proposal, d.Beneficiaries, d.Bearer, d.Signature = hostile, hostile, hostile, hostile, hostile, hostile
	})
	address := box + "/" + string(idea.ID)
	answer := service.IdeaAnswer{Status: consult.IdeaDone, Answer: hostile + "\n\n[lien](javascript:alert(1))"}
	if err := s.service.AnswerIdea(context.Background(), consult.System(), "demonstration", idea.ID, answer); err != nil {
		t.Fatal(err)
	}
	form := s.get(address).form(address + "/commentaires")
	form.Set("body", hostile)
	form.Set("signature", hostile)
	s.post(address+"/commentaires", form).is(http.StatusSeeOther)
	comments, err := s.store.CommentsUnder(context.Background(), idea.ID, consult.CommentFilter{})
	if err != nil || len(comments) != 1 {
		t.Fatalf("%d comments, %v", len(comments), err)
	}
	for _, path := range []string{box, address, address + "/signaler", address + "/signaler?commentaire=" + string(comments[0].ID), box + "?mots=" + url.QueryEscape(hostile),
		box + "?territoire=" + url.QueryEscape(hostile), box + "/nouvelle/proches?title=" + url.QueryEscape(hostile), "/i/" + token, "/i/" + token + "/modifier", "/i/" + token + "/retirer", "/c/demonstration"} {
		page := s.get(path).is(http.StatusOK)
		for _, n := range page.all(page.root, "script", "img", "svg") {
			if n.Data == "script" && attr(n, "src") == "" || n.Data == "img" || has(n, "onload") || has(n, "onerror") {
				t.Errorf("%s: a text became %s", path, n.Data)
			}
		}
		if strings.Contains(page.body, "javascript:alert") {
			t.Errorf("%s: a link runs code", path)
		}
	}
}
