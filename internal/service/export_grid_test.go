package service_test

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"concertation/internal/consult"
	"concertation/internal/i18n"
)

func TestTheWorkbookTellsWhatEachVersionOfTheGridChanged(t *testing.T) {
	ctx, r := context.Background(), codingRoom(t, 12)
	catalogue, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	r.Service.P = catalogue.In("fr")
	draft := consult.GridDraft{Version: r.grid.Version, Gone: map[consult.ID]consult.ID{r.grid.Themes[1].ID: r.grid.Themes[0].ID}}
	for i, theme := range r.grid.Themes {
		if i != 1 {
			draft.Themes = append(draft.Themes, theme)
		}
	}
	draft.Themes = append(draft.Themes, consult.Theme{Title: "Apprentissage", SplitFrom: r.grid.Themes[0].ID})
	if _, err := r.PublishGrid(ctx, r.amina, "demonstration", draft); err != nil {
		t.Fatal(err)
	}
	for name, public := range map[string]bool{"kept inside": false, "spread": true} {
		t.Run("the one "+name, func(t *testing.T) {
			var file bytes.Buffer
			if err := r.ExportWorkbook(ctx, consult.System(), "demonstration", public, &file); err != nil {
				t.Fatal(err)
			}
			book, err := excelize.OpenReader(&file)
			if err != nil {
				t.Fatal(err)
			}
			rows, err := book.GetRows("Versions de la grille")
			defer book.Close()
			if err != nil || len(rows) < 3 {
				t.Fatalf("%d rows, %v", len(rows), err)
			}
			wanted := [][]string{{"issue d’une division", "Apprentissage", r.grid.Themes[0].Title}, {"fusionnée dans une autre", r.grid.Themes[1].Title, r.grid.Themes[0].Title}}
			for i, row := range rows[len(rows)-2:] {
				if told := row[len(row)-3:]; !slices.Equal(told, wanted[i]) {
					t.Errorf("told %q", told)
				}
				if slices.Contains(row, "Amina") == public {
					t.Errorf("who published it: %q", row)
				}
			}
		})
	}
}
