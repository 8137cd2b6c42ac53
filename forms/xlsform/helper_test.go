package xlsform_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"concertation/forms"
	"concertation/forms/sheet"
	"concertation/forms/xlsform"
)

// workbook makes a file of sheets: their names, and their rows.
func workbook(t testing.TB, sheets []string, rows map[string][][]any, further ...func(*excelize.File)) []byte {
	t.Helper()
	file := excelize.NewFile()
	for i, name := range sheets {
		if i == 0 {
			must(t, file.SetSheetName("Sheet1", name))
		} else if _, err := file.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for j, row := range rows[name] {
			must(t, file.SetSheetRow(name, fmt.Sprintf("A%d", j+1), &row))
		}
	}
	for _, change := range further {
		change(file)
	}
	buffer, err := file.WriteToBuffer()
	must(t, err)
	return buffer.Bytes()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// read reads a workbook that must open.
func read(t *testing.T, data []byte) (forms.Definition, []string) {
	t.Helper()
	definition, issues, err := xlsform.Read(data, "fichier")
	must(t, err)
	lines := []string{}
	for _, issue := range issues {
		lines = append(lines, fmt.Sprintf("%s!%d %s", issue.Source.Sheet, issue.Source.Row, strings.TrimPrefix(issue.Key, "forms_files.")))
	}
	return definition, lines
}

func refusal(t *testing.T, data []byte) string {
	t.Helper()
	_, _, err := xlsform.Read(data, "fichier")
	var refused *sheet.FileError
	if !errors.As(err, &refused) {
		t.Fatalf("expected a refusal, got %v", err)
	}
	return strings.TrimPrefix(refused.Key, "forms_files.")
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", want) {
		t.Errorf("%s:\n got %#v\nwant %#v", what, got, want)
	}
}

var settings = [][]any{{"form_title"}, {"Titre"}}
