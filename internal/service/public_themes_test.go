package service_test

import (
	"context"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestThePublicReadsNoCountThatFewStandBehind(t *testing.T) {
	ctx, r := context.Background(), codingRoom(t, 60)
	var first []consult.Contribution
	for i, text := range r.texts(t, consult.ContributionFilter{ConsultationID: r.consultation.ID}) {
		switch {
		case i < 40:
			r.code(t, r.amina, text.ID, service.CodingGive, 1)
			first = append(first, text)
		case i < 42: // two people at most
			r.code(t, r.amina, text.ID, service.CodingGive, 2)
		}
	}
	for _, theme := range r.grid.Themes[:2] {
		if err := r.ValidateTheme(ctx, r.amina, "demonstration", theme.ID, r.standing(t).Unread); err != nil {
			t.Fatal(err)
		}
	}
	threshold := r.consultation.Settings.Threshold()

	many, err := r.ValidatedTheme(ctx, "demonstration", r.grid.Themes[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if many.Counts.Contributions != len(first) {
		t.Errorf("%d contributions, want %d", many.Counts.Contributions, len(first))
	}
	for name, shares := range map[string][]service.PublicShare{"categories": many.Categories, "territories": many.Territories} {
		shown, hidden, rest := 0, 0, many.Counts.Contributors
		for _, share := range shares {
			if share.Hidden {
				hidden++
				if share.Counts != (consult.Counts{}) {
					t.Errorf("%s: the hidden line %s bears %+v", name, share.Label, share.Counts)
				}
				continue
			}
			shown++
			rest -= share.Counts.Contributors
			if share.Counts.Contributors < threshold {
				t.Errorf("%s: %s shows %d contributors", name, share.Label, share.Counts.Contributors)
			}
		}
		if shown == 0 || hidden == 1 || hidden > 0 && rest == 0 {
			t.Errorf("%s: %d lines shown, %d hidden, %d contributors between them", name, shown, hidden, rest)
		}
	}

	few, err := r.ValidatedTheme(ctx, "demonstration", r.grid.Themes[1].ID)
	if err != nil {
		t.Fatal(err)
	}
	if few.Counts != (consult.Counts{}) || few.Categories != nil || few.Territories != nil {
		t.Errorf("a theme of two people shows %+v, %+v, %+v", few.Counts, few.Categories, few.Territories)
	}
	grid, err := r.PublicThemes(ctx, "demonstration")
	if err != nil {
		t.Fatal(err)
	}
	if grid.Validated != 2 || len(grid.Themes) != 6 || grid.Themes[1].Counts != (consult.Counts{}) || grid.Themes[2].Validated {
		t.Errorf("%+v", grid)
	}
}

func TestAConsultationInPreparationOrUnknownHasNoPublicThemes(t *testing.T) {
	ctx, r := context.Background(), codingRoom(t, 5)
	draft := consult.Consultation{ID: consult.NewID(), Slug: "a-venir", Title: "À venir", Status: consult.StatusDraft, CreatedAt: noon, ChangedAt: noon}
	if err := r.store.Atomic(ctx, func(tx consult.Tx) error { return tx.InsertConsultation(ctx, &draft) }); err != nil {
		t.Fatal(err)
	}
	for _, slug := range []string{"a-venir", "absente"} {
		if _, err := r.PublicThemes(ctx, slug); consult.CodeOf(err) != consult.CodeNotFound {
			t.Errorf("%s: %v", slug, err)
		}
		if _, err := r.ValidatedTheme(ctx, slug, r.grid.Themes[0].ID); consult.CodeOf(err) != consult.CodeNotFound {
			t.Errorf("a theme of %s: %v", slug, err)
		}
	}
	if grid, err := r.PublicThemes(ctx, "sress-2016"); err != nil || grid.Validated != 0 || len(grid.Themes) != 6 {
		t.Errorf("the record: %+v, %v", grid, err)
	}
}
