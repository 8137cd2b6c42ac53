package reference

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed fictitious.yaml
var fictitiousSource []byte

// Fictitious are the invented sentences that the demonstration is filled with.
type Fictitious struct {
	Themes   []FictitiousTheme // in the order of the grid
	Outside  []string          // whole texts that belong to no theme of the grid
	Empty    []string          // whole texts that say nothing
	Openings []string          // before the first sentence; some are blank
	Links    []string          // between two sentences
	Specify  map[string][]string
}

// FictitiousTheme are sentences on one theme; each stands alone.
type FictitiousTheme struct {
	Findings  []string
	Proposals []string
	Reasons   []string
	Practices []string
	Ideas     []string // titles of ideas
}

// FictitiousTexts gives the sentences. Not to be changed.
func FictitiousTexts() *Fictitious { return fictitious() }

var fictitious = sync.OnceValue(func() *Fictitious {
	type entry struct {
		Findings  string `yaml:"findings"`
		Proposals string `yaml:"proposals"`
		Reasons   string `yaml:"reasons"`
		Practices string `yaml:"practices"`
		Ideas     string `yaml:"ideas"`
	}
	source := read[struct {
		Themes   []entry             `yaml:"themes"`
		Outside  string              `yaml:"outside"`
		Empty    string              `yaml:"empty"`
		Openings []string            `yaml:"openings"`
		Links    []string            `yaml:"links"`
		Specify  map[string][]string `yaml:"specify"`
	}]("fictitious texts", fictitiousSource)
	texts := &Fictitious{Outside: sentences(source.Outside), Empty: sentences(source.Empty), Openings: source.Openings,
		Links: source.Links, Specify: source.Specify}
	for _, theme := range source.Themes {
		texts.Themes = append(texts.Themes, FictitiousTheme{Findings: sentences(theme.Findings),
			Proposals: sentences(theme.Proposals), Reasons: sentences(theme.Reasons),
			Practices: sentences(theme.Practices), Ideas: sentences(theme.Ideas)})
	}
	return texts
})

// sentences reads one a line.
func sentences(text string) []string { return strings.Split(strings.TrimSpace(text), "\n") }
