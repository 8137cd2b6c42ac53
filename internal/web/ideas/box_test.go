package ideas_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestTheBox(t *testing.T) {
	s := open(t)

	t.Run("says what to do while it is empty", func(t *testing.T) {
		page := s.get(box).is(http.StatusOK)
		page.says("Boîte à idées", "Aucune idée pour le moment", "Déposer la première idée", "sans compte à créer")
		page.golden("box_empty")
	})

	s.drop()
	s.drop(titled("Des bourses pour les vélos-cargos", "Aider l’achat de vélos pour livrer en ville."), func(d *service.IdeaDraft) { d.Territory, d.Theme = "85", s.themes[0].ID })
	s.drop(titled("Un guichet unique", "Un seul lieu pour toutes les aides."), func(d *service.IdeaDraft) { d.Theme, d.Territory = "", "" })

	t.Run("lists ideas with their first lines, theme, supports, comments and date", func(t *testing.T) {
		page := s.get(box)
		page.says("3 idées", "Un guichet unique", "Faire tourner chaque automne une caravane", "0 soutien", "0 commentaire", "Loire-Atlantique", "le 23 novembre 2026")
		page.golden("box")
	})
	t.Run("says its filters in words, all in the address", func(t *testing.T) {
		s.get(box+"?territoire=44&thematique=2").says("1 idée sur le thème 2 en Loire-Atlantique", "Une caravane", "Effacer les filtres")
		page := s.get(box + "?thematique=1&territoire=44")
		page.says("0 idée sur le thème 1 en Loire-Atlantique", "Aucune idée ne correspond")
		page.golden("box_none")
	})
	t.Run("finds an idea by a word without its accent, in the plural or not", func(t *testing.T) {
		for _, typed := range []string{"velo", "vélos", "VÉLO", "cargo bourse", "lycee rural", "metier"} {
			page := s.get(box + "?mots=" + url.QueryEscape(typed))
			page.says("1 idée avec les mots")
		}
		s.get(box+"?mots=zzzz").says("Aucune idée ne correspond", "Effacer les filtres")
		s.get(box + "?mots=%21").is(http.StatusOK)
	})
	t.Run("leads from a theme's card on the consultation's page to its ideas", func(t *testing.T) {
		s.clock.Advance(2 * time.Second) // a page is kept for a second
		page := s.get("/c/demonstration").is(http.StatusOK)
		page.says("Dernière idée", "Une caravane des métiers", "Lire les 3 idées déposées", "Déposer une idée")
		if !strings.Contains(page.body, box+"?thematique=2") || !strings.Contains(page.body, `href="`+box+`"`) {
			t.Error("no way to the ideas of a theme, or to the box")
		}
	})
	t.Run("has nothing of an address that makes no sense", func(t *testing.T) {
		s.get(box + "?thematique=abc&statut=xyz&tri=zzz&page=-4").is(http.StatusOK).says("3 idées")
		for _, path := range []string{"/c/nulle-part/idees", "/c/sress-2016/idees", box + "/abc", box + "/" + string(consult.NewID())} {
			s.get(path).is(http.StatusNotFound)
		}
	})
	t.Run("goes on by pages, twenty ideas each", func(t *testing.T) {
		for range 20 {
			s.drop()
		}
		s.get(box).says("23 idées", "Page suivante")
		s.get(box+"?page=2").says("23 idées", "Page précédente", "Un guichet unique")
	})
	t.Run("is for reading once the consultation is over", func(t *testing.T) {
		s.clock.Advance(100 * 24 * time.Hour)
		page := s.get(box)
		page.says("La boîte à idées a fermé le", "23 idées")
		page.hides("Déposer une idée")
		if led := s.get(box + "/nouvelle").is(http.StatusSeeOther); led.location != box {
			t.Errorf("the form of a closed box leads to %s", led.location)
		}
		s.post(box+"/nouvelle", url.Values{"acte": {"envoyer"}}).is(http.StatusForbidden)
	})
}

func TestWhatIsNotToBeReadIsNotInTheBox(t *testing.T) {
	s := open(t)
	s.drop(titled("Pour l’organisateur seul", "À ne pas publier."), func(d *service.IdeaDraft) { d.Publication = consult.PublicationNo })
	refused, _ := s.drop(titled("De la publicité", "Achetez."))
	s.moderate(service.ModerationAct{Idea: refused.ID, Kind: service.ModerateRefuse, Ground: "advertising"})
	gone, token := s.drop(titled("Une idée retirée", "Finalement non."))
	if _, err := s.service.WithdrawIdea(context.Background(), token); err != nil {
		t.Fatal(err)
	}
	s.get(box).says("Aucune idée pour le moment")
	s.get(box + "/" + string(refused.ID)).is(http.StatusGone).golden("gone_refused")
	page := s.get(box + "/" + string(gone.ID)).is(http.StatusGone)
	page.says("Cette idée a été retirée")
	page.hides("Finalement non")
	page.golden("gone_withdrawn")
}
