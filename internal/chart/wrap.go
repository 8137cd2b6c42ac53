package chart

import "strings"

// mostLines is how many lines a label takes; the rest is cut with an ellipsis, the table beside gives it whole.
const mostLines = 3

// Wrap cuts a label into lines of at most that width at that size.
func Wrap(label string, width, size int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(label) {
		if line != "" && measure(line+" "+word, size) > float64(width) {
			lines = append(lines, line)
			line = word
			continue
		}
		line = strings.TrimSpace(line + " " + word)
	}
	lines = append(lines, line)
	if len(lines) > mostLines {
		lines = lines[:mostLines]
		lines[mostLines-1] += " …"
	}
	return lines
}

// measure estimates the width of a text: the mean widths of a humanist sans, narrow and wide letters apart.
func measure(text string, size int) float64 {
	total := 0.0
	for _, r := range text {
		switch {
		case strings.ContainsRune("iljtfI.,;:!'’|() ", r):
			total += 0.32
		case strings.ContainsRune("mwMWŒœ%@", r):
			total += 0.86
		case r >= 'A' && r <= 'Z':
			total += 0.66
		default:
			total += 0.54
		}
	}
	return total * float64(size)
}
