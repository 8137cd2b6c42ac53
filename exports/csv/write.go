package csv

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"

	"concertation/exports"
	"concertation/forms"
	"concertation/internal/consult"
)

// Write writes an archive: a folder per dialect. An internal one holds responses.csv and contributions.csv; a public
// one tallies.csv and the publishable contributions, never a row per respondent (R2.4). Both explain their variables in
// dictionary.csv.
func Write(out io.Writer, input *exports.Input) error {
	archive := zip.NewWriter(out)
	for _, folder := range []struct {
		name    string
		dialect Dialect
	}{{"excel", French()}, {"open-data", Open()}} {
		if err := writeFolder(archive, folder.name, folder.dialect, input); err != nil {
			return fmt.Errorf("write csv: %w", err)
		}
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	return nil
}

// resource is one file of a folder.
type resource struct {
	name   string
	fields []field
	write  func(w *writer) error
}

// field describes a column, as datapackage.json does.
type field struct {
	Name  string `json:"name"`
	Type  string `json:"type"`
	Title string `json:"title,omitempty"`
}

func writeFolder(archive *zip.Writer, folder string, dialect Dialect, input *exports.Input) error {
	resources := []resource{contributions(input)}
	if input.Public {
		resources = append(resources, tallies(input))
	} else if input.Form != nil {
		resources = append(resources, responses(input))
	}
	if input.Form != nil {
		resources = append(resources, dictionary(input))
	}
	for _, one := range resources {
		file, err := archive.Create(folder + "/" + one.name + ".csv")
		if err != nil {
			return err
		}
		w, err := newWriter(file, dialect)
		if err != nil {
			return err
		}
		for _, f := range one.fields {
			w.text(f.Name)
		}
		if err := w.end(); err != nil {
			return err
		}
		if err := one.write(w); err != nil {
			return err
		}
		if err := w.out.Flush(); err != nil {
			return err
		}
	}
	if folder != "open-data" {
		return nil
	}
	return describe(archive, folder, input, resources)
}

// describe writes datapackage.json (Frictionless Data Package 1).
func describe(archive *zip.Writer, folder string, input *exports.Input, resources []resource) error {
	type schema struct {
		Fields  []field  `json:"fields"`
		Missing []string `json:"missingValues"`
	}
	type described struct {
		Name     string `json:"name"`
		Path     string `json:"path"`
		Encoding string `json:"encoding"`
		Schema   schema `json:"schema"`
	}
	pack := struct {
		Name      string      `json:"name"`
		Title     string      `json:"title"`
		Note      string      `json:"description,omitempty"`
		Created   string      `json:"created"`
		Resources []described `json:"resources"`
	}{Name: input.Consultation.Slug, Title: input.Consultation.Title, Created: input.Date.UTC().Format("2006-01-02T15:04:05Z")}
	if input.Consultation.Demonstration {
		pack.Note = input.P.T("exports.demonstration")
	}
	for _, one := range resources {
		pack.Resources = append(pack.Resources, described{one.name, one.name + ".csv", "utf-8", schema{one.fields, []string{"", input.P.T("exports.not_asked")}}})
	}
	file, err := archive.Create(folder + "/datapackage.json")
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(file)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(pack)
}

// responses gives the file of responses: a row each, columns as in the workbook, identity apart.
func responses(input *exports.Input) resource {
	made := resource{name: "responses", fields: []field{{"id", "string", "référence"}, {"submitted_at", "datetime", ""}, {"channel", "string", ""}, {"origin", "string", ""}, {"language", "string", ""}}}
	var columns []forms.Column
	for _, column := range input.Form.Columns() {
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
		made.fields = append(made.fields, field{column.Name, kind, exports.Plain(column.Question.Label.In("fr"))})
	}
	made.write = func(w *writer) error {
		if input.Responses == nil {
			return nil
		}
		for response, err := range input.Responses {
			if err != nil {
				return err
			}
			w.text(response.Reference)
			w.moment(response.SubmittedAt, input.P.Zone())
			w.text(string(response.Channel))
			w.text(string(response.Origin))
			w.text(response.Language)
			for _, column := range columns {
				writeCell(w, input, column, response)
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
func writeCell(w *writer, input *exports.Input, column forms.Column, response *consult.Response) {
	cell := input.Form.Cell(column, response.Submission, "fr")
	switch {
	case !cell.Asked:
		w.text(input.P.T("exports.not_asked"))
	case cell.Blank:
		w.cell("")
	case column.Kind == forms.ColumnNumber || column.Kind == forms.ColumnFlag || column.Kind == forms.ColumnRank:
		w.number(cell.Number)
	case column.Kind == forms.ColumnDate:
		w.day(cell.Text)
	default:
		w.text(cell.Text)
	}
}

// contributions gives the texts, a row per statement and theme.
func contributions(input *exports.Input) resource {
	made := resource{name: "contributions", fields: []field{{"theme", "string", ""}, {"kind", "string", ""}, {"title", "string", ""}, {"text", "string", ""},
		{"question", "string", ""}, {"category", "string", ""}, {"territory", "string", ""}, {"publication", "string", ""}}}
	if !input.Public {
		// The day is left out of what is published: all texts of a response bear it (R2.4).
		made.fields = append(made.fields, field{"date", "datetime", ""}, field{"reference", "string", ""})
	}
	made.write = func(w *writer) error {
		for _, v := range input.Verbatims {
			for _, value := range []string{v.Theme.Title, string(v.Kind), v.Title, v.Text, exports.Plain(v.Question), v.Category, v.Territory, string(v.Publication)} {
				w.text(value)
			}
			if !input.Public {
				w.moment(v.At, input.P.Zone())
				w.text(v.Reference)
			}
			if err := w.end(); err != nil {
				return err
			}
		}
		return nil
	}
	return made
}
