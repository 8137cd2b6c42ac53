package csv_test

import (
	"slices"
	"strings"
	"testing"

	"concertation/exports"
	"concertation/exports/exportstest"
)

func TestEachQuestionnaireHasItsFiles(t *testing.T) {
	for public, name := range map[bool]string{false: "responses", true: "tallies"} {
		in, err := exportstest.Several(public, 40)
		if err != nil {
			t.Fatal(err)
		}
		files, _ := written(t, in)
		for _, folder := range []string{"excel/", "open-data/"} {
			for _, file := range []string{name + ".csv", name + "-2.csv", "dictionary.csv", "dictionary-2.csv", "questionnaires.csv"} {
				if files[folder+file] == "" {
					t.Errorf("public %v: no %s", public, folder+file)
				}
			}
		}
		rows := rowsOf(t, files["open-data/questionnaires.csv"], ',')
		if want := []string{"2", "collectivites", "'" + exports.Plain(exportstest.Title), "3", "20", name + "-2.csv, dictionary-2.csv"}; len(rows) != 3 || !slices.Equal(rows[2], want) {
			t.Errorf("the questionnaires are told as %q", rows)
		}
		if !strings.Contains(files["open-data/datapackage.json"], `"title": "Questionnaire d’essai"`) {
			t.Error("the package does not say which file is of which questionnaire")
		}
		if !public {
			if rows := rowsOf(t, files["excel/responses-2.csv"], ';'); len(rows) != 21 {
				t.Errorf("%d rows of responses", len(rows))
			}
		}
	}
}

func TestWhatTheLatestRevisionWithdrewIsExplained(t *testing.T) {
	in, err := exportstest.Revised(false, 20)
	if err != nil {
		t.Fatal(err)
	}
	files, _ := written(t, in)
	for _, words := range []string{"jobs,integer,Nombre d’emplois (retirée),", ",for,Formation (retiré)"} {
		if !strings.Contains(files["open-data/dictionary.csv"], words) {
			t.Errorf("the dictionary does not say %q", words)
		}
	}
	if header := rowsOf(t, files["open-data/responses.csv"], ',')[0]; !slices.Contains(header, "jobs") || !slices.Contains(header, "levers/for") {
		t.Errorf("columns %q", header)
	}
}
