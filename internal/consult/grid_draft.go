package consult

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// The bounds of a grid: what a person can hold in mind, with room.
const (
	MostThemes     = 40
	LongestTitle   = 150
	LongestDetails = 4000
)

// GridRow is a theme as a form of the grid holds it, with what becomes of it.
type GridRow struct {
	Theme  // Position is the place asked for; no ID for a new theme
	Remove bool
	Into   ID   // the theme that takes its codings in
	Reread bool // of a new theme: what stands under the theme it is cut out of is said anew
}

// Draft makes a draft of the rows of a form, in the order of the places asked for; two rows of one place stay in the
// order of the form. Faults bear the name of the field and the number of the row: title-0, fate-3, split-7.
func (g *ThemeGrid) Draft(rows []GridRow) (GridDraft, error) {
	draft := GridDraft{Version: g.Version, Gone: map[ID]ID{}, Reread: map[ID]bool{}}
	faults, kept := []FieldError{}, map[ID]bool{}
	titles := map[string]bool{}
	for i, row := range rows {
		before, known := g.Find(row.ID)
		goes := row.Remove || row.Into != ""
		switch {
		case row.ID != "" && !known:
			faults = append(faults, rowFault("title", i, "grid.error.unknown"))
		case goes && (!known || before.Kind != ThemeRegular):
			faults = append(faults, rowFault("fate", i, "grid.error.residual"))
		case goes:
			draft.Gone[row.ID] = row.Into
		default:
			faults = append(faults, row.faults(i, titles)...)
			draft.Themes = append(draft.Themes, row.Theme)
			kept[row.ID] = true
		}
	}
	for i, row := range rows {
		target, _ := g.Find(row.Into)
		if row.Into != "" && (!kept[row.Into] || target.Kind != ThemeRegular) {
			faults = append(faults, rowFault("fate", i, "grid.error.into"))
		}
		if row.ID == "" && row.SplitFrom != "" {
			if !kept[row.SplitFrom] || !g.splits(row.SplitFrom, &draft) {
				faults = append(faults, rowFault("split", i, "grid.error.split"))
			}
			draft.Reread[row.SplitFrom] = draft.Reread[row.SplitFrom] || row.Reread
		}
	}
	if len(draft.Themes) > MostThemes {
		faults = append(faults, FieldError{Field: rowField("title", len(rows)-1), Key: "grid.error.many", Args: []any{"most", MostThemes}})
	}
	if len(faults) > 0 {
		return draft, Invalid(faults...)
	}
	slices.SortStableFunc(draft.Themes, func(a, b Theme) int { return cmp.Compare(a.Position, b.Position) })
	return draft, nil
}

// faults says what is wrong with the texts of a theme that stays; titles are those of the rows before.
func (r *GridRow) faults(i int, titles map[string]bool) []FieldError {
	var faults []FieldError
	key := strings.ToLower(strings.Join(strings.Fields(r.Title), " "))
	switch {
	case key == "":
		faults = append(faults, rowFault("title", i, "grid.error.blank"))
	case titles[key]:
		faults = append(faults, rowFault("title", i, "grid.error.twice"))
	case utf8.RuneCountInString(r.Title) > LongestTitle:
		faults = append(faults, FieldError{Field: rowField("title", i), Key: "grid.error.long", Args: []any{"most", LongestTitle}})
	}
	titles[key] = true
	for _, text := range []struct{ field, typed string }{{"definition", r.Definition}, {"includes", r.Includes}, {"excludes", r.Excludes},
		{"examples", r.Examples}, {"lexicon", r.Lexicon}} {
		if utf8.RuneCountInString(text.typed) > LongestDetails {
			faults = append(faults, FieldError{Field: rowField(text.field, i), Key: "grid.error.long", Args: []any{"most", LongestDetails}})
		}
	}
	return faults
}

func rowField(name string, i int) string { return fmt.Sprintf("%s-%d", name, i) }

func rowFault(name string, i int, key string) FieldError {
	return FieldError{Field: rowField(name, i), Key: key}
}
