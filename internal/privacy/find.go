package privacy

import (
	"cmp"
	"slices"
)

// Kind is what a part of a text gives away.
type Kind string

// The kinds, those that are checked by a key or a form first: they win where two overlap.
const (
	Email   Kind = "email"
	IBAN    Kind = "iban"    // bank account
	NIR     Kind = "nir"     // social security number
	SIRET   Kind = "siret"   // registration number of an establishment, or SIREN of a company
	Phone   Kind = "phone"   // telephone number
	Address Kind = "address" // postal address
	Name    Kind = "name"    // of a person
)

// Kinds lists the kinds.
func Kinds() []Kind { return []Kind{Email, IBAN, NIR, SIRET, Phone, Address, Name} }

// Finding is a part of a text that gives somebody away: bytes Start to End, on rune boundaries.
type Finding struct {
	Kind       Kind
	Start, End int
}

// Screen finds what gives people away. The zero Screen knows nobody in particular; it is safe for concurrent use.
type Screen struct {
	known map[string]bool // folded names of people known to take part
	most  int             // words of the longest of them
}

// New makes a screen that also knows the names of people who take part, as they typed them.
func New(names []string) *Screen {
	s := &Screen{known: map[string]bool{}}
	for _, name := range names {
		s.learn(name)
	}
	return s
}

// Find gives what it finds, in the order of the text, nothing twice.
func (s *Screen) Find(text string) []Finding {
	var all []Finding
	for _, find := range []func(string) []Finding{emails, numbers, phones, addresses, s.names} {
		for _, one := range find(text) {
			if !overlaps(all, one) {
				all = append(all, one)
			}
		}
	}
	slices.SortFunc(all, func(a, b Finding) int { return cmp.Compare(a.Start, b.Start) })
	return all
}

func overlaps(all []Finding, one Finding) bool {
	return slices.ContainsFunc(all, func(other Finding) bool { return one.Start < other.End && other.Start < one.End })
}

// Mask replaces parts of a text, in its order and apart from one another, by the word given for each kind.
func Mask(text string, parts []Finding, word func(Kind) string) string {
	if len(parts) == 0 {
		return text
	}
	out, at := make([]byte, 0, len(text)), 0
	for _, part := range parts {
		if part.Start < at || part.End > len(text) || part.End < part.Start {
			continue // of another version of the text
		}
		out = append(out, text[at:part.Start]...)
		out = append(out, word(part.Kind)...)
		at = part.End
	}
	return string(append(out, text[at:]...))
}
