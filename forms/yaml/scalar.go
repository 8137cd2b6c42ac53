package yaml

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// plainText are the texts that need no quotes, whatever stands around them: a letter first, no mark of YAML inside.
var plainText = regexp.MustCompile(`^[\pL_][\pL\pN \x{a0}\x{202f}_.,;’'()/…–«»€%+=!?·-]*$`)

// reserved read as something else than a text, in one version of YAML or another.
var reserved = map[string]bool{
	"y": true, "n": true, "yes": true, "no": true, "true": true, "false": true, "on": true, "off": true, "null": true,
}

// quote writes a text so that it reads back the same. Our own, because the library's encoder leaves some texts («? a»)
// in a form that its parser refuses.
func quote(text string) string {
	if plainText.MatchString(text) && !reserved[strings.ToLower(text)] && strings.TrimRightFunc(text, unicode.IsSpace) == text {
		return text
	}
	var out strings.Builder
	out.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			out.WriteByte('\\')
			out.WriteRune(r)
		case r == '\n':
			out.WriteString(`\n`)
		case r == '\u2028' || r == '\u2029' || r == '\ufeff' || unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			fmt.Fprintf(&out, `\U%08X`, r)
		default:
			out.WriteRune(r)
		}
	}
	out.WriteByte('"')
	return out.String()
}
