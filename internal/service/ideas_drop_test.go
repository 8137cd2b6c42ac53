package service_test

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestAnIdeaIsShownAndCountedAtOnceWhereTextsAreReadAfter(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	dropped := b.drop(t, func(d *service.IdeaDraft) {
		d.Title, d.Signature, d.Email = "  Un  jardin\r\npartagé ", "Amina", "amina@exemple.fr"
	})
	if dropped.Idea.Title != "Un jardin partagé" || dropped.Again || len(dropped.Token) != 26 || len(dropped.Idea.Reference) != 8 {
		t.Errorf("dropped %+v", dropped)
	}
	view, err := b.IdeaBox(ctx, "essai", service.IdeaQuery{}, 1)
	if err != nil || view.Total != 1 || view.All != 1 || len(view.Ideas) != 1 {
		t.Fatalf("the box is %+v, %v", view, err)
	}
	card := view.Ideas[0]
	if card.Theme.Title != "Emploi" || card.TerritoryLabel != "Maine-et-Loire" {
		t.Errorf("theme %q, territory %q", card.Theme.Title, card.TerritoryLabel)
	}
	if card.Signature != "" || card.Email != "" || card.TokenHash != nil || card.Reference != "" || card.Print != "" {
		t.Errorf("everybody reads who wrote an anonymous idea: %+v", card.Idea)
	}
	text, err := b.store.Contribution(ctx, dropped.Idea.ID)
	if err != nil {
		t.Fatal(err)
	}
	want := consult.Contribution{ID: dropped.Idea.ID, ConsultationID: b.id, ChangeSeq: text.ChangeSeq, Kind: consult.KindIdea,
		Origin: consult.OriginCollected, Channel: consult.ChannelWeb, Question: "Boîte à idées", Title: "Un jardin partagé",
		Body:      "Le quartier manque de lieux communs\n\nOuvrir un jardin aux habitants",
		Folded:    "un jardin partage le quartier manque de lieux communs ouvrir un jardin aux habitants",
		Territory: "49", Publication: consult.PublicationAnonymous, TextVersion: 1, CreatedAt: noon, ChangedAt: noon}
	if fmt.Sprintf("%+v", text) != fmt.Sprintf("%+v", want) {
		t.Errorf("the contribution is\n%+v, want\n%+v", text, want)
	}
}

func TestWhatIsWrongWithAnIdeaIsSaidAllAtOnce(t *testing.T) {
	b := openBox(t)
	long := strings.Repeat("é", 100_000)
	for name, c := range map[string]struct {
		change func(*service.IdeaDraft)
		want   map[string]string
	}{
		"nothing typed": {func(d *service.IdeaDraft) { *d = service.IdeaDraft{ID: d.ID, Token: d.Token} },
			map[string]string{"title": "ideas.error.title", "proposal": "ideas.error.proposal", "publication": "ideas.error.publication"}},
		"blank texts": {func(d *service.IdeaDraft) { d.Title, d.Proposal = " \u00a0\t", "\n\r\n\x00\x07" },
			map[string]string{"title": "ideas.error.title", "proposal": "ideas.error.proposal"}},
		"signs without a word": {func(d *service.IdeaDraft) { d.Title, d.Proposal = "???", "🌱🌱" },
			map[string]string{"title": "ideas.error.title", "proposal": "ideas.error.proposal"}},
		"texts without end": {func(d *service.IdeaDraft) {
			d.Title, d.Observation, d.Proposal, d.Beneficiaries, d.Bearer, d.Signature = long, long, long, long, long, long
		}, map[string]string{"title": "ideas.error.too_long", "observation": "ideas.error.too_long", "proposal": "ideas.error.too_long",
			"beneficiaries": "ideas.error.too_long", "bearer": "ideas.error.too_long", "signature": "ideas.error.too_long"}},
		"forged choices": {func(d *service.IdeaDraft) {
			d.Theme, d.Territory, d.Category, d.Publication = consult.NewID(), "75", "ministre", "partout"
		}, map[string]string{"theme": "ideas.error.theme", "territory": "ideas.error.territory", "category": "ideas.error.category",
			"publication": "ideas.error.publication"}},
		"a residual theme": {func(d *service.IdeaDraft) { d.Theme = b.themes[2].ID }, map[string]string{"theme": "ideas.error.theme"}},
		"a name wanted and not given": {func(d *service.IdeaDraft) { d.Publication = consult.PublicationNamed },
			map[string]string{"signature": "ideas.error.signature"}},
		"no address":      {func(d *service.IdeaDraft) { d.Email = "amina" }, map[string]string{"email": "ideas.error.email"}},
		"a name in front": {func(d *service.IdeaDraft) { d.Email = "Amina <amina@exemple.fr>" }, map[string]string{"email": "ideas.error.email"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := b.DropIdea(context.Background(), "essai", b.draft(t, c.change))
			wantCode(t, err, consult.CodeInvalid)
			if got := faultsOf(err); !maps.Equal(got, c.want) {
				t.Errorf("faults %v, want %v", got, c.want)
			}
		})
	}
	if titles := b.titles(t, service.IdeaQuery{}); len(titles) != 0 {
		t.Errorf("kept %q", titles)
	}
}

func TestWhatPeopleTypeIsKeptAsTheyMeantIt(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	longest := strings.Repeat("é", service.IdeaTextLength)
	for name, c := range map[string]struct{ typed, want string }{
		"one word":           {"Vélo", "Vélo"},
		"capitals":           {"DES PISTES CYCLABLES PARTOUT !", "DES PISTES CYCLABLES PARTOUT !"},
		"emoji":              {"Des arbres 🌳👩‍🌾 et du vert", "Des arbres 🌳👩‍🌾 et du vert"},
		"HTML":               {"<script>alert(1)</script> & <b>gras</b>", "<script>alert(1)</script> & <b>gras</b>"},
		"control characters": {"un\x00\x1b[31m deux\x7f\u202etrois\u2066", "un[31m deuxtrois"},
		"lines":              {"un\r\n\r\ndeux\rtrois\n", "un\n\ndeux\ntrois"},
		"broken letters":     {"caf\xe9 ouvert", "caf\uFFFD ouvert"},
		"the longest":        {longest, longest},
		"another alphabet":   {"Больше деревьев", "Больше деревьев"},
	} {
		t.Run(name, func(t *testing.T) {
			dropped := b.drop(t, func(d *service.IdeaDraft) { d.Proposal = c.typed })
			stored, err := b.store.Idea(ctx, dropped.Idea.ID)
			if err != nil || stored.Proposal != c.want {
				t.Errorf("kept %q, want %q; %v", stored.Proposal, c.want, err)
			}
		})
	}
}

func TestAnIdeaIsDroppedOnceHoweverOftenItIsPosted(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	draft := b.draft(t)
	first, err := b.DropIdea(ctx, "essai", draft)
	if err != nil {
		t.Fatal(err)
	}
	again, err := b.DropIdea(ctx, "essai", draft)
	if err != nil || !again.Again || again.Idea.ID != first.Idea.ID || again.Token != first.Token {
		t.Errorf("the same post gave %+v, %v", again, err)
	}
	changed := draft
	changed.Proposal = "Autre chose"
	kept, err := b.DropIdea(ctx, "essai", changed)
	wantCode(t, err, consult.CodeConflict)
	if kept == nil || kept.Idea.Proposal != draft.Proposal {
		t.Errorf("beside the error stands %+v", kept)
	}

	stranger := draft
	stranger.Token = "" // knows the identifier, which is in the address, and not the link
	stolen, err := b.DropIdea(ctx, "essai", stranger)
	wantCode(t, err, consult.CodeConflict)
	if stolen != nil {
		t.Errorf("a stranger was given %+v", stolen)
	}

	b.clock.advance(60 * 24 * time.Hour) // closed since
	again, err = b.DropIdea(ctx, "essai", draft)
	if err != nil || !again.Again {
		t.Errorf("retried after closing: %+v, %v", again, err)
	}
	_, err = b.DropIdea(ctx, "essai", b.draft(t))
	wantCode(t, err, consult.CodeClosed)
	if titles := b.titles(t, service.IdeaQuery{}); len(titles) != 1 {
		t.Errorf("the box holds %q", titles)
	}
}

func TestAForgedIdentifierTakesNobodysPlace(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	note := consult.Contribution{ID: consult.NewID(), ConsultationID: b.id, Kind: consult.KindNote, Origin: consult.OriginCollected,
		Channel: consult.ChannelWorkshop, Body: "Note d’atelier", Publication: consult.PublicationNo, TextVersion: 1, CreatedAt: noon, ChangedAt: noon}
	if err := b.store.Atomic(ctx, func(tx consult.Tx) error { return tx.InsertContribution(ctx, &note) }); err != nil {
		t.Fatal(err)
	}
	for _, forged := range []consult.ID{"", "1", note.ID, "0000"} {
		_, err := b.DropIdea(ctx, "essai", b.draft(t, func(d *service.IdeaDraft) { d.ID = forged }))
		wantCode(t, err, consult.CodeConflict)
	}
	_, err := b.DropIdea(ctx, "ailleurs", b.draft(t))
	wantCode(t, err, consult.CodeNotFound)
}

func TestAClosedBoxTakesNothingAndStaysReadable(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	dropped := b.drop(t)
	b.settings(t, func(s *consult.Settings) { s.IdeaBox = false })
	_, err := b.DropIdea(ctx, "essai", b.draft(t))
	wantCode(t, err, consult.CodeClosed)
	_, err = b.SupportIdea(ctx, "essai", dropped.Idea.ID, service.NewVisitor())
	wantCode(t, err, consult.CodeClosed)
	_, err = b.CommentIdea(ctx, "essai", dropped.Idea.ID, service.CommentDraft{ID: consult.NewID(), Body: "Oui"})
	wantCode(t, err, consult.CodeClosed)
	if _, err := b.IdeaPage(ctx, "essai", dropped.Idea.ID, ""); err != nil {
		t.Error(err)
	}
}

func TestManyPeopleDropIdeasAtOnce(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	const people, each = 64, 3
	var wait sync.WaitGroup
	failures := make(chan error, people*each)
	for p := range people {
		wait.Go(func() {
			for n := range each {
				draft := b.draft(t, titled(fmt.Sprintf("Idée %d de la personne %d", n, p)))
				for range 2 { // each is posted twice
					if _, err := b.DropIdea(ctx, "essai", draft); err != nil {
						failures <- err
					}
				}
			}
		})
	}
	wait.Wait()
	close(failures)
	for err := range failures {
		t.Error(err)
	}
	view, err := b.IdeaBox(ctx, "essai", service.IdeaQuery{}, 1)
	if err != nil || view.Total != people*each {
		t.Errorf("%d ideas, %v", view.Total, err)
	}
}

func TestAnIdeaNotToBePublishedCountsAndIsShownToNobody(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	dropped := b.drop(t, func(d *service.IdeaDraft) { d.Publication = consult.PublicationNo })
	_, err := b.IdeaPage(ctx, "essai", dropped.Idea.ID, "")
	wantCode(t, err, consult.CodeNotFound)
	if titles := b.titles(t, service.IdeaQuery{}); len(titles) != 0 || !b.counted(t, dropped.Idea.ID) {
		t.Errorf("shown %q, counted %v", titles, b.counted(t, dropped.Idea.ID))
	}
}
