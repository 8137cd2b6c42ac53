package intake

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
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
	if at, read := serialDate(text, place); read {
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

// plainDate makes the signs between the parts of a date equal, months in words numbers.
func plainDate(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(c rune) bool { return c == ' ' || c == '-' || c == '\u00a0' })
	if len(words) >= 3 {
		if month := monthOf(words[1]); month > 0 {
			rest := strings.Join(words[3:], " ")
			return strings.TrimSpace(strings.TrimSuffix(words[0], "er") + "/" + strconv.Itoa(month) + "/" + words[2] + " " + plainHour(rest))
		}
	}
	day, hour, _ := strings.Cut(strings.Replace(text, "T", " ", 1), " ")
	day = strings.NewReplacer("-", "/", ".", "/").Replace(day)
	return strings.TrimSpace(day + " " + plainHour(hour))
}

func plainHour(hour string) string {
	return strings.NewReplacer("h", ":", "H", ":").Replace(strings.TrimSpace(hour))
}

// monthOf gives the number of a month named in French or in English, whole or shortened; 0 for another word.
func monthOf(word string) int {
	word = strings.TrimSuffix(word, ".")
	for i, names := range months {
		for _, name := range names {
			if word == name || utf8.RuneCountInString(word) >= 3 && strings.HasPrefix(name, word) {
				return i + 1
			}
		}
	}
	return 0
}

var months = [12][]string{{"janvier", "january"}, {"février", "fevrier", "february"}, {"mars", "march"}, {"avril", "april"}, {"mai", "may"},
	{"juin", "june"}, {"juillet", "july"}, {"août", "aout", "august"}, {"septembre", "september"}, {"octobre", "october"},
	{"novembre", "november"}, {"décembre", "decembre", "december"}}

// serialDate reads a day as a spreadsheet counts it when its cell has no format: days since the end of 1899, for the
// years 1950 to 2100.
func serialDate(text string, place *time.Location) (time.Time, bool) {
	days, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	if err != nil || !(days >= 18264 && days < 73415) {
		return time.Time{}, false
	}
	whole := int(days)
	part := time.Duration((days - float64(whole)) * float64(24*time.Hour)).Round(time.Second)
	at := time.Date(1899, time.December, 30+whole, 0, 0, 0, 0, place)
	return time.Date(at.Year(), at.Month(), at.Day(), 0, 0, int(part.Seconds()), 0, place), true
}

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
