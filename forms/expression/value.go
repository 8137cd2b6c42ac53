package expression

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Value is a string, a number or a boolean, coerced as XPath 1.0 says.
type Value struct {
	kind   valueKind
	text   string
	number float64
	truth  bool
}

type valueKind uint8

const (
	textValue valueKind = iota
	numberValue
	truthValue
)

// Text makes a string value.
func Text(text string) Value { return Value{text: text} }

// Number makes a numeric value.
func Number(number float64) Value { return Value{kind: numberValue, number: number} }

// Truth makes a boolean value.
func Truth(truth bool) Value { return Value{kind: truthValue, truth: truth} }

// Bool coerces: a string is true when it is not blank, a number when it is neither zero nor NaN.
func (v Value) Bool() bool {
	switch v.kind {
	case truthValue:
		return v.truth
	case numberValue:
		return v.number != 0 && !math.IsNaN(v.number)
	default:
		return v.text != ""
	}
}

// Float coerces: a date is its number of days; what is not a number is NaN.
func (v Value) Float() float64 {
	switch v.kind {
	case truthValue:
		if v.truth {
			return 1
		}
		return 0
	case numberValue:
		return v.number
	default:
		if isDate(v.text) {
			return days(v.text)
		}
		if len(v.text) > len(time.DateOnly) && v.text[len(time.DateOnly)] == 'T' && isDate(v.text[:len(time.DateOnly)]) {
			return moment(v.text)
		}
		number, err := strconv.ParseFloat(strings.TrimSpace(v.text), 64)
		if err != nil {
			return math.NaN()
		}
		return number
	}
}

// days gives a date as a number of days since 1970, so that days are added to dates and dates compared (ODK).
func days(date string) float64 {
	at, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return math.NaN()
	}
	return float64(at.Unix() / (24 * 60 * 60))
}

// moment gives a day and an hour as days since 1970 with their part of a day.
func moment(text string) float64 {
	at, ok := parseMoment(text)
	if !ok {
		return math.NaN()
	}
	return float64(at.UnixMilli()) / (24 * 60 * 60 * 1000)
}

// String coerces: whole numbers without a point.
func (v Value) String() string {
	switch v.kind {
	case truthValue:
		return strconv.FormatBool(v.truth)
	case numberValue:
		switch {
		case math.IsInf(v.number, 1):
			return "Infinity"
		case math.IsInf(v.number, -1):
			return "-Infinity"
		}
		return strconv.FormatFloat(v.number, 'f', -1, 64)
	default:
		return v.text
	}
}

// equal compares as XPath 1.0: as booleans if one is, else as numbers if one is, else as strings. A blank equals no
// number.
func equal(a, b Value) bool {
	switch {
	case a.kind == truthValue || b.kind == truthValue:
		return a.Bool() == b.Bool()
	case a.kind == numberValue || b.kind == numberValue:
		return a.Float() == b.Float()
	default:
		return a.text == b.text
	}
}

// less compares numbers; dates (2006-01-02) are numbers of days.
func less(a, b Value) bool { return a.Float() < b.Float() }

func isDate(text string) bool {
	return len(text) == 10 && text[4] == '-' && text[7] == '-'
}
