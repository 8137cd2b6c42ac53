package consult

import (
	"strings"
	"time"
	"unicode"
)

// How a grid becomes its next version. Themes keep their identifiers; what people said under a theme that goes is given
// to the theme that takes it in, in the history of each coder, or ends and waits to be said anew.

// GridDraft is the next version of a grid, as somebody prepares it.
type GridDraft struct {
	Version int     // the version it was made from
	Themes  []Theme // in order, without identifier for new ones; residual themes may be left out: they stay as they are
	// Gone are the themes that end, with the theme that takes their codings in; "" when none does.
	Gone map[ID]ID
	// Reread are the themes that are split and whose codings wait to be said anew, so that each statement is looked at
	// with the new theme in mind. The codings of a split theme that is not among them stay as they are.
	Reread map[ID]bool
}

// Moves says whether publishing changes a current coding.
func (d *GridDraft) Moves(a *Assignment) bool {
	_, gone := d.Gone[a.ThemeID]
	return gone || d.Reread[a.ThemeID] && a.State == AssignmentConfirmed
}

// keeps says whether what was given under a theme still counts somewhere once the draft is published.
func (d *GridDraft) keeps(theme ID) bool {
	if into, gone := d.Gone[theme]; gone {
		theme = into
	}
	return theme != "" && !d.Reread[theme]
}

// GridEffect is what publishing a draft does to what was said under a theme that goes, or that is split.
type GridEffect struct {
	Theme  Theme
	Into   Theme   // of a theme that goes; zero: the codings end
	Split  []Theme // the new themes cut out of one that stays
	Stale  bool    // the codings of a split theme wait to be said anew
	Coded  int     // statements that the theme was given to
	Merged int     // of them, those that the other theme was given to already
	Reread int     // of them, those that are left without any theme
}

// Next gives the grid that a draft makes of this one; CodeConflict when it was made from another version, CodeInvalid
// when it lacks themes, titles, or the way of a theme that goes.
func (g *ThemeGrid) Next(draft *GridDraft) (ThemeGrid, error) {
	next := ThemeGrid{ConsultationID: g.ConsultationID, Version: g.Version + 1}
	if draft.Version != g.Version {
		return next, Conflict("coding.error.grid_changed")
	}
	titles, kept := map[string]bool{}, map[ID]bool{}
	var residual []Theme
	for _, theme := range draft.Themes {
		before, known := g.Find(theme.ID)
		switch {
		case theme.ID != "" && (!known || kept[theme.ID]):
			return next, gridError("coding.error.grid")
		case known:
			theme.Kind, theme.SplitFrom = before.Kind, before.SplitFrom
		case theme.SplitFrom != "" && !g.splits(theme.SplitFrom, draft):
			return next, gridError("coding.error.grid")
		default:
			theme.ID, theme.Kind = NewID(), ThemeRegular
		}
		theme.Title = strings.TrimSpace(strings.Join(strings.FieldsFunc(theme.Title, breaking), " "))
		key := strings.ToLower(strings.Join(strings.Fields(theme.Title), " "))
		switch {
		case theme.Title == "":
			return next, gridError("coding.error.grid_blank")
		case titles[key]:
			return next, gridError("coding.error.grid_twice")
		}
		titles[key], kept[theme.ID] = true, true
		if theme.Kind != ThemeRegular {
			residual = append(residual, theme)
			continue
		}
		next.Themes = append(next.Themes, theme)
	}
	if len(next.Themes) < 2 {
		return next, gridError("coding.error.grid_few")
	}
	for _, theme := range g.Themes {
		into, gone := draft.Gone[theme.ID]
		switch {
		case kept[theme.ID] && !gone:
		case kept[theme.ID]:
			return next, gridError("coding.error.grid")
		case theme.Kind != ThemeRegular:
			residual = append(residual, theme)
		case !gone:
			return next, gridError("coding.error.grid_gone")
		case into != "":
			target, _ := g.Find(into)
			if !kept[into] || target.Kind != ThemeRegular {
				return next, gridError("coding.error.grid_gone")
			}
		}
		if gone {
			next.Ended = append(next.Ended, ThemeEnd{Theme: theme.ID, Into: into})
		}
	}
	next.Themes = append(next.Themes, residual...)
	for i := range next.Themes {
		next.Themes[i].Position = i + 1
	}
	return next, nil
}

// breaking says whether a title may be cut there: the non-breaking spaces of French typography are part of it.
func breaking(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' }

// splits says whether a draft may cut a new theme out of that one: a theme of the grid, not a residual one, that stays.
func (g *ThemeGrid) splits(from ID, draft *GridDraft) bool {
	theme, known := g.Find(from)
	_, gone := draft.Gone[from]
	return known && theme.Kind == ThemeRegular && !gone
}

func gridError(key string) error { return Invalid(FieldError{Field: "grid", Key: key}) }

// MoveCodings decides what becomes of the codings of one contribution under the themes that a draft ends or has read
// again. Each coder's word goes with its theme: what they gave stands under the theme that takes it in, whatever they
// had refused there; what they refused stands there only if they said nothing of it. What they gave to a theme that is
// read again becomes stale. version is that of the next grid.
func (d *GridDraft) MoveCodings(history []Assignment, version int, at time.Time) CodingChange {
	type word struct {
		statement, theme, coder ID
		round                   int
	}
	change := CodingChange{At: afterHistory(history, Assignment{At: at})}
	standing, made := map[word]Assignment{}, map[word]int{}
	for _, a := range history {
		if _, goes := d.Gone[a.ThemeID]; a.EndedAt.IsZero() && !goes {
			standing[word{a.StatementID, a.ThemeID, a.CoderID, a.Round}] = a
		}
	}
	for _, a := range history {
		into, goes := d.Gone[a.ThemeID]
		if !a.EndedAt.IsZero() || !goes {
			continue
		}
		change.End = append(change.End, a.ID)
		if into == "" {
			continue
		}
		key := word{a.StatementID, into, a.CoderID, a.Round}
		if own, said := standing[key]; said {
			if strength(own.State) >= strength(a.State) {
				continue
			}
			change.End = append(change.End, own.ID)
			delete(standing, key)
		}
		if i, twice := made[key]; twice {
			if strength(a.State) > strength(change.Insert[i].State) {
				change.Insert[i].State, change.Insert[i].TextVersion = a.State, a.TextVersion
			}
			continue
		}
		moved := a
		moved.ID, moved.ThemeID, moved.GridVersion, moved.At, moved.EndedAt = NewID(), into, version, change.At, time.Time{}
		made[key] = len(change.Insert)
		change.Insert = append(change.Insert, moved)
	}
	d.reread(history, &change, func(a *Assignment) bool {
		_, stands := standing[word{a.StatementID, a.ThemeID, a.CoderID, a.Round}]
		return stands
	})
	return change
}

// reread makes stale what was given to the themes that are read again: what stood there, and what has just come in.
func (d *GridDraft) reread(history []Assignment, change *CodingChange, stands func(*Assignment) bool) {
	for i := range change.Insert {
		if given := &change.Insert[i]; d.Reread[given.ThemeID] && given.State == AssignmentConfirmed {
			given.State = AssignmentStale
		}
	}
	for _, a := range history {
		if !a.EndedAt.IsZero() || !d.Reread[a.ThemeID] || a.State != AssignmentConfirmed || !stands(&a) {
			continue
		}
		change.End = append(change.End, a.ID)
		a.ID, a.State, a.At = NewID(), AssignmentStale, change.At
		change.Insert = append(change.Insert, a)
	}
}

// strength orders a coder's words on one theme when two themes become one.
func strength(state AssignmentState) int {
	switch state {
	case AssignmentConfirmed:
		return 3
	case AssignmentStale:
		return 2
	}
	return 1
}

// Effects says what a draft does to what people gave, theme by theme in the order of the grid. current are the current
// assignments of the consultation.
func (g *ThemeGrid) Effects(draft *GridDraft, current []Assignment) []GridEffect {
	standings := Standings(current)
	var all []GridEffect
	for _, theme := range g.Themes {
		effect := GridEffect{Theme: theme, Stale: draft.Reread[theme.ID]}
		into, goes := draft.Gone[theme.ID]
		effect.Into, _ = g.Find(into)
		for _, added := range draft.Themes {
			if added.ID == "" && added.SplitFrom == theme.ID {
				effect.Split = append(effect.Split, added)
			}
		}
		if !goes && len(effect.Split) == 0 {
			continue
		}
		for _, themes := range standings {
			effect.count(draft, themes)
		}
		all = append(all, effect)
	}
	return all
}

// count adds a statement, by the themes that stand on it.
func (e *GridEffect) count(draft *GridDraft, themes []Standing) {
	var given, already, stays bool
	for _, standing := range themes {
		if !standing.Given() {
			continue
		}
		given = given || standing.ThemeID == e.Theme.ID
		already = already || standing.ThemeID == e.Into.ID
		stays = stays || draft.keeps(standing.ThemeID)
	}
	if !given {
		return
	}
	e.Coded++
	if already {
		e.Merged++
	}
	if !stays {
		e.Reread++
	}
}
