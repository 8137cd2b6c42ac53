package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"concertation/forms/files"
	"concertation/forms/library"
)

// command runs the program and gives its exit code and what it wrote.
func command(args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = run(args, &out, &err)
	return code, out.String(), err.String()
}

// questionnaire writes a file of the reference questionnaire.
func questionnaire(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := files.Write(path, library.Reference()); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFormsCheckPrintsAReportPerFile(t *testing.T) {
	old := filepath.Join(t.TempDir(), "ancien.xls")
	if err := os.WriteFile(old, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := command("--json", "forms", "check", questionnaire(t, "bon.xlsx"), questionnaire(t, "bon.yaml"), old)
	var reports []files.Report
	if err := json.Unmarshal([]byte(stdout), &reports); err != nil {
		t.Fatalf("%v in %s", err, stdout)
	}
	if code != exitFailed || len(reports) != 3 || stderr == "" {
		t.Fatalf("exit %d, %d reports, %q", code, len(reports), stderr)
	}
	if !reports[0].OK || !reports[1].OK || reports[0].Questions != 36 || len(reports[0].Issues) != 0 {
		t.Errorf("the good files: %+v", reports[:2])
	}
	if reports[2].OK || !strings.Contains(reports[2].Issues[0].Message, ".xlsx") {
		t.Errorf("the old file: %+v", reports[2])
	}
}

func TestFormsCheckOfAGoodFileSucceedsInWords(t *testing.T) {
	code, stdout, stderr := command("forms", "check", questionnaire(t, "bon.yaml"))
	if code != exitDone || stderr != "" || !strings.Contains(stdout, "36 questions") {
		t.Errorf("exit %d, %q, %q", code, stdout, stderr)
	}
}

func TestFormsConvertGoesBothWays(t *testing.T) {
	workbook := filepath.Join(t.TempDir(), "aller.xlsx")
	text := filepath.Join(t.TempDir(), "retour.yaml")
	source := questionnaire(t, "depart.yaml")
	for _, step := range [][]string{{source, workbook}, {workbook, text}} {
		if code, _, stderr := command("forms", "convert", step[0], step[1]); code != exitDone {
			t.Fatalf("exit %d, %q", code, stderr)
		}
	}
	before, err := os.ReadFile(source)
	if err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(text)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, after) {
		t.Error("the text changed on its way through a workbook")
	}
}

func TestFormsConvertSaysWhatItCannotDo(t *testing.T) {
	source := questionnaire(t, "depart.yaml")
	for _, target := range []string{"sortie.ods", "sortie"} {
		code, _, stderr := command("forms", "convert", source, filepath.Join(t.TempDir(), target))
		if code != exitFailed || !strings.Contains(stderr, ".yaml") {
			t.Errorf("%s: exit %d, %q", target, code, stderr)
		}
	}
	if code, _, _ := command("forms", "check"); code != exitUsage {
		t.Errorf("no file: exit %d", code)
	}
}
