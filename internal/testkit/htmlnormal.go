package testkit

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// NormalHTML writes a page one element per line, indented, so that a golden file can be read and compared.
func NormalHTML(t testing.TB, body string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	writeNode(&out, root, 0)
	return out.String()
}

func writeNode(out *strings.Builder, n *html.Node, depth int) {
	indent := strings.Repeat("  ", max(depth, 0))
	switch n.Type {
	case html.TextNode:
		// The spaces that the language means are kept; those of the source are not.
		if words := strings.Join(strings.FieldsFunc(n.Data, isSourceSpace), " "); words != "" {
			out.WriteString(indent + words + "\n")
		}
		return
	case html.DoctypeNode:
		out.WriteString("<!doctype " + n.Data + ">\n")
		return
	case html.ElementNode:
		out.WriteString(indent + "<" + n.Data)
		for _, a := range n.Attr {
			out.WriteString(" " + a.Key)
			if a.Val != "" {
				out.WriteString(`="` + html.EscapeString(a.Val) + `"`)
			}
		}
		out.WriteString(">\n")
		depth++
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		writeNode(out, child, depth)
	}
}

func isSourceSpace(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' }
