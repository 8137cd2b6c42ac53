package forms

import (
	"maps"
	"slices"
)

// Text is a wording in one or several languages, keyed by language tag ("fr", "de").
// Labels may carry inline Markdown (emphasis, links); whoever shows them renders it sanitised.
type Text map[string]string

// In gives the wording in the first of languages that has one, else in the first language by tag, else "".
func (t Text) In(languages ...string) string {
	for _, language := range languages {
		if wording := t[language]; wording != "" {
			return wording
		}
	}
	for _, language := range slices.Sorted(maps.Keys(t)) {
		if t[language] != "" {
			return t[language]
		}
	}
	return ""
}

// Empty says whether no language has a wording.
func (t Text) Empty() bool { return t.In() == "" }
