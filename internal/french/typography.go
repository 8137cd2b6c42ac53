package french

import "regexp"

// The spaces of French typography (R5).
const (
	NarrowSpace  = "\u202f" // before ; ! ? and between thousands
	NoBreakSpace = "\u00a0" // before : and %, inside « »
)

// Typeset gives text with French spaces and apostrophes (R5): U+202F before ; ! ?, U+00A0 before : % € and inside « »,
// ’ for '. It puts no space where none was written, except inside « », so that addresses and times stay whole.
// Typesetting twice changes nothing.
func Typeset(text string) string {
	text = straight.ReplaceAllString(text, "$1’$2")
	text = beforeHigh.ReplaceAllString(text, NarrowSpace+"$1")
	text = beforeColon.ReplaceAllString(text, NoBreakSpace+"$1")
	text = afterOpening.ReplaceAllString(text, "«"+NoBreakSpace)
	text = beforeClosing.ReplaceAllString(text, NoBreakSpace+"»")
	return text
}

// Faults says what is not written as French is (R5), one short name each; none for a faultless text.
func Faults(text string) []string {
	var faults []string
	for _, rule := range []struct {
		name  string
		wrong *regexp.Regexp
	}{
		{"straight apostrophe", straight},
		{"space before ; ! ?", wrongHigh},
		{"space before :", wrongColon},
		{"space inside « »", wrongQuotes},
		{"space before % or €", wrongSign},
		{"three dots for …", threeDots},
	} {
		if rule.wrong.MatchString(text) {
			faults = append(faults, rule.name)
		}
	}
	return faults
}

// Spaces that are written where a particular one belongs. Compiled once: the expressions are constants.
var (
	anySpace      = `[ \t\x{00a0}\x{202f}\x{2009}]`
	straight      = regexp.MustCompile(`(\p{L})'(\p{L}|«)`)
	beforeHigh    = regexp.MustCompile(anySpace + `+([;!?])`)
	beforeColon   = regexp.MustCompile(anySpace + `+([:%€])`)
	afterOpening  = regexp.MustCompile(`«` + anySpace + `*`)
	beforeClosing = regexp.MustCompile(anySpace + `*»`)

	wrongHigh   = regexp.MustCompile(`[^\x{202f}!?;&(\[][;!?](?:[\s*)\]»]|$)|[\s\x{00a0}][;!?]`)
	wrongColon  = regexp.MustCompile(`[^\x{00a0}]:(?:\s|$)`)
	wrongQuotes = regexp.MustCompile(`«[^\x{00a0}]|[^\x{00a0}]»`)
	wrongSign   = regexp.MustCompile(`[\d}][ \x{202f}]?[%€]`)
	threeDots   = regexp.MustCompile(`\.\.\.`)
)
