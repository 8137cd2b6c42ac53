package service_test

import (
	"context"
	"slices"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestTheOverviewSaysWhatCameInAndWhatWaits(t *testing.T) {
	ctx, b := context.Background(), openBox(t, before)
	first, second := b.spoke(t, "Atelier", "un local"), b.spoke(t, "Atelier", "un prêt")
	b.spoke(t, "Ailleurs", "du temps")
	b.begin(t)
	workshop := b.structure(t, "Atelier", "association", "44")
	b.structure(t, "Zeste", "association", "49")
	b.tie(t, first, workshop)
	b.tie(t, second, workshop)
	b.drop(t)
	b.published(t)

	standing := func(actor consult.Actor) *service.Standing {
		t.Helper()
		got, err := b.Standing(ctx, actor, "essai")
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	got := standing(b.organiser)
	figures := []service.StandingFigure{{Part: service.StandingResponses, Count: 3}, {Part: service.StandingDrafts, Count: 1},
		{Part: service.StandingIdeas, Count: 1}, {Part: service.StandingOrganisations, Count: 1, Of: 2}, {Part: service.StandingReviewed, Of: 4}}
	if !slices.Equal(got.Figures, figures) {
		t.Errorf("figures %+v, want %+v", got.Figures, figures)
	}
	waiting := []service.StandingFigure{{Part: service.WaitingModeration, Count: 1}, {Part: service.WaitingSilent, Count: 1},
		{Part: service.WaitingDoubles, Count: 1}, {Part: service.WaitingUntied, Count: 1}, {Part: service.WaitingCoding, Count: 4}}
	if !slices.Equal(got.Waiting, waiting) {
		t.Errorf("waiting %+v, want %+v", got.Waiting, waiting)
	}

	reader := consult.Actor{User: consult.NewID(), Role: consult.RoleReader}
	if got := standing(reader); len(got.Waiting) != 0 || slices.ContainsFunc(got.Figures, func(f service.StandingFigure) bool { return f.Part == service.StandingReviewed }) {
		t.Errorf("a reader is told %+v", got)
	}
	_, err := b.Standing(ctx, consult.Actor{}, "essai")
	wantCode(t, err, consult.CodeForbidden)
}
