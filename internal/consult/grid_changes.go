package consult

import "slices"

// What one version of a grid changes of the one before it, for those who read codings made under both.

// GridChangeKind says how a theme changed.
type GridChangeKind string

// The kinds of change, in the order in which they are told.
const (
	ThemeAdded     GridChangeKind = "added"
	ThemeSplit     GridChangeKind = "split" // came out of another one, which stays
	ThemeRenamed   GridChangeKind = "renamed"
	ThemeReworded  GridChangeKind = "reworded" // its definition, what it includes, its examples, its lexicon
	ThemeMerged    GridChangeKind = "merged"
	ThemeWithdrawn GridChangeKind = "withdrawn"
	GridReordered  GridChangeKind = "reordered" // of the grid, not of a theme
)

// GridChange is one change of one theme.
type GridChange struct {
	Kind   GridChangeKind
	Theme  Theme    // as the version has it; of a theme that ends, as the version before had it
	Other  Theme    // the theme it was cut out of, or that took its codings in, as the version before had it
	Before string   // of a renamed theme, its former title
	Texts  []string // of a reworded theme, its texts that changed: "definition", "includes", "excludes", "examples", "lexicon"
}

// ChangesSince tells what this version changes of the one before: theme by theme in the order of this version, then
// those that ended, then whether the order changed.
func (g *ThemeGrid) ChangesSince(before *ThemeGrid) []GridChange {
	var changes []GridChange
	var kept, former []ID
	for _, theme := range g.Themes {
		was, known := before.Find(theme.ID)
		if !known {
			change := GridChange{Kind: ThemeAdded, Theme: theme}
			if from, split := before.Find(theme.SplitFrom); split {
				change.Kind, change.Other = ThemeSplit, from
			}
			changes = append(changes, change)
			continue
		}
		kept = append(kept, theme.ID)
		if was.Title != theme.Title {
			changes = append(changes, GridChange{Kind: ThemeRenamed, Theme: theme, Before: was.Title})
		}
		if texts := theme.rewordedSince(&was); len(texts) > 0 {
			changes = append(changes, GridChange{Kind: ThemeReworded, Theme: theme, Texts: texts})
		}
	}
	for _, theme := range before.Themes {
		if _, stays := g.Find(theme.ID); stays {
			former = append(former, theme.ID)
			continue
		}
		change := GridChange{Kind: ThemeWithdrawn, Theme: theme}
		if into, merged := before.Find(g.intoOf(theme.ID)); merged {
			change.Kind, change.Other = ThemeMerged, into
		}
		changes = append(changes, change)
	}
	if !slices.Equal(kept, former) {
		changes = append(changes, GridChange{Kind: GridReordered})
	}
	return changes
}

// rewordedSince names the texts under a theme's title that changed.
func (t *Theme) rewordedSince(before *Theme) []string {
	var names []string
	for _, text := range []struct{ name, now, was string }{{"definition", t.Definition, before.Definition}, {"includes", t.Includes, before.Includes},
		{"excludes", t.Excludes, before.Excludes}, {"examples", t.Examples, before.Examples}, {"lexicon", t.Lexicon, before.Lexicon}} {
		if text.now != text.was {
			names = append(names, text.name)
		}
	}
	return names
}

// intoOf gives the theme that took in the codings of one that this version ended, or "".
func (g *ThemeGrid) intoOf(theme ID) ID {
	for _, end := range g.Ended {
		if end.Theme == theme {
			return end.Into
		}
	}
	return ""
}
