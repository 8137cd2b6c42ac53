package forms

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// Raw is what was posted and what a draft keeps: strings by field name, invalid ones included.
type Raw map[string][]string

// First gives the first value posted under name, or "".
func (r Raw) First(name string) string {
	if values := r[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// Shape says which of an Answer's fields holds it.
type Shape uint8

// The shapes of an answer.
const (
	Textual Shape = iota // Text: a text, a date (2006-01-02), the code of a select_one, "OK" of an acknowledge
	Coded                // Codes: a select_multiple in list order, a ranking from first to last
	Numeric              // Number: integer, decimal, range, row of a constant sum
)

// Answer is one decoded answer. In JSON: a string, an array of strings, or a number.
type Answer struct {
	Shape  Shape
	Text   string
	Codes  []string
	Number float64
}

// Answers are the decoded answers of the questions that were relevant and not left blank, by question name (rows by
// their own names).
type Answers map[string]Answer

// TextAnswer, CodesAnswer and NumberAnswer make an answer of each shape.
func TextAnswer(text string) Answer { return Answer{Shape: Textual, Text: text} }

// CodesAnswer makes the answer of a several-choice or ranking question.
func CodesAnswer(codes ...string) Answer { return Answer{Shape: Coded, Codes: codes} }

// NumberAnswer makes a numeric answer.
func NumberAnswer(number float64) Answer { return Answer{Shape: Numeric, Number: number} }

// String gives the answer as XLSForm would: codes separated by spaces, numbers with a point.
func (a Answer) String() string {
	switch a.Shape {
	case Coded:
		return strings.Join(a.Codes, " ")
	case Numeric:
		return strconv.FormatFloat(a.Number, 'f', -1, 64)
	default:
		return a.Text
	}
}

// chosen gives the codes of an answer to a question with choices.
func (a Answer) chosen() []string {
	if a.Shape == Coded {
		return a.Codes
	}
	return []string{a.String()}
}

// MarshalJSON writes a string, an array of strings or a number.
func (a Answer) MarshalJSON() ([]byte, error) {
	switch a.Shape {
	case Coded:
		return json.Marshal(a.Codes)
	case Numeric:
		return json.Marshal(a.Number)
	default:
		return json.Marshal(a.Text)
	}
}

// UnmarshalJSON reads what MarshalJSON writes.
func (a *Answer) UnmarshalJSON(data []byte) error {
	if len(data) == 0 {
		return fmt.Errorf("read answer: empty JSON")
	}
	switch data[0] {
	case '"':
		*a = Answer{Shape: Textual}
		return json.Unmarshal(data, &a.Text)
	case '[':
		*a = Answer{Shape: Coded}
		return json.Unmarshal(data, &a.Codes)
	default:
		*a = Answer{Shape: Numeric}
		return json.Unmarshal(data, &a.Number)
	}
}
