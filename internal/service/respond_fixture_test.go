package service_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/store"
	"concertation/internal/testkit/database"
)

// clock is a time that tests move.
type clock struct {
	mutex sync.Mutex
	now   time.Time
}

func (c *clock) Now() time.Time {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.now
}

func (c *clock) advance(by time.Duration) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.now = c.now.Add(by)
}

// house is a consultation open from 1 to 30 June 2026, with one published questionnaire at /questionnaire.
type house struct {
	*service.Service
	store consult.Store
	clock *clock
	id    consult.ID
}

var (
	noon   = time.Date(2026, 6, 10, 12, 0, 0, 0, time.UTC)
	closes = time.Date(2026, 6, 30, 16, 0, 0, 0, time.UTC)
)

func openHouse(t testing.TB, definition forms.Definition) *house {
	t.Helper()
	return openHouseOn(t, database.SQLite(t), definition)
}

// openHouseOn does so on that database.
func openHouseOn(t testing.TB, url string, definition forms.Definition) *house {
	t.Helper()
	ctx := context.Background()
	kept, err := store.Open(ctx, url, store.Exclusive())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	h := &house{store: kept, clock: &clock{now: noon}, id: consult.NewID()}
	h.Service = service.New(kept, service.WithClock(h.clock.Now))
	err = kept.Atomic(ctx, func(tx consult.Tx) error {
		if err := tx.InsertConsultation(ctx, &consult.Consultation{ID: h.id, Slug: "essai", Title: "Essai", Status: consult.StatusOpen,
			OpensAt: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), ClosesAt: closes, CreatedAt: noon, ChangedAt: noon}); err != nil {
			return err
		}
		questionnaire := consult.Questionnaire{ID: consult.NewID(), ConsultationID: h.id, Slug: "questionnaire", Title: "Questionnaire", CreatedAt: noon}
		if err := tx.InsertQuestionnaire(ctx, &questionnaire); err != nil {
			return err
		}
		revision := consult.Revision{ID: consult.NewID(), QuestionnaireID: questionnaire.ID, ConsultationID: h.id, Definition: definition, CreatedAt: noon}
		if err := tx.InsertRevision(ctx, &revision); err != nil {
			return err
		}
		return tx.PublishRevision(ctx, revision.ID, "", noon)
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) begin(t testing.TB) string {
	t.Helper()
	begun, err := h.Begin(context.Background(), "essai", "questionnaire", "")
	if err != nil {
		t.Fatal(err)
	}
	return begun.Token
}

// page gives the post of a section as its page would send it now, with what is typed over it.
func (h *house) page(t testing.TB, token string, section int, typed forms.Raw) service.PagePost {
	t.Helper()
	a := h.answering(t, token)
	return service.PagePost{Section: section, Posted: typed, Shown: a.Evaluation.Shown(section), Stamp: a.Stamp(section)}
}

func (h *house) answering(t testing.TB, token string) *service.Answering {
	t.Helper()
	a, err := h.Answering(context.Background(), token)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (h *house) save(t testing.TB, token string, post service.PagePost) *service.PageResult {
	t.Helper()
	result, err := h.SavePage(context.Background(), token, post)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func (h *house) send(t testing.TB, token string) *service.Answering {
	t.Helper()
	outcome, a, err := h.Submit(context.Background(), token, h.answering(t, token).Stamp(-1))
	if err != nil || outcome != service.Sent {
		t.Fatalf("submit: outcome %d, %v, failures %v", outcome, err, a.Evaluation.Failures)
	}
	return a
}

// contributions gives those of the response, the retracted too, by question.
func (h *house) contributions(t testing.TB) map[string]consult.Contribution {
	t.Helper()
	all, err := h.store.Contributions(context.Background(), consult.ContributionFilter{ConsultationID: h.id, Retracted: true})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]consult.Contribution{}
	for _, contribution := range all {
		found[contribution.Question] = contribution
	}
	return found
}

func text(wording string) forms.Text { return forms.Text{"fr": wording} }

// small is a questionnaire of two sections: the second is for structures only.
func small() forms.Definition {
	return forms.Definition{Title: text("Petit questionnaire"), DefaultLanguage: "fr", Languages: []string{"fr", "de"},
		Lists: map[string][]forms.Choice{
			"qui":         {{Name: "structure", Label: text("Une structure")}, {Name: "personne", Label: text("Une personne")}, {Name: "autre", Label: text("Autre (préciser)")}},
			"frein":       {{Name: "argent", Label: text("L’argent")}, {Name: "temps", Label: text("Le temps")}, {Name: "aucun", Label: text("Aucun"), Exclusive: true}},
			"publication": {{Name: "named", Label: text("avec le nom")}, {Name: "anonymous", Label: text("sans nom")}, {Name: "no", Label: text("non")}},
		},
		Sections: []forms.Section{
			{Name: "vous", Title: text("Vous"), Questions: []forms.Question{
				{Name: "qui", Kind: forms.SelectOne, Label: text("Vous êtes"), List: "qui", Required: true, Role: forms.RoleCategory},
				{Name: "qui_autre", Kind: forms.ShortText, Label: text("Précisez"), Relevant: "${qui} = 'autre'"},
				{Name: "freins", Kind: forms.SelectMultiple, Label: text("Vos freins"), List: "frein"},
				{Name: "nom", Kind: forms.ShortText, Label: text("Son nom"), Relevant: "${qui} = 'structure'", Identity: true, Required: true},
				{Name: "age", Kind: forms.Integer, Label: text("Votre ancienneté")},
			}},
			{Name: "suite", Title: text("Suite"), Relevant: "${qui} = 'structure'", Questions: []forms.Question{
				{Name: "besoin", Kind: forms.LongText, Label: text("Votre besoin"), Open: true},
				{Name: "publication", Kind: forms.SelectOne, Label: text("Publier"), List: "publication", Role: forms.RolePublication},
			}},
		}}
}
