package consult

import "slices"

// Counts are the four counts of rule 7, each under its name and never mixed.
type Counts struct {
	Statements    int // énoncés: parts of contributions; an unsplit contribution is one
	Contributions int // texts
	Contributors  int // distinct authors: a response, a session of notes, or a text of its own
	Participants  int // people represented: a session's declared number once, one for each other contributor
}

// ThemeCount is how a theme stands. Counts are of what at least one coder confirms.
type ThemeCount struct {
	Theme     Theme
	Counts    Counts
	Contested int // statements among them that another coder rejects
	Stale     int // statements once given this theme, whose text changed since and that nobody confirmed again
}

// ThemeCell is one cell of theme × category × territory; "" stands for an unknown category or territory.
type ThemeCell struct {
	ThemeID   ID
	Category  string
	Territory string
	Counts    Counts
}

// Share is a count for one category or one territory.
type Share struct {
	Value  string // its code; "": unknown
	Counts Counts
}

// Grouping is how the contributions of a consultation stand in its grid.
type Grouping struct {
	Total   Counts // every contribution that counts
	Coded   Counts // those with a statement to which somebody gives a theme, and these statements
	Waiting Counts // those with a statement to which nobody does, and these statements: a split text can be in both
	Themes  []ThemeCount
	// Cells are those that are not empty, by theme in grid order, then category, then territory.
	Cells []ThemeCell

	byCategory  map[ID][]Share
	byTerritory map[ID][]Share
}

// ByCategory gives the counts of a theme by category, by code; "" as theme gives those of all contributions. Shares
// are counted anew rather than added: a contributor counts once in each line.
func (g *Grouping) ByCategory(theme ID) []Share { return g.byCategory[theme] }

// ByTerritory does the same by territory.
func (g *Grouping) ByTerritory(theme ID) []Share { return g.byTerritory[theme] }

// Theme gives the counts of one theme; the zero ThemeCount for a theme that is not of the grid.
func (g *Grouping) Theme(id ID) ThemeCount {
	for _, count := range g.Themes {
		if count.Theme.ID == id {
			return count
		}
	}
	return ThemeCount{}
}

// Group counts contributions by theme. Retracted contributions are left out. statements are the rows of those that
// were split; assignments the current ones.
func Group(grid *ThemeGrid, contributions []Contribution, statements []Statement, assignments []Assignment, sessions []SessionHeld) *Grouping {
	grouping := &Grouping{byCategory: map[ID][]Share{}, byTerritory: map[ID][]Share{}}
	parts := map[ID][]ID{}
	for _, statement := range statements {
		parts[statement.ContributionID] = append(parts[statement.ContributionID], statement.ID)
	}
	standings := Standings(assignments)
	participants := map[ID]int{}
	for _, session := range sessions {
		participants[session.ID] = session.Participants
	}

	counters := map[cellKey]*counter{}
	add := func(key cellKey, c *Contribution, statements int) {
		found := counters[key]
		if found == nil {
			found = newCounter(participants)
			counters[key] = found
		}
		found.add(c, statements)
	}
	total, coded, waiting := newCounter(participants), newCounter(participants), newCounter(participants)
	contested, stale := map[ID]int{}, map[ID]int{}
	for i := range contributions {
		c := &contributions[i]
		if !c.RetractedAt.IsZero() {
			continue
		}
		own := parts[c.ID]
		if len(own) == 0 {
			own = []ID{c.ID}
		}
		total.add(c, len(own))
		for _, key := range keysOf(c, "") {
			add(key, c, len(own))
		}
		given, with := map[ID]int{}, 0
		for _, statement := range own {
			confirmed := false
			for _, standing := range standings[statement] {
				switch {
				case len(standing.Confirmed) > 0:
					confirmed = true
					given[standing.ThemeID]++
					if len(standing.Rejected) > 0 {
						contested[standing.ThemeID]++
					}
				case len(standing.Stale) > 0:
					stale[standing.ThemeID]++
				}
			}
			if confirmed {
				with++
			}
		}
		if with > 0 {
			coded.add(c, with)
		}
		if with < len(own) {
			waiting.add(c, len(own)-with)
		}
		for theme, statements := range given {
			for _, key := range keysOf(c, theme) {
				add(key, c, statements)
			}
		}
	}

	grouping.Total, grouping.Coded, grouping.Waiting = total.counts, coded.counts, waiting.counts
	for _, theme := range grid.Themes {
		count := ThemeCount{Theme: theme, Contested: contested[theme.ID], Stale: stale[theme.ID]}
		if found := counters[cellKey{theme: theme.ID, kind: wholeTheme}]; found != nil {
			count.Counts = found.counts
		}
		grouping.Themes = append(grouping.Themes, count)
	}
	grouping.arrange(grid, counters)
	return grouping
}

// Standing is where a theme stands on a statement: who confirms it, who rejects it, whose confirmation the text
// outlived.
type Standing struct {
	ThemeID   ID
	Confirmed []ID // coders
	Rejected  []ID
	Stale     []ID
}

// Given says whether the theme counts for the statement.
func (s Standing) Given() bool { return len(s.Confirmed) > 0 }

// Contested says whether coders disagree.
func (s Standing) Contested() bool { return len(s.Confirmed) > 0 && len(s.Rejected) > 0 }

// Standings gives where each theme stands, by statement; past assignments are left out. Themes come in the order of
// their first assignment.
func Standings(assignments []Assignment) map[ID][]Standing {
	all := map[ID][]Standing{}
	for _, a := range assignments {
		if !a.EndedAt.IsZero() {
			continue
		}
		list := all[a.StatementID]
		i := slices.IndexFunc(list, func(s Standing) bool { return s.ThemeID == a.ThemeID })
		if i < 0 {
			list, i = append(list, Standing{ThemeID: a.ThemeID}), len(list)
		}
		switch a.State {
		case AssignmentConfirmed:
			list[i].Confirmed = append(list[i].Confirmed, a.CoderID)
		case AssignmentRejected:
			list[i].Rejected = append(list[i].Rejected, a.CoderID)
		case AssignmentStale:
			list[i].Stale = append(list[i].Stale, a.CoderID)
		}
		all[a.StatementID] = list
	}
	return all
}

// Contributor names the author of a contribution as far as it is known: its response, the author that a file names, the
// session it was noted in, or itself.
func (c *Contribution) Contributor() ID {
	switch {
	case c.ResponseID != "":
		return c.ResponseID
	case c.AuthorKey != "":
		return ID(c.AuthorKey)
	case c.SessionID != "":
		return c.SessionID
	default:
		return c.ID
	}
}
