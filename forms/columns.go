package forms

import (
	"slices"
	"strings"
)

// ColumnKind says what the cells of a column hold.
type ColumnKind string

// The kinds of column. Flag: 1 or 0, for one choice of a several-choice question.
const (
	ColumnLabel  ColumnKind = "label" // readable text of the answer
	ColumnCode   ColumnKind = "code"  // text cell, never a number
	ColumnNumber ColumnKind = "number"
	ColumnDate   ColumnKind = "date"
	ColumnText   ColumnKind = "text"
	ColumnFlag   ColumnKind = "flag"
	ColumnRank   ColumnKind = "rank" // the place given to one choice, 1 is first
)

// Column is one column of the responses' sheet (R6.4): several-choice questions have a readable column and one flag
// per choice, rankings one rank per choice; «autre» texts have their own.
type Column struct {
	Name     string // stable: question, or question/choice
	Question *Question
	Choice   string // for Flag and Rank
	Kind     ColumnKind
}

// Columns gives the columns of every answer-carrying question, in form order; identity questions included and
// recognisable by Question.Identity.
func (q *Questionnaire) Columns() []Column { return q.columns }

// columnsOf computes the columns of one question.
func columnsOf(e *entry) []Column {
	question := e.question
	own := Column{Name: question.Name, Question: question, Kind: ColumnText}
	switch question.Kind {
	case SelectOne:
		own.Kind = ColumnLabel
	case SelectMultiple, Rank:
		own.Kind = ColumnLabel
		columns := []Column{own}
		each := ColumnFlag
		if question.Kind == Rank {
			each = ColumnRank
		}
		for place, choice := range e.choices {
			if e.places[choice.Name] != place {
				continue // a name that stands several times in a filtered list is one answer
			}
			columns = append(columns, Column{RankField(question.Name, choice.Name), question, choice.Name, each})
		}
		return columns
	case Integer, Decimal, Range:
		own.Kind = ColumnNumber
	case Date:
		own.Kind = ColumnDate
	case Acknowledge, Hidden:
		own.Kind = ColumnCode
	case ShortText:
		switch question.Format {
		case FormatSIRET, FormatRNA, FormatSIRETOrRNA, FormatPhone:
			own.Kind = ColumnCode
		}
	}
	return []Column{own}
}

// Cell is one value of a column.
type Cell struct {
	Asked bool // false: not relevant, «Non posée»
	Blank bool // asked and left blank, «Sans réponse»
	// Text is the value of a column of words; of a column of numbers, an answer that is none, given when the question was
	// of another kind.
	Text   string
	Number float64
}

// Cell computes a column's cell of a submission; labels in language.
func (q *Questionnaire) Cell(column Column, submission Submission, language string) Cell {
	answer, given := submission.Answers[column.Question.Name]
	if !given {
		asked := submission.Shown(column.Question.Name)
		return Cell{Asked: asked, Blank: asked}
	}
	cell := Cell{Asked: true}
	switch column.Kind {
	case ColumnFlag:
		if slices.Contains(answer.chosen(), column.Choice) {
			cell.Number = 1
		}
	case ColumnRank:
		if place := slices.Index(answer.Codes, column.Choice); place >= 0 {
			cell.Number = float64(place + 1)
		} else {
			cell.Blank = true
		}
	case ColumnNumber:
		if answer.Shape == Numeric {
			cell.Number = answer.Number
		} else {
			cell.Text = answer.String()
		}
	case ColumnLabel:
		cell.Text = strings.Join(q.labels(column.Question, answer, language), "\u202f; ")
	default:
		cell.Text = answer.String()
	}
	return cell
}

// labels gives the labels of the choices of an answer, in language.
func (q *Questionnaire) labels(question *Question, answer Answer, language string) []string {
	codes := answer.chosen()
	e := &q.entries[q.byName[question.Name]]
	labels := make([]string, len(codes))
	for i, code := range codes {
		labels[i] = code
		if place, ok := e.places[code]; ok {
			if label := e.choices[place].Label.In(language, q.definition.DefaultLanguage); label != "" {
				labels[i] = label
			}
		}
	}
	return labels
}

// Summary gives an answer as people read it, a line per item (labels of choices with their specify text, numbers and
// dates unformatted), in language; nil when blank.
func (q *Questionnaire) Summary(question *Question, answers Answers, language string) []string {
	answer, given := answers[question.Name]
	i, known := q.byName[question.Name]
	if !given || !known {
		return nil
	}
	e := &q.entries[i]
	if !e.kind.choice {
		return []string{answer.String()}
	}
	lines := q.labels(question, answer, language)
	codes := answer.chosen()
	for at, code := range codes {
		if text := q.SpecifyFor(question, code); text != nil {
			if specified, ok := answers[text.Name]; ok {
				lines[at] += "\u00a0: " + specified.Text
			}
		}
	}
	return lines
}
