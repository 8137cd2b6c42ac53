package french

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold gives what a search compares: lower-case letters without accents, digits, and single spaces for all the rest.
// «L’Économie sociale & solidaire» gives «l economie sociale solidaire». Folding twice changes nothing.
func Fold(text string) string {
	var out strings.Builder
	out.Grow(len(text))
	space := false
	write := func(letters string) {
		if space && out.Len() > 0 {
			out.WriteByte(' ')
		}
		space = false
		out.WriteString(letters)
	}
	for i := 0; i < len(text); {
		// Plain letters and digits are most of a text: no table for them.
		if c := text[i]; c < 0x80 {
			switch {
			case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
				write(text[i : i+1])
			case 'A' <= c && c <= 'Z':
				write(string(rune(c + 'a' - 'A')))
			default:
				space = true
			}
			i++
			continue
		}
		end := i
		for end < len(text) && text[end] >= 0x80 {
			end++
		}
		for _, r := range norm.NFKD.String(text[i:end]) {
			switch {
			case unicode.Is(unicode.Mn, r), r == '\u00ad', r == '\u200b': // accents, soft hyphen, zero-width space
			case unicode.IsLetter(r):
				write(letters(unicode.ToLower(r)))
			case unicode.IsDigit(r):
				write(string(r))
			default:
				space = true
			}
		}
		i = end
	}
	return out.String()
}

// letters spells the letters that do not decompose.
func letters(r rune) string {
	switch r {
	case 'œ':
		return "oe"
	case 'æ':
		return "ae"
	case 'ß':
		return "ss"
	case 'ø':
		return "o"
	case 'đ', 'ð':
		return "d"
	case 'ł':
		return "l"
	default:
		// A letter that only lower case uncovers as composed (İ) comes out plain too.
		for _, part := range norm.NFKD.String(string(r)) {
			if !unicode.Is(unicode.Mn, part) {
				return string(part)
			}
		}
		return string(r)
	}
}

// Words gives the folded words of a search.
func Words(text string) []string { return strings.Fields(Fold(text)) }
