package french

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold gives what a search compares: lower-case letters without accents, digits, and single spaces for all the rest.
// «L’Économie sociale & solidaire» gives «l economie sociale solidaire». Folding twice changes nothing.
func Fold(text string) string {
	out := make([]byte, 0, len(text))
	space := false
	for i := 0; i < len(text); {
		c, size := text[i], 1
		if c >= utf8.RuneSelf {
			// French is written with the accented letters of Latin 1 and the signs of one block: no table for them.
			switch {
			case c == latin1 && i+1 < len(text) && text[i+1]&0xc0 == 0x80:
				c, size = accented[text[i+1]&0x3f], 2
			case i+2 < len(text) && text[i:i+2] == punctuation && text[i+2]&0xc0 == 0x80 && text[i+2] != zeroWidth:
				i += 3
				space = true
				continue
			}
			if size == 1 || c == 0 {
				end := i
				for end < len(text) && text[end] >= utf8.RuneSelf {
					end++
				}
				out, space = appendFolded(out, text[i:end], space)
				i = end
				continue
			}
		} else {
			c = plain(c)
		}
		i += size
		if c == 0 {
			space = true
			continue
		}
		if space && len(out) > 0 {
			out = append(out, ' ')
		}
		space = false
		out = append(out, c)
	}
	return string(out)
}

// latin1 begins the letters from À to ÿ.
const latin1 = 0xc3

// accented gives the plain letter of each of them, by its second byte; 0: the tables of Unicode know.
const accented = "aaaaaa\x00ceeeeiiii\x00nooooo\x00\x00uuuuy\x00\x00aaaaaa\x00ceeeeiiii\x00nooooo\x00\x00uuuuy\x00y"

// punctuation begins the signs and spaces from U+2000 to U+203F: none is a letter, the zero-width space parts nothing.
const (
	punctuation = "\xe2\x80"
	zeroWidth   = 0x8b
)

// plain gives the folded letter or digit of an ASCII character; 0: a space.
func plain(c byte) byte {
	switch {
	case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		return c
	case 'A' <= c && c <= 'Z':
		return c + 'a' - 'A'
	default:
		return 0
	}
}

// appendFolded folds what is not plain: Unicode's decompositions tell letters from their accents.
func appendFolded(out []byte, text string, space bool) ([]byte, bool) {
	for _, r := range norm.NFKD.String(text) {
		written := ""
		switch {
		case unicode.Is(unicode.Mn, r), r == '\u00ad', r == '\u200b': // accents, soft hyphen, zero-width space
			continue
		case unicode.IsLetter(r):
			written = letters(unicode.ToLower(r))
		case unicode.IsDigit(r):
			written = string(r)
		default:
			space = true
			continue
		}
		if space && len(out) > 0 {
			out = append(out, ' ')
		}
		space = false
		out = append(out, written...)
	}
	return out, space
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
