package consult

import "time"

// How themes are given by hand (rule 8). Each coder has at most one current assignment for a statement and a theme:
// nobody's coding is ever overwritten by another's. A theme counts for a statement while at least one coder confirms
// it; when another coder rejects it, it still counts and is shown as contested, until one of them changes their mind.

// CodingChange is what an act changes: current assignments that end, and new ones. Nothing is deleted.
type CodingChange struct {
	End    []ID
	Insert []Assignment
	At     time.Time // of the act: later than all others on the contribution
}

// Empty says whether the act changes nothing.
func (c CodingChange) Empty() bool { return len(c.End) == 0 && len(c.Insert) == 0 }

// GiveTheme decides what changes when a coder gives a theme to a statement. act carries the contribution, statement,
// theme, coder, round, versions and time; history is every assignment of the contribution. A residual theme excludes
// the others: the coder's own contrary themes end, those of other coders are rejected by this one.
func GiveTheme(grid *ThemeGrid, history []Assignment, act Assignment) CodingChange {
	act.At = afterHistory(history, act)
	change := CodingChange{At: act.At}
	if mine, ok := currentOf(history, act, act.ThemeID); !ok {
		change.insert(act, act.ThemeID, AssignmentConfirmed)
	} else if mine.State != AssignmentConfirmed || mine.TextVersion != act.TextVersion {
		change.End = append(change.End, mine.ID)
		change.insert(act, act.ThemeID, AssignmentConfirmed)
	}
	for _, theme := range grid.Themes {
		if theme.ID != act.ThemeID && grid.excludes(act.ThemeID, theme.ID) {
			change.remove(history, act, theme.ID)
		}
	}
	return change
}

// RemoveTheme decides what changes when a coder takes a theme off a statement: their own assignment ends, and when
// another coder confirms it, theirs stays and this one rejects it.
func RemoveTheme(history []Assignment, act Assignment) CodingChange {
	act.At = afterHistory(history, act)
	change := CodingChange{At: act.At}
	change.remove(history, act, act.ThemeID)
	return change
}

// UndoCoding decides what takes back the coder's last act on the statement: what it made ends, what it ended comes
// back. Undoing twice does it again.
func UndoCoding(history []Assignment, act Assignment) CodingChange {
	var last time.Time
	for _, a := range history {
		if a.CoderID == act.CoderID && a.StatementID == act.StatementID {
			last = later(last, later(a.At, a.EndedAt))
		}
	}
	var change CodingChange
	if last.IsZero() {
		return change
	}
	act.At = afterHistory(history, act)
	change.At = act.At
	for _, a := range history {
		if a.CoderID != act.CoderID || a.StatementID != act.StatementID {
			continue
		}
		switch {
		case a.At.Equal(last) && a.EndedAt.IsZero():
			change.End = append(change.End, a.ID)
		case a.EndedAt.Equal(last) && !a.At.Equal(last):
			back := a
			back.ID, back.At, back.EndedAt = NewID(), act.At, time.Time{}
			if back.State != AssignmentRejected && back.TextVersion != act.TextVersion {
				back.State = AssignmentStale // the text changed meanwhile
			}
			change.Insert = append(change.Insert, back)
		}
	}
	return change
}

// excludes says whether two themes cannot stand together on a statement: a residual one stands alone.
func (g *ThemeGrid) excludes(a, b ID) bool {
	one, _ := g.Find(a)
	other, _ := g.Find(b)
	return one.Kind != ThemeRegular || other.Kind != ThemeRegular
}

func (c *CodingChange) insert(act Assignment, theme ID, state AssignmentState) {
	act.ID, act.ThemeID, act.State, act.EndedAt = NewID(), theme, state, time.Time{}
	c.Insert = append(c.Insert, act)
}

// remove takes the theme off as far as this coder is concerned.
func (c *CodingChange) remove(history []Assignment, act Assignment, theme ID) {
	mine, found := currentOf(history, act, theme)
	contrary := confirmedByAnother(history, act, theme)
	switch {
	case found && mine.State == AssignmentRejected && contrary:
		return // said already
	case found:
		c.End = append(c.End, mine.ID)
	}
	if contrary {
		c.insert(act, theme, AssignmentRejected)
	}
}

// currentOf gives the coder's current assignment of theme on the statement.
func currentOf(history []Assignment, act Assignment, theme ID) (Assignment, bool) {
	for _, a := range history {
		if a.EndedAt.IsZero() && a.StatementID == act.StatementID && a.ThemeID == theme && a.CoderID == act.CoderID && a.Round == act.Round {
			return a, true
		}
	}
	return Assignment{}, false
}

func confirmedByAnother(history []Assignment, act Assignment, theme ID) bool {
	for _, a := range history {
		if a.EndedAt.IsZero() && a.StatementID == act.StatementID && a.ThemeID == theme && a.CoderID != act.CoderID && a.State == AssignmentConfirmed {
			return true
		}
	}
	return false
}

// afterHistory gives the act a time of its own, later than all others: an act is recognised by its time.
func afterHistory(history []Assignment, act Assignment) time.Time {
	at := act.At
	for _, a := range history {
		if last := later(a.At, a.EndedAt); !at.After(last) {
			at = last.Add(time.Millisecond)
		}
	}
	return at
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
