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

func TestProposedActionsAreInTheInternalWorkbookOnly(t *testing.T) {
	r := codingRoom(t, 20)
	catalogue, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	r.Service.P = catalogue.In("fr")
	r.propose(t, r.amina, r.first(t).ID, "Ouvrir un guichet commun")
	for _, public := range []bool{false, true} {
		var file bytes.Buffer
		if err := r.ExportWorkbook(context.Background(), consult.System(), "demonstration", public, &file); err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(&file)
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		rows, err := book.GetRows("Propositions d’action")
		if public {
			if err == nil {
				t.Error("the public workbook has the sheet")
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		last := rows[len(rows)-1]
		if last[0] != "Ouvrir un guichet commun" || !slices.Contains(last, "1") {
			t.Errorf("the action: %q", last)
		}
	}
}
