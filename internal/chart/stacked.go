package chart

import (
	"strconv"
	"strings"

	"concertation/internal/i18n"
)

// Stacked are bars of 100 %, one per row of a grid, the answers side by side in the order of their list.
type Stacked struct {
	ID          string // unique on the page
	Title       string
	Description string   // blank: the figures
	Answers     []string // labels, in order
	Rows        []StackedRow
}

// StackedRow is one row of a grid: how many gave each answer. A hidden row says so.
type StackedRow struct {
	Label  string
	Counts []int
	Hidden bool
}

func (r StackedRow) base() int {
	total := 0
	for _, count := range r.Counts {
		total += max(count, 0)
	}
	return total
}

// paint is how an answer is told from its neighbours: a pattern first, a colour as a help.
type paint struct {
	ground, mark string
	drawing      string // of a tile of 8 by 8
}

// paints follow one another; a grid of more answers starts again, its numbers in the legend still telling them apart.
func paints() []paint {
	return []paint{
		{slate, "#ffffff", ""},
		{"#9fc0dc", ink, `<path d="M-2 2L2 -2M0 8L8 0M6 10L10 6" stroke-width="1"/>`},
		{"#ffffff", ink, ""},
		{"#f0c9a8", ink, `<path d="M-2 6L2 10M0 0L8 8M6 -2L10 2" stroke-width="1"/>`},
		{"#a8501f", "#ffffff", ""},
		{"#e3dccb", ink, `<circle cx="4" cy="4" r="1.2"/>`},
		{"#d5d5d5", ink, `<path d="M0 4H8" stroke-width="1"/>`},
	}
}

// SVG draws the legend, then the rows. A part is numbered as in the legend where its share finds no room.
func (s Stacked) SVG(p *i18n.Printer) string {
	c := &canvas{}
	if len(s.Rows) == 0 {
		return c.nothing(p, s.ID, s.Title)
	}
	all := paints()
	s.patterns(c, all)
	y := 2.0
	for i, answer := range s.Answers {
		c.rect("chart-part", 1, y+3, 22, 16, s.fill(all, i))
		s.onPart(c, all[i%len(all)], 12, y+16, strconv.Itoa(i+1), smallSize)
		y += max(c.wrapped("chart-label", 32, y, fontSize, width-32, answer), lineHeight) + 4
	}
	y += gap
	for _, row := range s.Rows {
		y += c.wrapped("chart-label", 0, y, fontSize, width, s.rowLabel(p, row)) + 4
		if base := row.base(); base > 0 && !row.Hidden {
			s.parts(c, p, all, row, float64(base), y)
			y += barHeight + 8
		}
		y += gap
	}
	return c.svg(s.ID, s.Title, s.described(p), y)
}

func (s Stacked) rowLabel(p *i18n.Printer, row StackedRow) string {
	if row.Hidden {
		return p.T("chart.row_hidden", "label", row.Label)
	}
	return p.T("chart.row", "label", row.Label, "count", row.base())
}

// parts draws one bar: each part with its share where there is room, else its number, else its pattern alone.
func (s Stacked) parts(c *canvas, p *i18n.Printer, all []paint, row StackedRow, base, y float64) {
	const tall = barHeight + 8
	x, room := 1.0, width-2
	for i, count := range row.Counts {
		if count <= 0 {
			continue
		}
		wide := room * float64(count) / base
		c.rect("chart-part", x, y, wide, tall, s.fill(all, i))
		words := p.Percent(float64(count) / base)
		if widthOf(words, smallSize) > wide-6 {
			words = strconv.Itoa(i + 1)
		}
		if widthOf(words, smallSize) <= wide-2 {
			s.onPart(c, all[i%len(all)], x+wide/2, y+tall-8, words, smallSize)
		}
		x += wide
	}
}

// onPart writes over a part, with a rim of its ground so that the pattern does not blur the words.
func (s Stacked) onPart(c *canvas, paint paint, x, y float64, words string, size float64) {
	c.add(`<text class="chart-part-figure" x="%s" y="%s" font-size="%s" text-anchor="middle" fill="%s" stroke="%s" stroke-width="5" stroke-linejoin="round" paint-order="stroke">%s</text>`,
		unit(x), unit(y), unit(size), paint.mark, paint.ground, escape(words))
}

func (s Stacked) patterns(c *canvas, all []paint) {
	c.add("<defs>")
	for i, paint := range all[:min(len(all), len(s.Answers))] {
		c.add(`<pattern id="%s-p%d" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="%s"/><g fill="%s" stroke="%s">%s</g></pattern>`,
			identifier(s.ID), i, paint.ground, paint.mark, paint.mark, paint.drawing)
	}
	c.add("</defs>")
}

func (s Stacked) fill(all []paint, i int) string {
	return ` fill="url(#` + identifier(s.ID) + `-p` + strconv.Itoa(i%len(all)) + `)" stroke="` + ink + `" stroke-width="1"`
}

func (s Stacked) described(p *i18n.Printer) string {
	if s.Description != "" {
		return s.Description
	}
	var rows []string
	for _, row := range s.Rows {
		parts := []string{}
		for i, count := range row.Counts {
			if base := row.base(); base > 0 && i < len(s.Answers) && !row.Hidden {
				parts = append(parts, p.T("chart.stacked.part", "label", s.Answers[i], "share", p.Percent(float64(max(count, 0))/float64(base))))
			}
		}
		rows = append(rows, p.T("chart.stacked.row", "label", s.rowLabel(p, row), "parts", strings.Join(parts, ", ")))
	}
	return strings.Join(rows, " ")
}
