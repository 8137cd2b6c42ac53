package workbook

import (
	"concertation/forms"
	"concertation/internal/consult"
)

// metadata names the columns of a response that no question asks.
func (b *book) metadata() []column {
	p := b.input.P
	return []column{
		{p.T("exports.column.reference"), 12, asText}, {p.T("exports.column.submitted"), 17, asDateTime},
		{p.T("exports.column.changed"), 17, asDateTime}, {p.T("exports.column.channel"), 14, asText},
		{p.T("exports.column.origin"), 16, asText}, {p.T("exports.column.language"), 9, asText},
	}
}

// responses writes «Réponses»: a row per submitted response, the columns of R6.4, identity left apart.
func (s *surveyed) responses(name string) error {
	columns := s.metadata()
	var asked []forms.Column
	if s.Form != nil {
		taken := map[string]bool{}
		for _, c := range columns {
			taken[c.header] = true
		}
		for _, c := range s.Form.Columns() {
			if c.Question.Identity {
				continue
			}
			asked = append(asked, c)
			columns = append(columns, column{header: unique(s.header(c), taken), width: widthOf(c), kind: kindOf(c)})
		}
	}
	_, err := s.table(name, columns, eachRead(s.Responses, func(response *consult.Response) []cell { return s.responseRow(response, asked) }))
	return err
}

func (s *surveyed) responseRow(response *consult.Response, asked []forms.Column) []cell {
	p := s.input.P
	row := []cell{text(response.Reference), moment(response.SubmittedAt), moment(response.ChangedAt),
		text(p.T("exports.channel." + string(response.Channel))), text(p.T("exports.origin." + string(response.Origin))), text(response.Language)}
	for _, c := range asked {
		value := s.Form.Cell(c, response.Submission, "fr")
		switch {
		case !value.Asked:
			row = append(row, text(p.T("exports.not_asked")))
		case value.Blank && c.Kind == forms.ColumnRank && response.Submission.Answers[c.Question.Name].Codes != nil:
			row = append(row, text(p.T("exports.not_ranked")))
		case value.Blank:
			row = append(row, text(p.T("exports.no_answer")))
		case c.Kind == forms.ColumnNumber || c.Kind == forms.ColumnFlag || c.Kind == forms.ColumnRank:
			if value.Text != "" {
				row = append(row, text(value.Text)) // no number: the question was of another kind
			} else {
				row = append(row, number(value.Number))
			}
		case c.Kind == forms.ColumnDate:
			if day, ok := dateOf(value.Text); ok {
				row = append(row, moment(day))
			} else {
				row = append(row, text(value.Text))
			}
		default:
			row = append(row, text(value.Text))
		}
	}
	return row
}

func widthOf(c forms.Column) float64 {
	switch c.Kind {
	case forms.ColumnFlag, forms.ColumnRank, forms.ColumnNumber:
		return 14
	case forms.ColumnDate:
		return 12
	case forms.ColumnText:
		return 50
	}
	return 30
}

func kindOf(c forms.Column) kind {
	switch c.Kind {
	case forms.ColumnFlag, forms.ColumnRank:
		return asInteger
	case forms.ColumnNumber:
		return asDecimal
	case forms.ColumnDate:
		return asDate
	case forms.ColumnText:
		return asLongText
	}
	return asText
}
