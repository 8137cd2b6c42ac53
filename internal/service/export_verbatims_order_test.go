package service_test

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
)

// Texts are read some at a time; the file has each once under each of its themes all the same, in the grid's order.
func TestManyTextsAreExportedUnderTheirThemesInTheGridsOrder(t *testing.T) {
	ctx := context.Background()
	house, consultation := demonstrated(t, service.DemoOptions{Responses: 275, Seed: 1, Coded: true})
	catalogue, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	const page = 40 // texts at once
	exporting := service.New(house.store, service.WithExportPage(page), service.WithCatalogue(catalogue))
	texts := house.texts(t, consult.ContributionFilter{ConsultationID: consultation.ID})
	grid, err := house.store.ThemeGrid(ctx, consultation.ID)
	if err != nil {
		t.Fatal(err)
	}
	assignments, err := house.store.CurrentAssignments(ctx, consultation.ID)
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		position    int
		theme, text string
	}
	var want []row
	for i := range texts {
		alone := true
		for _, theme := range grid.Themes {
			if slices.ContainsFunc(assignments, func(a consult.Assignment) bool {
				return a.ContributionID == texts[i].ID && a.ThemeID == theme.ID && a.State == consult.AssignmentConfirmed
			}) {
				want, alone = append(want, row{theme.Position, theme.Title, texts[i].Body}), false
			}
		}
		if alone {
			want = append(want, row{len(grid.Themes) + 1, "", texts[i].Body})
		}
	}
	slices.SortStableFunc(want, func(a, b row) int { return cmp.Compare(a.position, b.position) })
	if first := slices.IndexFunc(want, func(r row) bool { return r.position > 1 }); first <= page {
		t.Fatalf("too few texts of the first theme to take several pages: %d", first)
	}

	var file bytes.Buffer
	if err := exporting.ExportCSV(ctx, consult.System(), consultation.Slug, false, &file); err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	content, err := archive.Open("open-data/contributions.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(content).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	theme, text := slices.Index(rows[0], "theme"), slices.Index(rows[0], "text")
	if len(rows)-1 != len(want) {
		t.Fatalf("%d rows, want %d", len(rows)-1, len(want))
	}
	for i, got := range rows[1:] {
		if got[theme] != want[i].theme || strings.TrimPrefix(got[text], "'") != want[i].text {
			t.Fatalf("row %d: %q under %q, want %q under %q", i+2, got[text], got[theme], want[i].text, want[i].theme)
		}
	}
}
