package themes_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"concertation/internal/themes"
)

func texts(bodies ...string) []themes.Text {
	var all []themes.Text
	for _, body := range bodies {
		all = append(all, themes.Text{Body: body})
	}
	return all
}

const letter = "Nous demandons à la région de soutenir les épiceries solidaires des communes rurales par une aide au loyer, car sans elles il n’y a plus de commerce ni de lien entre les habitants"

func TestTextsOfACampaignAreFoundTogether(t *testing.T) {
	for name, c := range map[string]struct {
		bodies []string
		groups [][]int
	}{
		"the same letter, signed":     {[]string{letter, "Une autre idée", letter + ". Amina", strings.ToUpper(letter)}, [][]int{{0, 2, 3}}},
		"a word changed":              {[]string{letter, strings.Replace(letter, "solidaires", "associatives", 1)}, [][]int{{0, 1}}},
		"short answers to the letter": {[]string{"Rien", "rien !", "Rien à dire"}, [][]int{{0, 1}}},
		"two letters on one subject":  {[]string{letter, "La région doit aider les épiceries solidaires : baissons leur loyer"}, nil},
		"nothing to compare":          {[]string{"", "…", "", "!"}, nil},
		"two campaigns":               {[]string{letter, "oui", letter, "oui"}, [][]int{{0, 2}, {1, 3}}},
		"no text":                     {nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if got := themes.NearIdentical(texts(c.bodies...)); !reflect.DeepEqual(got, c.groups) {
				t.Errorf("%v, want %v", got, c.groups)
			}
		})
	}
}

func BenchmarkNearIdentical(b *testing.B) {
	var all []themes.Text
	for i := range 20_000 {
		all = append(all, themes.Text{Body: fmt.Sprintf("%s %d mot%d autre%d idée%d chose%d", letter[i%40:], i, i%977, i%1013, i%37, i)})
	}
	for b.Loop() {
		themes.NearIdentical(all)
	}
	b.ReportMetric(float64(len(all)*b.N)/b.Elapsed().Seconds(), "texts/s")
}
