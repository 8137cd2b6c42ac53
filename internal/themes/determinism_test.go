package themes

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strings"
	"testing"
)

// written are texts of words drawn at random, some of them of one theme more than of others.
func written(seed uint64, texts, themes int) []Example {
	random := rand.New(rand.NewPCG(seed, 1))
	made := make([]Example, texts)
	for i := range made {
		theme := random.IntN(themes)
		var words []string
		for range 4 + random.IntN(20) {
			word := random.IntN(400)
			if random.IntN(3) == 0 {
				word = 400 + theme*40 + random.IntN(40)
			}
			words = append(words, fmt.Sprintf("mot%dé", word))
		}
		made[i] = Example{Text: Text{Title: words[0], Body: strings.Join(words[1:], " ")}, Group: fmt.Sprint(i / 3), Themes: []string{fmt.Sprint(theme)}}
	}
	return made
}

// However many processors work, the whole of the model is the same, number for number, and so is all that it suggests.
func TestTheNumberOfProcessorsChangesNothing(t *testing.T) {
	const themes = 5
	var grid []Theme
	for i := range themes {
		grid = append(grid, Theme{ID: fmt.Sprint(i), Title: fmt.Sprintf("mot%dé", 400+i*40)})
	}
	examples, others := written(1, 240, themes), written(2, 600, themes)
	var unread []Text
	for _, other := range others[:200] {
		unread = append(unread, other.Text)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for name, options := range map[string]Options{"examples alone": {Seed: 3}, "with unread texts": {Seed: 3, Unlabelled: unread}} {
		t.Run(name, func(t *testing.T) {
			var first *Model
			var suggested [][]Suggestion
			for _, processors := range []int{1, 2, 4, 2} {
				runtime.GOMAXPROCS(processors)
				model, err := Train(t.Context(), grid, examples, options)
				if err != nil {
					t.Fatal(err)
				}
				found := make([][]Suggestion, len(others))
				inPieces(len(others), func(from, to int) {
					for i := from; i < to; i++ {
						found[i] = model.Suggest(others[i].Text)
					}
				})
				if first == nil {
					first, suggested = model, found
					continue
				}
				if !reflect.DeepEqual(first.weights, model.weights) || first.scale != model.scale || first.version != model.version ||
					!reflect.DeepEqual(first.vocabulary.rarity, model.vocabulary.rarity) {
					t.Errorf("%d processors learn another model", processors)
				}
				if !reflect.DeepEqual(suggested, found) {
					t.Errorf("%d processors suggest otherwise", processors)
				}
			}
		})
	}
}
