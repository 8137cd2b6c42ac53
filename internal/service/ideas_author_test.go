package service_test

import (
	"context"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestAnAuthorMendsAnIdea(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	dropped := b.drop(t)
	coded := consult.Assignment{ID: consult.NewID(), ConsultationID: b.id, ContributionID: dropped.Idea.ID, StatementID: dropped.Idea.ID,
		ThemeID: b.themes[0].ID, CoderID: b.analyst.User, Round: 1, State: consult.AssignmentConfirmed, TextVersion: 1, GridVersion: 1, At: noon}
	if err := b.store.Atomic(ctx, func(tx consult.Tx) error { return tx.InsertAssignment(ctx, &coded) }); err != nil {
		t.Fatal(err)
	}
	state := func() consult.AssignmentState {
		all, err := b.store.Assignments(ctx, dropped.Idea.ID)
		if err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		return all[0].State
	}
	author, err := b.IdeaByToken(ctx, dropped.Token)
	if err != nil || !author.Editable {
		t.Fatalf("%+v, %v", author, err)
	}

	draft := author.Draft()
	draft.Territory = "44"
	moved, err := b.MendIdea(ctx, dropped.Token, draft)
	if err != nil || moved.Idea.Territory != "44" || moved.Idea.TextVersion != 1 || state() != consult.AssignmentConfirmed {
		t.Errorf("moved elsewhere: %+v, %v, coding %s", moved, err, state())
	}

	draft = moved.Draft()
	draft.Proposal = "Ouvrir un verger"
	mended, err := b.MendIdea(ctx, dropped.Token, draft)
	if err != nil || mended.Idea.ID != dropped.Idea.ID || mended.Idea.TextVersion != 2 || state() != consult.AssignmentStale {
		t.Errorf("mended: %+v, %v, coding %s", mended, err, state())
	}
	if found := b.titles(t, service.IdeaQuery{Words: "vergers"}); len(found) != 1 {
		t.Errorf("the new word finds %q", found)
	}
	if _, err := b.MendIdea(ctx, dropped.Token, draft); err != nil {
		t.Errorf("the same post again: %v", err)
	}

	draft.Proposal = "Depuis une page ancienne"
	stale, err := b.MendIdea(ctx, dropped.Token, draft)
	wantCode(t, err, consult.CodeConflict)
	if stale == nil || stale.Idea.Proposal != "Ouvrir un verger" {
		t.Errorf("beside the error stands %+v", stale)
	}

	draft = mended.Draft()
	draft.Title = ""
	_, err = b.MendIdea(ctx, dropped.Token, draft)
	wantCode(t, err, consult.CodeInvalid)
	_, err = b.MendIdea(ctx, "aaaaaaaaaaaaaaaaaaaaaaaaaa", mended.Draft())
	wantCode(t, err, consult.CodeNotFound)

	b.clock.advance(60 * 24 * time.Hour)
	draft = mended.Draft()
	draft.Title = "Trop tard"
	_, err = b.MendIdea(ctx, dropped.Token, draft)
	wantCode(t, err, consult.CodeClosed)
}

func TestAWithdrawnIdeaIsNeitherShownNorCountedUntilItIsSentAgain(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	dropped := b.drop(t)
	visitor := service.NewVisitor()
	for range 2 {
		author, err := b.WithdrawIdea(ctx, dropped.Token)
		if err != nil || author.Idea.WithdrawnAt.IsZero() {
			t.Fatalf("%+v, %v", author, err)
		}
	}
	if titles := b.titles(t, service.IdeaQuery{}); len(titles) != 0 || b.counted(t, dropped.Idea.ID) {
		t.Errorf("shown %q, counted %v", titles, b.counted(t, dropped.Idea.ID))
	}
	_, err := b.IdeaPage(ctx, "essai", dropped.Idea.ID, visitor)
	wantCode(t, err, consult.CodeNotFound)
	_, err = b.SupportIdea(ctx, "essai", dropped.Idea.ID, visitor)
	wantCode(t, err, consult.CodeNotFound)
	_, err = b.CommentIdea(ctx, "essai", dropped.Idea.ID, service.CommentDraft{ID: consult.NewID(), Body: "Oui"})
	wantCode(t, err, consult.CodeNotFound)
	err = b.ReportIdea(ctx, "essai", dropped.Idea.ID, service.ReportDraft{ID: consult.NewID(), Ground: "insult"})
	wantCode(t, err, consult.CodeNotFound)
	err = b.Moderate(ctx, b.analyst, "essai", service.ModerationAct{Idea: dropped.Idea.ID, Kind: service.ModerateRefuse, Ground: "insult"})
	wantCode(t, err, consult.CodeConflict)
	if log := b.file(t, dropped.Idea.ID).Log; len(log) != 1 || log[0].Act != "withdraw" || log[0].ActorName != "" {
		t.Errorf("the log says %+v", log)
	}

	author, err := b.IdeaByToken(ctx, dropped.Token)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.MendIdea(ctx, dropped.Token, author.Draft()); err != nil {
		t.Fatal(err)
	}
	if titles := b.titles(t, service.IdeaQuery{}); len(titles) != 1 || !b.counted(t, dropped.Idea.ID) {
		t.Errorf("sent again, shown %q, counted %v", titles, b.counted(t, dropped.Idea.ID))
	}
}
