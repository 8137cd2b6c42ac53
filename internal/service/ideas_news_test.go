package service_test

import (
	"bytes"
	"context"
	"io"
	"mime/quotedprintable"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
)

func TestTheAuthorOfAnIdeaIsToldWhatBecomesOfIt(t *testing.T) {
	ctx, p := context.Background(), openPost(t)
	catalogue, err := i18n.New()
	check(t, err)
	p.P = catalogue.In("fr")
	p.settings(t, before)
	idea := p.drop(t, titled("Une monnaie locale"), func(d *service.IdeaDraft) { d.Email = "chloe@exemple.fr" }).Idea
	other := p.drop(t, titled("Une monnaie pour la région"), func(d *service.IdeaDraft) { d.Email = "" }).Idea
	p.round(t, time.Minute)
	if got := p.server.Received(); len(got) != 0 {
		t.Fatalf("%d mails before anything is decided", len(got))
	}
	refusal := service.ModerationAct{Idea: idea.ID, Kind: service.ModerateRefuse, Ground: "personal", Note: "Retirez le nom de la voisine."}
	for range 2 { // a double click
		p.moderate(t, refusal)
		p.clock.advance(time.Second)
	}
	p.moderate(t, service.ModerationAct{Idea: idea.ID, Kind: service.ModerateRestore})
	p.moderate(t, service.ModerationAct{Idea: other.ID, Kind: service.ModeratePublish})
	p.clock.advance(time.Second)
	check(t, p.AnswerIdea(ctx, p.organiser, "essai", idea.ID, service.IdeaAnswer{Status: consult.IdeaPlanned, Answer: "Nous l’étudions avec les communes."}))
	p.clock.advance(time.Second)
	check(t, p.MergeIdeas(ctx, p.organiser, "essai", idea.ID, other.ID))
	for range 6 {
		p.round(t, time.Hour)
	}
	received := p.server.Received()
	wanted := []string{"Informations personnelles", "est publiée", "Nous l’étudions avec les communes.", "Une monnaie pour la région"}
	if len(received) != len(wanted) {
		t.Fatalf("%d mails, want %d", len(received), len(wanted))
	}
	for _, one := range received {
		if one.To != "chloe@exemple.fr" {
			t.Errorf("a mail goes to %s", one.To)
		}
	}
	all := p.wrote(t)
	for _, words := range append(wanted, "Retirez le nom de la voisine.", "Retenue", "https://avis.exemple.fr/c/essai/idees/"+string(idea.ID)) {
		if !strings.Contains(all, words) {
			t.Errorf("no mail says %q", words)
		}
	}
}

// wrote gives all that was received, as people read it.
func (p *post) wrote(t testing.TB) string {
	t.Helper()
	all := ""
	for _, one := range p.server.Received() {
		content, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(one.Content)))
		check(t, err)
		all += string(content)
	}
	return all
}

func TestNobodyIsToldWhileNoMailCanLeave(t *testing.T) {
	b := openBox(t, before)
	idea := b.drop(t, func(d *service.IdeaDraft) { d.Email = "chloe@exemple.fr" }).Idea
	b.moderate(t, service.ModerationAct{Idea: idea.ID, Kind: service.ModeratePublish})
	mails, err := b.store.CountMails(context.Background(), b.id)
	check(t, err)
	if len(mails) != 0 {
		t.Errorf("mails wait: %+v", mails)
	}
}

func TestNewsOfAnIdeaDoNotWaitForTheNextRound(t *testing.T) {
	p := openPost(t)
	catalogue, err := i18n.New()
	check(t, err)
	p.P = catalogue.In("fr")
	p.settings(t, before)
	idea := p.drop(t, titled("Une monnaie locale"), func(d *service.IdeaDraft) { d.Email = "chloe@exemple.fr" }).Idea
	running, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); p.SendMails(running) }()
	t.Cleanup(func() { stop(); <-ended })
	p.moderate(t, service.ModerationAct{Idea: idea.ID, Kind: service.ModerateRefuse, Ground: "personal"})
	// What the organiser answers to an idea that nobody can read leads nowhere: it is not told.
	check(t, p.AnswerIdea(context.Background(), p.organiser, "essai", idea.ID, service.IdeaAnswer{Status: consult.IdeaPlanned, Answer: "Plus tard."}))
	deadline := time.Now().Add(10 * time.Second)
	for len(p.server.Received()) == 0 && time.Now().Before(deadline) {
		time.Sleep(10 * time.Millisecond)
	}
	if got := p.server.Received(); len(got) != 1 {
		t.Errorf("%d mails, want the one that says why", len(got))
	}
}
