package expression

import (
	"fmt"
	"strings"
	"time"
)

// momentLayout is how a day and an hour are written (ISO 8601, as XForms).
const momentLayout = "2006-01-02T15:04:05.000Z07:00"

// parseMoment reads a day, or a day and an hour.
func parseMoment(text string) (time.Time, bool) {
	text = strings.TrimSpace(text)
	for _, layout := range []string{time.DateOnly, momentLayout, time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// formatDate writes a date with the signs of ODK: %Y %y %m %n %b %d %e %H %h %M %S %3 %a. Names are French.
func formatDate(text, pattern string) string {
	at, ok := parseMoment(text)
	if !ok {
		return ""
	}
	var out strings.Builder
	for i := 0; i < len(pattern); i++ {
		if pattern[i] != '%' || i+1 == len(pattern) {
			out.WriteByte(pattern[i])
			continue
		}
		i++
		out.WriteString(datePart(at, pattern[i]))
	}
	return out.String()
}

func datePart(at time.Time, sign byte) string {
	switch sign {
	case 'Y':
		return fmt.Sprintf("%04d", at.Year())
	case 'y':
		return fmt.Sprintf("%02d", at.Year()%100)
	case 'm':
		return fmt.Sprintf("%02d", at.Month())
	case 'n':
		return fmt.Sprint(int(at.Month()))
	case 'b':
		return [...]string{"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."}[at.Month()-1]
	case 'd':
		return fmt.Sprintf("%02d", at.Day())
	case 'e':
		return fmt.Sprint(at.Day())
	case 'H':
		return fmt.Sprintf("%02d", at.Hour())
	case 'h':
		return fmt.Sprint(at.Hour())
	case 'M':
		return fmt.Sprintf("%02d", at.Minute())
	case 'S':
		return fmt.Sprintf("%02d", at.Second())
	case '3':
		return fmt.Sprintf("%03d", at.Nanosecond()/1e6)
	case 'a':
		return [...]string{"dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."}[at.Weekday()]
	}
	return "%" + string(sign)
}
