package workbook_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"concertation/internal/testkit"
)

// Another program reads the workbooks, writes them again, and every text is still there.
func TestLibreOfficeReadsTheWorkbooksWhole(t *testing.T) {
	testkit.Require(t, "libreoffice")
	for name, public := range map[string]bool{"internal": false, "public": true} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			source := filepath.Join(folder, "in", "workbook.xlsx")
			if err := os.MkdirAll(filepath.Dir(source), 0o700); err != nil {
				t.Fatal(err)
			}
			data := written(t, input(t, public, 40))
			if err := os.WriteFile(source, data, 0o600); err != nil {
				t.Fatal(err)
			}
			command := exec.CommandContext(t.Context(), "soffice", "--headless", "-env:UserInstallation=file://"+filepath.Join(folder, "profile"),
				"--convert-to", "xlsx", "--outdir", filepath.Join(folder, "out"), source)
			if said, err := command.CombinedOutput(); err != nil {
				t.Fatalf("soffice: %v\n%s", err, said)
			}
			again, err := excelize.OpenFile(filepath.Join(folder, "out", "workbook.xlsx"))
			if err != nil {
				t.Fatal(err)
			}
			defer again.Close()
			compareTexts(t, opened(t, data), again)
		})
	}
}

func compareTexts(t *testing.T, ours, theirs *excelize.File) {
	t.Helper()
	for _, sheet := range ours.GetSheetList() {
		read := rowsOf(t, theirs, sheet)
		for r, row := range rowsOf(t, ours, sheet) {
			for c, want := range row {
				cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if typeOf(t, ours, sheet, cell) != "text" {
					continue
				}
				got := ""
				if r < len(read) && c < len(read[r]) {
					got = read[r][c]
				}
				if got != want && !strings.Contains(want, "_x00") { // LibreOffice itself does not escape those again
					t.Errorf("%s!%s: %q read as %q", sheet, cell, want, got)
				}
				if formula, _ := theirs.GetCellFormula(sheet, cell); formula != "" {
					t.Errorf("%s!%s became the formula %s", sheet, cell, formula)
				}
			}
		}
	}
}
