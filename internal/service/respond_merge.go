package service

import (
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"concertation/forms"
)

// Stamp says which state of the draft a page was made from (rule 4): the draft's version, and a print of what the
// draft then held for the page's own fields. With the print, a page left open in another tab is stale only when its
// own answers changed meanwhile.
type Stamp struct {
	Version int64
	Print   uint32
	printed bool
}

// ParseStamp reads a page's hidden field: «7-1a2b3c4d», or «7» alone. Anything else is the zero stamp, which is
// always stale.
func ParseStamp(text string) Stamp {
	version, print, printed := strings.Cut(text, "-")
	stamp := Stamp{printed: printed}
	var err error
	if stamp.Version, err = strconv.ParseInt(version, 10, 64); err != nil {
		return Stamp{}
	}
	if printed {
		value, err := strconv.ParseUint(print, 16, 32)
		if err != nil {
			return Stamp{}
		}
		stamp.Print = uint32(value)
	}
	return stamp
}

func (s Stamp) String() string {
	if !s.printed {
		return strconv.FormatInt(s.Version, 10)
	}
	return fmt.Sprintf("%d-%08x", s.Version, s.Print)
}

// Stamp gives the stamp of a page that shows section now; -1 stamps the check page, which shows everything.
func (a *Answering) Stamp(section int) Stamp {
	if section < 0 {
		return Stamp{Version: a.Response.DraftVersion}
	}
	return Stamp{Version: a.Response.DraftVersion, Print: printOf(a.Raw, a.Questionnaire().Fields(section)), printed: true}
}

// stale says whether the draft moved on, for these fields, since the page was made.
func (s Stamp) stale(version int64, raw forms.Raw, fields []string) bool {
	if s.Version == version {
		return false
	}
	return !s.printed || s.Print != printOf(raw, fields)
}

func printOf(raw forms.Raw, fields []string) uint32 {
	sum := fnv.New32a()
	for _, field := range fields {
		for _, value := range raw[field] {
			if value != "" {
				fmt.Fprintf(sum, "%s\x1f%s\x1e", field, value)
			}
		}
	}
	return sum.Sum32()
}

// Difference is one question whose stored and posted values are not the same, for the person to choose.
type Difference struct {
	Question string
	Stored   []string
	Posted   []string
}

// merge gives raw with what a page posted for its own fields. A field that was shown and is absent from the post is
// a group of boxes all unticked: it is cleared. What was not shown stays. Without differences it is raw itself.
func merge(raw, posted forms.Raw, fields, shown []string) (merged forms.Raw, differences []Difference) {
	merged = raw
	for _, field := range fields {
		values, present := posted[field]
		if !present && !slices.Contains(shown, field) {
			continue
		}
		values = cleanValues(values)
		if sameValues(values, raw[field]) {
			continue
		}
		if differences == nil {
			merged = make(forms.Raw, len(raw)+len(posted))
			maps.Copy(merged, raw)
			differences = make([]Difference, 0, len(posted))
		}
		differences = append(differences, Difference{Question: field, Stored: raw[field], Posted: values})
		if blank(values) {
			delete(merged, field)
		} else {
			merged[field] = values
		}
	}
	return merged, differences
}

// cleanValues makes posted text fit to store: valid UTF-8 without NUL, which PostgreSQL refuses, and the line ends
// of the person's text rather than those of the protocol. Nothing else is touched: invalid answers are kept as typed.
func cleanValues(values []string) []string {
	if !slices.ContainsFunc(values, unclean) {
		return values
	}
	cleaned := make([]string, len(values))
	for i, value := range values {
		value = strings.ToValidUTF8(value, "\uFFFD")
		value = strings.ReplaceAll(value, "\x00", "")
		cleaned[i] = strings.ReplaceAll(value, "\r\n", "\n")
	}
	return cleaned
}

func unclean(value string) bool {
	return strings.IndexByte(value, 0) >= 0 || strings.IndexByte(value, '\r') >= 0 || !utf8.ValidString(value)
}

func blank(values []string) bool {
	return !slices.ContainsFunc(values, func(value string) bool { return value != "" })
}

// sameValues compares as people would: a field left blank is the same as a field never posted.
func sameValues(a, b []string) bool { return slices.Equal(a, b) || blank(a) && blank(b) }
