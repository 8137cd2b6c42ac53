package french

import "regexp"

// Quote gives a title between French quotes, to be named inside a sentence. What the title ends with to lead to something
// below it (« : », « … ») is left out, and quotes inside it become English ones, as usage wants in a quotation.
func Quote(title string) string {
	title = innerOpening.ReplaceAllString(Bare(title), "“")
	title = innerClosing.ReplaceAllString(title, "”")
	return "«" + NoBreakSpace + title + NoBreakSpace + "»"
}

// Under names a line of a grid: what the grid asks, without what led to its lines, then the line.
func Under(title, line string) string { return Bare(title) + " – " + line }

// Bare gives a title without what it ends with to lead to something below it.
func Bare(title string) string {
	if bare := leading.ReplaceAllString(title, ""); bare != "" {
		return bare
	}
	return title
}

// What a title ends with when something follows it, and quotes with their inner spaces.
var (
	leading      = regexp.MustCompile(`(?:` + anySpace + `|:|…|\.\.\.)+$`)
	innerOpening = regexp.MustCompile(`«` + anySpace + `*`)
	innerClosing = regexp.MustCompile(anySpace + `*»`)
)
