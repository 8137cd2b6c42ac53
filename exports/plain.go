package exports

import (
	"regexp"
	"strings"
)

var (
	emphasis = strings.NewReplacer("**", "", "__", "", "`", "")
	links    = regexp.MustCompile(`\[([^\]]*)\]\([^)\s]*\)`)
)

// Plain gives a label without its inline Markdown, for cells.
func Plain(label string) string {
	return strings.TrimSpace(emphasis.Replace(links.ReplaceAllString(label, "$1")))
}
