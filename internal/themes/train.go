package themes

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
)

// Options say how to learn. The zero Options are good ones.
type Options struct {
	Seed uint64
	// Unlabelled are texts that nobody has read yet: they tell which words go together while few examples do. A sample
	// of them is read.
	Unlabelled []Text
}

// What is learnt at most from: beyond, more texts change little and cost the same each.
const (
	mostExamples   = 60_000
	mostUnlabelled = 6_000
)

// Train learns from people's examples. There may be none: the words of the themes are then all there is. Examples that
// say both yes and no of a theme say nothing of it; those that only refuse themes say nothing of the others. It stops
// when ctx does.
func Train(ctx context.Context, themes []Theme, examples []Example, options Options) (*Model, error) {
	return chosen.train(ctx, themes, examples, options)
}

func (r *recipe) train(ctx context.Context, themes []Theme, examples []Example, options Options) (*Model, error) {
	t := r.prepare(themes, examples, options)
	weights, err := t.fitAll(ctx)
	if err != nil {
		return nil, fmt.Errorf("learn themes: %w", err)
	}
	model := newModel(t, weights)
	model.version = version(themes, t.examples, t.unlabelled, options.Seed)
	if model.scale, model.reliability, err = t.calibrate(ctx); err != nil {
		return nil, fmt.Errorf("learn themes: %w", err)
	}
	return model, nil
}

// prepare makes vectors of all that is learnt from.
func (r *recipe) prepare(themes []Theme, examples []Example, options Options) *trainer {
	t := &trainer{recipe: r, themes: themes, examples: sample(examples, mostExamples), unlabelled: sample(options.Unlabelled, mostUnlabelled),
		seed: options.Seed, rank: map[string]int{}, room: make(chan struct{}, runtime.GOMAXPROCS(0))}
	for i, theme := range themes {
		t.rank[theme.ID] = i
	}
	texts := make([]Text, 0, len(t.examples)+len(themes)+len(t.unlabelled))
	for i := range t.examples {
		texts = append(texts, t.examples[i].Text)
	}
	for i := range themes {
		texts = append(texts, themes[i].text())
	}
	t.vocabulary = r.learn(append(texts, t.unlabelled...))
	t.vectors = t.vectorsOf(texts)
	if t.fewExamples() {
		t.unread = t.vectorsOf(t.unlabelled)
	}
	t.judge()
	return t
}

// fitAll learns from every example, and remembers what was found.
func (t *trainer) fitAll(ctx context.Context) (weights [][]float32, err error) {
	all := make([]int, len(t.examples))
	for i := range all {
		all[i] = i
	}
	weights, t.learnt, err = t.fit(ctx, all)
	return weights, err
}

// text gives what a theme says of itself, as a text to learn from.
func (t *Theme) text() Text {
	body := t.Definition
	for _, expression := range t.Lexicon {
		body += "\n" + expression
	}
	return Text{Title: t.Title, Body: body}
}

// sample takes at most so many of a list, evenly.
func sample[T any](list []T, most int) []T {
	if len(list) <= most {
		return list
	}
	taken := make([]T, most)
	for i := range taken {
		taken[i] = list[i*len(list)/most]
	}
	return taken
}

// trainer holds what is learnt from.
type trainer struct {
	*recipe
	themes     []Theme
	examples   []Example
	unlabelled []Text         // a sample
	rank       map[string]int // of a theme
	seed       uint64
	vocabulary *vocabulary
	vectors    []vector // of the examples, then of the themes
	unread     []vector
	sides      [][]float32 // by example, then theme: +1 given, -1 not, 0 nothing said
	learnt     []pulls     // by theme, from all the examples; nil: not known, or of guesses
	room       chan struct{}
}

// pulls are those of vectors in what was learnt of a theme, both ways.
type pulls struct{ hinge, logistic []float64 }

// judge says on which side of each theme each example is.
func (t *trainer) judge() {
	t.sides = make([][]float32, len(t.examples))
	for i := range t.examples {
		e, sides := &t.examples[i], make([]float32, len(t.themes))
		unsaid := float32(-1)
		if len(e.Themes) == 0 && len(e.Rejected) > 0 {
			unsaid = 0
		}
		for theme := range sides {
			sides[theme] = unsaid
		}
		for _, id := range e.Rejected {
			if theme, known := t.rank[id]; known {
				sides[theme] = -1
			}
		}
		for _, id := range e.Themes {
			if theme, known := t.rank[id]; known {
				sides[theme] = 1
				if slices.Contains(e.Rejected, id) {
					sides[theme] = 0
				}
			}
		}
		t.sides[i] = sides
	}
}

func (t *trainer) perTheme() float64 {
	return float64(len(t.examples)) / float64(max(len(t.themes), 1))
}

func (t *trainer) fewExamples() bool { return t.perTheme() < t.manyPerRoom }

// weightOfWords is how many examples the words of a theme are worth.
func (t *trainer) weightOfWords() float64 {
	return min(max(t.manyPerRoom/max(t.perTheme(), 1), 1), t.mostOwn)
}

// fit learns the weights of each theme from some of the examples, the themes' own words, and, while examples are few,
// the guesses of a first model on unread texts: half of them, the surest of each theme.
// It gives the pulls of each theme too, but of guesses, which other examples make others.
func (t *trainer) fit(ctx context.Context, from []int) ([][]float32, []pulls, error) {
	weights, learnt, err := t.solve(ctx, from, nil)
	if err != nil || len(t.unread) == 0 {
		return weights, learnt, err
	}
	weights, _, err = t.solve(ctx, from, t.guess(weights))
	return weights, nil, err
}

// guess is a text taken for one of a theme.
type guess struct {
	text  int
	theme int
	lead  float64 // over the next theme
}

func (t *trainer) guess(weights [][]float32) []guess {
	byTheme := make([][]guess, len(t.themes))
	for i := range t.unread {
		best, lead := -1, 0.0
		first, second := -1e9, -1e9
		for theme := range weights {
			margin := t.unread[i].dot(weights[theme])
			if margin > first {
				first, second, best = margin, first, theme
			} else if margin > second {
				second = margin
			}
		}
		if lead = first - second; best >= 0 {
			byTheme[best] = append(byTheme[best], guess{i, best, lead})
		}
	}
	var kept []guess
	for _, guesses := range byTheme {
		slices.SortStableFunc(guesses, func(a, b guess) int {
			switch {
			case a.lead > b.lead:
				return -1
			case a.lead < b.lead:
				return 1
			}
			return a.text - b.text
		})
		kept = append(kept, guesses[:int(t.guessShare*float64(len(guesses)))]...)
	}
	return kept
}

// solve learns each theme apart, several at once; the order in which they end changes nothing.
func (t *trainer) solve(ctx context.Context, from []int, guesses []guess) ([][]float32, []pulls, error) {
	weights, errs := make([][]float32, len(t.themes)), make([]error, len(t.themes))
	learnt := make([]pulls, len(t.themes))
	var all sync.WaitGroup
	for theme := range t.themes {
		all.Go(func() {
			t.room <- struct{}{}
			defer func() { <-t.room }()
			weights[theme], learnt[theme], errs[theme] = t.blend(ctx, theme, from, guesses)
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, nil, err
		}
	}
	return weights, learnt, nil
}

// blend learns a theme both ways and mixes what they teach. What was learnt from all the examples is near what some of
// them teach: learning from those begins there, at what their own pulls make.
func (t *trainer) blend(ctx context.Context, theme int, from []int, guesses []guess) ([]float32, pulls, error) {
	p, rows := t.problem(theme, from, guesses)
	var known pulls
	if t.learnt != nil {
		known = t.learnt[theme]
	}
	scales := p.lean(t.lean)
	hinge, err := p.withCost(t.hingeCost).from(known.hinge, rows).solve(ctx, t.seed+uint64(theme))
	if err != nil {
		return nil, pulls{}, err
	}
	logistic, err := p.withCost(t.logisticCost).from(known.logistic, rows).solveLogistic(ctx, t.seed+uint64(theme))
	if err != nil {
		return nil, pulls{}, err
	}
	weights := hinge.weights
	for i, weight := range logistic.weights {
		weights[i] += float32(t.logisticShare) * weight
	}
	for feature, scale := range scales {
		weights[feature] *= scale
	}
	return weights, pulls{spread(hinge.pulls, rows, len(t.vectors)), spread(logistic.pulls, rows, len(t.vectors))}, nil
}

// spread puts the pulls of some vectors where the pulls of all are.
func spread(pulls []float64, rows []int, size int) []float64 {
	all := make([]float64, size)
	for i, row := range rows {
		all[row] = pulls[i]
	}
	return all
}

// problem gathers what tells a theme from the rest; both sides weigh the same in all. rows says which vector each of its
// texts is, those of guesses left out.
func (t *trainer) problem(theme int, from []int, guesses []guess) (p *problem, rows []int) {
	p = &problem{size: len(t.vocabulary.rarity), settled: settledOfMany}
	if t.fewExamples() {
		p.settled = settledOfFew
	}
	total := map[float32]float64{}
	add := func(text vector, side float32, weight float64) {
		if side != 0 {
			p.texts, p.sides, p.costs = append(p.texts, text), append(p.sides, side), append(p.costs, weight)
			total[side] += weight
		}
	}
	for _, i := range from {
		add(t.vectors[i], t.sides[i][theme], 1)
		if t.sides[i][theme] != 0 {
			rows = append(rows, i)
		}
	}
	own := t.weightOfWords()
	for other := range t.themes {
		side := float32(-1)
		if other == theme {
			side = 1
		}
		if text := t.vectors[len(t.examples)+other]; len(text.features) > 0 {
			add(text, side, own)
			rows = append(rows, len(t.examples)+other)
		}
	}
	for _, g := range guesses {
		side := float32(-1)
		if g.theme == theme {
			side = 1
		}
		add(t.unread[g.text], side, t.guessCount)
	}
	for i, side := range p.sides {
		p.costs[i] *= (total[1] + total[-1]) / (2 * total[side])
	}
	return p, rows
}

// vectorsOf turns texts into vectors, several at once.
func (t *trainer) vectorsOf(texts []Text) []vector {
	made := make([]vector, len(texts))
	inPieces(len(texts), func(from, to int) {
		s := t.vocabulary.newScratch()
		for i := from; i < to; i++ {
			v := t.vocabulary.vector(s, &texts[i], vector{})
			made[i] = vector{features: slices.Clip(v.features), values: slices.Clip(v.values)}
			made[i].measure()
		}
	})
	return made
}

// inPieces shares a range between processors.
func inPieces(n int, work func(from, to int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() { work(w*n/workers, (w+1)*n/workers) })
	}
	all.Wait()
}
