package themes_test

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/csv"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"concertation/internal/themes"
)

// Real texts that people grouped, written by others: read where they stand, never copied here.
const corpora = "../../../shared/data/"

var signs = regexp.MustCompile(`[^\p{L}\p{N}\p{M}]+`)

// labelled reads a table, split by its texts or by a column: seven tenths to learn from.
func labelled(t *testing.T, file string, title, body, theme, group string) ([]themes.Theme, []themes.Labelled) {
	t.Helper()
	opened, err := os.Open(corpora + file)
	if err != nil {
		t.Skip("the corpora are not here")
	}
	defer opened.Close()
	reader := csv.NewReader(opened)
	reader.LazyQuotes, reader.FieldsPerRecord = true, -1
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := func(name string) int { return slices.Index(rows[0], name) }
	var texts []themes.Labelled
	var labels []string
	for _, row := range rows[1:] {
		one := themes.Labelled{Text: themes.Text{Title: row[at(title)], Body: row[at(body)]}, Themes: []string{row[at(theme)]}}
		key := strings.Trim(one.Text.Title+". "+one.Text.Body, ". ")
		if group != "" {
			key = row[at(group)]
			one.Group = key
		}
		sum := sha256.Sum256([]byte(strings.TrimSpace(signs.ReplaceAllString(strings.ToLower(key), " "))))
		one.Test = float64(binary.BigEndian.Uint32(sum[:4]))/(1<<32) >= 0.7
		if one.Themes[0] != "" {
			texts, labels = append(texts, one), append(labels, one.Themes[0])
		}
	}
	slices.Sort(labels)
	var grid []themes.Theme
	for _, label := range slices.Compact(labels) {
		grid = append(grid, themes.Theme{ID: label, Title: label})
	}
	return grid, texts
}

func TestSuggestionsAgreeWithPeopleOnRealTexts(t *testing.T) {
	for _, c := range []struct {
		file, title, body, theme, group string
		perTheme                        int
		least                           float64
	}{
		{"paris/operations.csv", "projet_titre", "operation_titre", "theme", "projet_id", 0, 0.665},
		{"paris/operations.csv", "projet_titre", "operation_titre", "theme", "projet_id", 20, 0.53},
		{"vallejo/ideas.csv", "titre", "texte", "groupe_travail", "", 0, 0.765},
		{"vallejo/ideas.csv", "titre", "texte", "groupe_travail", "", 20, 0.62},
	} {
		t.Run(c.file, func(t *testing.T) {
			grid, texts := labelled(t, c.file, c.title, c.body, c.theme, c.group)
			found, err := themes.Evaluate(t.Context(), grid, texts, themes.EvaluateOptions{Seed: 1, PerTheme: c.perTheme, Draws: 5, Clock: time.Now})
			if err != nil {
				t.Fatal(err)
			}
			if found.MacroF1 < c.least {
				t.Errorf("macro-F1 %.3f, want %.3f (%d labels a theme)", found.MacroF1, c.least, c.perTheme)
			}
			if found.ECE > 0.4 || found.Coverage == 0 {
				t.Errorf("scores are far from what people say: %+v", found)
			}
		})
	}
}
