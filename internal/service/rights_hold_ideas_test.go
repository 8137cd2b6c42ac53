package service_test

import (
	"context"
	"slices"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestAnIdeaThatIsFrozenStandsAgainForThoseMergedIntoIt(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	under, deeper := b.drop(t, titled("Jardins")), b.drop(t, titled("Potagers"))
	root := b.drop(t, func(d *service.IdeaDraft) { d.Title, d.Signature = "Racine", "Zénobie Quetzal" })
	b.merge(t, deeper.Idea.ID, under.Idea.ID)
	b.merge(t, under.Idea.ID, root.Idea.ID)
	b.support(t, under.Idea.ID, service.NewVisitor())
	opened := b.opened(t, "quetzal")
	if err := b.HoldRecords(ctx, b.organiser, opened.ID, consult.HoldFrozen); err != nil {
		t.Fatal(err)
	}
	if got := b.titles(t, service.IdeaQuery{}); !slices.Equal(got, []string{"Jardins"}) {
		t.Errorf("shown: %q", got)
	}
	if err := b.ReleaseRecords(ctx, b.organiser, opened.ID); err != nil {
		t.Fatal(err)
	}
	if got := b.titles(t, service.IdeaQuery{}); !slices.Equal(got, []string{"Racine"}) {
		t.Errorf("shown: %q", got)
	}
	if view := b.file(t, root.Idea.ID); len(view.Merged) != 2 || view.Idea.Supports != 1 {
		t.Errorf("%d under it, %d supports", len(view.Merged), view.Idea.Supports)
	}
	if into := b.file(t, deeper.Idea.ID).Idea.MergedInto; into != under.Idea.ID {
		t.Errorf("the deeper one is under %s", into)
	}
}

func TestAFrozenIdeaIsHiddenUnderTheOneThatStandsForItAndNotParted(t *testing.T) {
	ctx, b := context.Background(), openBox(t)
	deeper, root := b.drop(t, titled("Potagers")), b.drop(t, titled("Racine"))
	middle := b.drop(t, func(d *service.IdeaDraft) { d.Title, d.Signature = "Jardins", "Zénobie Quetzal" })
	b.merge(t, deeper.Idea.ID, middle.Idea.ID)
	b.merge(t, middle.Idea.ID, root.Idea.ID)
	opened := b.opened(t, "quetzal")
	read := func() (titles []string) {
		view, err := b.IdeaPage(ctx, "essai", root.Idea.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range view.Merged {
			titles = append(titles, one.Title)
		}
		slices.Sort(titles)
		return titles
	}
	before := read()
	if err := b.HoldRecords(ctx, b.organiser, opened.ID, consult.HoldFrozen); err != nil {
		t.Fatal(err)
	}
	if got := read(); !slices.Equal(got, []string{"Potagers"}) || !slices.Equal(b.titles(t, service.IdeaQuery{}), []string{"Racine"}) {
		t.Errorf("shown under it: %q", got)
	}
	wantCode(t, b.UnmergeIdea(ctx, b.analyst, "essai", middle.Idea.ID), consult.CodeConflict)
	if err := b.ReleaseRecords(ctx, b.organiser, opened.ID); err != nil {
		t.Fatal(err)
	}
	if got := read(); !slices.Equal(got, before) || len(got) != 2 {
		t.Errorf("given back: %q, want %q", got, before)
	}
	if into := b.file(t, deeper.Idea.ID).Idea.MergedInto; into != middle.Idea.ID {
		t.Errorf("the deeper one is under %s", into)
	}
}
