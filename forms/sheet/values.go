package sheet

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// trim removes what Excel and word processors leave around a value: spaces of every kind, byte order marks.
func trim(value string) string {
	return strings.TrimFunc(value, func(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b' })
}

// clean makes a cell's text fit for keeping: no control characters, tabs as spaces, line ends as \n, valid UTF-8.
func clean(value string) string {
	value = strings.ToValidUTF8(value, "\ufffd")
	value = strings.ReplaceAll(value, "\r\n", "\n")
	value = strings.ReplaceAll(value, "\r", "\n")
	return trim(strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' ' // no page shows the difference
		case unicode.IsControl(r) || r == '\ufeff' || r == '\ufffe' || r == '\uffff':
			return -1
		}
		return r
	}, value))
}

// code cleans a name, a code or a type: its inner spaces are ordinary ones.
func code(value string) string { return strings.Join(strings.Fields(clean(value)), " ") }

var wholeNumber = regexp.MustCompile(`^-?[0-9]+\.0+$`)

// choiceName cleans the name of a choice: a spreadsheet that took it for a number gives 1.0 for 1.
func choiceName(value string) string {
	value = code(value)
	if wholeNumber.MatchString(value) {
		value, _, _ = strings.Cut(value, ".")
	}
	return value
}

// boolean reads the spellings of yes and no; ok is false for any other.
func boolean(value string) (is, ok bool) {
	switch strings.ToLower(choiceName(value)) {
	case "yes", "true", "true()", "oui", "vrai", "1", "x":
		return true, true
	case "", "no", "false", "false()", "non", "faux", "0":
		return false, true
	}
	return false, false
}

// expression cleans an expression of what Excel's autocorrection puts there: no-break spaces and curly quotes. What
// stands between straight quotes is left as it is.
func expression(value string) string {
	value = clean(value)
	switch strings.ToLower(value) {
	case "true", "false": // a cell that Excel took for a truth value
		return strings.ToLower(value) + "()"
	}
	var out strings.Builder
	var closing rune
	for _, r := range value {
		switch {
		case closing == 0 && (r == '\'' || r == '"'):
			closing = r
		case closing == 0 && (r == '‘' || r == '’' || r == '‚'):
			closing, r = '’', '\''
		case closing == 0 && (r == '“' || r == '”' || r == '„'):
			closing, r = '”', '"'
		case closing == 0 && r != '\n' && unicode.IsSpace(r):
			r = ' '
		case closing == '’' && (r == '’' || r == '‘' || r == '\''):
			closing, r = 0, '\''
		case closing == '”' && (r == '”' || r == '“' || r == '"'):
			closing, r = 0, '"'
		case r == closing:
			closing = 0
		}
		out.WriteRune(r)
	}
	return out.String()
}

// and joins two conditions; a blank one always holds.
func and(outer, inner string) string {
	switch {
	case outer == "":
		return inner
	case inner == "":
		return outer
	}
	return "(" + outer + ") and (" + inner + ")"
}

// number reads a number with a point or a decimal comma.
func number(value string) (float64, bool) {
	parsed, err := strconv.ParseFloat(strings.Replace(value, ",", ".", 1), 64)
	// Beyond 1e15 whole numbers are no longer exact: no scale needs them.
	return parsed, err == nil && parsed > -1e15 && parsed < 1e15
}

func formatNumber(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }
