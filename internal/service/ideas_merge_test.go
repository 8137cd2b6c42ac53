package service_test

import (
	"context"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestMergedIdeasKeepAuthorsSupportsAndTrace(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	first, second := b.drop(t, titled("Un jardin partagé")), b.drop(t, titled("Jardins à partager"))
	amina, bruno := service.NewVisitor(), service.NewVisitor()
	b.support(t, first.Idea.ID, amina, bruno)
	b.support(t, second.Idea.ID, bruno)
	if _, err := b.CommentIdea(ctx, "essai", first.Idea.ID, b.commentOf("Oui")); err != nil {
		t.Fatal(err)
	}
	b.merge(t, first.Idea.ID, second.Idea.ID)
	b.merge(t, first.Idea.ID, second.Idea.ID) // a double click

	view, err := b.IdeaPage(ctx, "essai", second.Idea.ID, amina)
	if err != nil || view.Idea.Supports != 2 || !view.Supported || len(view.Merged) != 1 || len(view.Comments) != 1 || view.Idea.Comments != 1 {
		t.Errorf("%+v, %v", view, err)
	}
	page, err := b.IdeaPage(ctx, "essai", first.Idea.ID, "")
	if err != nil || page.Into == nil || page.Into.ID != second.Idea.ID {
		t.Errorf("the page of a merged idea leads to %+v, %v", page.Into, err)
	}
	if titles := b.titles(t, service.IdeaQuery{Words: "jardin"}); len(titles) != 1 || !b.counted(t, first.Idea.ID) {
		t.Errorf("listed %q; what its author said counts: %v", titles, b.counted(t, first.Idea.ID))
	}
	if author, err := b.IdeaByToken(ctx, first.Token); err != nil || author.Into == nil || author.Into.ID != second.Idea.ID {
		t.Errorf("the author sees %+v, %v", author.Into, err)
	}
	if supports, err := b.SupportIdea(ctx, "essai", first.Idea.ID, amina); err != nil || supports != 2 {
		t.Errorf("supported again through the merged one: %d, %v", supports, err)
	}

	for range 2 {
		if err := b.UnmergeIdea(ctx, b.analyst, "essai", first.Idea.ID); err != nil {
			t.Fatal(err)
		}
	}
	if alone := b.file(t, first.Idea.ID); alone.Idea.Supports != 2 || alone.Idea.Comments != 1 || len(alone.Log) != 2 {
		t.Errorf("undone: %d supports, %d comments, log %+v", alone.Idea.Supports, alone.Idea.Comments, alone.Log)
	}
	if other := b.file(t, second.Idea.ID); other.Idea.Supports != 1 || other.Idea.Comments != 0 {
		t.Errorf("undone, the other has %d supports, %d comments", other.Idea.Supports, other.Idea.Comments)
	}
	if titles := b.titles(t, service.IdeaQuery{Words: "jardin"}); len(titles) != 2 {
		t.Errorf("undone, found %q", titles)
	}
}

func (b *box) support(t testing.TB, id consult.ID, visitors ...string) {
	t.Helper()
	for _, visitor := range visitors {
		if _, err := b.SupportIdea(context.Background(), "essai", id, visitor); err != nil {
			t.Fatal(err)
		}
	}
}

func (b *box) merge(t testing.TB, from, into consult.ID) {
	t.Helper()
	if err := b.MergeIdeas(context.Background(), b.analyst, "essai", from, into); err != nil {
		t.Fatal(err)
	}
}

func TestMergesMakeNeitherCirclesNorLostIdeas(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	a, c, d, e := b.drop(t, titled("A")).Idea.ID, b.drop(t, titled("C")), b.drop(t, titled("D")).Idea.ID, b.drop(t, titled("E")).Idea.ID
	refused := func(from, into consult.ID) {
		t.Helper()
		wantCode(t, b.MergeIdeas(ctx, b.analyst, "essai", from, into), consult.CodeConflict)
	}
	refused(a, a)
	b.merge(t, a, c.Idea.ID)
	refused(c.Idea.ID, a) // its own
	refused(a, d)         // merged already
	b.merge(t, d, a)      // goes to the one that stands for it
	if into := b.file(t, d).Idea.MergedInto; into != c.Idea.ID {
		t.Errorf("merged into %s, want %s", into, c.Idea.ID)
	}
	b.merge(t, c.Idea.ID, e) // a chain: a and d under c, c under e
	refused(e, d)
	if under := b.file(t, e).Merged; len(under) != 3 {
		t.Errorf("%d ideas under the last", len(under))
	}
	wantCode(t, b.MergeIdeas(ctx, b.analyst, "essai", a, consult.NewID()), consult.CodeNotFound)
	wantCode(t, b.UnmergeIdea(ctx, b.analyst, "essai", consult.NewID()), consult.CodeNotFound)

	if err := b.UnmergeIdea(ctx, b.analyst, "essai", c.Idea.ID); err != nil {
		t.Fatal(err)
	}
	if under := b.file(t, c.Idea.ID).Merged; len(under) != 2 || len(b.file(t, e).Merged) != 0 {
		t.Errorf("undone, %d under the middle one, %d under the last", len(under), len(b.file(t, e).Merged))
	}
	// The one that stands for others goes: they stand alone again.
	if _, err := b.WithdrawIdea(ctx, c.Token); err != nil {
		t.Fatal(err)
	}
	if titles := b.titles(t, service.IdeaQuery{}); len(titles) != 3 {
		t.Errorf("shown %q", titles)
	}
	refused(a, c.Idea.ID) // withdrawn
	b.merge(t, a, e)
	b.moderate(t, service.ModerationAct{Idea: e, Kind: service.ModerateRefuse, Ground: "insult"})
	if titles := b.titles(t, service.IdeaQuery{}); len(titles) != 2 {
		t.Errorf("shown %q once the one that stood for another was refused", titles)
	}
}

func TestAnIdeaThatNobodyMayReadAnyMoreStandsForNoOther(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	other, root := b.drop(t, titled("Autre")), b.drop(t, titled("Racine"))
	b.merge(t, other.Idea.ID, root.Idea.ID)
	author, err := b.IdeaByToken(ctx, root.Token)
	if err != nil {
		t.Fatal(err)
	}
	draft := author.Draft()
	draft.Publication = consult.PublicationNo
	if _, err := b.MendIdea(ctx, root.Token, draft); err != nil {
		t.Fatal(err)
	}
	if titles := b.titles(t, service.IdeaQuery{}); len(titles) != 1 || titles[0] != "Autre" {
		t.Errorf("shown %q", titles)
	}
}

func TestAMergedIdeaStaysReadableWhileTheOtherIsReadAgain(t *testing.T) {
	ctx, b := context.Background(), openBox(t, before)
	other, root := b.published(t, titled("Autre")), b.drop(t, titled("Racine"))
	b.moderate(t, service.ModerationAct{Idea: root.Idea.ID, Kind: service.ModeratePublish})
	b.merge(t, other, root.Idea.ID)
	author, err := b.IdeaByToken(ctx, root.Token)
	if err != nil {
		t.Fatal(err)
	}
	draft := author.Draft()
	draft.Title = "Racine changée"
	if _, err := b.MendIdea(ctx, root.Token, draft); err != nil {
		t.Fatal(err)
	}
	if view, err := b.IdeaPage(ctx, "essai", other, ""); err != nil || view.Into != nil || view.Idea.Title != "Autre" {
		t.Errorf("%+v, %v", view, err)
	}
	b.moderate(t, service.ModerationAct{Idea: root.Idea.ID, Kind: service.ModeratePublish})
	if view, err := b.IdeaPage(ctx, "essai", other, ""); err != nil || view.Into == nil || view.Into.Title != "Racine changée" {
		t.Errorf("published again, %+v, %v", view, err)
	}
}
