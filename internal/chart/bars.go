package chart

import (
	"html"
	"strconv"
	"strings"
)

// Bars is one series of horizontal bars, in the order given.
type Bars struct {
	ID          string // unique in the page
	Title       string
	Description string
	Items       []Bar
}

// Bar is one bar; Figure is written at its end.
type Bar struct {
	Label  string
	Value  float64
	Figure string
}

// Geometry, in units of the drawing.
const (
	width      = 680
	labelWidth = 250
	gap        = 10
	barHeight  = 20
	lineStep   = 18
	rowGap     = 12
	figureRoom = 120
	fontSize   = 15
)

// SVG draws the bars.
func (b Bars) SVG() string {
	var body strings.Builder
	most := 0.0
	for _, item := range b.Items {
		most = max(most, item.Value)
	}
	y := 4
	for _, item := range b.Items {
		lines := Wrap(item.Label, labelWidth, fontSize)
		height := max(barHeight, lineStep*len(lines))
		middle := y + height/2
		first := middle - lineStep*(len(lines)-1)/2 + 5
		for i, line := range lines {
			element(&body, "text", line, "class", "chart-label", "x", itoa(labelWidth), "y", itoa(first+i*lineStep), "text-anchor", "end", "font-size", itoa(fontSize))
		}
		length := 0.0
		if most > 0 {
			length = item.Value / most * (width - labelWidth - gap - figureRoom)
		}
		element(&body, "rect", "", "class", "chart-bar", "x", itoa(labelWidth+gap), "y", itoa(middle-barHeight/2), "width", number(length), "height", itoa(barHeight), "rx", "2")
		element(&body, "text", item.Figure, "class", "chart-figure", "x", number(labelWidth+gap+length+6), "y", itoa(middle+5), "font-size", itoa(fontSize))
		y += height + rowGap
	}
	return frame(b.ID, b.Title, b.Description, width, y, body.String())
}

// frame puts a drawing in its svg element, named and described for those who do not see it.
func frame(id, title, description string, width, height int, body string) string {
	var out strings.Builder
	out.WriteString(`<svg class="chart" xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ` + itoa(width) + " " + itoa(height) +
		`" aria-labelledby="` + html.EscapeString(id) + `-t ` + html.EscapeString(id) + `-d">`)
	element(&out, "title", title, "id", id+"-t")
	element(&out, "desc", description, "id", id+"-d")
	out.WriteString(body)
	out.WriteString("</svg>")
	return out.String()
}

// element writes an element with its attributes, names then values, and its text.
func element(out *strings.Builder, name, text string, attributes ...string) {
	out.WriteString("<" + name)
	for i := 0; i+1 < len(attributes); i += 2 {
		out.WriteString(" " + attributes[i] + `="` + html.EscapeString(attributes[i+1]) + `"`)
	}
	out.WriteString(">" + html.EscapeString(text) + "</" + name + ">")
}

func itoa(n int) string { return strconv.Itoa(n) }

func number(n float64) string { return strconv.FormatFloat(n, 'f', 1, 64) }
