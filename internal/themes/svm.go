package themes

import (
	"context"
	"math"
	"math/rand/v2"
)

// problem is one theme to tell from the rest: texts, on which side each is, and what a mistake on it costs.
type problem struct {
	texts []vector
	sides []float32 // +1 or -1
	costs []float64 // above 0
	size  int       // number of features
	start []float64 // pulls from which to begin, one a text; nil: none
	// settled is the pull under which a text counts as settled: the solver stops when all are.
	settled float64
}

// solution is what a solver found: a weight per feature and one for all texts, the last, and how much each text pulls.
type solution struct {
	weights []float32
	pulls   []float64
}

// withCost gives the same problem where mistakes cost so many times as much.
func (p *problem) withCost(times float64) *problem {
	dearer := *p
	dearer.costs = make([]float64, len(p.costs))
	for i, cost := range p.costs {
		dearer.costs[i] = cost * times
	}
	return &dearer
}

// from begins where pulls are known, that of each text by its row; nil begins from nothing.
func (p *problem) from(known []float64, rows []int) *problem {
	if known != nil {
		p.start = make([]float64, len(p.texts))
		for i, row := range rows {
			p.start[i] = known[row]
		}
	}
	return p
}

// The solver stops when no text pulls by more than that, or after so many passes: the last ones change no decision. Of few
// examples each decides more, and the guesses made from them too: learning goes further.
const (
	settledOfMany = 0.1
	settledOfFew  = 0.05
	mostPasses    = 40
	fewPasses     = 4 // where what is known is near
)

func (p *problem) passes() int {
	if p.start != nil {
		return fewPasses
	}
	return mostPasses
}

// solve learns by dual coordinate descent on the squared hinge
// loss (Hsieh et al., A Dual Coordinate Descent Method for Large-scale Linear SVM, 2008). A random order taken from seed.
func (p *problem) solve(ctx context.Context, seed uint64) (solution, error) {
	weights, pulls, order := make([]float32, p.size+1), make([]float64, len(p.texts)), p.inOrder()
	for i, pull := range p.start {
		pulls[i] = pull
		p.texts[i].addTo(weights, float32(pull)*p.sides[i])
	}
	random := rand.New(rand.NewPCG(seed, uint64(len(p.texts))))
	// Texts that are well on their side are left aside until the rest has settled.
	active, bound := len(order), math.Inf(1)
	for range p.passes() {
		if err := ctx.Err(); err != nil {
			return solution{}, err
		}
		random.Shuffle(active, func(i, j int) { order[i], order[j] = order[j], order[i] })
		strongest := 0.0
		for at := 0; at < active; at++ {
			i := order[at]
			slack := 0.5 / p.costs[i]
			side := float64(p.sides[i])
			gradient := side*p.texts[i].dot(weights) - 1 + slack*pulls[i]
			if pulls[i] == 0 {
				if gradient > bound {
					active--
					order[at], order[active] = order[active], order[at]
					at--
					continue
				}
				if gradient >= 0 {
					continue
				}
			}
			strongest = max(strongest, math.Abs(gradient))
			before := pulls[i]
			pulls[i] = max(before-gradient/(p.texts[i].square+slack), 0)
			p.texts[i].addTo(weights, float32((pulls[i]-before)*side))
		}
		if strongest < p.settled {
			if active == len(order) {
				break
			}
			active, bound = len(order), math.Inf(1)
			continue
		}
		bound = strongest
	}
	return solution{weights, pulls}, nil
}

// inOrder numbers the texts.
func (p *problem) inOrder() []int {
	order := make([]int, len(p.texts))
	for i := range order {
		order[i] = i
	}
	return order
}

// dot is the margin of a text; the last weight is that of all texts. The race detector leaves it and addTo alone: they
// are nearly all that learning does, and their callers, which it watches, hold what they touch.
//
//go:norace
func (v *vector) dot(weights []float32) float64 {
	// Four sums at once: one alone would wait for each addition to end.
	var a, b, c, d float32
	features, values := v.features, v.values
	for len(features) >= 4 && len(values) >= 4 {
		a += weights[features[0]] * values[0]
		b += weights[features[1]] * values[1]
		c += weights[features[2]] * values[2]
		d += weights[features[3]] * values[3]
		features, values = features[4:], values[4:]
	}
	for j, feature := range features {
		a += weights[feature] * values[j]
	}
	return float64(weights[len(weights)-1] + (a + b) + (c + d))
}

//go:norace
func (v *vector) addTo(weights []float32, by float32) {
	if by == 0 {
		return
	}
	values := v.values[:len(v.features)]
	for j, feature := range v.features {
		weights[feature] += by * values[j]
	}
	weights[len(weights)-1] += by
}

// solveLogistic does the same for the logistic loss (Yu, Huang and Lin, Dual Coordinate Descent Methods for Logistic
// Regression and Maximum Entropy Models, 2011).
func (p *problem) solveLogistic(ctx context.Context, seed uint64) (solution, error) {
	weights, pulls, order := make([]float32, p.size+1), make([]float64, len(p.texts)), p.inOrder()
	for i := range p.texts {
		pulls[i] = min(0.001*p.costs[i], 1e-8)
		if p.start != nil { // strictly between nothing and the cost, where the logarithms are
			pulls[i] = min(max(p.start[i], pulls[i]), p.costs[i]*(1-1e-4))
		}
		p.texts[i].addTo(weights, float32(pulls[i])*p.sides[i])
	}
	random := rand.New(rand.NewPCG(seed, uint64(len(p.texts))))
	for range p.passes() {
		if err := ctx.Err(); err != nil {
			return solution{}, err
		}
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		strongest := 0.0
		for _, i := range order {
			most, side := p.costs[i], float64(p.sides[i])
			slope := side * p.texts[i].dot(weights)
			before, pull := pulls[i], pulls[i]
			for range 20 {
				first := p.texts[i].square*(pull-before) + slope + math.Log(pull/(most-pull))
				if math.Abs(first) < 1e-3 {
					break
				}
				next := pull - first/(p.texts[i].square+most/((most-pull)*pull))
				switch {
				case next <= 0:
					pull *= 0.1
				case next >= most:
					pull = most - (most-pull)*0.1
				default:
					pull = next
				}
				pull = min(pull, most*(1-1e-12)) // so near, the logarithm would be of nothing
			}
			pulls[i] = pull
			strongest = max(strongest, math.Abs(pull-before)/most)
			p.texts[i].addTo(weights, float32((pull-before)*side))
		}
		if strongest < p.settled {
			break
		}
	}
	return solution{weights, pulls}, nil
}
