package register_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"concertation/exports/register"
)

func TestARegisterOpensWithItsIndexAndKeepsTextAsText(t *testing.T) {
	book := register.Book{Title: "Registre", Banner: "Données fictives", Index: "Lisez-moi", Modified: time.Date(2026, 6, 10, 12, 0, 0, 0, time.UTC),
		Tables: []register.Table{{Name: "Traitement", About: "La fiche", Header: []string{"Rubrique", "Contenu"}, Rows: [][]string{{"Finalités", "=1+1\x01"}}, Widths: []float64{20, 60}}}}
	var first, second bytes.Buffer
	for _, out := range []*bytes.Buffer{&first, &second} {
		if err := book.Write(out); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same tables give other bytes")
	}
	file, err := excelize.OpenReader(&first)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for cell, want := range map[string]string{"Lisez-moi!A1": "Données fictives", "Lisez-moi!A3": "Traitement", "Traitement!A2": "Rubrique", "Traitement!B3": "=1+1"} {
		sheet, at, _ := bytes.Cut([]byte(cell), []byte("!"))
		if got, err := file.GetCellValue(string(sheet), string(at)); err != nil || got != want {
			t.Errorf("%s: %q, %v", cell, got, err)
		}
	}
	if kind, err := file.GetCellType("Traitement", "B3"); err != nil || kind != excelize.CellTypeSharedString {
		t.Errorf("%v, %v", kind, err)
	}
	if linked, target, err := file.GetCellHyperLink("Lisez-moi", "A3"); err != nil || !linked || target != "'Traitement'!A1" {
		t.Errorf("%v %s, %v", linked, target, err)
	}
}
