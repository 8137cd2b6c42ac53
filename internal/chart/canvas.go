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

// canvas gathers the shapes of a drawing, for both ways of writing it: SVG for pages, PNG for slides.
type canvas struct {
	definitions string // of patterns, in SVG
	shapes      []shape
}

// shape is one element of a drawing.
type shape interface {
	svg(out *strings.Builder)
	paint(r *raster)
}

func (c *canvas) add(s shape) { c.shapes = append(c.shapes, s) }

func (c *canvas) text(class string, x, y, size float64, anchor, words string) {
	c.add(&textShape{class: class, x: x, y: y, size: size, anchor: anchor, words: words})
}

// wrapped writes words on as many lines as they need, and gives how tall they are.
func (c *canvas) wrapped(class string, x, y, size, room float64, words string) float64 {
	lines := wrap(words, size, room)
	for i, line := range lines {
		c.text(class, x, y+size+float64(i)*lineHeight, size, "start", line)
	}
	return float64(len(lines)) * lineHeight
}

// drawing is a finished chart: its shapes, its names and how tall it is.
type drawing struct {
	canvas
	id, title, description string
	height                 float64
}

// close ends the drawing, named by its title and its description.
func (c *canvas) close(id, title, description string, height float64) *drawing {
	return &drawing{canvas: *c, id: identifier(id), title: title, description: description, height: height}
}

// nothing is the drawing of no figures.
func (c *canvas) nothing(p *i18n.Printer, id, title string) *drawing {
	c.text("chart-label", 0, fontSize, fontSize, "start", p.T("chart.empty"))
	return c.close(id, title, p.T("chart.empty"), lineHeight)
}

func (d *drawing) svg() string {
	var body strings.Builder
	for _, s := range d.shapes {
		s.svg(&body)
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 %s %s" width="100%%" role="img" aria-labelledby="%s-title %s-desc" font-family="inherit">
<title id="%s-title">%s</title>
<desc id="%s-desc">%s</desc>
%s%s</svg>
`, unit(width), unit(d.height), d.id, d.id, d.id, escape(d.title), d.id, escape(d.description), d.definitions, body.String())
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
