package exports

import (
	"iter"
	"time"

	"concertation/internal/consult"
	"concertation/internal/i18n"
)

// Input is everything an export may show. Whoever fills it has checked the permission, and left out of a public one
// what is not public: no survey has responses, Verbatims are publishable, crossings are protected by the export itself.
type Input struct {
	Consultation consult.Consultation
	Steps        []consult.Step
	// Surveys are the published questionnaires, as the consultation lists them; none where it asks nothing.
	Surveys []Survey
	Program string    // version of the program
	Date    time.Time // of the last change exported: same data, same bytes (R6.5)
	Public  bool
	P       *i18n.Printer

	Participation Participation
	// Ledger is participation against the list of organisations; nil where there is no list.
	Ledger   *Ledger
	Grouping *consult.Grouping
	// Verbatims are the statements under each of their themes: by theme as the grid has them, those without one last, then
	// as they came; nil where there is none. They are read as they are asked for, anew each time: no export holds them all.
	Verbatims iter.Seq2[*Verbatim, error]
	// Ideas are those of the idea box, as they came; in a public export, those that everybody may read, without their authors.
	Ideas []Idea
	// Proposals are the actions that contributions propose, by title; nil in a public export.
	Proposals []Proposal
	Grid      Grid
	Words     Words
}

// Participation holds the figures of who took part.
type Participation struct {
	Eligible  int    // structures asked; 0: not known
	Source    string // who declared it
	Drafts    int    // begun, not sent
	Submitted int
	Withdrawn int
	Channels  []Counted
}

// Ledger counts the organisations of a list, each once at each step.
type Ledger struct {
	By     []consult.Stratifier
	Whole  consult.LedgerCount
	Strata []consult.LedgerCount // by the words of their values
	// Lines are the organisations, by name; nil in a public export.
	Lines []consult.LedgerLine
}

// Counted is a value and how many have it.
type Counted struct {
	Label string
	Count int
}

// Verbatim is a statement under one of its themes; a statement without a theme has a blank one.
type Verbatim struct {
	Theme       consult.Theme // zero: not yet grouped
	Text        string
	Kind        consult.ContributionKind
	Title       string
	Question    string // its label
	Category    string // labels
	Territory   string
	Publication consult.Publication
	Reference   string // of the response; blank in a public export
	Publishable bool
	At          time.Time
	// How it was grouped; blank in a public export and for what nobody grouped.
	Coders      []string // who gave it the theme
	CodedAt     time.Time
	GridVersion int
	Quotable    bool     // chosen to be quoted
	Notes       []string // of those who read it
}

// Grid is the grid of themes in force.
type Grid struct {
	Version int
	Themes  []consult.Theme
	At      time.Time // zero: made with the consultation
	By      string    // blank in a public export
	Changes []GridChange
}

// GridChange is what a version of the grid changed of the one before; those of the last version come first.
type GridChange struct {
	Version int
	At      time.Time
	By      string // blank in a public export
	consult.GridChange
}

// Idea is an idea of the box with the words of what it refers to. In a public export its proposal is its whole text.
type Idea struct {
	consult.Idea
	Theme      string // chosen by the author; "": none
	Category   string // labels
	Territory  string
	MergedInto int64 // number of the idea that stands for it; 0: stands alone
}

// Proposal is a proposed action with the statements that propose it.
type Proposal struct {
	Title  string
	Note   string
	Themes string
	By     string // who wrote it down
	At     time.Time
	Counts consult.Counts
	Texts  []string
}

// Words gives the labels of coded attributes.
type Words struct {
	Categories  map[string]string
	Territories map[string]string
}

// Category gives a category's label.
func (w Words) Category(code string) string { return wordOr(w.Categories, code) }

// Territory gives a territory's label.
func (w Words) Territory(code string) string { return wordOr(w.Territories, code) }

func wordOr(words map[string]string, code string) string {
	if word := words[code]; word != "" {
		return word
	}
	return code
}
