package workbook_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"concertation/exports"
	"concertation/exports/exportstest"
)

func several(t testing.TB, public bool, responses int) *exports.Input {
	t.Helper()
	made, err := exportstest.Several(public, responses)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// surveyTables are the tables of one questionnaire.
func surveyTables() []string {
	return []string{"Tris à plat", "Tris croisés", "Réponses", "Dictionnaire"}
}

func TestEachQuestionnaireHasItsSheets(t *testing.T) {
	for _, public := range []bool{false, true} {
		in := several(t, public, 40)
		file := opened(t, written(t, in))
		sheets := file.GetSheetList()
		for _, name := range append(surveyTables(), "Graphiques") {
			if there := slices.Contains(sheets, name+" 2"); there != slices.Contains(sheets, name) || there == (public && name == "Réponses") {
				t.Errorf("public %v: %s in %q", public, name, sheets)
			}
		}
		for _, sheet := range sheets {
			name, _ := strings.CutSuffix(sheet, " 2")
			if slices.Contains(tables(), name) {
				checkTable(t, file, sheet)
			}
		}
		for _, row := range rowsOf(t, file, "Lisez-moi") {
			number := strings.HasSuffix(row[0], " 2")
			if named := len(row) > 1 && strings.Contains(row[1], "«\u00a0"+exports.Plain(exportstest.Title)+"\u00a0»"); named != number && slices.Contains(sheets, row[0]) {
				t.Errorf("the index says of %s: %q", row[0], row[1])
			}
		}
		checkSubmitted(t, file)
	}
	file := opened(t, written(t, several(t, false, 40)))
	if first, second := len(rowsOf(t, file, "Réponses")), len(rowsOf(t, file, "Réponses 2")); first != 41 || second != 21 {
		t.Errorf("%d and %d rows of responses", first, second)
	}
}

// checkSubmitted reads how many responses each questionnaire has, 40 and 20.
func checkSubmitted(t *testing.T, file *excelize.File) {
	t.Helper()
	told := map[string]string{}
	for _, row := range rowsOf(t, file, "Participation") {
		if row[0] == "Questionnaire" {
			told[row[1]] = row[2] + "/" + row[3]
		}
	}
	if len(told) != 2 || told["Questionnaire d’essai"] != "40/750" || told[exports.Plain(exportstest.Title)] != "20/750" {
		t.Errorf("participation says %v", told)
	}
	summary := dump(t, file)
	for _, words := range []string{"essai\u00a0»\u00a0: 40 réponses envoyées", "\u00a0»\u00a0: 20 réponses envoyées"} {
		if !strings.Contains(summary, strconv.Quote(words)[1:len(strconv.Quote(words))-1]) {
			t.Errorf("the summary does not say %q", words)
		}
	}
}

func TestThePublicWorkbookHidesSmallCountsOfEachQuestionnaire(t *testing.T) {
	in := several(t, true, 60)
	file := opened(t, written(t, in))
	for sheet, columns := range map[string][]string{"Tris croisés 2": {"Effectif", "Base de la ligne", "Base"}, "Tris à plat 2": {"Base"}} {
		rows := rowsOf(t, file, sheet)
		for _, column := range columns {
			at := slices.Index(rows[0], column)
			for r, row := range rows[1:] {
				if n, err := strconv.Atoi(row[at]); err == nil && n > 0 && n < in.Consultation.Settings.Threshold() {
					t.Errorf("%s, row %d: %s %d is published", sheet, r+2, column, n)
				}
			}
		}
	}
	alone := input(t, true, 30)
	alone.Surveys[0].Title = exportstest.Title
	want := rowsOf(t, opened(t, written(t, alone)), "Tris croisés")
	if got := rowsOf(t, file, "Tris croisés 2"); !slices.EqualFunc(got, want, slices.Equal) {
		t.Error("a questionnaire is protected otherwise beside another than alone")
	}
}

func TestAWorkbookTakesAsManyQuestionnairesAsThereAre(t *testing.T) {
	in := input(t, false, 3)
	for len(in.Surveys) < 12 {
		in.Surveys = append(in.Surveys, in.Surveys[0])
	}
	seen := map[string]bool{}
	for _, sheet := range opened(t, written(t, in)).GetSheetList() {
		if lower := strings.ToLower(sheet); seen[lower] || len([]rune(sheet)) > 31 {
			t.Errorf("sheet %q", sheet)
		} else {
			seen[lower] = true
		}
	}
	if !seen["dictionnaire 12"] {
		t.Errorf("sheets %v", seen)
	}
}

func TestAConsultationThatAsksNothingHasItsWorkbook(t *testing.T) {
	in := input(t, false, 0)
	in.Surveys = nil
	file := opened(t, written(t, in))
	for _, sheet := range surveyTables() {
		checkTable(t, file, sheet)
	}
}

func TestWhatTheLatestRevisionWithdrewIsThereAndSaysSo(t *testing.T) {
	in, err := exportstest.Revised(false, 40)
	if err != nil {
		t.Fatal(err)
	}
	file := opened(t, written(t, in))
	responses, dictionary := rowsOf(t, file, "Réponses"), rowsOf(t, file, "Dictionnaire")
	for _, header := range []string{"Nombre d’emplois (retirée)", "Quels leviers ? – Formation (retiré)"} {
		if !slices.Contains(responses[0], header) {
			t.Errorf("no column %q in %q", header, responses[0])
		}
		if !slices.ContainsFunc(dictionary, func(row []string) bool { return slices.Contains(row, header) }) {
			t.Errorf("the dictionary does not explain %q", header)
		}
	}
	readable, formed := slices.Index(responses[0], "Quels leviers ?"), 0
	for _, row := range responses[1:] {
		for _, lever := range strings.Split(row[readable], "\u202f; ") {
			if lever == "Formation" {
				formed++
			}
			if lever == "for" {
				t.Fatalf("a raw code is shown: %q", row[readable])
			}
		}
	}
	if formed == 0 {
		t.Error("nobody chose what was withdrawn")
	}
	found := map[string]string{}
	for _, row := range rowsOf(t, file, "Tris à plat") {
		found[row[1]+" "+row[4]] = row[0] + " " + row[2]
	}
	if said := found["jobs Réponses"]; said != "Vous Nombre d’emplois (retirée)" {
		t.Errorf("the tallies of a question withdrawn stand under %q", said)
	}
	if said := found["levers Formation (retiré)"]; said != "Votre avis Quels leviers ?" {
		t.Errorf("the tally of a choice withdrawn stands under %q", said)
	}
}

func TestEachQuestionnaireHasItsOwnRate(t *testing.T) {
	for _, public := range []bool{false, true} {
		file := opened(t, written(t, several(t, public, 30)))
		text := dump(t, file)
		if strings.Contains(text, "Taux de réponse") {
			t.Errorf("public %v: a rate adds up the responses to several questionnaires", public)
		}
		if !strings.Contains(text, "des 750 structures sollicitées") {
			t.Errorf("public %v: no questionnaire says its rate", public)
		}
	}
}
