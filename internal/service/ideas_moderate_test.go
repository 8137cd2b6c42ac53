package service_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
)

func TestATextReadBeforeIsShownAndCountedOncePublished(t *testing.T) {
	ctx, b := context.Background(), openBox(t, before)
	dropped := b.drop(t)
	id := dropped.Idea.ID
	if titles := b.titles(t, service.IdeaQuery{}); len(titles) != 0 || b.counted(t, id) {
		t.Errorf("shown %q before it was read", titles)
	}
	_, err := b.IdeaPage(ctx, "essai", id, "")
	wantCode(t, err, consult.CodeNotFound)
	queue, err := b.ModerationQueue(ctx, b.analyst, "essai")
	if err != nil || len(queue.Items) != 1 || queue.Items[0].Idea.ID != id {
		t.Fatalf("the queue is %+v, %v", queue, err)
	}
	b.moderate(t, service.ModerationAct{Idea: id, Kind: service.ModeratePublish, Seen: consult.ModerationWaiting, TextVersion: 1})
	if titles := b.titles(t, service.IdeaQuery{}); len(titles) != 1 || !b.counted(t, id) {
		t.Errorf("published, shown %q, counted %v", titles, b.counted(t, id))
	}
	// What its author changes is read again.
	author, err := b.IdeaByToken(ctx, dropped.Token)
	if err != nil {
		t.Fatal(err)
	}
	draft := author.Draft()
	draft.Proposal = "Autre chose"
	if author, err = b.MendIdea(ctx, dropped.Token, draft); err != nil || author.Idea.Moderation != consult.ModerationWaiting || b.counted(t, id) {
		t.Errorf("mended, it is %s, counted %v, %v", author.Idea.Moderation, b.counted(t, id), err)
	}
	// A moderator who read the former text does not publish this one.
	err = b.Moderate(ctx, b.analyst, "essai", service.ModerationAct{Idea: id, Kind: service.ModeratePublish, TextVersion: 1})
	wantCode(t, err, consult.CodeConflict)
	comment, err := b.CommentIdea(ctx, "essai", b.published(t), b.commentOf("Oui"))
	if err != nil || comment.Moderation != consult.ModerationWaiting {
		t.Errorf("%+v, %v", comment, err)
	}
}

// published drops an idea and publishes it.
func (b *box) published(t testing.TB, changes ...func(*service.IdeaDraft)) consult.ID {
	t.Helper()
	id := b.drop(t, changes...).Idea.ID
	b.moderate(t, service.ModerationAct{Idea: id, Kind: service.ModeratePublish})
	return id
}

func TestARefusedIdeaTellsItsAuthorWhyAndCanBeRestored(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	dropped := b.drop(t)
	id := dropped.Idea.ID
	refusal := service.ModerationAct{Idea: id, Kind: service.ModerateRefuse, Ground: "personal", Note: "Le nom d’un voisin", Seen: consult.ModerationPublished}
	b.moderate(t, refusal)
	b.moderate(t, refusal) // a double click
	if b.counted(t, id) || len(b.titles(t, service.IdeaQuery{})) != 0 || len(b.titles(t, service.IdeaQuery{Words: "jardin"})) != 0 {
		t.Error("a refused idea is still shown or counted")
	}
	author, err := b.IdeaByToken(ctx, dropped.Token)
	if err != nil || author.Idea.Moderation != consult.ModerationRefused || author.Idea.Ground != "personal" || author.Idea.GroundNote != "Le nom d’un voisin" {
		t.Errorf("the author sees %+v, %v", author.Idea, err)
	}
	draft := author.Draft()
	draft.Proposal = "Sans nom"
	if author, err = b.MendIdea(ctx, dropped.Token, draft); err != nil || author.Idea.Moderation != consult.ModerationWaiting {
		t.Errorf("a refused text comes back as %s, %v", author.Idea.Moderation, err)
	}
	b.moderate(t, service.ModerationAct{Idea: id, Kind: service.ModerateRestore})
	if !b.counted(t, id) || len(b.titles(t, service.IdeaQuery{})) != 1 {
		t.Error("restored, it is not shown")
	}
	file := b.file(t, id)
	if file.Idea.Ground != "" || file.Idea.GroundNote != "" || len(file.Log) != 2 || file.Log[0].Act != "restore" || file.Log[1].Ground != "personal" || file.Log[0].ActorName != "Bruno" {
		t.Errorf("ground %q, log %+v", file.Idea.Ground, file.Log)
	}
}

func TestWhoeverModeratesSaysWhy(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	id := b.drop(t).Idea.ID
	for name, act := range map[string]service.ModerationAct{
		"a refusal without ground":   {Idea: id, Kind: service.ModerateRefuse},
		"a ground of one’s own":      {Idea: id, Kind: service.ModerateRefuse, Ground: "moche"},
		"no such decision":           {Idea: id, Kind: "delete"},
		"a note longer than allowed": {Idea: id, Kind: service.ModerateRefuse, Ground: "insult", Note: strings.Repeat("a", 2001)},
	} {
		if err := b.Moderate(ctx, b.analyst, "essai", act); consult.CodeOf(err) != consult.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	keep := service.ModerationAct{Idea: id, Kind: service.ModerateKeep}
	for _, actor := range []consult.Actor{{}, {User: consult.NewID(), Role: consult.RoleReader}} {
		wantCode(t, b.Moderate(ctx, actor, "essai", keep), consult.CodeForbidden)
		wantCode(t, b.MergeIdeas(ctx, actor, "essai", id, consult.NewID()), consult.CodeForbidden)
		wantCode(t, b.UnmergeIdea(ctx, actor, "essai", id), consult.CodeForbidden)
		wantCode(t, b.AnswerIdea(ctx, actor, "essai", id, service.IdeaAnswer{Status: consult.IdeaDone}), consult.CodeForbidden)
		_, err := b.ModerationLog(ctx, actor, "essai")
		wantCode(t, err, consult.CodeForbidden)
		_, err = b.ModerationQueue(ctx, actor, "essai")
		wantCode(t, err, consult.CodeForbidden)
		_, err = b.IdeaDesk(ctx, actor, "essai", service.IdeaDeskQuery{}, 1)
		wantCode(t, err, consult.CodeForbidden)
		_, err = b.IdeaFile(ctx, actor, "essai", id)
		wantCode(t, err, consult.CodeForbidden)
	}
	wantCode(t, b.AnswerIdea(ctx, b.analyst, "essai", id, service.IdeaAnswer{Status: consult.IdeaDone}), consult.CodeForbidden)
	wantCode(t, b.Moderate(ctx, b.analyst, "essai", service.ModerationAct{Idea: consult.NewID(), Kind: service.ModerateKeep}), consult.CodeNotFound)
}

func TestTwoModeratorsAtOnceDecideOnce(t *testing.T) {
	ctx, b := context.Background(), openBox(t, before)
	for range 10 {
		id := b.drop(t).Idea.ID
		acts := []service.ModerationAct{{Idea: id, Kind: service.ModeratePublish, Seen: consult.ModerationWaiting},
			{Idea: id, Kind: service.ModerateRefuse, Ground: "insult", Seen: consult.ModerationWaiting}}
		errs := make([]error, 2)
		var wait sync.WaitGroup
		for i, act := range acts {
			wait.Go(func() { errs[i] = b.Moderate(ctx, b.analyst, "essai", act) })
		}
		wait.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("both decided, or none: %v", errs)
		}
		for _, err := range errs {
			if err != nil {
				wantCode(t, err, consult.CodeConflict)
			}
		}
		if log := b.file(t, id).Log; len(log) != 1 {
			t.Errorf("%d lines in the log", len(log))
		}
	}
}

func TestTheOrganiserAnswersInPublic(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	id := b.drop(t).Idea.ID
	answer := service.IdeaAnswer{Status: consult.IdeaPlanned, Answer: "Prévu **au printemps**", Seen: true}
	for range 2 {
		if err := b.AnswerIdea(ctx, b.organiser, "essai", id, answer); err != nil {
			t.Fatal(err)
		}
	}
	view, err := b.IdeaPage(ctx, "essai", id, "")
	if err != nil || view.Idea.Status != consult.IdeaPlanned || view.Idea.Answer != answer.Answer || !view.Idea.AnsweredAt.Equal(noon) {
		t.Errorf("%+v, %v", view.Idea, err)
	}
	if found := b.titles(t, service.IdeaQuery{Status: consult.IdeaPlanned, Words: "jardin"}); len(found) != 1 {
		t.Errorf("found %q by its status", found)
	}
	b.clock.advance(time.Minute)
	wantCode(t, b.AnswerIdea(ctx, b.organiser, "essai", id, service.IdeaAnswer{Status: consult.IdeaDone, Seen: true}), consult.CodeConflict)
	wantCode(t, b.AnswerIdea(ctx, b.organiser, "essai", id, service.IdeaAnswer{Status: "peut-être"}), consult.CodeInvalid)
	wantCode(t, b.AnswerIdea(ctx, b.organiser, "essai", id, service.IdeaAnswer{Status: consult.IdeaDone, Answer: strings.Repeat("a", 10001)}), consult.CodeInvalid)
	wantCode(t, b.AnswerIdea(ctx, b.organiser, "essai", consult.NewID(), answer), consult.CodeNotFound)
}

func TestTheModerationLogIsDownloaded(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	catalogue, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	b.P = catalogue.In("fr")
	id := b.drop(t, func(d *service.IdeaDraft) { d.Signature, d.Email = "Chloé", "chloe@exemple.fr" }).Idea.ID
	b.moderate(t, service.ModerationAct{Idea: id, Kind: service.ModerateRefuse, Ground: "insult", Note: "=1+1"})
	check(t, b.AnswerIdea(ctx, b.organiser, "essai", id, service.IdeaAnswer{Status: consult.IdeaPlanned}))
	var out bytes.Buffer
	if err := b.WriteModerationLog(ctx, b.analyst, "essai", &out); err != nil {
		t.Fatal(err)
	}
	reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), "\ufeff")))
	reader.Comma = ';'
	rows, err := reader.ReadAll()
	if err != nil || len(rows) != 3 || len(rows[1]) != 7 {
		t.Fatalf("%q, %v", rows, err)
	}
	answered := slices.IndexFunc(rows, func(row []string) bool { return row[3] == "Réponse de l’organisateur" && row[5] == "Retenue" })
	if answered < 0 {
		t.Errorf("no line says what the organiser answered: %q", rows)
	}
	if row := rows[3-answered]; row[0] != "2026-06-10 14:00:00" || row[1] != string(id) || row[3] != "Refus" || row[4] != "Injure, diffamation ou menace" || strings.HasPrefix(row[5], "=") || row[6] != "Bruno" {
		t.Errorf("the line is %q", row)
	}
	if strings.Contains(out.String(), "Chloé") || strings.Contains(out.String(), "jardin") {
		t.Error("the log holds the author’s text or name")
	}
}

func TestOnlyWhoMaySeeIdentitiesReadsAddresses(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	id := b.drop(t, func(d *service.IdeaDraft) { d.Signature, d.Email = "Chloé", "chloe@exemple.fr" }).Idea.ID
	if file := b.file(t, id); file.Idea.Email != "chloe@exemple.fr" || file.Idea.Signature != "Chloé" {
		t.Errorf("the organiser reads %+v", file.Idea)
	}
	file, err := b.IdeaFile(ctx, b.analyst, "essai", id)
	if err != nil || file.Idea.Email != "" || file.Idea.Signature != "" {
		t.Errorf("the analyst reads %+v, %v", file.Idea, err)
	}
	desk, err := b.IdeaDesk(ctx, b.analyst, "essai", service.IdeaDeskQuery{State: consult.IdeaAny, Words: "JARD"}, 1)
	if err != nil || desk.Total != 1 || desk.Ideas[0].Email != "" || desk.Ideas[0].TokenHash != nil || desk.Counts[consult.IdeaShown] != 1 {
		t.Errorf("the desk is %+v, %v", desk, err)
	}
}
