package chart

import (
	"strings"

	"concertation/internal/i18n"
)

// Bars are horizontal bars of one series, in the order given: the tally of a question.
type Bars struct {
	ID    string // unique on the page
	Title string
	// Description says in words what the chart shows; blank: its figures.
	Description string
	Bars        []Bar
}

// Bar is one answer. Its length is its share of those who answered; a hidden one has words instead of a length.
type Bar struct {
	Label  string
	Count  int
	Share  float64 // 0 to 1
	Hidden bool
}

// figure gives the words at the end of a bar: «36,6 % · 98».
func (b Bar) figure(p *i18n.Printer) string {
	if b.Hidden {
		return p.T("chart.hidden")
	}
	return p.T("chart.figure", "share", p.Percent(b.Share), "count", b.Count)
}

// SVG draws the bars for a page.
func (b Bars) SVG(p *i18n.Printer) string { return b.draw(p).svg() }

// PNG draws the bars for a slide, under their title, over a note that says base and source.
func (b Bars) PNG(p *i18n.Printer, note string) ([]byte, error) { return b.draw(p).png(note) }

// draw puts each bar under its label, so that long labels are read whole on a telephone.
func (b Bars) draw(p *i18n.Printer) *drawing {
	c := &canvas{}
	if len(b.Bars) == 0 {
		return c.nothing(p, b.ID, b.Title)
	}
	figures := 0.0
	for _, bar := range b.Bars {
		figures = max(figures, widthOf(bar.figure(p), fontSize))
	}
	room, longest := width-figures-10, b.longest()
	y := 2.0
	for _, bar := range b.Bars {
		y += c.wrapped("chart-label", 0, y, fontSize, width, bar.Label) + 4
		length := 0.0
		if !bar.Hidden && longest > 0 {
			length = room * max(bar.Share, 0) / longest
			c.add(&rectShape{class: "chart-bar", x: 0, y: y, w: length, h: barHeight, fill: slate})
		}
		c.add(&lineShape{class: "chart-axis", y1: y - 1, y2: y + barHeight + 1, stroke: ink, width: 1})
		c.text("chart-figure", length+8, y+barHeight-4, fontSize, "start", bar.figure(p))
		y += barHeight + gap
	}
	return c.close(b.ID, b.Title, b.described(p), y)
}

// longest gives the share that fills the width: the largest, or a tenth where all are small, so that nothing looks like
// a crowd.
func (b Bars) longest() float64 {
	longest := 0.1
	for _, bar := range b.Bars {
		if !bar.Hidden {
			longest = max(longest, bar.Share)
		}
	}
	return longest
}

func (b Bars) described(p *i18n.Printer) string {
	if b.Description != "" {
		return b.Description
	}
	parts := make([]string, len(b.Bars))
	for i, bar := range b.Bars {
		parts[i] = p.T("chart.bars.part", "label", bar.Label, "figure", bar.figure(p))
	}
	return p.T("chart.bars.description", "parts", strings.Join(parts, "\u202f; "))
}
