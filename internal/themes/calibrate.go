package themes

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sync"
)

// scale turns margins into probabilities, and says from which one a theme is proposed.
type scale struct {
	slope, shift float64
	threshold    float64
	cut          float64 // score from which a theme counts among several (evaluate)
}

// unlearnt is the scale while examples are too few to learn one.
func unlearnt() scale { return scale{slope: 3, shift: 0, threshold: 0.6, cut: 0.5} }

// probability is never certain: a hundred examples do not make anybody sure.
func (s scale) probability(margin float64) float64 {
	return min(max(1/(1+math.Exp(-s.slope*margin-s.shift)), 1-surest), surest)
}

const surest = 0.99

const (
	folds             = 3
	leastToCalibrate  = 30
	leastThreshold    = 0.15
	greatestThreshold = 0.95
)

// held is what a model says of an example that it did not learn from.
type held struct {
	margin float64
	given  bool
}

// calibrate learns the scale on examples held out in turn (Platt, Probabilistic Outputs for Support Vector Machines,
// 1999), and tells how right the suggestions of that scale are on them.
func (t *trainer) calibrate(ctx context.Context) (scale, Reliability, error) {
	if len(t.examples) < leastToCalibrate || len(t.themes) == 0 {
		return unlearnt(), Reliability{}, nil
	}
	byText, errs := make([][]held, len(t.examples)), make([]error, folds)
	var all sync.WaitGroup
	for fold := range folds {
		all.Go(func() { errs[fold] = t.holdOut(ctx, fold, byText) })
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return scale{}, Reliability{}, err
		}
	}
	fitted, known := fitScale(byText)
	if !known {
		return fitted, Reliability{}, nil
	}
	return fitted, fitted.reliability(byText), nil
}

// holdOut says in byText what a model of the other folds says of the examples of a fold.
func (t *trainer) holdOut(ctx context.Context, fold int, byText [][]held) error {
	var from, out []int
	for i := range t.examples {
		if t.foldOf(i) == fold {
			out = append(out, i)
		} else {
			from = append(from, i)
		}
	}
	weights, _, err := t.fit(ctx, from)
	if err != nil {
		return err
	}
	for _, i := range out {
		for theme := range t.themes {
			if side := t.sides[i][theme]; side != 0 {
				byText[i] = append(byText[i], held{t.vectors[i].dot(weights[theme]), side > 0})
			}
		}
	}
	return nil
}

// foldOf says with which fold an example is held out: that of its group, else of its words.
func (t *trainer) foldOf(i int) int {
	key := t.examples[i].Group
	if key == "" {
		key = t.examples[i].Title + "\x00" + t.examples[i].Body
	}
	return int(fnv(key) % folds)
}

// fitScale fits the two numbers of the scale by Newton's method, then the thresholds; false when what was held out says too
// little.
func fitScale(byText [][]held) (scale, bool) {
	var all []held
	given := 0
	for _, text := range byText {
		all = append(all, text...)
	}
	for _, h := range all {
		if h.given {
			given++
		}
	}
	if given == 0 || given == len(all) {
		return unlearnt(), false
	}
	// Platt's targets keep the scale from certainty.
	yes, no := float64(given+1)/float64(given+2), 1/float64(len(all)-given+2)
	s := scale{slope: 1}
	for range 60 {
		var g0, g1, h00, h01, h11 float64
		for _, h := range all {
			target := no
			if h.given {
				target = yes
			}
			p := s.probability(h.margin)
			d, w := p-target, max(p*(1-p), 1e-9)
			g0, g1 = g0+d*h.margin, g1+d
			h00, h01, h11 = h00+w*h.margin*h.margin, h01+w*h.margin, h11+w
		}
		h00, h11 = h00+1e-6, h11+1e-6
		det := h00*h11 - h01*h01
		stepSlope, stepShift := (h11*g0-h01*g1)/det, (h00*g1-h01*g0)/det
		s.slope, s.shift = s.slope-min(max(stepSlope, -2), 2), s.shift-min(max(stepShift, -2), 2)
		if math.Abs(stepSlope)+math.Abs(stepShift) < 1e-6 {
			break
		}
	}
	if s.slope <= 0 { // what was held out says the contrary of what was learnt: too little to go by
		return unlearnt(), false
	}
	// What is proposed is right twice as often as it could: precision counts double. Among several, both count alike.
	slices.SortFunc(all, func(a, b held) int { return cmp.Compare(b.margin, a.margin) })
	s.threshold, s.cut = s.best(all, given, 0.5), s.best(all, given, 1)
	return s, true
}

// best gives the score from which proposing gives the greatest F-measure; beta under 1 favours precision. sorted is by
// margin, the greatest first.
func (s scale) best(sorted []held, given int, beta float64) float64 {
	right, at, greatest := 0, 0.5, -1.0
	for i, h := range sorted {
		if h.given {
			right++
		}
		if i+1 < len(sorted) && sorted[i+1].margin == h.margin {
			continue
		}
		precision, recall := float64(right)/float64(i+1), float64(right)/float64(given)
		if f := (1 + beta*beta) * precision * recall / max(beta*beta*precision+recall, 1e-12); f > greatest {
			between := h.margin // halfway to the next: neither is favoured
			if i+1 < len(sorted) {
				between = (h.margin + sorted[i+1].margin) / 2
			}
			greatest, at = f, s.probability(between)
		}
	}
	return min(max(at, leastThreshold), greatestThreshold)
}
