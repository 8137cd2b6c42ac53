package mailmerge_test

import (
	"archive/zip"
	"bytes"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"concertation/exports/mailmerge"
)

func sample() *mailmerge.File {
	return &mailmerge.File{Title: "Essai", Names: [2]string{"Lisez-moi", "Structures"}, Readme: []string{"Essai", "Gardez ce fichier."},
		Header: []string{"Structure", "Code postal", "Lien", "Code QR"}, Modified: time.Date(2026, 6, 10, 12, 0, 0, 0, time.UTC),
		Rows: []mailmerge.Row{{Name: "0001-abeille", Words: []string{"=HYPERLINK(\"x\")", "01000", "https://avis.exemple.fr/s/a"}, Link: "https://avis.exemple.fr/s/a"},
			{Name: "0002-zeste", Words: []string{strings.Repeat("é", 40_000), "44000", "https://avis.exemple.fr/s/b"}, Link: "https://avis.exemple.fr/s/b"}}}
}

func TestTheSpreadsheetOfAMailMerge(t *testing.T) {
	var first, second bytes.Buffer
	if err := sample().Write(&first); err != nil {
		t.Fatal(err)
	}
	if err := sample().Write(&second); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("the same rows make other bytes (%v)", err)
	}
	book, err := excelize.OpenReader(&first)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for cell, want := range map[string]string{"A1": "Structure", "A2": `=HYPERLINK("x")`, "B2": "01000", "C3": "https://avis.exemple.fr/s/b"} {
		got, err := book.GetCellValue("Structures", cell)
		formula, _ := book.GetCellFormula("Structures", cell)
		if err != nil || got != want || formula != "" {
			t.Errorf("%s is %q (formula %q), %v", cell, got, formula, err)
		}
	}
	if long, err := book.GetCellValue("Structures", "A3"); err != nil || !strings.HasSuffix(long, "…") {
		t.Errorf("a long name is not cut with a mark (%v)", err)
	}
	for _, cell := range []string{"D2", "D3"} {
		pictures, err := book.GetPictures("Structures", cell)
		if err != nil || len(pictures) != 1 {
			t.Errorf("%d codes in %s, %v", len(pictures), cell, err)
		}
	}
}

func TestTheCodesAlone(t *testing.T) {
	var out bytes.Buffer
	if err := sample().WriteCodes(&out); err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil || len(archive.File) != 2 || archive.File[0].Name != "0001-abeille.png" {
		t.Fatal(archive, err)
	}
	opened, err := archive.File[1].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	if picture, err := png.Decode(opened); err != nil || picture.Bounds().Dx() < 200 {
		t.Error(err)
	}
}
