package service_test

import (
	"context"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/service"
)

func TestMergingTwoThemesKeepsWhatWasGivenAndItsHistory(t *testing.T) {
	ctx := context.Background()
	r := codingRoom(t, 20)
	texts := r.texts(t, consult.ContributionFilter{ConsultationID: r.consultation.ID})
	before, err := r.ThemeCounts(ctx, r.consultation.ID)
	if err != nil {
		t.Fatal(err)
	}
	var mine []consult.ID // given both, by two people, so that one statement is merged
	for i := range texts {
		if len(mine) < 2 {
			mine = append(mine, texts[i].ID)
			r.code(t, r.amina, texts[i].ID, service.CodingGive, 2)
		}
	}
	r.code(t, r.bruno, mine[0], service.CodingGive, 1)

	draft := consult.GridDraft{Version: r.grid.Version, Gone: map[consult.ID]consult.ID{r.grid.Themes[1].ID: r.grid.Themes[0].ID}}
	for i, theme := range r.grid.Themes {
		if i != 1 {
			draft.Themes = append(draft.Themes, theme)
		}
	}
	preview, err := r.PreviewGrid(ctx, r.amina, "demonstration", draft)
	if err != nil {
		t.Fatal(err)
	}
	if effect := preview.Effects[0]; effect.Coded < 2 || effect.Merged < 1 || effect.Reread != 0 {
		t.Errorf("said beforehand: %+v", effect)
	}
	version, err := r.PublishGrid(ctx, r.amina, "demonstration", draft)
	if err != nil || version != r.grid.Version+1 {
		t.Fatalf("version %d, %v", version, err)
	}
	view, err := r.GridView(ctx, r.bruno, "demonstration")
	if err != nil {
		t.Fatal(err)
	}
	if view.History[0].By != "Amina" || len(view.Grid.Themes) != len(r.grid.Themes)-1 || view.Grid.Themes[1].Position != 2 {
		t.Errorf("the grid is %+v, published by %q", view.Grid, view.History[0].By)
	}
	if got, least := view.Grouping.Theme(r.grid.Themes[0].ID).Counts.Statements, before.Theme(r.grid.Themes[0].ID).Counts.Statements; got < least || got < 2 {
		t.Errorf("%d statements under the theme that stays, %d before", got, least)
	}
	if view.Grouping.Total != before.Total {
		t.Errorf("the total went from %+v to %+v", before.Total, view.Grouping.Total)
	}
	history, err := r.store.Assignments(ctx, mine[1])
	if err != nil {
		t.Fatal(err)
	}
	ended, moved := false, false
	for _, a := range history {
		ended = ended || a.ThemeID == r.grid.Themes[1].ID && a.CoderID == r.amina.User && !a.EndedAt.IsZero()
		moved = moved || a.ThemeID == r.grid.Themes[0].ID && a.CoderID == r.amina.User && a.EndedAt.IsZero() && a.GridVersion == version
	}
	if !ended || !moved {
		t.Errorf("the history does not say where the theme went: %+v", history)
	}

	if _, err := r.PublishGrid(ctx, r.bruno, "demonstration", draft); consult.CodeOf(err) != consult.CodeConflict {
		t.Errorf("a draft of an earlier version overwrote Amina's grid: %v", err)
	}
	act := service.CodingAct{Contribution: mine[0], Theme: r.grid.Themes[1].ID, Kind: service.CodingGive}
	if err := r.Code(ctx, r.bruno, "demonstration", act); consult.CodeOf(err) != consult.CodeNotFound {
		t.Errorf("a theme that went was given: %v", err)
	}
}
