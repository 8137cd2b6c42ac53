package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// line runs one command line and gives what it prints.
func line(t *testing.T, want int, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, errors bytes.Buffer
	if got := run(args, &out, &errors); got != want {
		t.Fatalf("concertation %s exits %d, want %d\n%s%s", strings.Join(args, " "), got, want, out.String(), errors.String())
	}
	return out.String(), errors.String()
}

func TestABadCommandLineExitsWithTwo(t *testing.T) {
	for _, args := range [][]string{{"inconnu"}, {"serve", "--faux"}, {"serve", "--base-url", "pas une adresse"}, {"serve", "--trusted-proxies", "x"}, {"export", "workbook"}} {
		if _, stderr := line(t, exitUsage, args...); stderr == "" {
			t.Errorf("%v: nothing is said", args)
		}
	}
}

func TestFromTheDemonstrationToTheFilesAndBack(t *testing.T) {
	folder := t.TempDir()
	db := "--db=sqlite:" + filepath.Join(folder, "data", "c.db")
	workbook, public, archive, backup := filepath.Join(folder, "c.xlsx"), filepath.Join(folder, "p.xlsx"), filepath.Join(folder, "d.zip"), filepath.Join(folder, "b.db")

	line(t, exitDone, db, "demo", "--responses", "40", "--ideas", "3", "--coded")
	line(t, exitDone, db, "export", "workbook", "--consultation", "demonstration", "--out", workbook)
	line(t, exitDone, db, "export", "workbook", "--consultation", "demonstration", "--public", "--out", public)
	line(t, exitDone, db, "export", "csv", "--consultation", "demonstration", "--out", archive)
	if rows := rowsOf(t, workbook, "Réponses"); len(rows) != 42 || !strings.Contains(rows[0][0], "DÉMONSTRATION") {
		t.Errorf("%d rows of responses", len(rows))
	}
	if rows := rowsOf(t, public, "Réponses"); rows != nil {
		t.Error("the public workbook holds responses")
	}

	line(t, exitDone, db, "backup", "--out", backup)
	if out, _ := line(t, exitDone, db, "restore", "--from", backup, "--check"); !strings.Contains(out, "Intègre") {
		t.Errorf("the backup is said to be %s", out)
	}
	if _, stderr := line(t, exitFailed, db, "restore", "--from", backup); stderr == "" {
		t.Error("an existing database is replaced without a word")
	}
	line(t, exitDone, db, "restore", "--from", backup, "--force")

	// What was exported can be brought back, as responses collected elsewhere, once.
	table := unzipped(t, archive, "open-data/responses.csv", folder)
	if out, _ := line(t, exitDone, db, "import", "responses", "--consultation", "demonstration", "--file", table, "--dry-run"); !strings.Contains(out, "40 lignes lues, 40 importées") {
		t.Errorf("the dry run says %s", out)
	}
	line(t, exitDone, db, "import", "responses", "--consultation", "demonstration", "--file", table)
	if out, _ := line(t, exitDone, db, "import", "responses", "--consultation", "demonstration", "--file", table); !strings.Contains(out, "0 importées, 40 déjà là") {
		t.Errorf("the second import says %s", out)
	}
	line(t, exitFailed, db, "export", "workbook", "--consultation", "absente", "--out", workbook)
}

func TestAccountsFromTheCommandLine(t *testing.T) {
	db := "--db=sqlite:" + filepath.Join(t.TempDir(), "c.db")
	if out, _ := line(t, exitDone, db, "user", "add", "--email", "amina@exemple.fr", "--name", "Amina", "--role", "organiser"); !strings.Contains(out, "/console/premiere-connexion/") {
		t.Errorf("no link in %s", out)
	}
	line(t, exitFailed, db, "user", "add", "--email", "amina@exemple.fr", "--name", "Amina")
	line(t, exitFailed, db, "user", "add", "--email", "pas une adresse", "--name", "Bruno")
	line(t, exitUsage, db, "user", "add", "--email", "b@exemple.fr", "--name", "Bruno", "--role", "roi")
	line(t, exitDone, db, "user", "add", "--email", "bruno@exemple.fr", "--name", "Bruno", "--role", "analyst")
	line(t, exitDone, db, "user", "disable", "--email", "bruno@exemple.fr")
	line(t, exitFailed, db, "user", "disable", "--email", "absent@exemple.fr")
	out, _ := line(t, exitDone, db, "--json", "user", "list")
	var users []struct {
		Email    string
		Disabled bool
	}
	if err := json.Unmarshal([]byte(out), &users); err != nil || len(users) != 2 || !users[1].Disabled {
		t.Errorf("listed as %s (%v)", out, err)
	}
}

func TestAQuestionnaireIsImportedAndPublished(t *testing.T) {
	folder := t.TempDir()
	db := "--db=sqlite:" + filepath.Join(folder, "c.db")
	good, faulty := filepath.Join(folder, "q.yaml"), filepath.Join(folder, "faux.yaml")
	writeFile(t, good, "settings: {form_title: Essai, form_id: essai}\nsurvey:\n  - {type: integer, name: age, label: Quel âge}\n")
	writeFile(t, faulty, "settings: {form_title: Essai}\nsurvey:\n  - {type: select_one absente, name: q, label: Q}\n")
	line(t, exitDone, db, "demo", "--responses", "0", "--ideas", "0")
	line(t, exitFailed, db, "import", "questionnaire", "--consultation", "demonstration", "--file", faulty)
	line(t, exitDone, db, "import", "questionnaire", "--consultation", "demonstration", "--file", good, "--dry-run")
	line(t, exitDone, db, "import", "questionnaire", "--consultation", "demonstration", "--file", good, "--publish")
	line(t, exitFailed, db, "import", "questionnaire", "--consultation", "demonstration", "--file", good, "--into", "absent")
	for _, upload := range []struct{ into, said string }{{"essai", "Révision 2 "}, {"", "Révision 3 "}, {"new", "Révision 1 "}} {
		out, _ := line(t, exitDone, db, "import", "questionnaire", "--consultation", "demonstration", "--file", good, "--into", upload.into)
		if !strings.Contains(out, upload.said) {
			t.Errorf("into %q: %s", upload.into, out)
		}
	}
	converted := filepath.Join(folder, "q.xlsx")
	line(t, exitDone, "forms", "convert", good, converted)
	out, _ := line(t, exitDone, "--json", "forms", "check", converted)
	var reports []struct {
		OK        bool
		Title     string
		Questions int
		Languages []string
	}
	if err := json.Unmarshal([]byte(out), &reports); err != nil || len(reports) != 1 || !reports[0].OK || reports[0].Questions != 1 || reports[0].Title != "Essai" {
		t.Errorf("checked as %s (%v)", out, err)
	}
}

func writeFile(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// rowsOf gives the rows of a sheet, nil when the workbook has none of that name.
func rowsOf(t *testing.T, path, sheet string) [][]string {
	t.Helper()
	workbook, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer workbook.Close()
	rows, err := workbook.GetRows(sheet)
	if err != nil {
		return nil
	}
	return rows
}

func unzipped(t *testing.T, archive, name, folder string) string {
	t.Helper()
	reader, err := zip.OpenReader(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	file, err := reader.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	content, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, filepath.Base(name))
	writeFile(t, path, string(content))
	return path
}
