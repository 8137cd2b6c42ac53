package coding

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"concertation/internal/consult"
	"concertation/internal/i18n"
	"concertation/internal/service"
)

// markOf gives the sign of a theme: its number, or the letter of its key for a residual one.
func markOf(theme consult.Theme) string {
	switch theme.Kind {
	case consult.ThemeOutside:
		return "h"
	case consult.ThemeEmpty:
		return "s"
	default:
		return strconv.Itoa(theme.Position)
	}
}

// toneOf gives the class that colours a theme's sign; residual ones have none of the six colours.
func toneOf(theme consult.Theme) string {
	if theme.Kind != consult.ThemeRegular || theme.Position > 6 {
		return "theme-mark--residual"
	}
	return "theme-mark--" + strconv.Itoa(theme.Position)
}

// excerptLength is how many characters of a text a list shows.
const (
	excerptLength = 220
	queueLength   = 80
	partLength    = 70
)

// excerpt gives the beginning of a contribution, cut at a word.
func excerpt(c *consult.Contribution, length int) string {
	text := c.Body
	if c.Title != "" {
		text = c.Title + ". " + text
	}
	return shortened(text, length)
}

// shortened gives the beginning of a text, cut at a word.
func shortened(text string, length int) string {
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

// attributes gives what is known of a contribution besides its text, in words.
func attributes(p *i18n.Printer, row *service.CodingRow) []string {
	c := &row.Contribution
	var words []string
	for _, word := range []string{row.Category, row.Territory} {
		if word != "" {
			words = append(words, word)
		}
	}
	words = append(words, p.T("coding.kind."+string(c.Kind)), p.T("coding.date", "date", c.CreatedAt))
	words = append(words, p.T("coding.publication."+string(c.Publication)))
	if c.Origin != consult.OriginCollected {
		words = append(words, p.T("coding.origin."+string(c.Origin)))
	}
	return words
}
