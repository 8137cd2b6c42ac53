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
	// Categories and Territories are the counts of a theme by code; "" as theme gives those of all contributions. Shares
	// are counted anew rather than added: a contributor counts once in each.
	Categories  map[ID][]Share
	Territories map[ID][]Share
}

// Theme gives the counts of one theme; the zero ThemeCount for a theme that is not of the grid.
func (g *Grouping) Theme(id ID) ThemeCount {
	for _, count := range g.Themes {
		if count.Theme.ID == id {
			return count
		}
	}
	return ThemeCount{}
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
