package french

import "regexp"

// Quote gives a title between French quotes, to be named inside a sentence. What the title ends with to lead to something
// below it (« : », « … ») is left out, and quotes inside it become English ones, as usage wants in a quotation.
func Quote(title string) string {
	if bare := leading.ReplaceAllString(title, ""); bare != "" {
		title = bare
	}
	title = innerOpening.ReplaceAllString(title, "“")
	title = innerClosing.ReplaceAllString(title, "”")
	return "«" + NoBreakSpace + title + NoBreakSpace + "»"
}

// What a title ends with when something follows it, and quotes with their inner spaces.
var (
	leading      = regexp.MustCompile(`(?:` + anySpace + `|:|…|\.\.\.)+$`)
	innerOpening = regexp.MustCompile(`«` + anySpace + `*`)
	innerClosing = regexp.MustCompile(anySpace + `*»`)
)
