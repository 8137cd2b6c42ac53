package consult

import (
	"strings"
	"time"
)

// CarryMasks decides what becomes of what people hid in a text when the text changes: wherever the same words stand in
// the new one they stay hidden, by the word of whoever hid them (R2.6). What somebody left shown is asked anew, and what
// was hidden and is no longer written is history. masks are those of the contribution, past ones too.
func CarryMasks(before, after *Contribution, masks []Mask, at time.Time) (ended []ID, carried []Mask) {
	type span struct {
		field MaskField
		start int
	}
	hidden := map[span]bool{}
	for _, mask := range masks {
		was, now := before.fieldOf(mask.Field), after.fieldOf(mask.Field)
		if !mask.EndedAt.IsZero() || mask.TextVersion != before.TextVersion || mask.Start < 0 || mask.End > len(was) || mask.End <= mask.Start {
			continue
		}
		ended = append(ended, mask.ID)
		words := was[mask.Start:mask.End]
		if !mask.Hidden {
			continue
		}
		for from := 0; ; {
			found := strings.Index(now[from:], words)
			if found < 0 {
				break
			}
			start := from + found
			from = start + len(words)
			if place := (span{mask.Field, start}); !hidden[place] {
				hidden[place] = true
				next := mask
				next.ID, next.TextVersion, next.Start, next.End, next.At = NewID(), after.TextVersion, start, from, at
				carried = append(carried, next)
			}
		}
	}
	return ended, carried
}

// fieldOf gives the text that a mask is about.
func (c *Contribution) fieldOf(field MaskField) string {
	if field == MaskTitle {
		return c.Title
	}
	return c.Body
}
