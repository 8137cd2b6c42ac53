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
		Coverage  float64 `json:"coverage"`
		Abstained float64 `json:"abstained"`
		Bands     []struct {
			From        float64 `json:"from"`
			To          float64 `json:"to"`
			Suggestions float64 `json:"suggestions"`
			Agreed      float64 `json:"agreed"`
		} `json:"bands"`
	}
	if err := json.Unmarshal([]byte(out), &found); err != nil || len(found.PerTheme) != 2 || found.Accuracy < 0.9 || found.SamplesF1 < 0.9 {
		t.Errorf("%+v %v\n%s", found, err, out)
	}
	if last := found.Bands[len(found.Bands)-1]; len(found.Bands) != 10 || last.To != 1 || last.Suggestions < 10 || last.Agreed < 0.9 {
		t.Errorf("how far scores can be relied on: %+v", found.Bands)
	}
	if found.Coverage+found.Abstained < 0.999 || found.Coverage+found.Abstained > 1.001 {
		t.Errorf("proposed for %v, nothing for %v", found.Coverage, found.Abstained)
	}
	out, _ = line(t, 0, "themes", "evaluate", "--file", path, "--text", "titre,texte", "--theme", "theme", "--separator", "|")
	for _, wanted := range []string{"accuracy 1.000", "abstained 0.000", "score 0.9-1.0 ", "confirmées"} {
		if !strings.Contains(out, wanted) {
			t.Errorf("%q is not said:\n%s", wanted, out)
		}
	}
}

func TestTheSplitIsThatOfAnyToolThatHashesTheSameKeys(t *testing.T) {
	for text, key := range map[string]string{"L’Été, à Nantes !": "l été à nantes", "e\u0301te\u0301 2016_2017": "e te 2016 2017", "…": "", "Œuvre n° 5²": "œuvre n 5²"} {
		if got := normal(text); got != key {
			t.Errorf("%q: %q, want %q", text, got, key)
		}
	}
	// The first eight digits of the SHA-256 of the key, as a share of all that eight digits can say.
	if got := shareOf("dev" + normal("L’Été, à Nantes !")); got < 0.1494679 || got > 0.1494680 {
		t.Errorf("share %v", got)
	}
}
