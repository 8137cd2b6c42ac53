package service_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestAVisitorsSupportCountsOnce(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	id := b.drop(t).Idea.ID
	amina, bruno := service.NewVisitor(), service.NewVisitor()
	for _, step := range []struct {
		visitor string
		act     func(context.Context, string, consult.ID, string) (int, error)
		want    int
	}{{amina, b.SupportIdea, 1}, {amina, b.SupportIdea, 1}, {bruno, b.SupportIdea, 2}, {amina, b.UnsupportIdea, 1}, {amina, b.UnsupportIdea, 1}, {amina, b.SupportIdea, 2}} {
		supports, err := step.act(ctx, "essai", id, step.visitor)
		if err != nil || supports != step.want {
			t.Errorf("%d supports, want %d, %v", supports, step.want, err)
		}
	}
	for _, forged := range []string{"", "amina", "AAAAAAAAAAAAAAAAAAAAAAAAAA", amina + "a", "' OR 1=1 --"} {
		_, err := b.SupportIdea(ctx, "essai", id, forged)
		wantCode(t, err, consult.CodeForbidden)
	}
	for visitor, want := range map[string]bool{amina: true, service.NewVisitor(): false, "": false, "forged": false} {
		view, err := b.IdeaPage(ctx, "essai", id, visitor)
		if err != nil || view.Supported != want || view.Idea.Supports != 2 {
			t.Errorf("visitor %q: %v, %d supports, %v", visitor, view.Supported, view.Idea.Supports, err)
		}
	}
	_, err := b.SupportIdea(ctx, "essai", consult.NewID(), amina)
	wantCode(t, err, consult.CodeNotFound)
	b.settings(t, func(s *consult.Settings) { s.IdeaSupports = false })
	_, err = b.SupportIdea(ctx, "essai", id, service.NewVisitor())
	wantCode(t, err, consult.CodeClosed)
}

func TestOneVisitorWhoClicksManyTimesAtOnceCountsOnce(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	id, visitor := b.drop(t).Idea.ID, service.NewVisitor()
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			if _, err := b.SupportIdea(ctx, "essai", id, visitor); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if supports := b.file(t, id).Idea.Supports; supports != 1 {
		t.Errorf("%d supports", supports)
	}
}

func TestACommentIsWrittenOnceAndRead(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	id := b.drop(t).Idea.ID
	draft := b.NewComment()
	draft.Body, draft.Signature = " Oui,\r\nmille fois. ", "Bruno"
	for range 2 {
		comment, err := b.CommentIdea(ctx, "essai", id, draft)
		if err != nil || comment.Body != "Oui,\nmille fois." || comment.Moderation != consult.ModerationPublished {
			t.Fatalf("%+v, %v", comment, err)
		}
	}
	other := draft
	other.Body = "Non"
	_, err := b.CommentIdea(ctx, "essai", id, other)
	wantCode(t, err, consult.CodeConflict)
	stranger := draft
	stranger.Token = service.NewVisitor()
	_, err = b.CommentIdea(ctx, "essai", id, stranger)
	wantCode(t, err, consult.CodeConflict)

	view, err := b.IdeaPage(ctx, "essai", id, "")
	if err != nil || len(view.Comments) != 1 || view.Idea.Comments != 1 || view.Comments[0].Signature != "Bruno" || view.Comments[0].TokenHash != nil {
		t.Errorf("%+v, %v", view.Comments, err)
	}
	for name, c := range map[string]struct {
		draft service.CommentDraft
		code  consult.Code
	}{
		"blank":        {service.CommentDraft{ID: consult.NewID(), Body: " \n!"}, consult.CodeInvalid},
		"too long":     {service.CommentDraft{ID: consult.NewID(), Body: fmt.Sprintf("%02001d", 1)}, consult.CodeInvalid},
		"no page":      {service.CommentDraft{Body: "Oui"}, consult.CodeConflict},
		"taken ground": {service.CommentDraft{ID: draft.ID, Body: "Oui"}, consult.CodeConflict},
	} {
		_, err := b.CommentIdea(ctx, "essai", id, c.draft)
		if consult.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err = b.CommentIdea(ctx, "essai", consult.NewID(), b.commentOf("Oui"))
	wantCode(t, err, consult.CodeNotFound)
}

func (b *box) commentOf(body string) service.CommentDraft {
	draft := b.NewComment()
	draft.Body = body
	return draft
}

func TestAFloodOfCommentsIsKeptAndCounted(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	id := b.drop(t).Idea.ID
	const people, each = 16, 40
	var wait sync.WaitGroup
	for range people {
		wait.Go(func() {
			for range each {
				if _, err := b.CommentIdea(ctx, "essai", id, b.commentOf("Encore")); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	b.clock.advance(time.Minute)
	last, err := b.CommentIdea(ctx, "essai", id, b.commentOf("Le dernier"))
	if err != nil {
		t.Fatal(err)
	}
	view, err := b.IdeaPage(ctx, "essai", id, "")
	if err != nil || view.Idea.Comments != people*each+1 || len(view.Comments) != 500 || view.Comments[499].ID != last.ID {
		t.Errorf("%d comments counted, %d shown, %v", view.Idea.Comments, len(view.Comments), err)
	}
}

func TestAnAlertWaitsForAModerator(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	id := b.drop(t).Idea.ID
	draft := b.commentOf("Propos")
	comment, err := b.CommentIdea(ctx, "essai", id, draft)
	if err != nil {
		t.Fatal(err)
	}
	on := service.ReportDraft{ID: consult.NewID(), Ground: "off_topic", Note: "Voir le titre"}
	under := service.ReportDraft{ID: consult.NewID(), Comment: comment.ID, Ground: "insult"}
	for range 2 {
		for _, report := range []service.ReportDraft{on, under} {
			if err := b.ReportIdea(ctx, "essai", id, report); err != nil {
				t.Fatal(err)
			}
		}
	}
	queue, err := b.ModerationQueue(ctx, b.analyst, "essai")
	if err != nil || len(queue.Items) != 2 || queue.Total != 2 || len(queue.Items[0].Reports) != 1 || queue.Items[1].Comment == nil || len(queue.Items[1].Reports) != 1 {
		t.Fatalf("the queue is %+v, %v", queue.Items, err)
	}
	b.moderate(t, service.ModerationAct{Idea: id, Kind: service.ModerateKeep, Note: "Dans le sujet"})
	b.moderate(t, service.ModerationAct{Idea: id, Comment: comment.ID, Kind: service.ModerateRefuse, Ground: "insult", Note: "La fin"})
	author, err := b.CommentByToken(ctx, draft.Token)
	if err != nil || author.Comment.Moderation != consult.ModerationRefused || author.Comment.Ground != "insult" || author.Comment.GroundNote != "La fin" || author.Idea.ID != id {
		t.Errorf("the author of the comment sees %+v, %v", author, err)
	}
	_, err = b.CommentByToken(ctx, service.NewVisitor())
	wantCode(t, err, consult.CodeNotFound)
	if queue, err := b.ModerationQueue(ctx, b.analyst, "essai"); err != nil || len(queue.Items) != 0 {
		t.Errorf("left in the queue: %+v, %v", queue.Items, err)
	}
	if view, err := b.IdeaPage(ctx, "essai", id, ""); err != nil || len(view.Comments) != 0 || view.Idea.Comments != 0 {
		t.Errorf("a refused comment is shown: %+v, %v", view.Comments, err)
	}
	second, third := b.drop(t).Idea.ID, b.drop(t)
	b.clock.advance(time.Minute)
	for _, reported := range []consult.ID{b.drop(t).Idea.ID, second, third.Idea.ID} {
		if err := b.ReportIdea(ctx, "essai", reported, service.ReportDraft{ID: consult.NewID(), Ground: "off_topic"}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.WithdrawIdea(ctx, third.Token); err != nil {
		t.Fatal(err)
	}
	if queue, err := b.ModerationQueue(ctx, b.analyst, "essai"); err != nil || len(queue.Items) != 2 || queue.Items[0].Idea.ID != second {
		t.Errorf("who waits longest does not come first, or a withdrawn text still waits: %+v, %v", queue.Items, err)
	}
	for _, wrong := range []service.ReportDraft{{ID: consult.NewID(), Ground: "laid"}, {ID: consult.NewID()}} {
		wantCode(t, b.ReportIdea(ctx, "essai", id, wrong), consult.CodeInvalid)
	}
	wantCode(t, b.ReportIdea(ctx, "essai", id, service.ReportDraft{ID: consult.NewID(), Ground: "insult", Comment: comment.ID}), consult.CodeNotFound)
	wantCode(t, b.ReportIdea(ctx, "essai", consult.NewID(), service.ReportDraft{ID: consult.NewID(), Ground: "insult"}), consult.CodeNotFound)
}
