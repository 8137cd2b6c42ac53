package consult

import "time"

// ThemeKind tells the themes of the grid from the residual ones that every grid has.
type ThemeKind string

// The kinds of theme.
const (
	ThemeRegular ThemeKind = "regular"
	ThemeOutside ThemeKind = "outside" // « hors grille »
	ThemeEmpty   ThemeKind = "empty"   // « sans contenu »
)

// ThemeGrid is one version of a consultation's grid of themes.
type ThemeGrid struct {
	ConsultationID ID
	Version        int
	PublishedAt    time.Time // zero: made with the consultation
	PublishedBy    ID
	Themes         []Theme // by position; the residual ones last
	// Ended are the themes of the version before that this one no longer has, in the order of that version.
	Ended []ThemeEnd
}

// ThemeEnd says what became of a theme that a version ends.
type ThemeEnd struct {
	Theme ID
	Into  ID // the theme that took its codings in; "": they ended with it
}

// Theme is one theme of a grid; its ID is stable across versions.
type Theme struct {
	ID         ID
	Position   int // number shown, from 1; the residual ones go on
	Kind       ThemeKind
	Title      string
	Definition string
	Includes   string // what belongs to it
	Excludes   string // what does not, though it may seem to
	Examples   string // texts that belong to it, one a line
	Lexicon    string // words and expressions, one a line
	SplitFrom  ID     // the theme it was cut out of, when it came; "" when of none
}

// Find gives the theme of that id.
func (g *ThemeGrid) Find(id ID) (Theme, bool) {
	for _, theme := range g.Themes {
		if theme.ID == id {
			return theme, true
		}
	}
	return Theme{}, false
}
