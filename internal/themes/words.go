package themes

import (
	"unicode"
	"unicode/utf8"

	"concertation/internal/french"
)

// mostWords bounds what is read of a text: a person's answer is far shorter, a pasted book is cut there.
const mostWords = 20_000

// longestWord bounds a word in bytes: beyond, it is no word (an address, a line of dashes), and its pieces say nothing.
const longestWord = 60

// token is a word of a field as it is written, bytes start to end.
type token struct{ start, end int }

// tokens appends the words of a text: runs of letters and digits. Marks and soft hyphens hold a word together.
func tokens(into []token, text string) []token {
	start := -1
	for i := 0; i < len(text); {
		c := text[i]
		size, inside := 1, false
		if c < utf8.RuneSelf {
			inside = 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		} else {
			var r rune
			r, size = utf8.DecodeRuneInString(text[i:])
			inside = unicode.IsLetter(r) || unicode.IsDigit(r) || start >= 0 && (unicode.IsMark(r) || r == '\u00ad')
		}
		switch {
		case inside && start < 0:
			start = i
		case !inside && start >= 0:
			if into = append(into, token{start, i}); len(into) >= mostWords {
				return into
			}
			start = -1
		}
		i += size
	}
	if start >= 0 {
		into = append(into, token{start, len(text)})
	}
	return into
}

// folded gives the form in which words are compared; "" for what folds to nothing.
func folded(word string) string {
	word = french.Fold(word)
	if len(word) > longestWord {
		end := longestWord
		for end > 0 && !utf8.RuneStart(word[end]) {
			end--
		}
		word = word[:end]
	}
	return word
}

// pieces calls yield for each piece of a folded word, with repetition: runs of bytes of the word between two spaces.
// They see through slips and endings.
func (r *recipe) pieces(word string, yield func(piece string)) {
	padded := " " + word + " "
	for n := r.shortest; n <= r.longest; n++ {
		if len(padded) <= n {
			yield(padded)
			return
		}
		for i := 0; i+n <= len(padded); i++ {
			yield(padded[i : i+n])
		}
	}
}
