package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// What they measure is for those who run them; here, that each gives its figures, in small.
func TestEachBenchmarkGivesItsFigures(t *testing.T) {
	for name, c := range map[string]struct {
		arguments string
		figures   []string
	}{
		"submit": {"--clients 4 --finals 40 --journeys 8 --pages 40 --ideas 40", []string{"final_post", "one_page_journeys", "seven_step_journeys",
			"home_page", "step_page", "memory_at_rest", "idea_create", "first_page"}},
		"tally":    {"--responses 500", []string{"cross_vs_sql", "tally_all_questions"}},
		"workbook": {"--responses 20", []string{"workbook"}},
		"themes":   {"--texts 500", []string{"themes_suggest_seconds", "themes_memory"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			arguments := append([]string{"bench", name, "--json"}, strings.Fields(c.arguments)...)
			command := exec.CommandContext(t.Context(), os.Args[0], arguments...)
			command.Env = append(os.Environ(), asProgram+"=1")
			out, err := command.Output()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			var rows []struct {
				Name   string  `json:"name"`
				Figure float64 `json:"figure"`
			}
			if err := json.Unmarshal(out, &rows); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			found := map[string]float64{}
			for _, row := range rows {
				found[row.Name] = row.Figure
			}
			for _, figure := range c.figures {
				if found[figure] <= 0 {
					t.Errorf("%s is %v", figure, found[figure])
				}
			}
		})
	}
}
