package images

import (
	"strconv"
	"time"

	"concertation/exports"
	"concertation/internal/chart"
)

// surveyed is the images of one questionnaire.
type surveyed struct {
	*exports.Survey
	input  *exports.Input
	number int
}

// pictures lists the images of the questionnaire.
func (s surveyed) pictures() []picture {
	var all []picture
	// A day of few responses tells when somebody answered: the curve stays inside.
	if days := s.days(); !s.input.Public && len(days.Days) > 0 {
		all = append(all, picture{s.named("participation"), s.said(s.input.P.T("exports.images.base.participation", "count", s.Submitted)), days})
	}
	return append(all, s.tallies()...)
}

// named gives the name of an image: those of the second questionnaire and the next bear its number.
func (s surveyed) named(name string) string {
	if s.number == 1 {
		return name
	}
	return strconv.Itoa(s.number) + "-" + name
}

// said adds to a base the questionnaire it is of, where there are several.
func (s surveyed) said(base string) string {
	if !s.input.Several() {
		return base
	}
	return s.input.P.T("exports.about.of_survey", "about", base, "title", exports.Plain(s.Title))
}

// days is the curve of responses received.
func (s surveyed) days() chart.Days {
	p := s.input.P
	drawn := chart.Days{ID: "days", Title: p.T("exports.images.days"), Sum: true}
	for _, day := range s.Days {
		if at, err := time.ParseInLocation(time.DateOnly, day.Date, p.Zone()); err == nil {
			drawn.Days = append(drawn.Days, chart.Day{Date: at, Count: day.Count})
		}
	}
	return drawn
}
