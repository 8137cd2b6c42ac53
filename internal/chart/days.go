package chart

import "strings"

// Days is a count per day, one column each.
type Days struct {
	ID          string
	Title       string
	Description string
	Items       []Day
}

// Day is one column; Label is written under some of them.
type Day struct {
	Label string
	Value int
}

// Geometry of the days.
const (
	daysHeight = 180
	daysFoot   = 24
	daysHead   = 20
)

// SVG draws the columns, the first, the last and the highest named.
func (d Days) SVG() string {
	var body strings.Builder
	most, highest := 1, 0
	for i, day := range d.Items {
		if day.Value > most {
			most, highest = day.Value, i
		}
	}
	step := float64(width) / float64(max(len(d.Items), 1))
	floor := daysHeight - daysFoot
	for i, day := range d.Items {
		height := float64(day.Value) / float64(most) * float64(floor-daysHead)
		x := float64(i) * step
		element(&body, "rect", "", "class", "chart-bar", "x", number(x+step*0.1), "y", number(float64(floor)-height), "width", number(step*0.8), "height", number(height))
		if i == highest {
			element(&body, "text", itoa(day.Value), "class", "chart-figure", "x", number(x+step/2), "y", number(float64(floor)-height-5), "text-anchor", "middle", "font-size", itoa(fontSize))
		}
	}
	if n := len(d.Items); n > 0 {
		element(&body, "text", d.Items[0].Label, "class", "chart-label", "x", "0", "y", itoa(daysHeight-6), "font-size", itoa(fontSize))
		if n > 1 {
			element(&body, "text", d.Items[n-1].Label, "class", "chart-label", "x", itoa(width), "y", itoa(daysHeight-6), "text-anchor", "end", "font-size", itoa(fontSize))
		}
	}
	return frame(d.ID, d.Title, d.Description, width, daysHeight, body.String())
}
