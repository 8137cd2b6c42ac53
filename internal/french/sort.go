package french

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// SortKey gives a key whose byte order is French order: letters first, whatever their accents and case (cote, côté,
// coter), then accents, then case; numbers by their value.
func SortKey(text string) string {
	folded := padNumbers(Fold(text))
	return folded + "\x01" + norm.NFD.String(strings.ToLower(text)) + "\x01" + text
}

// Compare orders two texts as SortKey does.
func Compare(a, b string) int { return strings.Compare(SortKey(a), SortKey(b)) }

// numberWidth is enough for any number people write in a title.
const numberWidth = 12

// padNumbers writes numbers at one width, so that 2 comes before 10.
func padNumbers(folded string) string {
	if !strings.ContainsAny(folded, "0123456789") {
		return folded
	}
	var out strings.Builder
	for i := 0; i < len(folded); {
		if folded[i] < '0' || folded[i] > '9' {
			out.WriteByte(folded[i])
			i++
			continue
		}
		end := i
		for end < len(folded) && '0' <= folded[end] && folded[end] <= '9' {
			end++
		}
		digits := strings.TrimLeft(folded[i:end], "0")
		out.WriteString(strings.Repeat("0", max(numberWidth-len(digits), 0)))
		out.WriteString(digits)
		i = end
	}
	return out.String()
}
