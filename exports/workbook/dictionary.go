package workbook

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"concertation/forms"
)

// dictionary writes «Dictionnaire»: every column of «Réponses», with what it means. Identity is named and said to be
// kept apart.
func (b *book) dictionary(name string) error {
	p := b.input.P
	columns := []column{
		{p.T("exports.column.variable"), 30, asText}, {p.T("exports.column.letter"), 12, asText}, {p.T("exports.column.section"), 28, asLongText},
		{p.T("exports.column.question"), 52, asLongText}, {p.T("exports.column.kind"), 24, asText}, {p.T("exports.column.choices"), 60, asLongText},
		{p.T("exports.column.asked_if"), 40, asLongText},
	}
	if b.input.Form == nil {
		_, err := b.table(name, columns, each([]forms.Column(nil), func(forms.Column) []cell { return nil }))
		return err
	}
	at := len(b.metadata())
	rows := each(b.input.Form.Columns(), func(c forms.Column) []cell {
		letter := p.T("exports.none")
		switch {
		case c.Question.Identity:
			letter = p.T("exports.apart")
		case !b.input.Public:
			at++
			if found, err := excelize.ColumnNumberToName(at); err == nil {
				letter = found
			}
		}
		relevant := p.T("exports.always")
		if condition := b.condition(c.Question); condition != "" {
			relevant = condition
		}
		return []cell{text(c.Name), text(letter), text(b.sectionTitle(c.Question)), text(b.header(c)), text(p.T("exports.kind." + string(c.Kind))),
			text(b.choicesOf(c)), text(relevant)}
	})
	_, err := b.table(name, columns, rows)
	return err
}

// condition gives the expression under which a question is asked, its section's included.
func (b *book) condition(question *forms.Question) string {
	parts := []string{}
	if at := b.input.Form.SectionOf(question); at >= 0 {
		parts = append(parts, b.input.Form.Definition().Sections[at].Relevant)
	}
	if parent := b.input.Form.Parent(question); parent != nil {
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
func (b *book) header(c forms.Column) string {
	question, row := b.questionAndRow(c.Question)
	if b.input.Form.Parent(c.Question) != nil {
		question += " – " + row
	}
	if text, choice, ok := b.input.Form.SpecifyOf(c.Question); ok {
		question = b.label(text.Label) + " – " + b.choiceLabel(text, choice) + " – " + question
	}
	if c.Choice != "" {
		question += " – " + b.choiceLabel(c.Question, c.Choice)
	}
	return question
}

func (b *book) choiceLabel(question *forms.Question, code string) string {
	for _, choice := range b.input.Form.Choices(question) {
		if choice.Name == code {
			if label := b.label(choice.Label); label != "" {
				return label
			}
		}
	}
	return code
}

func (b *book) choicesOf(c forms.Column) string {
	p := b.input.P
	switch c.Kind {
	case forms.ColumnFlag:
		return p.T("exports.flag")
	case forms.ColumnRank:
		return p.T("exports.rank")
	}
	var lines []string
	for _, choice := range b.input.Form.Choices(c.Question) {
		lines = append(lines, choice.Name+" = "+b.label(choice.Label))
	}
	if len(lines) == 0 {
		return p.T("exports.none")
	}
	return strings.Join(lines, "\n")
}
