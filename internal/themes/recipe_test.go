package themes

import (
	"flag"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// recipes are ways of learning to compare with the chosen one, apart by spaces: each changes some numbers of it.
var recipes = flag.String("recipes", "", "ways of learning to compare with the chosen one, as 'hinge=0.5,logistic=3 share=1'")

// with gives the recipe with some numbers changed, as name=value joined by commas.
func (r recipe) with(changes string) (recipe, error) {
	numbers := map[string]*float64{"lean": &r.lean, "hinge": &r.hingeCost, "logistic": &r.logisticCost, "share": &r.logisticShare,
		"many": &r.manyPerRoom, "own": &r.mostOwn, "guesses": &r.guessShare, "guess": &r.guessCount}
	weights := map[string]*float32{"words": &r.blocks[blockWords], "stems": &r.blocks[blockStems], "pieces": &r.blocks[blockPieces], "title": &r.blocks[blockTitle]}
	lengths := map[string]*int{"shortest": &r.shortest, "longest": &r.longest, "least": &r.leastTexts}
	for change := range strings.SplitSeq(changes, ",") {
		name, text, _ := strings.Cut(change, "=")
		value, err := strconv.ParseFloat(text, 64)
		switch {
		case err != nil:
			return r, fmt.Errorf("%q: %w", change, err)
		case numbers[name] != nil:
			*numbers[name] = value
		case weights[name] != nil:
			*weights[name] = float32(value)
		case lengths[name] != nil:
			*lengths[name] = int(value)
		default:
			return r, fmt.Errorf("%q: no such number", change)
		}
	}
	return r, nil
}

const (
	trialFolds = 3
	trialSeeds = 2
)

// BenchmarkRecipes compares ways of learning by cross-validation inside the training side of the corpora: the test side is
// left out before anything is learnt. It takes a minute each:
//
//	go test ./internal/themes -run '^$' -bench Recipes -recipes 'hinge=0.5 lean=0.5,share=1'
func BenchmarkRecipes(b *testing.B) {
	reference := chosen.trials(b)
	b.Log(row("chosen", reference, reference))
	for changes := range strings.FieldsSeq(*recipes) {
		other, err := chosen.with(changes)
		if err != nil {
			b.Fatal(err)
		}
		b.Log(row(changes, other.trials(b), reference))
	}
}

// labelsPerTheme are the numbers of labels that ways of learning are compared with; 0: all.
var labelsPerTheme = []int{0, 20}

// trials gives the macro-F1 of each fold: by number of labels, corpus, then fold.
func (r *recipe) trials(tb testing.TB) [][][]float64 {
	found := make([][][]float64, len(labelsPerTheme))
	for i, perTheme := range labelsPerTheme {
		for _, c := range []corpus{arguments, budget, ideas} {
			grid, texts := labelled(tb, c)
			texts = slices.DeleteFunc(texts, func(text Labelled) bool { return text.Test })
			var folds []float64
			for seed := range uint64(trialSeeds) {
				for fold := range uint32(trialFolds) {
					folds = append(folds, r.trial(tb, grid, heldOut(texts, seed, fold), EvaluateOptions{Seed: seed, PerTheme: perTheme}, int(fold)))
				}
			}
			found[i] = append(found[i], folds)
		}
	}
	return found
}

// heldOut puts a fold of the texts on the test side, groups whole.
func heldOut(texts []Labelled, seed uint64, fold uint32) []Labelled {
	parted := slices.Clone(texts)
	for i := range parted {
		key := parted[i].Group
		if key == "" {
			key = parted[i].Text.Title + parted[i].Text.Body
		}
		parted[i].Test = fnv(fmt.Sprint(seed, key))/7%trialFolds == fold
	}
	return parted
}

// trial is the macro-F1 of the likeliest themes; scores are not calibrated, which changes no order.
func (r *recipe) trial(tb testing.TB, grid []Theme, texts []Labelled, options EvaluateOptions, draw int) float64 {
	examples, unread, test := draws(texts, options, draw)
	t := r.prepare(grid, examples, Options{Seed: options.Seed, Unlabelled: unread})
	weights, err := t.fitAll(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	model := newModel(t, weights)
	model.scale = scale{slope: 0.01} // far from certainty, where scores are alike
	found := make([][]Suggestion, len(test))
	for i := range test {
		found[i] = model.Suggest(test[i].Text)
	}
	var e Evaluation
	e.compare(grid, test, test, found, model.scale)
	return e.MacroF1
}

// row shows, by number of labels, the macro-F1 of each corpus, and how much the mean of the corpora is above the
// reference, with the standard error of that over the folds.
func row(name string, found, reference [][][]float64) string {
	line := fmt.Sprintf("%-30s", name)
	for i := range found {
		var gain, square float64
		for at := range found[i] {
			value, more, noise := compared(found[i][at], reference[i][at])
			line += fmt.Sprintf(" %.3f", value)
			gain, square = gain+more, square+noise*noise
		}
		line += fmt.Sprintf("  %+.4f ± %.4f |", gain/float64(len(found[i])), math.Sqrt(square)/float64(len(found[i])))
	}
	return line
}

// compared gives the mean of the folds, how much it is above the reference, and the standard error of that.
func compared(folds, reference []float64) (mean, gain, noise float64) {
	n := float64(len(folds))
	for i := range folds {
		mean, gain = mean+folds[i]/n, gain+(folds[i]-reference[i])/n
	}
	for i := range folds {
		off := folds[i] - reference[i] - gain
		noise += off * off
	}
	return mean, gain, math.Sqrt(noise / (n - 1) / n)
}
