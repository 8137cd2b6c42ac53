package workbook

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"concertation/forms"
)

// dictionary writes «Dictionnaire»: every column of «Réponses», with what it means. Identity is named and said to be
// kept apart.
func (s *surveyed) dictionary(name string) error {
	p := s.input.P
	columns := []column{
		{p.T("exports.column.variable"), 30, asText}, {p.T("exports.column.letter"), 12, asText}, {p.T("exports.column.section"), 28, asLongText},
		{p.T("exports.column.question"), 52, asLongText}, {p.T("exports.column.kind"), 24, asText}, {p.T("exports.column.choices"), 60, asLongText},
		{p.T("exports.column.asked_if"), 40, asLongText},
	}
	if s.Form == nil {
		_, err := s.table(name, columns, each([]forms.Column(nil), func(forms.Column) []cell { return nil }))
		return err
	}
	at := len(s.metadata())
	rows := each(s.Form.Columns(), func(c forms.Column) []cell {
		letter := p.T("exports.none")
		switch {
		case c.Question.Identity:
			letter = p.T("exports.apart")
		case !s.input.Public:
			at++
			if found, err := excelize.ColumnNumberToName(at); err == nil {
				letter = found
			}
		}
		relevant := p.T("exports.always")
		if condition := s.condition(c.Question); condition != "" {
			relevant = condition
		}
		return []cell{text(c.Name), text(letter), text(s.sectionTitle(c.Question)), text(s.header(c)), text(p.T("exports.kind." + string(c.Kind))),
			text(s.choicesOf(c)), text(relevant)}
	})
	_, err := s.table(name, columns, rows)
	return err
}

// condition gives the expression under which a question is asked, its section's included.
func (s *surveyed) condition(question *forms.Question) string {
	parts := []string{}
	if at := s.Form.SectionOf(question); at >= 0 {
		parts = append(parts, s.Form.Definition().Sections[at].Relevant)
	}
	if parent := s.Form.Parent(question); parent != nil {
		parts = append(parts, parent.Relevant)
	}
	parts = append(parts, question.Relevant)
	kept := parts[:0]
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, " and ")
}

// header names a column as people read it: the question, the grid's row, the choice.
func (s *surveyed) header(c forms.Column) string {
	question, row := s.questionAndRow(c.Question)
	if s.Form.Parent(c.Question) != nil {
		question += " – " + row
	}
	if text, choice, ok := s.Form.SpecifyOf(c.Question); ok {
		question = s.questionWords(text) + " – " + s.choiceLabel(text, choice) + " – " + question
	}
	if c.Choice != "" {
		question += " – " + s.choiceLabel(c.Question, c.Choice)
	}
	return question
}

func (s *surveyed) choiceLabel(question *forms.Question, code string) string {
	label := code
	for _, choice := range s.Form.Choices(question) {
		if words := s.label(choice.Label); choice.Name == code && words != "" {
			label = words
			break
		}
	}
	return s.choiceWords(question, code, label)
}

func (s *surveyed) choicesOf(c forms.Column) string {
	p := s.input.P
	switch c.Kind {
	case forms.ColumnFlag:
		return p.T("exports.flag")
	case forms.ColumnRank:
		return p.T("exports.rank")
	}
	var lines []string
	for _, choice := range s.Form.Choices(c.Question) {
		lines = append(lines, choice.Name+" = "+s.choiceWords(c.Question, choice.Name, s.label(choice.Label)))
	}
	if len(lines) == 0 {
		return p.T("exports.none")
	}
	return strings.Join(lines, "\n")
}
