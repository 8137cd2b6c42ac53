package service_test

import (
	"context"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestACommentIsMendedAndWithdrawnByItsAuthor(t *testing.T) {
	ctx, b := context.Background(), openBox(t, before)
	id := b.drop(t).Idea.ID
	b.moderate(t, service.ModerationAct{Idea: id, Kind: service.ModeratePublish})
	draft := b.commentOf("Propos")
	comment, err := b.CommentIdea(ctx, "essai", id, draft)
	if err != nil {
		t.Fatal(err)
	}
	counted := func(want int) {
		t.Helper()
		if view, err := b.IdeaPage(ctx, "essai", id, ""); err != nil || view.Idea.Comments != want || len(view.Comments) != want {
			t.Errorf("%d comments counted, %d shown, want %d, %v", view.Idea.Comments, len(view.Comments), want, err)
		}
	}
	mended := draft
	mended.Body, mended.Version = "Propos mesuré", 1
	for range 2 { // the same post again changes nothing
		if author, err := b.MendComment(ctx, draft.Token, mended); err != nil || author.Comment.TextVersion != 2 {
			t.Fatalf("mended: %+v, %v", author, err)
		}
	}
	// The moderator had read the former text.
	err = b.Moderate(ctx, b.analyst, "essai", service.ModerationAct{Idea: id, Comment: comment.ID, Kind: service.ModeratePublish, Seen: consult.ModerationWaiting, TextVersion: 1})
	wantCode(t, err, consult.CodeConflict)
	counted(0)
	b.moderate(t, service.ModerationAct{Idea: id, Comment: comment.ID, Kind: service.ModeratePublish, TextVersion: 2})
	counted(1)
	if err := b.ReportIdea(ctx, "essai", id, service.ReportDraft{ID: consult.NewID(), Comment: comment.ID, Ground: "insult"}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if author, err := b.WithdrawComment(ctx, draft.Token); err != nil || author.Comment.WithdrawnAt.IsZero() {
			t.Fatalf("withdrawn: %+v, %v", author, err)
		}
	}
	counted(0)
	if queue, err := b.ModerationQueue(ctx, b.analyst, "essai"); err != nil || len(queue.Items) != 0 {
		t.Errorf("a withdrawn comment is left in the queue: %+v, %v", queue.Items, err)
	}
	err = b.Moderate(ctx, b.analyst, "essai", service.ModerationAct{Idea: id, Comment: comment.ID, Kind: service.ModerateRefuse, Ground: "insult"})
	wantCode(t, err, consult.CodeConflict)
	withdrawals := 0
	for _, entry := range b.file(t, id).Log {
		if entry.Act == "withdraw" && entry.CommentID == comment.ID && entry.ActorName == "" {
			withdrawals++
		}
	}
	if withdrawals != 1 {
		t.Errorf("%d withdrawals in the log", withdrawals)
	}
	mended.Body = "Propos relu"
	_, err = b.MendComment(ctx, draft.Token, mended)
	wantCode(t, err, consult.CodeConflict)
	mended.Version = 2
	if author, err := b.MendComment(ctx, draft.Token, mended); err != nil || !author.Comment.WithdrawnAt.IsZero() || author.Comment.Moderation != consult.ModerationWaiting {
		t.Errorf("sent again: %+v, %v", author, err)
	}
	b.settings(t, func(s *consult.Settings) { s.IdeaComments = false })
	mended.Version = 3
	_, err = b.MendComment(ctx, draft.Token, mended)
	wantCode(t, err, consult.CodeClosed)
}
