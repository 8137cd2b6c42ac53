package ideas

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"concertation/internal/consult"
	"concertation/internal/i18n"
)

// excerptLength is how many characters of an idea a list shows.
const (
	excerptLength = 240
	similarLength = 120
)

// excerpt gives the beginning of a text, cut at a word.
func excerpt(text string, length int) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= length {
		return text
	}
	cut := string([]rune(text)[:length])
	if space := strings.LastIndexByte(cut, ' '); space > length/2 {
		cut = cut[:space]
	}
	return cut + "\u00a0…"
}

// paragraphs cuts a text at its blank lines.
func paragraphs(text string) []string {
	var cut []string
	for _, paragraph := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if trimmed := strings.TrimSpace(paragraph); trimmed != "" {
			cut = append(cut, trimmed)
		}
	}
	return cut
}

// statusTone gives the tint of a status.
func statusTone(status consult.IdeaStatus) string {
	switch status {
	case consult.IdeaPlanned, consult.IdeaStarted, consult.IdeaDone:
		return "green"
	case consult.IdeaStudied:
		return "yellow"
	default:
		return "grey"
	}
}

func statusWord(p *i18n.Printer, status consult.IdeaStatus) string {
	return p.T("ideas_pages.status." + string(status))
}

// where says a territory as a sentence does: « en Loire-Atlantique ».
func where(p *i18n.Printer, territory, label string) string {
	if key := "ideas_pages.where." + territory; keyPart(territory) && p.Has(key) {
		return p.T(key)
	}
	return p.T("ideas_pages.where_other", "territory", label)
}

// keyPart says whether a value from an address may be part of a key.
func keyPart(value string) bool {
	for _, r := range value {
		if (r < '0' || r > '9') && (r < 'a' || r > 'z') {
			return false
		}
	}
	return value != ""
}

// tone gives the class of a theme's colour.
func tone(position int) string { return "theme-mark--" + strconv.Itoa((position-1)%6+1) }
