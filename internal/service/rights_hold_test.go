package service_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestWhatIsFrozenIsKeptButNeitherCountedNorPublishedNorOpenByItsLink(t *testing.T) {
	for _, kind := range []consult.HoldKind{consult.HoldFrozen, consult.HoldObjected} {
		b := openBox(t)
		ctx := context.Background()
		token := b.answered(t, "Zénobie Quetzal", "Un local")
		b.answered(t, "Bruno", "Un local")
		dropped := b.drop(t, func(d *service.IdeaDraft) { d.Signature = "Zénobie Quetzal" })
		tallies, ideas := shown(b.engine(t)), b.counts(t)
		opened := b.opened(t, "quetzal")
		if err := b.HoldRecords(ctx, b.organiser, opened.ID, kind); err != nil {
			t.Fatal(err)
		}
		if after := shown(b.engine(t)); !strings.HasPrefix(after, "responses 1\n") || recounted(t, b.house) != after {
			t.Errorf("tallies %s", after)
		}
		if _, err := b.Answering(ctx, token); consult.CodeOf(err) != consult.CodeForbidden {
			t.Errorf("the link of the response: %v", err)
		}
		if _, err := b.IdeaByToken(ctx, dropped.Token); consult.CodeOf(err) != consult.CodeForbidden {
			t.Errorf("the link of the idea: %v", err)
		}
		if titles := b.titles(t, service.IdeaQuery{}); len(titles) != 0 {
			t.Errorf("shown: %v", titles)
		}
		file, err := b.PersonFile(ctx, b.organiser, opened.ID)
		if err != nil {
			t.Fatal(err)
		}
		if file.Held() != 2 || !strings.Contains(fmt.Sprint(file.Records), "Zénobie Quetzal") {
			t.Errorf("held %d of %v", file.Held(), file.Records)
		}
		for range 2 { // released twice: the second finds nothing to do
			if err := b.ReleaseRecords(ctx, b.organiser, opened.ID); err != nil {
				t.Fatal(err)
			}
		}
		if after := shown(b.engine(t)); after != tallies || recounted(t, b.house) != after {
			t.Errorf("released: %s", after)
		}
		if after := b.counts(t); after != ideas {
			t.Errorf("released: %v, want %v", after, ideas)
		}
		if !b.answering(t, token).Submitted() {
			t.Error("the response does not count again")
		}
	}
}

func TestWhatIsFrozenIsBroughtBackByItsCaseAlone(t *testing.T) {
	b := openBox(t)
	ctx := context.Background()
	dropped := b.drop(t, func(d *service.IdeaDraft) { d.Signature = "Zénobie Quetzal" })
	opened := b.opened(t, "quetzal")
	if err := b.HoldRecords(ctx, b.organiser, opened.ID, consult.HoldFrozen); err != nil {
		t.Fatal(err)
	}
	err := b.Moderate(ctx, b.analyst, "essai", service.ModerationAct{Idea: dropped.Idea.ID, Kind: service.ModeratePublish})
	if consult.CodeOf(err) != consult.CodeConflict {
		t.Errorf("moderated: %v", err)
	}
}
