package french

import (
	"strings"
	"sync"
	"unicode/utf8"

	stemmer "github.com/kljensen/snowball/french"
)

// stemLength bounds a stem in bytes: no French word is longer, and engines refuse to index words without end.
const stemLength = 40

// Stem gives what the forms of a folded word have in common: «cooperatives» and «cooperative» give the same. Words are
// stemmed after folding, so that who types no accents finds as much as who does.
func Stem(word string) string {
	word = singular(shorten(word))
	// The stemmer tells participles by their accents, which are gone: «financées» must not part from «finance».
	if len(word) > 4 && strings.HasSuffix(word, "ee") {
		word = word[:len(word)-1]
	}
	return shorten(stemmer.Stem(word, true))
}

// singular takes off the marks of the plural that the stemmer leaves on: «emplois», «jeux». It knows «régionaux».
func singular(word string) string {
	if len(word) < 4 {
		return word
	}
	switch word[len(word)-2:] {
	case "ss":
		return word
	case "ux":
		if strings.HasSuffix(word, "aux") && !strings.HasSuffix(word, "eaux") {
			return word
		}
		return word[:len(word)-1]
	}
	return strings.TrimSuffix(word, "s")
}

// Stems gives the stems of a text, each once, in the order of their first word. Words that carry no meaning of their
// own (articles, pronouns, single letters) are left out: nobody looks for them.
func Stems(text string) []string { return stems(text, Stem) }

func stems(text string, stemOf func(string) string) []string {
	words := Words(text)
	seen := make(map[string]bool, len(words))
	kept := words[:0]
	for _, word := range words {
		if seen[word] || empty(word) {
			continue
		}
		seen[word] = true
		if stem := stemOf(word); !seen["\x00"+stem] {
			seen["\x00"+stem] = true
			kept = append(kept, stem)
		}
	}
	return kept
}

// Stemmer gives the same stems as Stems and remembers those of the words lately met: people use few words, and each
// costs a microsecond or two. The zero Stemmer is ready; it may be used by several at once.
type Stemmer struct {
	mutex sync.RWMutex
	known map[string]string
}

// wordsRemembered bounds the memory to a megabyte or two.
const wordsRemembered = 20_000

// Stems gives the stems of a text.
func (s *Stemmer) Stems(text string) []string { return stems(text, s.stem) }

func (s *Stemmer) stem(word string) string {
	if len(word) > stemLength {
		return Stem(word)
	}
	s.mutex.RLock()
	stem, known := s.known[word]
	s.mutex.RUnlock()
	if known {
		return stem
	}
	stem = Stem(word)
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.known == nil || len(s.known) >= wordsRemembered {
		s.known = make(map[string]string, wordsRemembered/4)
	}
	s.known[strings.Clone(word)] = strings.Clone(stem)
	return stem
}

// shorten cuts at a letter.
func shorten(word string) string {
	if len(word) <= stemLength {
		return word
	}
	end := stemLength
	for !utf8.RuneStart(word[end]) {
		end--
	}
	return word[:end]
}

// empty says whether a folded word says nothing by itself.
func empty(word string) bool {
	if len(word) == 1 {
		return word[0] < '0' || word[0] > '9'
	}
	if len(word) > longestEmpty {
		return false
	}
	switch word {
	case "ai", "as", "au", "aux", "ca", "car", "ce", "ceci", "cela", "ces", "cet", "cette", "ceux", "chez", "comme", "dans",
		"de", "des", "donc", "dont", "du", "elle", "elles", "en", "entre", "est", "et", "etc", "ete", "etre", "eu", "eux",
		"faire", "fait", "font", "ici", "il", "ils", "je", "la", "le", "les", "leur", "leurs", "lui", "ma", "mais", "me",
		"meme", "mes", "moi", "mon", "ne", "ni", "nos", "notre", "nous", "on", "ont", "ou", "par", "pas", "peu", "peut",
		"plus", "pour", "qu", "quand", "que", "quel", "quelle", "qui", "sa", "sans", "se", "ses", "si", "soit", "son",
		"sont", "sous", "sur", "ta", "te", "tes", "toi", "ton", "tout", "toute", "toutes", "tous", "tres", "tu", "un",
		"une", "vos", "votre", "vous", "vers", "y":
		return true
	}
	return false
}

const longestEmpty = 6
