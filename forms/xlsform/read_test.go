package xlsform_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"concertation/forms"
	"concertation/forms/xlsform"
)

func TestCellsAreReadAsTheirAuthorSeesThem(t *testing.T) {
	data := workbook(t, []string{"Survey", "CHOICES", "settings"}, map[string][][]any{
		"Survey": {
			{"type", "name", "label", "required", "default", "hint"},
			{"select_one liste", "q", "Question", true, 1.0, "aide"},
			{"date", "d", "Date", false, "", ""},
			{"integer", "n", "Nombre", 1, 0.5, ""},
			{"text", "f", "", "", "", ""},
		},
		"CHOICES":  {{"list_name", "name", "label"}, {"liste", 1, "un"}, {nil, 2, "deux"}, {nil, 3, "trois"}},
		"settings": {{"form_title", "version"}, {"Titre", 2016042801}},
	}, func(file *excelize.File) {
		must(t, file.SetCellValue("Survey", "E3", time.Date(2016, 4, 28, 0, 0, 0, 0, time.UTC)))
		must(t, file.SetCellFormula("Survey", "C5", `"Fait de "&"morceaux"`))
		must(t, file.MergeCell("CHOICES", "A2", "A4"))
		must(t, file.MergeCell("Survey", "F2", "F2"))
	})
	definition, issues := read(t, data)
	questions := definition.Sections[0].Questions
	equal(t, "issues", issues, []string{})
	equal(t, "TRUE", questions[0].Required, true)
	equal(t, "a number as code", questions[0].Default, "1")
	equal(t, "a date", questions[1].Default, "2016-04-28")
	equal(t, "1 for yes", questions[2].Required, true)
	equal(t, "a decimal", questions[2].Default, "0.5")
	equal(t, "version", definition.Version, "2016042801")
	equal(t, "a merged list name", len(definition.Lists["liste"]), 3)
	equal(t, "numeric names", definition.Lists["liste"][2].Name, "3")
	equal(t, "source", questions[1].Source, forms.Source{Sheet: "Survey", Row: 3})
}

func TestALoneSheetIsTheSurveyUnderAnyName(t *testing.T) {
	definition, _ := read(t, workbook(t, []string{"Feuil1"}, map[string][][]any{
		"Feuil1": {{"type", "name", "label"}, {"text", "q", "Question"}},
	}))
	equal(t, "questions", len(definition.Sections[0].Questions), 1)
}

func TestOtherSheetsAreReported(t *testing.T) {
	_, issues := read(t, workbook(t, []string{"survey", "settings", "brouillon"}, map[string][][]any{
		"survey": {{"type", "name", "label"}, {"text", "q", "Question"}}, "settings": settings,
		"brouillon": {{"à faire"}},
	}))
	equal(t, "issues", issues, []string{"brouillon!0 sheet.unused"})
}

func TestAFormulaThatFailedIsReported(t *testing.T) {
	_, issues := read(t, workbook(t, []string{"survey", "settings"}, map[string][][]any{
		"survey": {{"type", "name", "label"}, {"text", "q", "#REF!"}}, "settings": settings,
	}))
	equal(t, "issues", issues, []string{"survey!2 cell.formula"})
}

func TestAFormulaWithoutItsValueIsComputedOrReported(t *testing.T) {
	definition, issues := read(t, workbook(t, []string{"survey", "settings"}, map[string][][]any{
		"survey": {{"type", "name", "label", "hint", "source"}, {"text", "q1", nil, nil, "Quelle suite"}, {"text", "q2", "Deux"}, {"text", "q3", "Trois"},
			{"text", "q4", "Quatre"}, {"text", "q5", "Cinq"}, {}}, "settings": settings,
	}, func(file *excelize.File) {
		for cell, formula := range map[string]string{
			"C2": `E2&" donner ?"`, "D2": `CONCATENATE("Pour ",UPPER($B2))`,
			"D3": `REPT("x",1000000)`,            // long work
			"D4": `SUM(A1:C4)`,                   // an area
			"D5": `D2&D2`,                        // a formula of formulas
			"D6": `settings!A2`,                  // another sheet
			"A7": `LOWER("TEXT")`, "B7": `"q"&6`, // a row of formulas alone
			"C7": `"Six`,
		} {
			must(t, file.SetCellFormula("survey", cell, formula))
		}
	}))
	questions := definition.Sections[0].Questions
	equal(t, "questions", len(questions), 6)
	equal(t, "words put together", questions[0].Label["fr"]+questions[0].Label["default"], "Quelle suite donner ?")
	equal(t, "functions", questions[0].Hint["fr"]+questions[0].Hint["default"], "Pour Q1")
	equal(t, "a row of formulas", questions[5].Name, "q6")
	equal(t, "issues", issues, []string{"survey!3 cell.not_computed", "survey!4 cell.not_computed", "survey!5 cell.not_computed",
		"survey!6 cell.not_computed", "survey!7 cell.not_computed", "survey!1 column.unused"})
}

func TestAFormulaFarAwayIsNotLaidOut(t *testing.T) {
	_, issues := read(t, workbook(t, []string{"survey", "settings"}, map[string][][]any{
		"survey": {{"type", "name", "label"}, {"text", "q"}}, "settings": settings,
	}, func(file *excelize.File) {
		must(t, file.SetCellFormula("survey", "C2", `"Un"&"e"`))
		must(t, file.SetCellFormula("survey", "A90000", `"Un"&"e"`))
	}))
	equal(t, "issues", len(issues) >= 2, true)
}

func TestTwentyBlankRowsEndASheet(t *testing.T) {
	survey := [][]any{{"type", "name", "label"}, {"text", "q1", "Un"}}
	for range 15 {
		survey = append(survey, []any{})
	}
	survey = append(survey, []any{"text", "q2", "Deux"})
	for range 20 {
		survey = append(survey, []any{})
	}
	survey = append(survey, []any{"text", "q3", "Trois"})
	definition, issues := read(t, workbook(t, []string{"survey", "settings"}, map[string][][]any{"survey": survey, "settings": settings}))
	equal(t, "issues", issues, []string{"survey!39 sheet.after_blank"})
	equal(t, "questions", len(definition.Sections[0].Questions), 2)
}

func TestHeadersMayStandUnderBlankRows(t *testing.T) {
	definition, issues := read(t, workbook(t, []string{"survey", "settings"}, map[string][][]any{
		"survey": {{}, {}, {"type", "name", "label"}, {"text", "q", "Question"}}, "settings": settings,
	}))
	equal(t, "issues", issues, []string{})
	equal(t, "row", definition.Sections[0].Questions[0].Source.Row, 4)
}

func TestAWorkbookWithoutSurveySaysSo(t *testing.T) {
	_, issues := read(t, workbook(t, []string{"choices", "settings"}, map[string][][]any{
		"choices": {{"list_name", "name", "label"}, {"l", "a", "A"}}, "settings": settings,
	}))
	equal(t, "issues", issues, []string{"!0 survey.missing"})
}

// The files of other tools' authors are not in this repository.
const samples = "../../../shared/data/forms"

func sample(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(samples, name))
	if err != nil {
		t.Skipf("sample workbooks absent: %v", err)
	}
	return data
}

func TestARealGermanQuestionnaireReadsWithoutALoss(t *testing.T) {
	definition, issues := read(t, sample(t, "mitwirken_umfrage.xlsx"))
	equal(t, "issues", issues, []string{})
	equal(t, "languages", definition.Languages, []string{"de"})
	equal(t, "sections", len(definition.Sections), 9)
	if definition.Title["de"] == "" {
		t.Error("no title")
	}
}

func TestTheSampleWorkbooksReadAndWriteBack(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(samples, "*.xlsx"))
	must(t, err)
	if len(paths) == 0 {
		t.Skip("sample workbooks absent")
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			definition, _ := read(t, sample(t, filepath.Base(path)))
			if len(definition.Sections) == 0 {
				t.Fatal("nothing was read")
			}
			first, err := xlsform.Write(definition)
			must(t, err)
			again, _ := read(t, first)
			second, err := xlsform.Write(again)
			must(t, err)
			if !bytes.Equal(first, second) {
				t.Error("a second round trip changes the workbook")
			}
		})
	}
}
