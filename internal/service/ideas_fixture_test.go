package service_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"concertation/forms"
	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/testkit/database"
)

// box is a house whose consultation has an open idea box, two themes, an organiser and an analyst.
type box struct {
	*house
	themes             []consult.Theme
	organiser, analyst consult.Actor
}

func openBox(t testing.TB, changes ...func(*consult.Settings)) *box {
	t.Helper()
	return openBoxOn(t, database.SQLite(t), changes...)
}

// openBoxOn does so on that database.
func openBoxOn(t testing.TB, url string, changes ...func(*consult.Settings)) *box {
	t.Helper()
	ctx := context.Background()
	definition := small()
	definition.Lists["departement"] = []forms.Choice{{Name: "44", Label: text("Loire-Atlantique")}, {Name: "49", Label: text("Maine-et-Loire")}}
	definition.Sections[0].Questions = append(definition.Sections[0].Questions,
		forms.Question{Name: "departement", Kind: forms.SelectOne, Label: text("Votre département"), List: "departement", Role: forms.RoleTerritory})
	b := &box{house: openHouseOn(t, url, definition)}
	b.themes = []consult.Theme{{ID: consult.NewID(), Position: 1, Kind: consult.ThemeRegular, Title: "Emploi"},
		{ID: consult.NewID(), Position: 2, Kind: consult.ThemeRegular, Title: "Financement"},
		{ID: consult.NewID(), Position: 3, Kind: consult.ThemeOutside, Title: "Hors grille"}}
	users := []consult.User{{ID: consult.NewID(), Email: "amina@exemple.fr", Name: "Amina", Role: consult.RoleOrganiser, CreatedAt: noon},
		{ID: consult.NewID(), Email: "bruno@exemple.fr", Name: "Bruno", Role: consult.RoleAnalyst, CreatedAt: noon}}
	b.organiser, b.analyst = consult.Actor{User: users[0].ID, Role: consult.RoleOrganiser}, consult.Actor{User: users[1].ID, Role: consult.RoleAnalyst}
	err := b.store.Atomic(ctx, func(tx consult.Tx) error {
		for i := range users {
			if err := tx.InsertUser(ctx, &users[i]); err != nil {
				return err
			}
		}
		return tx.InsertThemeGrid(ctx, &consult.ThemeGrid{ConsultationID: b.id, Version: 1, Themes: b.themes})
	})
	if err != nil {
		t.Fatal(err)
	}
	b.settings(t, func(s *consult.Settings) {
		s.IdeaBox, s.IdeaComments, s.IdeaSupports, s.IdeaModeration = true, true, true, consult.ModerateAfter
		for _, change := range changes {
			change(s)
		}
	})
	return b
}

// before is the setting of a box whose texts are read before they are published.
func before(s *consult.Settings) { s.IdeaModeration = consult.ModerateBefore }

func (b *box) settings(t testing.TB, change func(*consult.Settings)) {
	t.Helper()
	ctx := context.Background()
	consultation, err := b.store.Consultation(ctx, b.id)
	if err != nil {
		t.Fatal(err)
	}
	change(&consultation.Settings)
	if _, err := b.EditConsultation(ctx, consult.System(), "essai", service.ConsultationEdit{Settings: &consultation.Settings}); err != nil {
		t.Fatal(err)
	}
}

// draft is an idea well filled in, with the changes asked for.
func (b *box) draft(t testing.TB, changes ...func(*service.IdeaDraft)) service.IdeaDraft {
	t.Helper()
	form, err := b.NewIdea(context.Background(), "essai")
	if err != nil {
		t.Fatal(err)
	}
	draft := service.IdeaDraft{ID: form.ID, Token: form.Token, Title: "Un jardin partagé", Observation: "Le quartier manque de lieux communs",
		Proposal: "Ouvrir un jardin aux habitants", Theme: b.themes[0].ID, Territory: "49", Publication: consult.PublicationAnonymous}
	for _, change := range changes {
		change(&draft)
	}
	return draft
}

func (b *box) drop(t testing.TB, changes ...func(*service.IdeaDraft)) *service.DroppedIdea {
	t.Helper()
	dropped, err := b.DropIdea(context.Background(), "essai", b.draft(t, changes...))
	if err != nil {
		t.Fatalf("drop: %v", err)
	}
	return dropped
}

func titled(title string) func(*service.IdeaDraft) {
	return func(d *service.IdeaDraft) { d.Title = title }
}

// titles gives those of the ideas that a query finds, in order.
func (b *box) titles(t testing.TB, query service.IdeaQuery) []string {
	t.Helper()
	view, err := b.IdeaBox(context.Background(), "essai", query, 1)
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	for _, idea := range view.Ideas {
		titles = append(titles, idea.Title)
	}
	if len(titles) != view.Total {
		t.Errorf("%d ideas listed, %d said to be found", len(titles), view.Total)
	}
	return titles
}

// file gives all of an idea.
func (b *box) file(t testing.TB, id consult.ID) *service.IdeaFile {
	t.Helper()
	file, err := b.IdeaFile(context.Background(), b.organiser, "essai", id)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func (b *box) moderate(t testing.TB, act service.ModerationAct) {
	t.Helper()
	if err := b.Moderate(context.Background(), b.analyst, "essai", act); err != nil {
		t.Fatal(err)
	}
}

// counted says whether the grouping counts an idea's text.
func (b *box) counted(t testing.TB, id consult.ID) bool {
	t.Helper()
	counting := b.texts(t, consult.ContributionFilter{ConsultationID: b.id, Kind: consult.KindIdea})
	return slices.ContainsFunc(counting, func(c consult.Contribution) bool { return c.ID == id })
}

func wantCode(t testing.TB, err error, code consult.Code) {
	t.Helper()
	if err == nil || consult.CodeOf(err) != code {
		t.Errorf("got %v, want code %s", err, code)
	}
}

// faultsOf gives the fields at fault with their keys.
func faultsOf(err error) map[string]string {
	var domain *consult.Error
	if !errors.As(err, &domain) {
		return map[string]string{"": fmt.Sprint(err)}
	}
	faults := map[string]string{}
	for _, field := range domain.Fields {
		faults[field.Field] = field.Key
	}
	return faults
}
