package ideas_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/testkit"
	"concertation/internal/web"
)

// typed fills the form in as an author would.
func typed(form url.Values, changes ...string) url.Values {
	for name, value := range map[string]string{"title": "Une cantine dans chaque tiers-lieu", "proposal": "Ouvrir une cuisine partagée, avec les producteurs voisins.",
		"territory": "53", "publication": "named", "signature": "Bruno", "email": "bruno@exemple.fr"} {
		form.Set(name, value)
	}
	for i := 0; i+1 < len(changes); i += 2 {
		form.Set(changes[i], changes[i+1])
	}
	return form
}

// send goes from the blank form to the check page, then sends; it gives what the last post answers.
func (p *person) send(changes ...string) *page {
	p.t.Helper()
	check := p.post(box+"/nouvelle", typed(p.get(box+"/nouvelle").form(box+"/nouvelle"), changes...)).is(http.StatusOK)
	form := check.form(box + "/nouvelle")
	form.Set("acte", "envoyer")
	return p.post(box+"/nouvelle", form)
}

func TestAnIdeaIsDroppedWithoutScripts(t *testing.T) {
	s := open(t)
	s.drop(titled("Une cantine partagée", "Ouvrir une cuisine commune avec les producteurs voisins."))

	form := s.get(box + "/nouvelle").is(http.StatusOK)
	form.says("Titre de l’idée", "Constat (facultatif)", "Que peut-on publier ?", "Votre idée paraîtra dès l’envoi", "Voir les idées proches, puis envoyer")
	form.golden("new")

	check := s.post(box+"/nouvelle", typed(form.form(box+"/nouvelle"))).is(http.StatusOK)
	check.says("Relire avant d’envoyer", "Une idée proche de la vôtre", "Une cantine partagée", "Soutenir plutôt celle-ci", "Rien n’est encore envoyé", "Une cantine dans chaque tiers-lieu")
	check.golden("check")
	s.get(box).hides("tiers-lieu")

	back := check.form(box + "/nouvelle")
	back.Set("acte", "modifier")
	again := s.post(box+"/nouvelle", back).is(http.StatusOK).form(box + "/nouvelle")
	for name, value := range typed(url.Values{}) {
		if again.Get(name) != value[0] {
			t.Errorf("%s was lost on the way back: %q", name, again.Get(name))
		}
	}

	sending := check.form(box + "/nouvelle")
	sending.Set("acte", "envoyer")
	done := s.follow(box+"/nouvelle", sending)
	done.says("Votre idée est bien reçue", "Votre idée est publiée", "Conservez votre lien personnel", "Me l’envoyer par courriel")
	done.golden("confirmation")
	if done.header.Get("Referrer-Policy") != "no-referrer" || done.header.Get("Cache-Control") != "no-store" {
		t.Errorf("the personal link leaks: %v", done.header)
	}
	s.get(box).says("2 idées", "Une cantine dans chaque tiers-lieu")
	s.get(box + "?mots=tiers-lieux").says("1 idée")
}

func TestWhatIsWrongIsKeptAndSaid(t *testing.T) {
	s := open(t)
	form := typed(s.get(box+"/nouvelle").form(box+"/nouvelle"), "title", "", "proposal", "  ", "email", "bruno", "bearer", "Les élus")
	form.Set("acte", "relire")
	page := s.post(box+"/nouvelle", form).is(http.StatusUnprocessableEntity)
	page.says("Quelque chose est à reprendre", "Donnez un titre à votre idée", "Écrivez votre proposition", "Écrivez une adresse électronique")
	if kept := page.form(box + "/nouvelle"); kept.Get("bearer") != "Les élus" || kept.Get("email") != "bruno" || kept.Get("envoi") != form.Get("envoi") {
		t.Errorf("lost what was typed: %v", kept)
	}
	if title := page.all(page.root, "title"); !strings.HasPrefix(words(title[0]), "Erreur") {
		t.Error("the window does not say that something is wrong")
	}
	page.golden("new_invalid")
	form.Set("acte", "envoyer") // straight to the sending
	s.post(box+"/nouvelle", form).is(http.StatusUnprocessableEntity)
}

func TestADoubleClickMakesOneIdea(t *testing.T) {
	s := open(t)
	check := s.post(box+"/nouvelle", typed(s.get(box+"/nouvelle").form(box+"/nouvelle")))
	form := check.form(box + "/nouvelle")
	form.Set("acte", "envoyer")
	first, second := s.post(box+"/nouvelle", form).is(http.StatusSeeOther), s.post(box+"/nouvelle", form).is(http.StatusSeeOther)
	if first.location != second.location {
		t.Errorf("two links: %s, %s", first.location, second.location)
	}
	s.get(box).says("1 idée")

	// The same page with another text: kept, and asked.
	form.Set("proposal", "Autre chose, écrit depuis la même page.")
	changed := s.post(box+"/nouvelle", form).is(http.StatusConflict)
	changed.says("avec un autre texte", "Autre chose, écrit depuis la même page.")
	s.get(box).says("1 idée")
	second2 := changed.form(box + "/nouvelle")
	second2.Set("acte", "envoyer")
	s.follow(box+"/nouvelle", second2)
	s.get(box).says("2 idées")
}

func TestAnAuthorFollowsMendsAndWithdraws(t *testing.T) {
	s := open(t, before)
	sent := s.send().is(http.StatusSeeOther)
	mine := strings.TrimSuffix(sent.location, "/confirmation")
	s.get(sent.location).says("L’organisateur va lire votre idée, puis la publier")
	s.get(box).says("Aucune idée pour le moment")
	waiting := s.get(mine)
	waiting.says("En attente de lecture", "Une cantine dans chaque tiers-lieu", "bruno@exemple.fr", "Modifier mon idée", "Retirer mon idée")
	waiting.golden("mine_waiting")

	idea := s.stored(mine)
	s.moderate(service.ModerationAct{Idea: idea.ID, Kind: service.ModerateRefuse, Ground: "personal", Note: "Retirez le nom de la directrice."})
	refused := s.get(mine)
	refused.says("Non publiée", "Informations personnelles", "Retirez le nom", "Charte de modération")
	refused.golden("mine_refused")

	mending := s.get(mine + "/modifier")
	mending.golden("mend")
	form := mending.form(mine + "/modifier")
	if form.Get("title") != "Une cantine dans chaque tiers-lieu" || form.Get("publication") != "named" {
		t.Fatalf("the form is not filled in: %v", form)
	}
	stale := url.Values{}
	for name, value := range form {
		stale[name] = value
	}
	form.Set("title", "Une cantine dans chaque village")
	s.follow(mine+"/modifier", form).says("Vos changements sont bien reçus", "Une cantine dans chaque village", "En attente de lecture")
	form.Set("title", "")
	s.post(mine+"/modifier", form).is(http.StatusUnprocessableEntity).says("Donnez un titre à votre idée")

	stale.Set("title", "Écrit dans un autre onglet")
	conflict := s.post(mine+"/modifier", stale).is(http.StatusConflict)
	conflict.says("a été modifiée dans une autre page", "Une cantine dans chaque village")
	if conflict.form(mine+"/modifier").Get("title") != "Écrit dans un autre onglet" {
		t.Error("what was typed is lost")
	}

	asked := s.get(mine + "/retirer")
	asked.says("Voulez-vous retirer", "La garder")
	asked.golden("withdraw")
	s.follow(mine+"/retirer", nil).says("Retirée", "Modifier et renvoyer mon idée")
	s.get("/i/abcdefghijklmnopqrstuvwxyz").is(http.StatusNotFound)
}

// stored gives the idea of an author's address.
func (s *site) stored(address string) consult.Idea {
	s.t.Helper()
	found, err := s.service.IdeaByToken(s.t.Context(), strings.TrimPrefix(address, "/i/"))
	if err != nil {
		s.t.Fatal(err)
	}
	return found.Idea.Idea
}

func TestAnAddressThatPostsTooMuchWaits(t *testing.T) {
	s := openWith(t, web.Config{PostRate: 0.001, PostBurst: 3})
	idea, _ := s.drop()
	form := s.get(box + "/" + string(idea.ID)).form(box + "/" + string(idea.ID) + "/soutien")
	for range 3 {
		s.post(box+"/"+string(idea.ID)+"/soutien", form).is(http.StatusSeeOther)
	}
	for _, path := range []string{"/nouvelle", "/" + string(idea.ID) + "/soutien", "/" + string(idea.ID) + "/commentaires", "/" + string(idea.ID) + "/signaler"} {
		if got := s.post(box+path, url.Values{}); got.status != http.StatusTooManyRequests {
			t.Errorf("%s: status %d", path, got.status)
		}
	}
	s.get(box + "/" + string(idea.ID)).is(http.StatusOK)
}

func TestWhatIsPostedTooSoonIsGivenBackToBeSentAgain(t *testing.T) {
	s := openWith(t, web.Config{PostRate: 20, PostBurst: 1})
	idea, _ := s.drop()
	address := box + "/" + string(idea.ID)
	form := s.get(address).form(address + "/commentaires")
	form.Set("body", "Une remarque assez longue pour qu’on la voie\r\nen deux lignes <b>et du code</b>.")
	form.Set("signature", "Amina")
	var refused *page
	for range 50 { // until one comes too soon
		if refused = s.post(address+"/soutien", url.Values{}); refused.status != http.StatusTooManyRequests {
			continue
		}
		if refused = s.post(address+"/commentaires", form); refused.status == http.StatusTooManyRequests {
			break
		}
	}
	refused.is(http.StatusTooManyRequests).says("Une remarque assez longue", "Envoyer de nouveau")
	again := refused.form(address + "/commentaires")
	for name := range form {
		if strings.ReplaceAll(again.Get(name), "\r\n", "\n") != strings.ReplaceAll(form.Get(name), "\r\n", "\n") {
			t.Errorf("%s comes back as %q", name, again.Get(name))
		}
	}
	time.Sleep(100 * time.Millisecond)
	s.post(address+"/commentaires", again).is(http.StatusSeeOther)
}

func TestOneAddressDoesNotMakeACrowd(t *testing.T) {
	s := openWith(t, web.Config{SupportRate: 0.001, SupportBurst: 3})
	idea, _ := s.drop()
	address := box + "/" + string(idea.ID)
	support := func() *page {
		somebody := s.visitor()
		return somebody.post(address+"/soutien", somebody.get(address).form(address+"/soutien"))
	}
	for range 3 {
		support().is(http.StatusSeeOther)
	}
	support().is(http.StatusTooManyRequests).says("Beaucoup de soutiens à cette idée viennent d’arriver de votre réseau")
	if got := s.supports(idea.ID); got != 3 {
		t.Errorf("%d supports", got)
	}
	other, _ := s.drop()
	another := box + "/" + string(other.ID)
	s.post(another+"/soutien", s.get(another).form(another+"/soutien")).is(http.StatusSeeOther)
}

func TestWhatIsWrittenWhenTheBoxClosesIsGivenBack(t *testing.T) {
	s := open(t)
	idea, token := s.drop()
	address := box + "/" + string(idea.ID)
	sending := s.post(box+"/nouvelle", typed(s.get(box+"/nouvelle").form(box+"/nouvelle"))).form(box + "/nouvelle")
	sending.Set("acte", "envoyer")
	comment := s.get(address).form(address + "/commentaires")
	comment.Set("body", "Nous l’avons fait à Laval.")
	mending := s.get("/i/" + token + "/modifier").form("/i/" + token + "/modifier")
	mending.Set("proposal", "Une autre proposition")
	s.settings(func(set *consult.Settings) { set.IdeaBox = false })
	s.clock.Advance(2 * time.Second)
	for path, c := range map[string]struct {
		form url.Values
		kept string
	}{box + "/nouvelle": {sending, "Ouvrir une cuisine partagée"}, address + "/commentaires": {comment, "Nous l’avons fait à Laval."}, "/i/" + token + "/modifier": {mending, "Une autre proposition"}} {
		page := s.post(path, c.form).is(http.StatusForbidden)
		page.says("La boîte à idées a fermé pendant que vous écriviez", c.kept)
		testkit.CheckHTML(t, page.body)
	}
}
