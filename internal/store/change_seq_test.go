package store_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Counts kept in memory follow change_seq (decision 0042): whatever writes to a contribution moves it, and none is deleted
// but with its consultation.
func TestWhateverChangesAContributionMovesItsSequence(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	update := regexp.MustCompile(`UPDATE contributions\s+SET ([^` + "`" + `]*?)\sWHERE`)
	found := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(content), "DELETE FROM contributions") {
			t.Errorf("%s deletes contributions: those who follow changes would not hear of it", file)
		}
		for _, match := range update.FindAllStringSubmatch(string(content), -1) {
			found++
			if !strings.Contains(match[1], "change_seq = ") {
				t.Errorf("%s: SET %s leaves change_seq as it was", file, match[1])
			}
		}
		if all := strings.Count(string(content), "UPDATE contributions"); all != len(update.FindAllString(string(content), -1)) {
			t.Errorf("%s: one of %d updates of contributions is not read by this test", file, all)
		}
	}
	if found < 8 {
		t.Errorf("only %d updates of contributions found", found)
	}
}
