package ui

import (
	"bytes"
	"html"
	"strings"
	"sync"

	"github.com/a-h/templ"
	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// renderer turns Markdown into safe HTML. Both libraries are slow to set up and safe for concurrent use afterwards.
type renderer struct {
	markdown goldmark.Markdown
	block    *bluemonday.Policy
	inline   *bluemonday.Policy
	plain    *bluemonday.Policy
}

var shared = sync.OnceValue(func() *renderer {
	block := bluemonday.NewPolicy()
	block.AllowStandardURLs()
	block.AllowURLSchemes("https", "http", "mailto", "tel")
	block.AllowElements("p", "br", "ul", "ol", "li", "strong", "em", "blockquote", "h2", "h3", "h4", "hr",
		"table", "thead", "tbody", "tr", "th", "td", "code", "del")
	block.AllowAttrs("href").OnElements("a")
	block.RequireNoFollowOnFullyQualifiedLinks(true)
	inline := bluemonday.NewPolicy()
	inline.AllowStandardURLs()
	inline.AllowURLSchemes("https", "http", "mailto", "tel")
	inline.AllowElements("strong", "em", "code", "br")
	inline.AllowAttrs("href").OnElements("a")
	inline.RequireNoFollowOnFullyQualifiedLinks(true)
	return &renderer{markdown: goldmark.New(goldmark.WithExtensions(extension.Table, extension.Linkify)), block: block, inline: inline, plain: bluemonday.StrictPolicy()}
})

// InlineMarkdown gives the safe HTML of a label: emphasis and links, no paragraph. A text without any Markdown sign is
// escaped and costs nothing more.
func InlineMarkdown(text string) string {
	if !strings.ContainsAny(text, "*_[]`<>\\&#\n") && !strings.Contains(text, "://") {
		return templ.EscapeString(text)
	}
	return string(shared().inline.SanitizeBytes(shared().convert(text)))
}

// MarkdownHTML gives the safe HTML of an organiser's text: paragraphs, lists, headings from h2 on, links.
func MarkdownHTML(text string) string {
	return string(shared().block.SanitizeBytes(shared().convert(text)))
}

// convert writes Markdown as HTML, whose safety is the policy's business.
func (r *renderer) convert(text string) []byte {
	var out bytes.Buffer
	if err := r.markdown.Convert([]byte(text), &out); err != nil {
		return []byte(templ.EscapeString(text))
	}
	return bytes.TrimSpace(out.Bytes())
}

// PlainMarkdown gives the words of a Markdown text without its signs, for places that take no markup: a title, a
// summary of what is wrong.
func PlainMarkdown(text string) string {
	if !strings.ContainsAny(text, "*_[]`<>\\&#\n") {
		return text
	}
	return strings.TrimSpace(html.UnescapeString(string(shared().plain.SanitizeBytes(shared().convert(text)))))
}
