package exports

import "strings"

// longestCell is what a cell of Excel holds, in UTF-16 units.
const longestCell = 32767

// CellText makes a text fit for a cell of a spreadsheet: no control character, no more than a cell holds; mark ends what
// was cut (R6.2). What the normal API of excelize would read as a coded character is the caller's business.
func CellText(text, mark string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF || r >= 0x7F && r < 0xA0 && r != 0x85 {
			return -1
		}
		return r
	}, strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\r\n", "\n"))
	if len(text) <= longestCell {
		return text
	}
	room, used := longestCell-units(mark), 0
	for at, r := range text {
		size := 1
		if r > 0xFFFF {
			size = 2
		}
		if used += size; used > room {
			if units(text) <= longestCell {
				return text
			}
			return text[:at] + mark
		}
	}
	return text
}

// units counts the UTF-16 units of a text.
func units(text string) int {
	count := 0
	for _, r := range text {
		count++
		if r > 0xFFFF {
			count++
		}
	}
	return count
}
