package chart

import (
	"math"
	"strings"
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
	Marks       []Mark // ascending; days outside the curve are left aside
}

// Mark is a day on which something happened that the curve may answer to: a line across it, with its name above.
type Mark struct {
	Date  time.Time
	Label string // short: «R1»
	Words string // for the description: «relance du 23 novembre»
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
	first := frameTop
	if len(d.Marks) > 0 {
		first += smallSize // room for their names
	}
	bottom := first + frameHeight
	height := func(value int) float64 { return bottom - frameHeight*float64(value)/float64(top) }
	heights := make([]float64, len(values))
	for i, value := range values {
		heights[i] = height(value)
	}
	for value := 0; value <= top; value += step {
		c.add(&lineShape{class: "chart-grid", x1: left, y1: height(value), x2: frameRight, y2: height(value), stroke: rule, width: 0.7})
		c.text("chart-tick", left-6, height(value)+5, smallSize, "end", p.Number(value))
	}
	d.mark(c, p, left, first, bottom, len(values))
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
	first := dayNumber(p, d.Days[0].Date)
	values := make([]int, dayNumber(p, d.Days[len(d.Days)-1].Date)-first+1)
	for _, day := range d.Days {
		if at := dayNumber(p, day.Date) - first; at >= 0 && at < len(values) {
			values[at] += day.Count
		}
	}
	for i := 1; d.Sum && i < len(values); i++ {
		values[i] += values[i-1]
	}
	return values
}

// dayNumber counts days as the calendar does, whatever the clocks did.
func dayNumber(p *i18n.Printer, at time.Time) int {
	local := p.In(at)
	return int(time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// mark draws the marks in the middle of their day; a name that would run into the one before is left out, its line
// stays.
func (d Days) mark(c *canvas, p *i18n.Printer, left, top, bottom float64, days int) {
	start, step := dayNumber(p, d.Days[0].Date), (frameRight-left)/float64(days)
	free := 0.0
	for _, mark := range d.Marks {
		at := dayNumber(p, mark.Date) - start
		if at < 0 || at >= days {
			continue
		}
		x := left + step*(float64(at)+0.5)
		c.add(&lineShape{class: "chart-mark", x1: x, y1: top, x2: x, y2: bottom, stroke: markColour, width: 1.5, dashed: true})
		if half := widthOf(mark.Label, smallSize) / 2; x-half >= free {
			c.text("chart-tick", x, top-5, smallSize, "middle", mark.Label)
			free = x + half + 4
		}
	}
}

// markColour is the accent: 4.5:1 on white, and the dashes tell a mark from the curve without it.
const markColour = "#a8501f"

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
	words := p.T("chart.days.description", "from", p.ShortDate(d.Days[0].Date), "to", p.ShortDate(d.Days[len(d.Days)-1].Date),
		"total", total, "best", p.ShortDate(d.Days[best].Date), "most", d.Days[best].Count)
	var marks []string
	for _, mark := range d.Marks {
		marks = append(marks, mark.Words)
	}
	if len(marks) > 0 {
		words += " " + p.T("chart.days.marks", "marks", strings.Join(marks, ", "))
	}
	return words
}
