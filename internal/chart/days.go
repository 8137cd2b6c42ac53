package chart

import (
	"math"
	"time"

	"concertation/internal/i18n"
)

// Days is a stepped curve of a count by day; days that are not given count none.
type Days struct {
	ID          string // unique on the page
	Title       string
	Description string // blank: first and last day, the highest, the total
	Days        []Day  // ascending
	Sum         bool   // draw what has come in since the first day
}

// Day is a day, at any hour of it, and its count.
type Day struct {
	Date  time.Time
	Count int
}

// The frame of the curve.
const (
	frameTop    = 14.0
	frameHeight = 180.0
	frameRight  = 392.0
)

// SVG draws the curve for a page.
func (d Days) SVG(p *i18n.Printer) string { return d.draw(p).svg() }

// PNG draws the curve for a slide, under its title, over a note that says base and source.
func (d Days) PNG(p *i18n.Printer, note string) ([]byte, error) { return d.draw(p).png(note) }

// draw puts the curve over its grid, with the first and the last date.
func (d Days) draw(p *i18n.Printer) *drawing {
	c := &canvas{}
	values := d.values(p)
	if len(values) == 0 {
		return c.nothing(p, d.ID, d.Title)
	}
	highest := 0
	for _, value := range values {
		highest = max(highest, value)
	}
	step := niceStep(highest)
	top := max(step*int(math.Ceil(float64(highest)/float64(step))), step)
	left := widthOf(p.Number(top), smallSize) + 8
	bottom := frameTop + frameHeight
	height := func(value int) float64 { return bottom - frameHeight*float64(value)/float64(top) }
	heights := make([]float64, len(values))
	for i, value := range values {
		heights[i] = height(value)
	}
	for value := 0; value <= top; value += step {
		c.add(&lineShape{class: "chart-grid", x1: left, y1: height(value), x2: frameRight, y2: height(value), stroke: rule, width: 0.7})
		c.text("chart-tick", left-6, height(value)+5, smallSize, "end", p.Number(value))
	}
	c.add(&stairsShape{class: "chart-line", left: left, right: frameRight, heights: heights, stroke: slate})
	c.text("chart-tick", left, bottom+20, smallSize, "start", p.ShortDate(d.Days[0].Date))
	if len(values) > 1 {
		c.text("chart-tick", frameRight, bottom+20, smallSize, "end", p.ShortDate(d.Days[len(d.Days)-1].Date))
	}
	return c.close(d.ID, d.Title, d.described(p), bottom+28)
}

// values gives a count per day from the first to the last, days without any included.
func (d Days) values(p *i18n.Printer) []int {
	if len(d.Days) == 0 {
		return nil
	}
	number := func(at time.Time) int {
		local := p.In(at)
		return int(time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
	}
	first := number(d.Days[0].Date)
	values := make([]int, number(d.Days[len(d.Days)-1].Date)-first+1)
	for _, day := range d.Days {
		if at := number(day.Date) - first; at >= 0 && at < len(values) {
			values[at] += day.Count
		}
	}
	for i := 1; d.Sum && i < len(values); i++ {
		values[i] += values[i-1]
	}
	return values
}

// niceStep gives a round step that cuts a height in five at most.
func niceStep(highest int) int {
	for unit := 1; ; unit *= 10 {
		for _, factor := range []int{1, 2, 5} {
			if unit*factor*5 >= highest {
				return unit * factor
			}
		}
	}
}

func (d Days) described(p *i18n.Printer) string {
	if d.Description != "" {
		return d.Description
	}
	total, best := 0, 0
	for i, day := range d.Days {
		total += day.Count
		if day.Count > d.Days[best].Count {
			best = i
		}
	}
	return p.T("chart.days.description", "from", p.ShortDate(d.Days[0].Date), "to", p.ShortDate(d.Days[len(d.Days)-1].Date),
		"total", total, "best", p.ShortDate(d.Days[best].Date), "most", d.Days[best].Count)
}
