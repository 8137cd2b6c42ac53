package workbook_test

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"concertation/exports"
	"concertation/exports/exportstest"
	"concertation/exports/workbook"
	"concertation/internal/testkit"
)

func input(t testing.TB, public bool, responses int) *exports.Input {
	t.Helper()
	made, err := exportstest.Input(public, responses, false)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func written(t testing.TB, in *exports.Input) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := workbook.Write(&out, in); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func opened(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	file, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return file
}

// tables are the sheets of one long table.
func tables() []string {
	return []string{"Participation", "Tris à plat", "Tris croisés", "Thématiques", "Verbatims par thème", "Suivi par structure", "Réponses", "Dictionnaire"}
}

func rowsOf(t testing.TB, file *excelize.File, sheet string) [][]string {
	t.Helper()
	rows, err := file.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// dump writes every cell on a line: sheet, cell, type, number format, value.
func dump(t testing.TB, file *excelize.File) string {
	var out strings.Builder
	for _, sheet := range file.GetSheetList() {
		for r, row := range rowsOf(t, file, sheet) {
			for c, value := range row {
				name, _ := excelize.CoordinatesToCellName(c+1, r+1)
				fmt.Fprintf(&out, "%s\t%s\t%s\t%s\t%q\n", sheet, name, typeOf(t, file, sheet, name), formatOf(t, file, sheet, name), value)
			}
		}
	}
	return out.String()
}

func typeOf(t testing.TB, file *excelize.File, sheet, cell string) string {
	kind, err := file.GetCellType(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	switch kind {
	case excelize.CellTypeInlineString, excelize.CellTypeSharedString:
		return "text"
	case excelize.CellTypeUnset, excelize.CellTypeNumber:
		return "number"
	}
	return fmt.Sprint("other ", kind)
}

func formatOf(t testing.TB, file *excelize.File, sheet, cell string) string {
	id, err := file.GetCellStyle(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	style, err := file.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	if style.CustomNumFmt != nil {
		return *style.CustomNumFmt
	}
	return strconv.Itoa(style.NumFmt)
}

func TestTheWorkbooksStayAsTheyWereReadOver(t *testing.T) {
	for name, public := range map[string]bool{"internal": false, "public": true} {
		t.Run(name, func(t *testing.T) {
			testkit.Golden(t, name+".tsv", dump(t, opened(t, written(t, input(t, public, 40)))))
		})
	}
}

func TestTheSameDataGiveTheSameBytes(t *testing.T) {
	for _, public := range []bool{false, true} {
		if !bytes.Equal(written(t, input(t, public, 30)), written(t, input(t, public, 30))) {
			t.Errorf("public %v: two workbooks of the same data differ", public)
		}
	}
}

func TestHostileTextStaysText(t *testing.T) {
	file := opened(t, written(t, input(t, false, 28)))
	rows := rowsOf(t, file, "Réponses")
	ideas := slices.Index(rows[0], "Vos idées")
	if ideas < 0 {
		t.Fatal("no column of ideas")
	}
	clean := strings.NewReplacer("\x00", "", "\x07", "", "\x1b", "", "\r\n", "\n")
	for i, want := range exportstest.Hostile() {
		cell, _ := excelize.CoordinatesToCellName(ideas+1, i+2)
		if got := rows[i+1][ideas]; got != clean.Replace(want) {
			t.Errorf("%q came back as %q", want, got)
		}
		if kind := typeOf(t, file, "Réponses", cell); kind != "text" {
			t.Errorf("%q is a cell of type %s", want, kind)
		}
	}
	for _, sheet := range file.GetSheetList() {
		for r, row := range rowsOf(t, file, sheet) {
			for c := range row {
				cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if formula, _ := file.GetCellFormula(sheet, cell); formula != "" {
					t.Errorf("%s!%s is a formula: %s", sheet, cell, formula)
				}
			}
		}
	}
}

func TestALiteralEscapeSurvivesInATitleToo(t *testing.T) {
	in := input(t, false, 3)
	in.Consultation.Title = "Essai _x000D_ _x0041_"
	rows := rowsOf(t, opened(t, written(t, in)), "Lisez-moi")
	if !strings.HasSuffix(rows[0][0], in.Consultation.Title) {
		t.Errorf("title came back as %q", rows[0][0])
	}
}

func TestATextTooLongForACellIsCutAndSaysSo(t *testing.T) {
	for name, long := range map[string]string{"letters": strings.Repeat("é", 40000), "pairs": strings.Repeat("🌻", 20000)} {
		t.Run(name, func(t *testing.T) {
			in := input(t, false, 1)
			exportstest.Say(in, long)
			rows := rowsOf(t, opened(t, written(t, in)), "Verbatims par thème")
			text := rows[1][slices.Index(rows[0], "Texte")]
			if units := len(utf16.Encode([]rune(text))); units > 32767 || units < 32000 {
				t.Errorf("%d units", units)
			}
			if !strings.HasSuffix(text, "le fichier CSV le donne en entier.") || strings.ContainsRune(text, '\uFFFD') {
				t.Errorf("the cut does not show: …%q", text[len(text)-80:])
			}
		})
	}
	in := input(t, false, 1)
	fits := strings.Repeat("é", 32767)
	exportstest.Say(in, fits)
	rows := rowsOf(t, opened(t, written(t, in)), "Verbatims par thème")
	if rows[1][slices.Index(rows[0], "Texte")] != fits {
		t.Error("a text that just fits is changed")
	}
}

func TestTablesHaveOneHeaderNoMergedNorBlankCellAndAFilter(t *testing.T) {
	for _, public := range []bool{false, true} {
		for _, responses := range []int{0, 40} {
			file := opened(t, written(t, input(t, public, responses)))
			for _, sheet := range file.GetSheetList() {
				if merged, _ := file.GetMergeCells(sheet); len(merged) > 0 {
					t.Errorf("%s has merged cells", sheet)
				}
				if slices.Contains(tables(), sheet) {
					checkTable(t, file, sheet)
				}
			}
		}
	}
}

func checkTable(t *testing.T, file *excelize.File, sheet string) {
	t.Helper()
	rows := rowsOf(t, file, sheet)
	seen := map[string]bool{}
	for _, header := range rows[0] {
		if seen[header] || header == "" {
			t.Errorf("%s: header %q is blank or twice there", sheet, header)
		}
		seen[header] = true
	}
	for r, row := range rows[1:] {
		if len(row) != len(rows[0]) {
			t.Errorf("%s, row %d: %d cells, %d columns", sheet, r+2, len(row), len(rows[0]))
			continue
		}
		if at := slices.Index(row, ""); at >= 0 {
			t.Errorf("%s, row %d: nothing under %q", sheet, r+2, rows[0][at])
		}
	}
	if panes, err := file.GetPanes(sheet); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("%s: panes %+v, %v", sheet, panes, err)
	}
	filters, titles := 0, 0
	for _, name := range file.GetDefinedName() {
		if name.Scope == sheet && strings.HasSuffix(name.Name, "Print_Titles") {
			titles++
		}
		if name.Scope == sheet && strings.HasSuffix(name.Name, "_FilterDatabase") {
			filters++
		}
	}
	if filters != 1 || titles != 1 {
		t.Errorf("%s: %d filters, %d printed titles", sheet, filters, titles)
	}
}

func TestADemonstrationSaysSoOnTheFirstLineOfEverySheet(t *testing.T) {
	in, err := exportstest.Input(false, 12, true)
	if err != nil {
		t.Fatal(err)
	}
	file := opened(t, written(t, in))
	for _, sheet := range file.GetSheetList() {
		if first, _ := file.GetCellValue(sheet, "A1"); !strings.HasPrefix(first, "DÉMONSTRATION") {
			t.Errorf("%s begins with %q", sheet, first)
		}
	}
}

func TestThePublicWorkbookHoldsNoRespondentAndNoSmallCount(t *testing.T) {
	in := input(t, true, 60)
	file := opened(t, written(t, in))
	if slices.Contains(file.GetSheetList(), "Réponses") {
		t.Error("there is a sheet of responses")
	}
	if strings.Contains(dump(t, file), "REF0") {
		t.Error("a reference is published")
	}
	for sheet, columns := range map[string][]string{"Tris croisés": {"Effectif", "Base de la ligne", "Base"}, "Tris à plat": {"Base"},
		"Thématiques": {"Énoncés", "Contributions", "Contributeurs", "Participants représentés"}} {
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
}

// Two sheets that hid different counts of the same people would give both away.
func TestACrossingHidesTheTotalsThatTheTalliesHide(t *testing.T) {
	for _, responses := range []int{20, 21, 24, 30, 60} {
		file := opened(t, written(t, input(t, true, responses)))
		const hidden = "masqué"
		type told struct{ total, base string }
		flat := map[string]told{}
		for _, row := range rowsOf(t, file, "Tris à plat")[1:] {
			flat[row[2]+"|"+row[4]] = told{row[6], row[8]}
		}
		compared := 0
		for _, row := range rowsOf(t, file, "Tris croisés")[1:] {
			in, listed := flat[row[0]+"|"+row[1]]
			if !listed {
				t.Fatalf("%d responses: %q of %q is not in the tallies", responses, row[1], row[0])
			}
			compared++
			if in.total == hidden && row[6] != hidden {
				t.Errorf("%d responses: %q of %q is hidden in the tallies, and crossed with %q its base is %s", responses, row[1], row[0], row[2], row[6])
			}
			if in.total != hidden && row[6] == hidden && row[8] == in.base {
				t.Errorf("%d responses: %q of %q is %s in the tallies, and hidden crossed with %q", responses, row[1], row[0], in.total, row[2])
			}
		}
		if compared == 0 {
			t.Fatal("nothing was crossed")
		}
	}
}

// A line of a theme that alone is hidden is the theme's whole less the lines shown.
func TestNoLineOfAThemeIsHiddenAlone(t *testing.T) {
	for responses := range 80 {
		rows := rowsOf(t, opened(t, written(t, input(t, true, responses))), "Thématiques")
		hidden := map[string]int{}
		lines := map[string]int{}
		for _, row := range rows[1:] {
			key := row[1] + row[2]
			if lines[key]++; row[4] == "masqué" {
				hidden[key]++
			}
		}
		for key, n := range hidden {
			if n == 1 && lines[key] > 1 {
				t.Fatalf("%d responses: one line of %s is hidden, it follows from the others", responses, key)
			}
		}
	}
}

func TestASheetNameIsOneThatExcelAccepts(t *testing.T) {
	for text, want := range map[string]string{"History": "Feuille", "": "Feuille", "'a'": "a", "a:b/c?d*[e]": "a b c d e", "''": "Feuille"} {
		if got := workbook.SheetName(text, map[string]bool{}); got != want {
			t.Errorf("%q is named %q rather than %q", text, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		taken, names := map[string]bool{}, map[string]bool{}
		for range 5 {
			name := workbook.SheetName(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"Réponses", "RÉPONSES", strings.Repeat("🌻", 20), strings.Repeat("x", 30) + "'", exportstest.Title})).Draw(t, "text"), taken)
			switch {
			case name == "", len(utf16.Encode([]rune(name))) > 31, strings.ContainsAny(name, `:\/?*[]`), strings.EqualFold(name, "history"),
				strings.HasPrefix(name, "'"), strings.HasSuffix(name, "'"), names[strings.ToLower(name)]:
				t.Fatalf("name %q", name)
			}
			names[strings.ToLower(name)] = true
		}
	})
}

func BenchmarkWorkbook(b *testing.B) {
	for _, responses := range []int{275, 30000} {
		b.Run(strconv.Itoa(responses), func(b *testing.B) {
			in := input(b, false, responses)
			for b.Loop() {
				written(b, in)
			}
		})
	}
}

func TestADayIsAWholeNumber(t *testing.T) {
	file := opened(t, written(t, input(t, false, 30)))
	for sheet, header := range map[string]string{"Réponses": "Date de création", "Verbatims par thème": "Date"} {
		rows := rowsOf(t, file, sheet)
		at := slices.Index(rows[0], header)
		for r, row := range rows[1:] {
			if value, err := strconv.ParseFloat(row[at], 64); err == nil && value != float64(int(value)) {
				t.Errorf("%s, row %d: day %v", sheet, r+2, value)
			}
		}
	}
}
