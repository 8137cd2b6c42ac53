package service_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
)

// kept is an idea that its author keeps from publication.
func kept(d *service.IdeaDraft) { d.Publication, d.Signature = consult.PublicationNo, "" }

func TestAnIdeaKeptFromPublicationIsReadAndNeverSaidPublished(t *testing.T) {
	ctx, p := context.Background(), openPost(t)
	catalogue, err := i18n.New()
	check(t, err)
	p.P = catalogue.In("fr")
	p.settings(t, before)
	id := p.drop(t, kept, func(d *service.IdeaDraft) { d.Email = "chloe@exemple.fr" }).Idea.ID
	// A page opened before the author's choice still says « publish ».
	p.moderate(t, service.ModerationAct{Idea: id, Kind: service.ModeratePublish, Seen: consult.ModerationWaiting, TextVersion: 1})
	p.clock.advance(time.Second)
	check(t, p.AnswerIdea(ctx, p.organiser, "essai", id, service.IdeaAnswer{Status: consult.IdeaPlanned, Answer: "Nous vous appelons."}))
	if titles := p.titles(t, service.IdeaQuery{}); len(titles) != 0 || !p.counted(t, id) {
		t.Errorf("shown %q, counted %v", titles, p.counted(t, id))
	}
	file, err := p.IdeaFile(ctx, p.organiser, "essai", id)
	check(t, err)
	if last := file.Log[len(file.Log)-1]; last.Act != string(service.ModerateRead) {
		t.Errorf("the log says %q", last.Act)
	}
	for range 3 {
		p.round(t, time.Hour)
	}
	all := p.wrote(t)
	for words, said := range map[string]bool{"a lu votre idée": true, "Nous vous appelons.": true, "est publiée": false, "/c/essai/idees/": false} {
		if strings.Contains(all, words) != said {
			t.Errorf("the mails say %q: %v", words, !said)
		}
	}
}

func TestAnIdeaThatItsAuthorReleasesIsNotPassedUnread(t *testing.T) {
	b := openBox(t, before)
	dropped := b.drop(t, kept)
	author, err := b.IdeaByToken(context.Background(), dropped.Token)
	check(t, err)
	draft := author.Draft()
	draft.Publication = consult.PublicationAnonymous
	if _, err := b.MendIdea(context.Background(), dropped.Token, draft); err != nil {
		t.Fatal(err)
	}
	err = b.Moderate(context.Background(), b.analyst, "essai", service.ModerationAct{Idea: dropped.Idea.ID, Kind: service.ModerateRead})
	wantCode(t, err, consult.CodeConflict)
	if titles := b.titles(t, service.IdeaQuery{}); len(titles) != 0 {
		t.Errorf("published unread: %q", titles)
	}
}
