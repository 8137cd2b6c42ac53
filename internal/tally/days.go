package tally

import (
	"slices"
	"strings"
	"time"
)

// Day is a day and how many responses were submitted on it.
type Day struct {
	Date  string // 2006-01-02
	Count int
}

// mostDays is how far apart the first and the last day may be for those between to be given without any response.
const mostDays = 400

// ByDay counts first submissions by day in the given zone, in order, from the first to the last: days without any count 0.
// When these are more than mostDays apart (old answers imported), only the days that have some are given.
func (e *Engine) ByDay(zone *time.Location) []Day {
	e.mutex.RLock()
	defer e.mutex.RUnlock()
	counts := map[string]int{}
	e.counted.each(func(slot int) { counts[e.at[slot].In(zone).Format(time.DateOnly)]++ })
	days := make([]Day, 0, len(counts))
	for day, count := range counts {
		days = append(days, Day{day, count})
	}
	slices.SortFunc(days, func(a, b Day) int { return strings.Compare(a.Date, b.Date) })
	return withQuietDays(days)
}

// withQuietDays adds the days that are missing between the first and the last.
func withQuietDays(days []Day) []Day {
	if len(days) == 0 {
		return days
	}
	first, err := time.Parse(time.DateOnly, days[0].Date)
	if err != nil {
		return days
	}
	last, err := time.Parse(time.DateOnly, days[len(days)-1].Date)
	if err != nil || last.Sub(first) > mostDays*24*time.Hour {
		return days
	}
	filled := make([]Day, 0, len(days))
	for at := first; len(days) > 0; at = at.AddDate(0, 0, 1) {
		day := Day{Date: at.Format(time.DateOnly)}
		if days[0].Date == day.Date {
			day, days = days[0], days[1:]
		}
		filled = append(filled, day)
	}
	return filled
}
