package consult_test

import (
	"fmt"
	"slices"
	"testing"

	"concertation/internal/consult"
)

func TestAVersionTellsWhatItChanged(t *testing.T) {
	before := fourThemes()
	take := func(id consult.ID) consult.Theme {
		theme, _ := before.Find(id)
		return theme
	}
	renamed, reworded := take("a"), take("d")
	renamed.Title = "Emploi et métiers"
	reworded.Definition, reworded.Lexicon = "Ce qui tient aux lieux", "commune"
	for name, test := range map[string]struct {
		themes []consult.Theme
		gone   map[consult.ID]consult.ID
		told   []string
	}{
		"nothing":                   {themes: before.Themes},
		"a new theme":               {themes: append(slices.Clone(before.Themes), consult.Theme{Title: "Eau"}), told: []string{"added Eau"}},
		"a theme that is split":     {themes: append(slices.Clone(before.Themes), consult.Theme{Title: "Apprentissage", SplitFrom: "b"}), told: []string{"split Apprentissage from Formation"}},
		"another title":             {themes: []consult.Theme{renamed, take("b"), take("d")}, told: []string{"renamed Emploi et métiers from Emploi"}},
		"other texts":               {themes: []consult.Theme{take("a"), take("b"), reworded}, told: []string{"reworded Territoires [definition lexicon]"}},
		"a theme merged in another": {themes: []consult.Theme{take("a"), take("d")}, gone: map[consult.ID]consult.ID{"b": "a"}, told: []string{"merged Formation into Emploi"}},
		"a theme that ends":         {themes: []consult.Theme{take("a"), take("d")}, gone: map[consult.ID]consult.ID{"b": ""}, told: []string{"withdrawn Formation"}},
		"another order":             {themes: []consult.Theme{take("b"), take("a"), take("d")}, told: []string{"reordered "}},
	} {
		t.Run(name, func(t *testing.T) {
			next, err := before.Next(&consult.GridDraft{Version: 3, Themes: test.themes, Gone: test.gone})
			if err != nil {
				t.Fatal(err)
			}
			var told []string
			for _, change := range next.ChangesSince(&before) {
				words := fmt.Sprint(change.Kind, " ", change.Theme.Title)
				switch change.Kind {
				case consult.ThemeSplit:
					words += " from " + change.Other.Title
				case consult.ThemeRenamed:
					words += " from " + change.Before
				case consult.ThemeReworded:
					words += " " + fmt.Sprint(change.Texts)
				case consult.ThemeMerged:
					words += " into " + change.Other.Title
				}
				told = append(told, words)
			}
			if !slices.Equal(told, test.told) {
				t.Errorf("told %q, not %q", told, test.told)
			}
		})
	}
}
