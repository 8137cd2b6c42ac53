package ideas_test

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// comment posts a comment on an idea, and gives its author's address.
func (s *site) comment(idea consult.ID, text string) string {
	s.t.Helper()
	address := box + "/" + string(idea)
	form := s.get(address).form(address + "/commentaires")
	form.Set("body", text)
	s.post(address+"/commentaires", form).is(http.StatusSeeOther)
	return "/commentaire/" + form.Get("lien")
}

// only gives the one comment on an idea, whatever became of it.
func (s *site) only(idea consult.ID) consult.Comment {
	s.t.Helper()
	comments, err := s.store.CommentsUnder(context.Background(), idea, consult.CommentFilter{All: true})
	if err != nil || len(comments) != 1 {
		s.t.Fatalf("%d comments, %v", len(comments), err)
	}
	return comments[0]
}

func TestTheAuthorOfACommentFindsItAgain(t *testing.T) {
	s := open(t)
	idea, _ := s.drop()
	address := box + "/" + string(idea.ID)
	mine := s.comment(idea.ID, "Nous l’avons fait à Laval.")
	confirmation := s.get(mine + "/confirmation").is(http.StatusOK)
	confirmation.says("Votre commentaire est publié", "Copier le lien")
	if !strings.Contains(confirmation.body, mine+`"`) {
		t.Error("the page does not hold the personal link")
	}
	s.get(mine).is(http.StatusOK).says("Mon commentaire", "Publié", idea.Title, "Nous l’avons fait à Laval.", "Anonyme")

	s.moderate(service.ModerationAct{Idea: idea.ID, Comment: s.only(idea.ID).ID, Kind: service.ModerateRefuse, Ground: "personal", Note: "Retirez le nom de la directrice."})
	refused := s.get(mine)
	refused.says("Non publié", "Informations personnelles", "Retirez le nom", "Charte de modération")
	refused.golden("comment_refused")

	mending := s.get(mine + "/modifier")
	mending.golden("comment_mend")
	form := mending.form(mine + "/modifier")
	if form.Get("body") != "Nous l’avons fait à Laval." {
		t.Fatalf("the form is not filled in: %v", form)
	}
	stale := maps.Clone(form)
	form.Set("body", "Nous l’avons fait en Mayenne.")
	s.follow(mine+"/modifier", form).says("Vos changements sont bien reçus", "en Mayenne", "En attente de lecture")
	s.get(address).hides("en Mayenne")
	stale["body"] = []string{"Écrit dans un autre onglet"}
	conflict := s.post(mine+"/modifier", stale).is(http.StatusConflict)
	conflict.says("a été modifié dans une autre page", "en Mayenne")
	if again := conflict.form(mine + "/modifier"); again.Get("body") != "Écrit dans un autre onglet" {
		t.Error("what was typed is lost")
	}
	s.post(mine+"/modifier", url.Values{"body": {" "}, "texte": {"2"}}).is(http.StatusUnprocessableEntity).says("Écrivez votre commentaire")

	s.moderate(service.ModerationAct{Idea: idea.ID, Comment: s.only(idea.ID).ID, Kind: service.ModeratePublish})
	s.get(address).says("en Mayenne")
	s.get(mine+"/retirer").says("Retirer mon commentaire", "Le garder", "en Mayenne")
	s.follow(mine+"/retirer", nil).says("Retiré", "Modifier et renvoyer mon commentaire")
	s.get(address).hides("en Mayenne")
	s.follow(mine+"/modifier", s.get(mine+"/modifier").form(mine+"/modifier")).says("Publié")
	s.get(address).says("en Mayenne")

	s.get("/commentaire/abcdefghijklmnopqrstuvwxyz").is(http.StatusNotFound)
	s.settings(func(set *consult.Settings) { set.IdeaComments = false })
	s.post(mine+"/modifier", url.Values{"body": {"Trop tard"}, "texte": {"2"}}).is(http.StatusForbidden).says("Trop tard")
	s.get(mine).hides("Modifier mon commentaire")
}
