package chart

import (
	"fmt"
	"strings"
)

// rectShape is a filled rectangle: of one colour, or of a paint whose pattern has that id on the page.
type rectShape struct {
	class      string
	x, y, w, h float64
	fill       string
	tile       *paint
	pattern    string
}

func (s *rectShape) svg(out *strings.Builder) {
	fill := ` fill="` + s.fill + `"`
	if s.tile != nil {
		fill = ` fill="url(#` + s.pattern + `)" stroke="` + ink + `" stroke-width="1"`
	}
	fmt.Fprintf(out, "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"%s/>\n", s.class, unit(s.x), unit(s.y), unit(s.w), unit(s.h), fill)
}

// lineShape is a straight line.
type lineShape struct {
	class          string
	x1, y1, x2, y2 float64
	stroke         string
	width          float64
	dashed         bool
}

// dash is how long a dash is, and what parts it from the next.
const dash = 4.0

func (s *lineShape) svg(out *strings.Builder) {
	dashes := ""
	if s.dashed {
		dashes = ` stroke-dasharray="` + unit(dash) + `"`
	}
	fmt.Fprintf(out, "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\" stroke-width=\"%s\"%s/>\n",
		s.class, unit(s.x1), unit(s.y1), unit(s.x2), unit(s.y2), s.stroke, unit(s.width), dashes)
}

// textShape is one line of words; anchor is start, middle or end. On a paint, it has a rim of the paint's ground so that
// the pattern does not blur the words.
type textShape struct {
	class      string
	x, y, size float64
	anchor     string
	words      string
	on         *paint
}

func (s *textShape) svg(out *strings.Builder) {
	look := ` fill="currentColor"`
	if s.on != nil {
		look = ` fill="` + s.on.mark + `" stroke="` + s.on.ground + `" stroke-width="5" stroke-linejoin="round" paint-order="stroke"`
	}
	fmt.Fprintf(out, "<text class=\"%s\" x=\"%s\" y=\"%s\" font-size=\"%s\" text-anchor=\"%s\"%s>%s</text>\n",
		s.class, unit(s.x), unit(s.y), unit(s.size), s.anchor, look, escape(s.words))
}

// stairsShape is a stepped curve: each value a flat step as wide as the others.
type stairsShape struct {
	class       string
	left, right float64
	heights     []float64
	stroke      string
}

func (s *stairsShape) step() float64 { return (s.right - s.left) / float64(len(s.heights)) }

func (s *stairsShape) svg(out *strings.Builder) {
	var path strings.Builder
	for i, height := range s.heights {
		letter := " V"
		if i == 0 {
			letter = "M" + unit(s.left) + " "
		}
		path.WriteString(letter + unit(height) + " H" + unit(s.left+s.step()*float64(i+1)))
	}
	fmt.Fprintf(out, "<path class=\"%s\" d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2.5\" stroke-linejoin=\"round\"/>\n",
		s.class, path.String(), s.stroke)
}
