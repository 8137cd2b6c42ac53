package chart

import "strings"

// widthOf estimates how wide words are at a size: a table by kind of letter, on the wide side, since the font of the
// page is not known here.
func widthOf(words string, size float64) float64 {
	total := 0.0
	for _, r := range words {
		total += letterWidth(r)
	}
	return total * size
}

func letterWidth(r rune) float64 {
	switch {
	case strings.ContainsRune("ijlI.,:;'’|!·", r):
		return 0.3
	case strings.ContainsRune("ftr()[]-/\"«» \u00a0", r):
		return 0.38
	case r == '\u202f':
		return 0.2
	case strings.ContainsRune("mwMW%@—œŒ", r):
		return 0.97
	case r >= '0' && r <= '9':
		return 0.64
	case r >= 'A' && r <= 'Z', r >= 'À' && r <= 'Þ':
		return 0.7
	case r >= 0x2E80: // ideographs, emoji
		return 1.1
	}
	return 0.62
}

// wrap cuts words into lines no wider than room. Only plain spaces part words; a word wider than a line is cut.
func wrap(words string, size, room float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.FieldsFunc(words, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }) {
		if line != "" && widthOf(line+" "+word, size) <= room {
			line += " " + word
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for widthOf(word, size) > room {
			at := fitting(word, size, room)
			lines, word = append(lines, word[:at]), word[at:]
		}
		line = word
	}
	if line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}

// fitting gives how many bytes of a word fit, one letter at least.
func fitting(word string, size, room float64) int {
	used := 0.0
	for at, r := range word {
		if used += letterWidth(r) * size; used > room && at > 0 {
			return at
		}
	}
	return len(word)
}
