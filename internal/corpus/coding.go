package corpus

import (
	"slices"

	"concertation/internal/consult"
)

// Coding is what people gave to the contributions of a corpus: which themes stand, who gave them, and which texts have a
// part without.
type Coding struct{ texts map[uint32]*codedText }

// codedText is a contribution to which somebody gives a theme.
type codedText struct {
	themes, coders []uint32
	given          map[consult.ID]bool // its statements that have a theme
	partial        bool                // a part of it, as it is cut now, has none
}

// Code sums up current assignments for Count. parts are the rows of the split contributions: those cut on a text that
// changed since are no more.
func (c *Corpus) Code(parts []consult.Statement, assignments []consult.Assignment) *Coding {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	coding := &Coding{texts: map[uint32]*codedText{}}
	split := map[consult.ID]bool{}
	for i := range parts {
		split[parts[i].ContributionID] = true
	}
	for i := range assignments {
		a := &assignments[i]
		slot, known := c.slots[c.key(a.ContributionID)]
		if !known || a.State != consult.AssignmentConfirmed || !a.EndedAt.IsZero() {
			continue
		}
		text := coding.texts[slot]
		if text == nil {
			text = &codedText{}
			coding.texts[slot] = text
		}
		text.themes = with(text.themes, c.themes.number(string(a.ThemeID)))
		text.coders = with(text.coders, c.coders.number(string(a.CoderID)))
		if split[a.ContributionID] {
			if text.given == nil {
				text.given = map[consult.ID]bool{}
			}
			text.given[a.StatementID] = true
		}
	}
	for _, part := range parts {
		slot, known := c.slots[c.key(part.ContributionID)]
		if text := coding.texts[slot]; known && text != nil && part.TextVersion == int(c.rows[slot].version) && !text.given[part.ID] {
			text.partial = true
		}
	}
	return coding
}

func with(all []uint32, one uint32) []uint32 {
	if slices.Contains(all, one) {
		return all
	}
	return append(all, one)
}

// codedTest asks a row what a filter asks of its themes; met says that somebody gave the theme, and that the coder gave
// one.
func (c *Corpus) codedTest(filter *consult.ContributionFilter, coding *Coding) (_ test, met bool) {
	theme, themeMet := c.themes.find(string(filter.ThemeID))
	coder, coderMet := c.coders.find(string(filter.CoderID))
	return func(slot uint32, _ *row) bool {
		text := coding.texts[slot]
		switch {
		case theme != 0 && (text == nil || !slices.Contains(text.themes, theme)):
			return false
		case coder != 0 && (text == nil || !slices.Contains(text.coders, coder)):
			return false
		}
		return !filter.Uncoded || text == nil || text.partial
	}, themeMet && coderMet
}
