package tally

import (
	"math"
	"slices"

	"concertation/forms"
)

// column holds the answers to one question, by slot.
type column struct {
	question *forms.Question
	section  int
	parent   *forms.Question
	choices  []forms.Choice // of every revision seen, the first revision's order first
	index    map[string]int
	shown    bitset
	answered bitset
	chosen   []bitset   // by choice: who chose it (one or several choices)
	places   [][]uint16 // by choice: the place given, 0 for none (ranking)
	numbers  []float64  // by slot, read where answered
}

func (c *column) numeric() bool {
	switch c.question.Kind {
	case forms.Integer, forms.Decimal, forms.Range:
		return true
	}
	return false
}

// learn adds the choices of a revision that the column does not know yet.
func (c *column) learn(choices []forms.Choice) {
	for _, choice := range choices {
		if _, known := c.index[choice.Name]; !known {
			c.index[choice.Name] = len(c.choices)
			c.choices = append(c.choices, choice)
			c.chosen = append(c.chosen, nil)
			c.places = append(c.places, nil)
		}
	}
}

// clear forgets what slot answered.
func (c *column) clear(slot int) {
	if !c.shown.has(slot) {
		return
	}
	c.shown.set(slot, false)
	if !c.answered.has(slot) {
		return
	}
	c.answered.set(slot, false)
	for i := range c.chosen {
		if c.chosen[i].has(slot) {
			c.chosen[i].set(slot, false)
		}
		if slot < len(c.places[i]) {
			c.places[i][slot] = 0
		}
	}
}

// put records what slot answered; the slot is clear.
func (c *column) put(slot int, answer forms.Answer, given bool) {
	c.shown.set(slot, true)
	if !given {
		return
	}
	c.answered.set(slot, true)
	switch {
	case c.crossable() && answer.Shape == forms.Textual:
		c.choose(slot, answer.Text)
	case c.crossable():
		for _, code := range answer.Codes { // none of a number
			c.choose(slot, code)
		}
	case c.question.Kind == forms.Rank:
		for place, code := range answer.Codes {
			c.learn([]forms.Choice{{Name: code}})
			i := c.index[code]
			c.places[i] = grown(c.places[i], slot)
			c.places[i][slot] = uint16(place + 1)
		}
	case c.numeric():
		c.numbers = grown(c.numbers, slot)
		c.numbers[slot] = answer.Number
		if answer.Shape != forms.Numeric {
			c.numbers[slot] = math.NaN() // of another revision, where the question was of another kind
		}
	}
}

func (c *column) choose(slot int, code string) {
	c.learn([]forms.Choice{{Name: code}})
	c.chosen[c.index[code]].set(slot, true)
}

// grown makes room for slot.
func grown[T any](values []T, slot int) []T {
	if slot < len(values) {
		return values
	}
	return slices.Grow(values, slot+1-len(values))[:slot+1]
}
