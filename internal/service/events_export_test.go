package service_test

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
)

func TestTheListIsASpreadsheetOfText(t *testing.T) {
	m := openMeeting(t)
	catalogue, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	m.P = catalogue.In("fr")
	if _, err := m.AddPerson(t.Context(), consult.System(), essai, m.event.ID, service.PersonDraft{ID: consult.NewID(), Name: "=HYPERLINK(1)", Arrived: true}); err != nil {
		t.Fatal(err)
	}
	m.register(t, named("Bruno"))
	var out bytes.Buffer
	if err := m.ExportEvent(t.Context(), consult.System(), essai, m.event.ID, &out); err != nil {
		t.Fatal(err)
	}
	file, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := file.GetRows(file.GetSheetName(0))
	if err != nil || len(rows) != 3 || rows[2][0] != "=HYPERLINK(1)" || rows[1][len(rows[1])-1] != catalogue.In("fr").T("events.absent") {
		t.Fatalf("%q %v", rows, err)
	}
	if formula, _ := file.GetCellFormula(file.GetSheetName(0), "A3"); formula != "" {
		t.Errorf("a name became a formula: %q", formula)
	}
}
