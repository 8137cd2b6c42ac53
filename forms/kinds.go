package forms

import (
	"strconv"
	"strings"
)

// behaviour is what a question kind does: the register below maps each kind to its own.
type behaviour struct {
	asks   bool // carries an answer
	group  bool // holds rows, which carry the answers
	choice bool // has a list of choices
	shape  Shape
	// decode reads what was posted; given is false when it is blank. It is not called for groups.
	decode func(d *decoding) (answer Answer, given bool, failure *Failure)
	// check looks at a question as a whole once its rows are decoded; nil for most.
	check func(ev *Evaluation, e *entry) *Failure
}

// decoding is one question with what was posted for it.
type decoding struct {
	entry      *entry
	raw        Raw
	evaluation *Evaluation
}

// values gives what was posted under the question's name.
func (d *decoding) values() []string { return d.raw[d.entry.question.Name] }

// fail makes a failure of the question.
func (d *decoding) fail(key string, args ...any) *Failure {
	return &Failure{Question: d.entry.question.Name, Key: key, Args: args}
}

// kindOf is the register of kinds.
func kindOf(kind Kind) (behaviour, bool) {
	switch kind {
	case SelectOne:
		return behaviour{asks: true, choice: true, shape: Textual, decode: decodeSelectOne}, true
	case SelectMultiple:
		return behaviour{asks: true, choice: true, shape: Coded, decode: decodeSelectMultiple}, true
	case Rank:
		return behaviour{asks: true, choice: true, shape: Coded, decode: decodeRank}, true
	case Grid:
		return behaviour{group: true, choice: true}, true
	case ConstantSum:
		return behaviour{group: true, check: checkConstantSum}, true
	case Integer:
		return behaviour{asks: true, shape: Numeric, decode: decodeInteger}, true
	case Decimal:
		return behaviour{asks: true, shape: Numeric, decode: decodeDecimal}, true
	case Range:
		return behaviour{asks: true, shape: Numeric, decode: decodeRange}, true
	case Date:
		return behaviour{asks: true, shape: Textual, decode: decodeDate}, true
	case ShortText:
		return behaviour{asks: true, shape: Textual, decode: decodeShortText}, true
	case LongText:
		return behaviour{asks: true, shape: Textual, decode: decodeLongText}, true
	case Acknowledge:
		return behaviour{asks: true, shape: Textual, decode: decodeAcknowledge}, true
	case Hidden:
		return behaviour{asks: true, shape: Textual, decode: decodeHidden}, true
	case Note:
		return behaviour{}, true
	}
	return behaviour{}, false
}

// decodeHidden gives the constant, whatever was posted.
func decodeHidden(d *decoding) (Answer, bool, *Failure) {
	return TextAnswer(d.entry.question.Default), d.entry.question.Default != "", nil
}

// Acknowledged is the answer of an acknowledge question, as other tools write it.
const Acknowledged = "OK"

func decodeAcknowledge(d *decoding) (Answer, bool, *Failure) {
	switch strings.ToLower(strings.TrimSpace(d.raw.First(d.entry.question.Name))) {
	case "ok", "yes", "oui", "on", "1", "true":
		return TextAnswer(Acknowledged), true, nil
	default:
		return Answer{}, false, nil
	}
}

func decimalNumber(n int) string { return strconv.Itoa(n) }

// defaultAnswer gives the answer that a question's default stands for.
func defaultAnswer(e *entry) Answer {
	if e.kind.shape == Coded {
		return CodesAnswer(strings.Fields(e.question.Default)...)
	}
	return TextAnswer(e.question.Default)
}
