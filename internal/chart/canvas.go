package chart

import (
	"fmt"
	"html"
	"strconv"
	"strings"

	"concertation/internal/i18n"
)

// The measures of every chart, in units of the drawing. Narrow, so that words stay readable on a telephone: a page 320
// pixels wide shows 16 units as 13 pixels.
const (
	width      = 400.0
	fontSize   = 16.0
	smallSize  = 14.0
	lineHeight = 20.0
	barHeight  = 18.0
	gap        = 12.0
)

const (
	slate = "#1f4e79"
	ink   = "#16213a"
	rule  = "#8a8371" // 3:1 on white
)

// canvas gathers the elements of a drawing.
type canvas struct {
	body strings.Builder
}

func (c *canvas) add(format string, values ...any) { fmt.Fprintf(&c.body, format+"\n", values...) }

func (c *canvas) rect(class string, x, y, w, h float64, attributes string) {
	c.add(`<rect class="%s" x="%s" y="%s" width="%s" height="%s"%s/>`, class, unit(x), unit(y), unit(w), unit(h), attributes)
}

func (c *canvas) line(class string, x1, y1, x2, y2 float64, attributes string) {
	c.add(`<line class="%s" x1="%s" y1="%s" x2="%s" y2="%s"%s/>`, class, unit(x1), unit(y1), unit(x2), unit(y2), attributes)
}

// text writes one line; anchor is start, middle or end.
func (c *canvas) text(class string, x, y, size float64, anchor, words, attributes string) {
	c.add(`<text class="%s" x="%s" y="%s" font-size="%s" text-anchor="%s" fill="currentColor"%s>%s</text>`,
		class, unit(x), unit(y), unit(size), anchor, attributes, escape(words))
}

// wrapped writes words on as many lines as they need, and gives how tall they are.
func (c *canvas) wrapped(class string, x, y, size, room float64, words string) float64 {
	lines := wrap(words, size, room)
	for i, line := range lines {
		c.text(class, x, y+size+float64(i)*lineHeight, size, "start", line, "")
	}
	return float64(len(lines)) * lineHeight
}

// nothing is the drawing of no figures.
func (c *canvas) nothing(p *i18n.Printer, id, title string) string {
	c.text("chart-label", 0, fontSize, fontSize, "start", p.T("chart.empty"), "")
	return c.svg(id, title, p.T("chart.empty"), lineHeight)
}

// svg closes the drawing: named by its title and its description.
func (c *canvas) svg(id, title, description string, height float64) string {
	id = identifier(id)
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 %s %s" width="100%%" role="img" aria-labelledby="%s-title %s-desc" font-family="inherit">
<title id="%s-title">%s</title>
<desc id="%s-desc">%s</desc>
%s</svg>
`, unit(width), unit(height), id, id, id, escape(title), id, escape(description), c.body.String())
}

// unit writes a measure, to a tenth: the same on every machine.
func unit(value float64) string {
	text := strconv.FormatFloat(value, 'f', 1, 64)
	return strings.TrimSuffix(text, ".0")
}

// escape makes words fit for XML.
func escape(words string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(words, "")))
}

// identifier keeps of a name what an id may hold without surprise.
func identifier(name string) string {
	return "chart-" + strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return '-'
	}, name)
}
