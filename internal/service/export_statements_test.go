package service_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/xuri/excelize/v2"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
)

func TestEachStatementIsExportedUnderItsOwnTheme(t *testing.T) {
	ctx := context.Background()
	r := codingRoom(t, 20)
	catalogue, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	r.Service.P = catalogue.In("fr")
	var text consult.Contribution
	for _, one := range r.texts(t, consult.ContributionFilter{ConsultationID: r.consultation.ID}) {
		if len(one.Body) > 40 {
			text = one
		}
	}
	r.code(t, r.amina, text.ID, service.CodingGive, 1)
	second, err := r.Split(ctx, r.amina, "demonstration", service.SplitAct{Contribution: text.ID, Statement: text.ID, TextVersion: text.TextVersion,
		Statements: 1, Start: 20 - offRune(text.Body, 20), End: len(text.Body)})
	if err != nil {
		t.Fatal(err)
	}
	act := service.CodingAct{Contribution: text.ID, Statement: second, Theme: r.grid.Themes[1].ID, Kind: service.CodingGive}
	if err := r.Code(ctx, r.amina, "demonstration", act); err != nil {
		t.Fatal(err)
	}
	statements, err := r.store.Statements(ctx, text.ID)
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := r.ExportWorkbook(ctx, consult.System(), "demonstration", false, &file); err != nil {
		t.Fatal(err)
	}
	workbook, err := excelize.OpenReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	defer workbook.Close()
	rows, err := workbook.GetRows("Verbatims par thème")
	if err != nil {
		t.Fatal(err)
	}
	for i, statement := range statements {
		words, found := text.Body[statement.Start:statement.End], 0
		if text.Title != "" {
			words = text.Title + "\n" + words
		}
		for _, row := range rows {
			cells := map[string]bool{}
			for _, cell := range row {
				cells[cell] = true
			}
			if cells[words] && cells[r.grid.Themes[i].Title] {
				found++
			}
		}
		if found != 1 {
			t.Errorf("statement %d is exported %d times under %q", i+1, found, r.grid.Themes[i].Title)
		}
	}
}
