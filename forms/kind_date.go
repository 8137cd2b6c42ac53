package forms

import (
	"strings"
	"time"
)

// decodeDate reads 2006-01-02, and 23/11/2026 as French people type it.
func decodeDate(d *decoding) (Answer, bool, *Failure) {
	typed := strings.TrimSpace(d.raw.First(d.entry.question.Name))
	if typed == "" {
		return Answer{}, false, nil
	}
	for _, layout := range []string{time.DateOnly, "2006-1-2", "2/1/2006", "2.1.2006", "2 1 2006"} {
		if day, err := time.Parse(layout, typed); err == nil && day.Year() >= 1000 {
			return TextAnswer(day.Format(time.DateOnly)), true, nil
		}
	}
	return Answer{}, false, d.fail("forms.answer.date")
}
