package chart

import (
	"fmt"
	"strings"
)

// tileSize is the side of a pattern's tile, in units.
const tileSize = 8

// paint is how an answer is told from its neighbours: a pattern first, a colour as a help.
type paint struct {
	ground, mark string
	strokes      [][4]float64 // of a tile: x1, y1, x2, y2
	dot          bool         // in the middle of the tile
}

// paints follow one another; a grid of more answers starts again, its numbers in the legend still telling them apart.
func paints() []paint {
	return []paint{
		{ground: slate, mark: "#ffffff"},
		{ground: "#9fc0dc", mark: ink, strokes: [][4]float64{{-2, 2, 2, -2}, {0, 8, 8, 0}, {6, 10, 10, 6}}},
		{ground: "#ffffff", mark: ink},
		{ground: "#f0c9a8", mark: ink, strokes: [][4]float64{{-2, 6, 2, 10}, {0, 0, 8, 8}, {6, -2, 10, 2}}},
		{ground: "#a8501f", mark: "#ffffff"},
		{ground: "#e3dccb", mark: ink, dot: true},
		{ground: "#d5d5d5", mark: ink, strokes: [][4]float64{{0, 4, 8, 4}}},
	}
}

// dotRadius is that of a dot, in units.
const dotRadius = 1.2

func (p *paint) svg(out *strings.Builder, id string) {
	var drawn strings.Builder
	if len(p.strokes) > 0 {
		drawn.WriteString(`<path d="`)
		for _, s := range p.strokes {
			fmt.Fprintf(&drawn, "M%s %sL%s %s", unit(s[0]), unit(s[1]), unit(s[2]), unit(s[3]))
		}
		drawn.WriteString(`" stroke-width="1"/>`)
	}
	if p.dot {
		fmt.Fprintf(&drawn, `<circle cx="%d" cy="%d" r="%s"/>`, tileSize/2, tileSize/2, unit(dotRadius))
	}
	fmt.Fprintf(out, `<pattern id="%s" width="%d" height="%d" patternUnits="userSpaceOnUse"><rect width="%d" height="%d" fill="%s"/><g fill="%s" stroke="%s">%s</g></pattern>`+"\n",
		id, tileSize, tileSize, tileSize, tileSize, p.ground, p.mark, p.mark, drawn.String())
}
