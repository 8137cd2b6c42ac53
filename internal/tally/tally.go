package tally

import (
	"math"
	"slices"

	"concertation/forms"
)

// Tally is the count of one question (tri à plat).
type Tally struct {
	Question *forms.Question
	Parent   *forms.Question // the grid or constant sum of a row, else nil
	Bases    Bases
	// Options are the counts by choice, in questionnaire order; of a ranking, how many placed the choice.
	Options []Option
	Numbers *Numbers // of numeric questions with an answer
	Ranks   []Ranked // of rankings, by option
}

// Bases are the numbers that shares are taken from (R1.4).
type Bases struct {
	Responses int // submitted, conditions considered
	Shown     int // to whom the question was asked
	Answered  int
	Blank     int // Shown - Answered
}

// Option is one choice and how many respondents chose it. Of a several-choice question the sum exceeds the base.
type Option struct {
	Choice string // its name
	Label  forms.Text
	Count  int
}

// Share gives the option's share of the respondents who answered, 0 when none did.
func (t *Tally) Share(option Option) float64 {
	if t.Bases.Answered == 0 {
		return 0
	}
	return float64(option.Count) / float64(t.Bases.Answered)
}

// Numbers sums up the answers of a numeric question.
type Numbers struct {
	Count, Distinct     int
	Sum, Mean           float64
	Min, Q1, Median, Q3 float64
	Max                 float64
	Histogram           []Bin
}

// Bin counts the answers from From, included, to To, excluded but for the last bin.
type Bin struct {
	From, To float64
	Count    int
}

// Ranked sums up the places given to one choice of a ranking.
type Ranked struct {
	Choice string
	First  int     // how many placed it first
	Placed int     // how many placed it at all
	Mean   float64 // mean place among those
	Points int     // Borda: as many as choices for a first place, one less for each place after
}

// Questions gives the questions counted, in form order.
func (e *Engine) Questions() []*forms.Question {
	e.mutex.RLock()
	defer e.mutex.RUnlock()
	questions := make([]*forms.Question, len(e.columns))
	for i, column := range e.columns {
		questions[i] = column.question
	}
	return questions
}

// Tally counts a question among the responses that satisfy the conditions; ok is false for an unknown question.
func (e *Engine) Tally(question string, conditions ...Condition) (tally Tally, ok bool) {
	e.mutex.RLock()
	defer e.mutex.RUnlock()
	column := e.byName[question]
	if column == nil {
		return Tally{}, false
	}
	return column.tally(e.selection(conditions)), true
}

// Tallies counts every question, in form order.
func (e *Engine) Tallies(conditions ...Condition) []Tally {
	e.mutex.RLock()
	defer e.mutex.RUnlock()
	kept := e.selection(conditions)
	tallies := make([]Tally, len(e.columns))
	for i, column := range e.columns {
		tallies[i] = column.tally(kept)
	}
	return tallies
}

func (c *column) tally(kept bitset) Tally {
	tally := Tally{Question: c.question, Parent: c.parent, Bases: Bases{
		Responses: kept.count(), Shown: c.shown.common(kept), Answered: c.answered.common(kept)}}
	tally.Bases.Blank = tally.Bases.Shown - tally.Bases.Answered
	for i, choice := range c.choices {
		option := Option{Choice: choice.Name, Label: choice.Label, Count: c.chosen[i].common(kept)}
		if c.question.Kind == forms.Rank {
			ranked := c.ranked(i, kept)
			option.Count = ranked.Placed
			tally.Ranks = append(tally.Ranks, ranked)
		}
		tally.Options = append(tally.Options, option)
	}
	if c.question.Kind == forms.Acknowledge {
		tally.Options = []Option{{Choice: forms.Acknowledged, Count: tally.Bases.Answered}}
	}
	if c.numeric() && tally.Bases.Answered > 0 {
		tally.Numbers = c.summary(kept)
	}
	return tally
}

func (c *column) ranked(choice int, kept bitset) Ranked {
	ranked := Ranked{Choice: c.choices[choice].Name}
	sum := 0
	places := c.places[choice]
	c.answered.and(kept).each(func(slot int) {
		if slot >= len(places) || places[slot] == 0 {
			return
		}
		place := int(places[slot])
		ranked.Placed++
		sum += place
		ranked.Points += max(len(c.choices)-place+1, 0)
		if place == 1 {
			ranked.First++
		}
	})
	if ranked.Placed > 0 {
		ranked.Mean = float64(sum) / float64(ranked.Placed)
	}
	return ranked
}

// bins is how many bars a histogram has at most.
const bins = 10

func (c *column) summary(kept bitset) *Numbers {
	var values []float64
	c.answered.and(kept).each(func(slot int) {
		if value := c.numbers[slot]; !math.IsNaN(value) {
			values = append(values, value)
		}
	})
	if len(values) == 0 {
		return nil
	}
	sortNumbers(values)
	n := &Numbers{Count: len(values), Min: values[0], Max: values[len(values)-1],
		Q1: quantile(values, 0.25), Median: quantile(values, 0.5), Q3: quantile(values, 0.75)}
	for i, value := range values {
		n.Sum += value
		if i == 0 || value != values[i-1] {
			n.Distinct++
		}
	}
	n.Mean = n.Sum / float64(n.Count)
	n.Histogram = histogram(values, n.Distinct)
	return n
}

// widest is the range of integers up to which counting each value is quicker than sorting.
const widest = 1 << 16

// sortNumbers sorts numbers: integers close to each other, as answers mostly are, by counting them.
func sortNumbers(values []float64) {
	least, most := slices.Min(values), slices.Max(values)
	if most-least >= widest || slices.ContainsFunc(values, func(value float64) bool { return value != math.Trunc(value) }) {
		slices.Sort(values)
		return
	}
	counts := make([]int, int(most-least)+1)
	for _, value := range values {
		counts[int(value-least)]++
	}
	at := 0
	for i, count := range counts {
		for range count {
			values[at] = least + float64(i)
			at++
		}
	}
}

// quantile interpolates between neighbours (Hyndman and Fan's type 7, the usual one).
func quantile(sorted []float64, share float64) float64 {
	position := share * float64(len(sorted)-1)
	below := int(position)
	if below+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[below] + (position-float64(below))*(sorted[below+1]-sorted[below])
}

// histogram counts each value apart when there are few, else in equal bins.
func histogram(sorted []float64, distinct int) []Bin {
	var counted []Bin
	if distinct <= bins {
		for i, value := range sorted {
			if i == 0 || value != sorted[i-1] {
				counted = append(counted, Bin{From: value, To: value})
			}
			counted[len(counted)-1].Count++
		}
		return counted
	}
	least, width := sorted[0], (sorted[len(sorted)-1]-sorted[0])/bins
	if rounded := math.Ceil(width); width >= 1 {
		width = rounded
	}
	for i := range bins {
		counted = append(counted, Bin{From: least + float64(i)*width, To: least + float64(i+1)*width})
	}
	for _, value := range sorted {
		counted[min(int((value-least)/width), bins-1)].Count++
	}
	return counted
}
