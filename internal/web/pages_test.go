package web_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/testkit"
)

// publicPages are the pages anybody reads, with the golden of each.
var publicPages = []struct{ name, path string }{
	{"home", "/"},
	{"record", "/c/sress-2016"},
	{"demonstration", "/c/demonstration"},
	{"record_themes", "/c/sress-2016/thematiques"},
	{"demonstration_themes", "/c/demonstration/thematiques"},
	{"accessibility", "/accessibilite"},
	{"legal", "/mentions-legales"},
	{"privacy", "/donnees-personnelles"},
	{"map", "/plan-du-site"},
	{"help", "/aide"},
	{"contact", "/contact"},
	{"demonstration_privacy", "/c/demonstration/donnees-personnelles"},
	{"record_accessibility", "/c/sress-2016/accessibilite"},
}

func TestPublicPages(t *testing.T) {
	s := open(t)
	for _, page := range publicPages {
		t.Run(page.name, func(t *testing.T) {
			answer := s.get(page.path)
			if answer.Code != http.StatusOK {
				t.Fatalf("status %d", answer.Code)
			}
			body := answer.Body.String()
			testkit.CheckHTML(t, body)
			testkit.Golden(t, "public/"+page.name+".html", testkit.NormalHTML(t, body))
		})
	}
}

func TestEveryPageLeadsToThePagesASiteMustHave(t *testing.T) {
	s := open(t)
	for _, page := range publicPages {
		body := s.get(page.path).Body.String()
		for _, link := range []string{"/accessibilite", "/mentions-legales", "/donnees-personnelles", "/plan-du-site", "/aide", "/contact"} {
			if !strings.Contains(body, link+`"`) {
				t.Errorf("%s has no link to %s (R3.7)", page.path, link)
			}
		}
		if !strings.Contains(body, "Accessibilité\u00a0: ") {
			t.Errorf("%s does not say how accessible it is (R3.7)", page.path)
		}
	}
}

func TestTheRecordSaysWhatHappened(t *testing.T) {
	body := open(t).get("/c/sress-2016").Body.String()
	for _, words := range []string{
		"Stratégie régionale de l’Economie Sociale et Solidaire en Pays de la Loire",
		"Tour d’horizon", "120", "275", "200", "20", "36,7\u00a0%",
		"Une même personne peut avoir participé plusieurs fois\u00a0: ces chiffres ne s’additionnent pas.",
		"6 thématiques", "3 enjeux, 15 objectifs", "Cette consultation est terminée.",
	} {
		if !strings.Contains(body, words) {
			t.Errorf("%q is missing", words)
		}
	}
	if strings.Contains(body, "Répondre au questionnaire") {
		t.Error("a record offers to answer")
	}
}

func TestTheActionFollowsTheDates(t *testing.T) {
	s := open(t)
	answer, closed := "Répondre au questionnaire", "La consultation a pris fin le"
	if body := s.get("/c/demonstration").Body.String(); !strings.Contains(body, answer) || !strings.Contains(body, "minutes environ") {
		t.Error("an open consultation does not say how to answer, nor how long it takes")
	}
	s.clock.Advance(91 * 24 * time.Hour)
	if body := s.get("/c/demonstration").Body.String(); strings.Contains(body, answer) || !strings.Contains(body, closed) {
		t.Error("a consultation past its closing date still offers to answer")
	}
	if body := s.get("/").Body.String(); strings.Contains(body, "Consultations ouvertes") || !strings.Contains(body, "Terminée<") {
		t.Error("the home page shows as open a consultation past its closing date")
	}
}

func TestAConsultationToComeSaysWhen(t *testing.T) {
	s := open(t)
	s.clock.Advance(-48 * time.Hour)
	if body := s.get("/").Body.String(); !strings.Contains(body, "À venir") {
		t.Error("the home page does not say that it is to come")
	}
	body := s.get("/c/demonstration").Body.String()
	if !strings.Contains(body, "La consultation ouvrira le 23\u00a0novembre\u00a02026 à\u00a012\u00a0h\u00a000.") || strings.Contains(body, "Répondre au questionnaire") {
		t.Error("its page does not say when it opens, or offers to answer")
	}
}

func TestAConsultationInPreparationIsNotShown(t *testing.T) {
	s := open(t)
	ctx := context.Background()
	err := s.service.Store.Atomic(ctx, func(tx consult.Tx) error {
		return tx.InsertConsultation(ctx, &consult.Consultation{ID: consult.NewID(), Slug: "secrete", Title: "Secrète",
			Status: consult.StatusDraft, CreatedAt: s.clock.Now(), ChangedAt: s.clock.Now()})
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/c/secrete", "/c/secrete/contact"} {
		if answer := s.get(path); answer.Code != http.StatusNotFound {
			t.Errorf("%s: status %d", path, answer.Code)
		}
	}
	for _, path := range []string{"/", "/plan-du-site"} {
		if strings.Contains(s.get(path).Body.String(), "Secrète") {
			t.Errorf("%s shows it", path)
		}
	}
}

func TestTheDemonstrationSaysSoOnEveryPage(t *testing.T) {
	s := open(t)
	for _, path := range []string{"/c/demonstration", "/c/demonstration/aide", "/c/demonstration/q/questionnaire"} {
		if !strings.Contains(s.get(path).Body.String(), "sont fictives") {
			t.Errorf("%s has no banner (R2.4)", path)
		}
	}
}

func TestCountsTooSmallToBePublishedAreNotShown(t *testing.T) {
	s := open(t)
	received := "réponses déjà envoyées"
	for _, c := range []struct {
		add   int
		words string
		shown bool
	}{{4, received, false}, {26, "30 " + received, true}} {
		if err := s.service.Demo(context.Background(), service.DemoOptions{Responses: c.add, Seed: uint64(c.add)}, nil); err != nil {
			t.Fatal(err)
		}
		s.clock.Advance(2 * time.Second) // a page is kept for a second
		if shown := strings.Contains(s.get("/c/demonstration").Body.String(), c.words); shown != c.shown {
			t.Errorf("after %d more responses, %q is shown: %v", c.add, c.words, shown)
		}
	}
}

// TestTheButtonOfAQuestionnaireSaysTheLanguageOfItsTitle where there are several (R3.3).
func TestTheButtonOfAQuestionnaireSaysTheLanguageOfItsTitle(t *testing.T) {
	s := open(t)
	err := s.store.Atomic(context.Background(), func(tx consult.Tx) error {
		consultation, err := tx.ConsultationBySlug(context.Background(), "demonstration")
		if err != nil {
			return err
		}
		questionnaire := consult.Questionnaire{ID: consult.NewID(), ConsultationID: consultation.ID, Slug: "umfrage", Title: "Umfrage", CreatedAt: s.clock.Now()}
		if err := tx.InsertQuestionnaire(context.Background(), &questionnaire); err != nil {
			return err
		}
		text := forms.Text{"de": "Umfrage"}
		revision := consult.Revision{ID: consult.NewID(), QuestionnaireID: questionnaire.ID, ConsultationID: consultation.ID, CreatedAt: s.clock.Now(),
			Definition: forms.Definition{Title: text, DefaultLanguage: "de", Languages: []string{"de"},
				Sections: []forms.Section{{Name: "eins", Title: text, Questions: []forms.Question{{Name: "frage", Kind: forms.ShortText, Label: text}}}}}}
		if err := tx.InsertRevision(context.Background(), &revision); err != nil {
			return err
		}
		return tx.PublishRevision(context.Background(), revision.ID, "", s.clock.Now())
	})
	if err != nil {
		t.Fatal(err)
	}
	body := s.get("/c/demonstration").Body.String()
	for _, want := range []string{`<span lang="de"> Umfrage</span>`, "Répondre\u00a0: <span>"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page has no %s", want)
		}
	}
}
