package mail

import (
	"bytes"
	"fmt"
	"html"
	"strings"
	"unicode"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// FromMarkdown writes both parts of a message from one text in Markdown: plain for every program, HTML for those that
// show it. Raw HTML in the text shows as it was typed in neither.
func FromMarkdown(markdown string) (plain, rich string, err error) {
	source := []byte(markdown)
	converter := goldmark.New()
	tree := converter.Parser().Parse(text.NewReader(source))
	var out bytes.Buffer
	if err := converter.Renderer().Render(&out, source, tree); err != nil {
		return "", "", fmt.Errorf("write a message from its text: %w", err)
	}
	policy := bluemonday.NewPolicy()
	policy.AllowElements("p", "br", "ul", "ol", "li", "strong", "em", "h1", "h2", "h3", "blockquote", "hr")
	policy.AllowAttrs("href").OnElements("a")
	policy.AllowURLSchemes("https", "http", "mailto", "tel")
	return plainOf(tree, source), string(bytes.TrimSpace(policy.SanitizeBytes(out.Bytes()))), nil
}

// plainOf writes a tree as plain text: a blank line between blocks, a dash before items, the address of a link after it.
func plainOf(tree ast.Node, source []byte) string {
	var out strings.Builder
	err := ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch node := n.(type) {
		case *ast.Text:
			if entering {
				out.WriteString(unescaped(string(node.Segment.Value(source))))
				if node.SoftLineBreak() || node.HardLineBreak() {
					out.WriteByte('\n')
				}
			}
		case *ast.String:
			if entering {
				out.Write(node.Value)
			}
		case *ast.AutoLink:
			if entering {
				out.Write(node.URL(source))
			}
		case *ast.Link:
			if address := string(node.Destination); !entering && !strings.HasSuffix(out.String(), address) {
				out.WriteString(" (" + address + ")")
			}
		case *ast.ListItem:
			if entering {
				out.WriteString(marker(node))
			}
		case *ast.Paragraph, *ast.Heading, *ast.TextBlock, *ast.List, *ast.Blockquote:
			if !entering {
				endBlock(&out, n)
			}
		}
		return ast.WalkContinue, nil
	})
	if err != nil { // the walk's own function gives none
		return string(source)
	}
	return strings.TrimSpace(out.String())
}

// marker is what comes before an item.
func marker(item *ast.ListItem) string {
	parent, ok := item.Parent().(*ast.List)
	if !ok || !parent.IsOrdered() {
		return "- "
	}
	number := parent.Start
	for before := item.PreviousSibling(); before != nil; before = before.PreviousSibling() {
		number++
	}
	return fmt.Sprintf("%d. ", number)
}

// endBlock ends a block: a line inside a tight list, a blank line otherwise.
func endBlock(out *strings.Builder, n ast.Node) {
	end := "\n\n"
	if _, tight := n.(*ast.TextBlock); tight {
		end = "\n"
	}
	written := strings.TrimRight(out.String(), "\n")
	out.Reset()
	out.WriteString(written + end)
}

// unescaped takes away the backslashes that keep signs from being read as Markdown, and reads the entities («&eacute;»)
// of the rest: a sign behind a backslash begins none.
func unescaped(s string) string {
	var out, run strings.Builder
	flush := func() {
		out.WriteString(html.UnescapeString(run.String()))
		run.Reset()
	}
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte(markdownSigns, s[i+1]) >= 0 {
			i++
			flush()
			out.WriteByte(s[i])
			continue
		}
		run.WriteByte(s[i])
	}
	flush()
	return out.String()
}

const markdownSigns = "\\`*_{}[]()<>#+-.!|~&\"'$%,/:;=?@^"

// OneLine gives words on one line. The spaces that hold a date or a quotation together stay as they are.
func OneLine(words string) string {
	return strings.Join(strings.FieldsFunc(strings.TrimSpace(words), func(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' }), " ")
}

// EscapeMarkdown writes words so that none of their signs is read as Markdown, on one line.
func EscapeMarkdown(words string) string {
	var out strings.Builder
	for _, r := range OneLine(words) {
		if r < 128 && strings.ContainsRune(markdownSigns, r) {
			out.WriteByte('\\')
		}
		out.WriteRune(r)
	}
	return out.String()
}
