package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"concertation/internal/consult"
)

const noteTable = "numero;contenu;atelier;effectif;qui\n1;Plus de bancs;Marché;12;\n2;Des vélos;Marché;12;\n3;Un musée;;;Amina\n"

func TestContributionsAreImportedFromTheCommandLine(t *testing.T) {
	folder := t.TempDir()
	db := "--db=sqlite:" + filepath.Join(folder, "c.db")
	line(t, exitDone, db, "demo", "--responses", "2", "--ideas", "1")
	write := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	table := write("notes.csv", noteTable)
	columns := "--map=id=numero,body=contenu,session=atelier,participants=effectif,author=qui"
	load := func(want int, path string, more ...string) consult.ImportReport {
		t.Helper()
		var report consult.ImportReport
		out, _ := line(t, want, append([]string{db, "import", "contributions", "--consultation", "demonstration", "--file", path, "--json"}, more...)...)
		if err := json.Unmarshal([]byte(out), &report); err != nil {
			t.Fatalf("%v in %s", err, out)
		}
		return report
	}

	if report := load(exitDone, table, columns, "--dry-run"); report.Added != 3 || report.Participants != 12 {
		t.Errorf("a dry run says %+v", report)
	}
	if report := load(exitDone, table, columns); report.Added != 3 || report.Sessions != 1 || report.Contributors != 2 || report.Represented != 13 {
		t.Errorf("the import says %+v", report)
	}
	if report := load(exitDone, table, columns); report.Added != 0 || report.Already != 3 {
		t.Errorf("again, it says %+v", report)
	}
	wrong := write("faux.csv", strings.Replace(noteTable, "3;Un musée;;;Amina", "3;Un musée;;;Amina\n4;;;;", 1))
	if report := load(exitFailed, wrong, columns); report.Refused != 1 || len(report.Issues) != 1 || report.Issues[0].Row != 5 {
		t.Errorf("a row without a text: %+v", report)
	}
	if out, _ := line(t, exitFailed, db, "import", "contributions", "--consultation", "demonstration", "--file", wrong, columns); !strings.Contains(out, "Ligne\u00a05, colonne contenu") && !strings.Contains(out, "Ligne 5, colonne contenu") {
		t.Errorf("the words are %s", out)
	}
	for name, args := range map[string][]string{
		"no column for the text":      {"--map=id=numero"},
		"a column that is not there":  {"--map=body=texte"},
		"a field that does not exist": {"--map=body=contenu,couleur=qui"},
		"a coder that has no account": {"--map=body=contenu,theme=qui", "--coder", "personne@exemple.fr"},
	} {
		if _, stderr := line(t, exitFailed, append([]string{db, "import", "contributions", "--consultation", "demonstration", "--file", table}, args...)...); stderr == "" {
			t.Errorf("%s: nothing is said", name)
		}
	}
	line(t, exitUsage, db, "import", "contributions", "--consultation", "demonstration", "--file", table, "--map=body=contenu,theme=qui")
	line(t, exitFailed, db, "import", "contributions", "--consultation", "demonstration", "--file", filepath.Join(folder, "absent.csv"))
	line(t, exitFailed, db, "import", "contributions", "--consultation", "sress-2016", "--file", table, columns)
}
