package privacy

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"concertation/internal/french"
)

// word is a word of a text, bytes start to end.
type word struct {
	start, end int
	text       string
	folded     string
	// joined says that only spaces stand between the word before and this one.
	joined bool
}

func (w word) capital() bool {
	r, _ := utf8.DecodeRuneInString(w.text)
	return unicode.IsUpper(r)
}

// names finds people: after a civility, after a first name, or known to take part. The name of a street, of a school or
// of a law is nobody's.
func (s *Screen) names(text string) []Finding {
	words := split(text)
	var all []Finding
	for i := 0; i < len(words); i++ {
		end := 0
		switch {
		case s.knownAt(words, i) > 0:
			end = i + s.knownAt(words, i)
		case place(words, i):
			continue
		case civilities()[words[i].folded]:
			if last := surname(words, i+1); last > i+1 {
				all = append(all, Finding{Name, words[i+1].start, words[last-1].end})
				i = last - 1
			}
			continue
		case words[i].capital() && firstNames()[words[i].folded]:
			if end = surname(words, i+1); end == i+1 {
				continue // a first name alone points at nobody, and may be a word or a town
			}
		default:
			continue
		}
		all = append(all, Finding{Name, words[i].start, words[end-1].end})
		i = end - 1
	}
	return all
}

// surname gives where a name that begins at from ends: one to three capitalised words, their particles between.
func surname(words []word, from int) int {
	end, capitals := from, 0
	for i := from; i < len(words) && words[i].joined && capitals < 3; i++ {
		switch {
		case words[i].capital() && len(words[i].text) > 1 && !offices()[words[i].folded]:
			end, capitals = i+1, capitals+1
		case particles()[words[i].folded] && (capitals == 0 || capitals == 1):
		default:
			return end
		}
	}
	return end
}

// place says whether the words just before make a name that of a place or a thing.
func place(words []word, at int) bool {
	for i := at - 1; i >= 0 && i >= at-3 && words[i+1].joined; i-- {
		if places()[words[i].folded] {
			return true
		}
	}
	return false
}

// learn keeps a full name as it was typed, and the other way round; a single word is too little to tell a person.
func (s *Screen) learn(name string) {
	words := french.Words(name)
	if len(words) < 2 || len(words) > 5 {
		return
	}
	s.known[strings.Join(words, " ")] = true
	s.known[strings.Join(append(append([]string{}, words[1:]...), words[0]), " ")] = true
	s.most = max(s.most, len(words))
}

// knownAt gives how many words of a known name stand at a place of the text.
func (s *Screen) knownAt(words []word, at int) int {
	if s == nil || len(s.known) == 0 {
		return 0
	}
	name, found := "", 0
	for i := at; i < len(words) && i < at+s.most; i++ {
		if i > at {
			if !words[i].joined {
				break
			}
			name += " "
		}
		name += words[i].folded
		if s.known[name] {
			found = i - at + 1
		}
	}
	return found
}

// split cuts a text into words; hyphens hold a word together, apostrophes and points part it.
func split(text string) []word {
	var words []word
	start, joined, dotted := -1, true, false
	flush := func(end int) {
		if start >= 0 {
			words = append(words, word{start: start, end: end, text: text[start:end], folded: french.Fold(text[start:end]), joined: joined})
			start, joined = -1, true
		}
	}
	for at, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsMark(r) || start >= 0 && r == '-':
			if start < 0 {
				start = at
			}
			dotted = false
		case r == '.' && start >= 0 && civilities()[french.Fold(text[start:at])]:
			flush(at) // «M. Petit»: the point belongs to the civility
			dotted = true
		default:
			flush(at)
			if !unicode.IsSpace(r) && r != '\'' && r != '’' || r == '\n' {
				joined = dotted && unicode.IsSpace(r) && r != '\n'
			}
		}
	}
	flush(len(text))
	return words
}
