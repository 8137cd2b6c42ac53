package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

func TestSuggestionsAreMeasuredOnAnyTable(t *testing.T) {
	var csv strings.Builder
	csv.WriteString("titre;texte;theme\n")
	for i := range 120 {
		csv.WriteString(fmt.Sprintf("Apprentissage %d;Former et recruter les jeunes du quartier %d;Emploi\n", i, i*7))
		csv.WriteString(fmt.Sprintf("Toits %d;Poser des panneaux solaires sur les écoles %d;Énergie|Emploi\n", i, i*5))
	}
	path := filepath.Join(t.TempDir(), "textes.csv")
	writeFile(t, path, csv.String())
	out, _ := line(t, 0, "themes", "evaluate", "--json", "--file", path, "--text", "titre,texte", "--theme", "theme", "--separator", "|")
	var found struct {
		Accuracy  float64 `json:"accuracy"`
		SamplesF1 float64 `json:"samples_f1"`
		PerTheme  []any   `json:"per_theme"`
	}
	if err := json.Unmarshal([]byte(out), &found); err != nil || len(found.PerTheme) != 2 || found.Accuracy < 0.9 || found.SamplesF1 < 0.9 {
		t.Errorf("%+v %v\n%s", found, err, out)
	}
}
