package consult

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// SplitStatement cuts a span out of a statement of a contribution: what stands before it, the span, and what stands
// after it become statements, those of white space alone left out. The first keeps the identifier, and with it its
// themes; the others are new and wait for a coder. The other statements keep their places. The rows of the whole
// contribution come back, in order; CodeInvalid when the span cuts nothing off.
func SplitStatement(c *Contribution, statements []Statement, statement ID, start, end int) ([]Statement, error) {
	nothing := Invalid(FieldError{Field: "span", Key: "coding.error.split"})
	var made []Statement
	found := false
	for _, one := range statements {
		if one.ID != statement {
			made = append(made, one)
			continue
		}
		found = true
		if start < one.Start || end > one.End || end <= start || !whole(c.Body, start) || !whole(c.Body, end) {
			return nil, nothing
		}
		var parts []Statement
		for _, span := range [][2]int{{one.Start, start}, {start, end}, {end, one.End}} {
			if from, to := trimmedSpan(c.Body, span[0], span[1]); from < to {
				parts = append(parts, Statement{ID: NewID(), ContributionID: c.ID, Start: from, End: to, TextVersion: c.TextVersion})
			}
		}
		if len(parts) < 2 {
			return nil, nothing
		}
		parts[0].ID = one.ID
		made = append(made, parts...)
	}
	if !found {
		return nil, NotFound("error.not_found")
	}
	for i := range made {
		made[i].Position = i + 1
	}
	return made, nil
}

// whole says whether a byte of a text begins a letter, or ends the text.
func whole(text string, at int) bool {
	return at >= 0 && at <= len(text) && (at == len(text) || utf8.RuneStart(text[at]))
}

// trimmedSpan leaves white space out at both ends of a span.
func trimmedSpan(text string, start, end int) (int, int) {
	part := text[start:end]
	start += len(part) - len(strings.TrimLeftFunc(part, unicode.IsSpace))
	return start, start + len(strings.TrimSpace(part))
}

// JoinStatements decides what the codings become when all statements of a contribution are one again: each coder's
// current word on a theme of a part is given to the whole, a confirmation before a rejection; those of the parts end.
func JoinStatements(c *Contribution, history []Assignment, act Assignment) CodingChange {
	act.At = afterHistory(history, act)
	change := CodingChange{At: act.At}
	type word struct{ coder, theme ID }
	strongest := map[word]Assignment{}
	var order []word
	for _, a := range history {
		if !a.EndedAt.IsZero() {
			continue
		}
		key := word{a.CoderID, a.ThemeID}
		known, met := strongest[key]
		if !met {
			order = append(order, key)
		}
		if !met || rankOf(a.State) > rankOf(known.State) {
			strongest[key] = a
		}
		if a.StatementID != c.ID {
			change.End = append(change.End, a.ID)
		}
	}
	for _, key := range order {
		a := strongest[key]
		if a.StatementID == c.ID {
			continue // the whole's own word is as strong
		}
		for _, own := range history { // a weaker word of the whole gives way
			if own.EndedAt.IsZero() && own.StatementID == c.ID && own.CoderID == key.coder && own.ThemeID == key.theme {
				change.End = append(change.End, own.ID)
			}
		}
		a.ID, a.StatementID, a.At, a.EndedAt = NewID(), c.ID, act.At, time.Time{}
		change.Insert = append(change.Insert, a)
	}
	return change
}

// rankOf orders words: what a coder gave counts before what is stale, and that before what they refused.
func rankOf(state AssignmentState) int {
	switch state {
	case AssignmentConfirmed:
		return 2
	case AssignmentStale:
		return 1
	}
	return 0
}
