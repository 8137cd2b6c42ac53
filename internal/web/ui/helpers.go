package ui

import (
	"github.com/a-h/templ"

	"concertation/internal/i18n"
)

// htmxConfig forbids what the content policy refuses.
const htmxConfig = `{"allowEval":false,"includeIndicatorStyles":false,"selfRequestsOnly":true,"historyCacheSize":0}`

func or(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

func orNumber(value, otherwise int) int {
	if value == 0 {
		return otherwise
	}
	return value
}

// leadingNewline doubles the first line break of a text, which HTML would otherwise swallow after <textarea>.
func leadingNewline(text string) string {
	if len(text) > 0 && (text[0] == '\n' || text[0] == '\r') {
		return "\n" + text
	}
	return text
}

// fieldsetAttributes describes a group: hint and error, as one control's (R3.1).
func fieldsetAttributes(f Field) templ.Attributes {
	attributes := templ.Attributes{}
	if ids := f.describedBy(); ids != "" {
		attributes["aria-describedby"] = ids
	}
	return attributes
}

// attribute is one of an ordered list: true stands alone.
func attribute(name string, value any) templ.KeyValue[string, any] {
	return templ.KeyValue[string, any]{Key: name, Value: value}
}

// ordered gives the attributes that a caller adds, by name.
func ordered(attributes templ.Attributes) templ.OrderedAttributes {
	if len(attributes) == 0 {
		return nil
	}
	return attributes.Items()
}

// language marks what is not in the page's language; nothing when it is.
func language(tag string) templ.Attributes {
	if tag == "" {
		return nil
	}
	return templ.Attributes{"lang": tag}
}

// hidden keeps words for those who hear the page.
func hidden(yes bool) templ.Attributes {
	if !yes {
		return nil
	}
	return templ.Attributes{"class": "govuk-visually-hidden"}
}

// Ours marks the service's own words inside an element in the language around; nothing when that is the page's.
func Ours(around string, p *i18n.Printer) templ.Attributes {
	if around == "" {
		return nil
	}
	return language(p.Language())
}

// themeColours is how many colours the themes have; the number tells apart those that share one.
const themeColours = 6
