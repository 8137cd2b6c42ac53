package csv

import (
	"concertation/exports"
	"concertation/forms"
	"concertation/internal/consult"
)

// responses gives the file of responses: a row each, columns as in the workbook, identity apart.
func (s *survey) responses() resource {
	made := s.resource("responses", []field{{"id", "string", "référence"}, {"submitted_at", "datetime", ""}, {"channel", "string", ""}, {"origin", "string", ""}, {"language", "string", ""}})
	var columns []forms.Column
	for _, column := range s.Form.Columns() {
		if column.Question.Identity {
			continue
		}
		columns = append(columns, column)
		kind := "string"
		if column.Kind == forms.ColumnNumber || column.Kind == forms.ColumnFlag || column.Kind == forms.ColumnRank {
			kind = "number"
		} else if column.Kind == forms.ColumnDate {
			kind = "date"
		}
		made.fields = append(made.fields, field{column.Name, kind, s.columnTitle(column)})
	}
	made.write = func(w *writer) error {
		if s.Responses == nil {
			return nil
		}
		for response, err := range s.Responses {
			if err != nil {
				return err
			}
			w.text(response.Reference)
			w.moment(response.SubmittedAt, s.input.P.Zone())
			w.text(string(response.Channel))
			w.text(string(response.Origin))
			w.text(response.Language)
			for _, column := range columns {
				s.writeCell(w, column, response)
			}
			if err := w.end(); err != nil {
				return err
			}
		}
		return nil
	}
	return made
}

// writeCell leaves blank what was asked and not answered, and says what was not asked (R6.4). The package declares both
// as missing values.
func (s *survey) writeCell(w *writer, column forms.Column, response *consult.Response) {
	cell := s.Form.Cell(column, response.Submission, "fr")
	switch {
	case !cell.Asked:
		w.text(s.input.P.T("exports.not_asked"))
	case cell.Blank:
		w.cell("")
	case column.Kind == forms.ColumnNumber || column.Kind == forms.ColumnFlag || column.Kind == forms.ColumnRank:
		if cell.Text != "" {
			w.text(cell.Text) // no number: the question was of another kind
		} else {
			w.number(cell.Number)
		}
	case column.Kind == forms.ColumnDate:
		w.day(cell.Text)
	default:
		w.text(cell.Text)
	}
}

// columnTitle gives the label of a column's question, and says when the latest revision no longer asks it or no longer
// offers the choice.
func (s *survey) columnTitle(column forms.Column) string {
	label := exports.Plain(column.Question.Label.In("fr"))
	switch {
	case s.Form.Withdrawn(column.Question.Name):
		return s.input.P.T("exports.withdrawn.question", "words", label)
	case s.Form.Withdrawn(column.Name):
		return s.input.P.T("exports.withdrawn.choice", "words", label+" – "+column.Choice)
	}
	return label
}
