package matching_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"concertation/internal/matching"
)

// likely is the score from which a pair is shown to an organiser.
const likely = 0.82

func TestTwoWritingsOfOneOrganisationAreNear(t *testing.T) {
	for name, c := range map[string]struct {
		a, b matching.Entry
		near bool
	}{
		"a legal form":                 {matching.Entry{Name: "SCOP Les Tisserands"}, matching.Entry{Name: "Les Tisserands"}, true},
		"accents and capitals":         {matching.Entry{Name: "Épicerie Solidaire du Port"}, matching.Entry{Name: "EPICERIE SOLIDAIRE DU PORT"}, true},
		"words in another order":       {matching.Entry{Name: "Ressourcerie de l’Île"}, matching.Entry{Name: "L’Île – Ressourcerie"}, true},
		"a slip":                       {matching.Entry{Name: "Ateliers du Bocage", Place: "44"}, matching.Entry{Name: "Atelier du Bocage", Place: "44"}, true},
		"a slip in the only word":      {matching.Entry{Name: "Envirronement"}, matching.Entry{Name: "Environnement"}, true},
		"letters of another alphabet":  {matching.Entry{Name: "Аtеlier du Bоcage"}, matching.Entry{Name: "Atelier du Bocage"}, true},
		"the same name elsewhere":      {matching.Entry{Name: "Secours de l’amitié", Place: "Nantes"}, matching.Entry{Name: "Secours de l’amitié", Place: "Angers"}, false},
		"one word in common":           {matching.Entry{Name: "Maison des jeunes"}, matching.Entry{Name: "Maison de retraite"}, false},
		"two of a numbered series":     {matching.Entry{Name: "Crèche du Bocage n° 1"}, matching.Entry{Name: "Crèche du Bocage n° 12"}, false},
		"a number that one leaves out": {matching.Entry{Name: "Crèche du Bocage 44"}, matching.Entry{Name: "Crèche du Bocage"}, true},
		"nothing in common":            {matching.Entry{Name: "Les Tisserands"}, matching.Entry{Name: "Le Grand Four"}, false},
		"names of common words only":   {matching.Entry{Name: "L’Association"}, matching.Entry{Name: "La Mutuelle"}, false},
		"no name":                      {matching.Entry{}, matching.Entry{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := len(matching.Near([]matching.Entry{c.a, c.b}, likely)) == 1; got != c.near {
				t.Errorf("near: %v", got)
			}
		})
	}
}

func TestPairsAreInOrderAndNeverTwice(t *testing.T) {
	words := []string{"atelier", "bocage", "port", "île", "SCOP", "les", "", "été", "maison"}
	rapid.Check(t, func(t *rapid.T) {
		var entries []matching.Entry
		for _, picked := range rapid.SliceOfN(rapid.SliceOfN(rapid.SampledFrom(words), 0, 4), 0, 12).Draw(t, "names") {
			entries = append(entries, matching.Entry{Name: fmt.Sprint(picked)})
		}
		pairs := matching.Near(entries, likely)
		seen := map[[2]int]bool{}
		for _, pair := range pairs {
			if pair.A >= pair.B || pair.Score < likely || pair.Score > 1 || seen[[2]int{pair.A, pair.B}] {
				t.Fatalf("%+v of %v", pair, pairs)
			}
			seen[[2]int{pair.A, pair.B}] = true
		}
		if !slices.Equal(pairs, matching.Near(entries, likely)) {
			t.Fatal("another order the second time")
		}
	})
}

func BenchmarkNear(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 1))
	parts := []string{"atelier", "maison", "cuisine", "jardin", "récup", "mobile", "solidaire", "énergie", "bois", "terre", "loire", "bocage", "mer", "ville", "jeunes"}
	entries := make([]matching.Entry, 10_000)
	for i := range entries {
		entries[i] = matching.Entry{Name: fmt.Sprintf("%s %s %c%c%c%c", parts[random.IntN(len(parts))], parts[random.IntN(len(parts))],
			'a'+random.IntN(26), 'a'+random.IntN(26), 'a'+random.IntN(26), 'a'+random.IntN(26)), Place: fmt.Sprint(44 + random.IntN(5))}
	}
	for b.Loop() {
		matching.Near(entries, likely)
	}
}
