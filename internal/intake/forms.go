package intake

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// DateFormat is how a file writes its dates, by a name that people recognise.
type DateFormat string

// The formats of dates.
const (
	DateISO        DateFormat = "AAAA-MM-JJ"
	DateDayFirst   DateFormat = "JJ/MM/AAAA"
	DateMonthFirst DateFormat = "MM/JJ/AAAA"
)

// DateFormats lists the formats, the likeliest in France first where a text fits several.
func DateFormats() []DateFormat { return []DateFormat{DateISO, DateDayFirst, DateMonthFirst} }

// layouts gives the ways in which a format is written, separators made equal by plainDate.
func (f DateFormat) layouts() []string {
	days := map[DateFormat][]string{
		DateISO:        {"2006/1/2"},
		DateDayFirst:   {"2/1/2006", "2/1/06"},
		DateMonthFirst: {"1/2/2006", "1/2/06"},
	}[f]
	var all []string
	for _, day := range days {
		all = append(all, day, day+" 15:04", day+" 15:04:05")
	}
	return all
}

// Parse reads a date; the zero time and false when it is not written so. Moments without a zone are of the place given.
func (f DateFormat) Parse(text string, place *time.Location) (time.Time, bool) {
	text = strings.TrimSpace(text)
	if at, err := time.Parse(time.RFC3339, text); err == nil && f == DateISO {
		return at, true
	}
	plain := plainDate(text)
	for _, layout := range f.layouts() {
		if at, err := time.ParseInLocation(layout, plain, place); err == nil && at.Year() > 1800 && at.Year() < 2200 {
			return at, true
		}
	}
	return time.Time{}, false
}

// plainDate makes the signs between the parts of a date equal, months in French words numbers.
func plainDate(text string) string {
	day, hour, _ := strings.Cut(strings.Replace(text, "T", " ", 1), " ")
	if words := strings.Fields(strings.ToLower(text)); len(words) >= 3 {
		if month := slices.IndexFunc(frenchMonths, func(name string) bool { return name == words[1] }); month >= 0 {
			rest := strings.Join(words[3:], " ")
			return strings.TrimSpace(strings.TrimSuffix(words[0], "er") + "/" + strconv.Itoa(month+1) + "/" + words[2] + " " + rest)
		}
	}
	day = strings.NewReplacer("-", "/", ".", "/").Replace(day)
	hour = strings.NewReplacer("h", ":", "H", ":").Replace(strings.TrimSpace(hour))
	return strings.TrimSpace(day + " " + hour)
}

var frenchMonths = []string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}

// DetectDates gives the format that most of the texts fit; false when they are no dates.
func DetectDates(texts []string) (DateFormat, bool) {
	best, most := DateFormat(""), 0
	for _, format := range DateFormats() {
		fitting := 0
		for _, text := range texts {
			if _, fits := format.Parse(text, time.UTC); fits {
				fitting++
			}
		}
		if fitting > most {
			best, most = format, fitting
		}
	}
	return best, most > 0
}

// DetectDecimal gives the sign between units and decimals of numbers: a comma unless a point says otherwise.
func DetectDecimal(texts []string) string {
	points, commas := 0, 0
	for _, text := range texts {
		whole, part, found := strings.Cut(compact(text), ".")
		if found && digits(whole) && digits(part) && len(part) != 3 {
			points++
		}
		whole, part, found = strings.Cut(compact(text), ",")
		if found && digits(whole) && digits(part) && len(part) != 3 {
			commas++
		}
	}
	if points > commas {
		return "."
	}
	return ","
}

// Whole reads a whole number: «1 234», «1.234» or «1,234» where that sign is not the decimal one, «18,0» anyway.
func Whole(text, decimal string) (int, bool) {
	plain := compact(text)
	thousands := "."
	if decimal == "." {
		thousands = ","
	}
	parts := strings.Split(plain, thousands)
	grouped := len(parts) > 1 && len(parts[0]) <= 3
	for _, part := range parts[1:] {
		grouped = grouped && len(part) == 3
	}
	if grouped {
		plain = strings.Join(parts, "")
	}
	for _, sign := range []string{".", ","} {
		if whole, part, found := strings.Cut(plain, sign); found && strings.Trim(part, "0") == "" {
			plain = whole
		}
	}
	if !digits(plain) || len(plain) > 9 {
		return 0, false
	}
	number, err := strconv.Atoi(plain)
	return number, err == nil
}

// compact takes the spaces out of a number.
func compact(text string) string {
	return strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "").Replace(strings.TrimSpace(text))
}

func digits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}
