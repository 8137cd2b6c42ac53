package files_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"concertation/forms/files"
	"concertation/forms/library"
	"concertation/forms/sheet"
)

// sentences gives the key and its arguments rather than a sentence, but for the places.
func sentences(key string, args ...any) string {
	key = strings.TrimPrefix(strings.TrimPrefix(key, "forms_files."), "where.")
	if len(args) == 0 {
		return key
	}
	return fmt.Sprint(key, args[1:])
}

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAReportHasTheShapeThatOtherProgramsRead(t *testing.T) {
	path := write(t, "essai.yaml", `
settings: {form_title: Essai, default_language: fr}
survey:
  - {type: begin_group, name: page, label: Page}
  - {type: text, name: a, label: A, relevant: "${rien} = 1"}
  - {type: integer, name: b, label: B, couleur: bleu}
  - {type: note, name: n, label: N}
  - {type: end_group}
`)
	report := files.Check(path, sentences)
	report.File = "essai.yaml"
	got, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "file": "essai.yaml",
  "ok": false,
  "title": "Essai",
  "questions": 2,
  "languages": [
    "fr"
  ],
  "issues": [
    {
      "severity": "error",
      "where": "part[survey], row[5], key[relevant]",
      "message": "forms.issue.unknown_reference[rien]"
    },
    {
      "severity": "warning",
      "where": "part[survey], row[6], key[couleur]",
      "message": "column.unused"
    }
  ]
}`
	if string(got) != want {
		t.Errorf("got %s", got)
	}
}

func TestAWorkbookSpeaksOfSheetsAndColumns(t *testing.T) {
	path := filepath.Join(t.TempDir(), "essai.xlsx")
	definition := library.Reference()
	definition.Sections[1].Relevant = "${rien} = 1"
	if err := files.Write(path, definition); err != nil {
		t.Fatal(err)
	}
	report := files.Check(path, sentences)
	if len(report.Issues) != 1 || report.Issues[0].Where != "sheet[survey], row[16], column[relevant]" {
		t.Errorf("got %+v", report.Issues)
	}
}

func TestTheLibraryIsInOrder(t *testing.T) {
	for _, name := range []string{"reference.xlsx", "reference.yaml", "reference.yml"} {
		path := filepath.Join(t.TempDir(), name)
		if err := files.Write(path, library.Reference()); err != nil {
			t.Fatal(err)
		}
		if report := files.Check(path, sentences); !report.OK || len(report.Issues) > 0 || report.Questions != 36 {
			t.Errorf("%s: %+v", name, report)
		}
	}
}

func TestFilesThatAreNotReadSayWhatToDo(t *testing.T) {
	for name, want := range map[string]string{
		"ancien.xls": "file.old_excel[.xls]", "macros.xlsm": "file.macros[.xlsm]", "libre.ods": "file.opendocument[.ods]",
		"enquete.lss": "file.limesurvey[.lss]", "photo.jpg": "file.unknown_extension[.jpg]", "vide.xlsx": "file.empty", "vide.yaml": "file.empty",
	} {
		t.Run(name, func(t *testing.T) {
			report := files.Check(write(t, name, ""), sentences)
			if report.OK || len(report.Issues) != 1 || report.Issues[0].Message != want || report.Issues[0].Severity != "error" {
				t.Errorf("got %+v", report)
			}
		})
	}
	if report := files.Check(filepath.Join(t.TempDir(), "absent.xlsx"), sentences); report.Issues[0].Message != "file.absent" {
		t.Errorf("got %+v", report)
	}
}

func TestAQuestionnaireIsNotWrittenInAFormatWeLack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sortie.ods")
	var refused *sheet.FileError
	if err := files.Write(path, library.OnePage()); !errors.As(err, &refused) {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Error("a file was left")
	}
}

func TestAnUploadedFileIsExaminedAsAWhole(t *testing.T) {
	definition, issues, err := files.Examine([]byte("survey: [{type: text, name: a, label: A, relevant: \"${b} = 1\"}]"), "envoi.yaml")
	if err != nil || len(definition.Sections) != 1 {
		t.Fatalf("%v, %v", definition, err)
	}
	var got []string
	for _, issue := range issues {
		got = append(got, string(issue.Severity)+" "+issue.Key)
	}
	want := "[warning forms_files.settings.no_title warning forms.issue.section_without_title error forms.issue.unknown_reference]"
	if fmt.Sprint(got) != want {
		t.Errorf("got %v", got)
	}
}

// The files of other tools' authors are not in this repository.
const samples = "../../../shared/data/forms"

func TestARealQuestionnaireCanBePublishedAsItIs(t *testing.T) {
	path := filepath.Join(samples, "mitwirken_umfrage.xlsx")
	if _, err := os.Stat(path); err != nil {
		t.Skipf("sample workbooks absent: %v", err)
	}
	report := files.Check(path, sentences)
	if !report.OK || report.Title == "" || fmt.Sprint(report.Languages) != "[de]" || report.Questions != 38 {
		t.Errorf("got %+v", report)
	}
}

func TestEverySampleGivesAReadableReport(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(samples, "*.xlsx"))
	if err != nil || len(paths) == 0 {
		t.Skip("sample workbooks absent")
	}
	for _, path := range paths {
		report := files.Check(path, sentences)
		for _, issue := range report.Issues {
			if issue.Message == "" || issue.Where == "" && issue.Severity == "warning" {
				t.Errorf("%s: %+v", path, issue)
			}
		}
		if report.Questions == 0 {
			t.Errorf("%s: no question", path)
		}
	}
}
