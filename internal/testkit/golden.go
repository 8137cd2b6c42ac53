package testkit

import (
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files of testdata")

// Golden fails the test when got is not the content of testdata/<name>; with -update it writes it instead.
func Golden(t testing.TB, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", filepath.FromSlash(name))
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (go test -update writes it)", err)
	}
	if got == string(want) {
		return
	}
	t.Errorf("%s is no longer what is made (go test -update rewrites it, then read the difference):\n%s", path,
		firstDifference(string(want), got))
}

// firstDifference shows where two texts part.
func firstDifference(want, got string) string {
	wanted, gotten := strings.Split(want, "\n"), strings.Split(got, "\n")
	line := 0
	for line < min(len(wanted), len(gotten)) && wanted[line] == gotten[line] {
		line++
	}
	show := func(lines []string) string { return strings.Join(lines[line:min(line+3, len(lines))], "\n\t") }
	return "from line " + strconv.Itoa(line+1) + "\n want\t" + show(wanted) + "\n got\t" + show(gotten)
}
