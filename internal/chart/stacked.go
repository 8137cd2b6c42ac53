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

// SVG draws the bars for a page.
func (s Stacked) SVG(p *i18n.Printer) string { return s.draw(p).svg() }

// PNG draws the bars for a slide, under their title, over a note that says base and source.
func (s Stacked) PNG(p *i18n.Printer, note string) ([]byte, error) { return s.draw(p).png(note) }

// draw puts the legend, then the rows. A part is numbered as in the legend where its share finds no room.
func (s Stacked) draw(p *i18n.Printer) *drawing {
	c := &canvas{}
	if len(s.Rows) == 0 {
		return c.nothing(p, s.ID, s.Title)
	}
	all := paints()
	c.definitions = s.patterns(all)
	y := 2.0
	for i, answer := range s.Answers {
		c.add(s.part(all, i, 1, y+3, 22, 16))
		c.add(onPart(&all[i%len(all)], 12, y+16, strconv.Itoa(i+1)))
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
	return c.close(s.ID, s.Title, s.described(p), y)
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
		c.add(s.part(all, i, x, y, wide, tall))
		words := p.Percent(float64(count) / base)
		if widthOf(words, smallSize) > wide-6 {
			words = strconv.Itoa(i + 1)
		}
		if widthOf(words, smallSize) <= wide-2 {
			c.add(onPart(&all[i%len(all)], x+wide/2, y+tall-8, words))
		}
		x += wide
	}
}

func (s Stacked) part(all []paint, i int, x, y, w, h float64) *rectShape {
	i %= len(all)
	return &rectShape{class: "chart-part", x: x, y: y, w: w, h: h, tile: &all[i], pattern: s.patternID(i)}
}

func onPart(on *paint, x, y float64, words string) *textShape {
	return &textShape{class: "chart-part-figure", x: x, y: y, size: smallSize, anchor: "middle", words: words, on: on}
}

func (s Stacked) patternID(i int) string { return identifier(s.ID) + "-p" + strconv.Itoa(i) }

func (s Stacked) patterns(all []paint) string {
	var out strings.Builder
	out.WriteString("<defs>\n")
	for i, paint := range all[:min(len(all), len(s.Answers))] {
		paint.svg(&out, s.patternID(i))
	}
	out.WriteString("</defs>\n")
	return out.String()
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
