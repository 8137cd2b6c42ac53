package forms

import (
	"math"
	"strconv"
	"strings"
)

// largestNumber bounds numbers so that they stay exact as floating-point numbers.
const largestNumber = 1e15

// numberMarks are the spaces people type or paste between thousands.
var numberMarks = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "\u2009", "", "'", "", "\u2019", "", "\u2212", "-")

// parseNumber reads a number as French people type it: «1 250,5», and as programs write it: «1250.5».
func parseNumber(typed string) (float64, bool) {
	plain := strings.Replace(numberMarks.Replace(typed), ",", ".", 1)
	if plain == "" || strings.Trim(plain, "+-.0123456789") != "" {
		return 0, false
	}
	number, err := strconv.ParseFloat(plain, 64)
	if err != nil || math.Abs(number) > largestNumber {
		return 0, false
	}
	if number == 0 {
		number = 0 // never minus zero
	}
	return number, true
}

func decodeNumber(d *decoding) (number float64, given bool, failure *Failure) {
	typed := strings.TrimSpace(d.raw.First(d.entry.question.Name))
	if typed == "" {
		return 0, false, nil
	}
	number, ok := parseNumber(typed)
	if !ok {
		return 0, false, d.fail("forms.answer.number")
	}
	return number, true, nil
}

func decodeInteger(d *decoding) (Answer, bool, *Failure) {
	number, given, failure := decodeNumber(d)
	if !given || failure != nil {
		return Answer{}, false, failure
	}
	if number != math.Trunc(number) {
		return Answer{}, false, d.fail("forms.answer.integer")
	}
	if d.entry.parent >= 0 && number < 0 {
		return Answer{}, false, d.fail("forms.answer.negative")
	}
	return NumberAnswer(number), true, nil
}

func decodeDecimal(d *decoding) (Answer, bool, *Failure) {
	number, given, failure := decodeNumber(d)
	return NumberAnswer(number), given, failure
}

// decodeRange also checks the bounds and that the number falls on a step from the least.
func decodeRange(d *decoding) (Answer, bool, *Failure) {
	number, given, failure := decodeNumber(d)
	if !given || failure != nil {
		return Answer{}, false, failure
	}
	question := d.entry.question
	if number < question.Min || number > question.Max {
		return Answer{}, false, d.fail("forms.answer.range", "min", question.Min, "max", question.Max)
	}
	if question.Step > 0 {
		steps := (number - question.Min) / question.Step
		if math.Abs(steps-math.Round(steps)) > 1e-9 {
			return Answer{}, false, d.fail("forms.answer.step", "min", question.Min, "step", question.Step)
		}
	}
	return NumberAnswer(number), true, nil
}

// checkConstantSum wants the rows to add up once one of them is filled; a blank row counts as zero.
func checkConstantSum(ev *Evaluation, e *entry) *Failure {
	sum, filled := 0.0, false
	for _, row := range e.rows {
		if ev.state[row]&failed != 0 {
			return nil // said already
		}
		if answer, ok := ev.Answers[ev.form.entries[row].question.Name]; ok {
			sum, filled = sum+answer.Number, true
		}
	}
	if filled && sum != float64(e.question.Total) {
		return &Failure{Question: e.question.Name, Key: "forms.answer.total", Args: []any{"total", e.question.Total, "sum", int(sum)}}
	}
	return nil
}
