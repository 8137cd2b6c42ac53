package csv

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"

	"concertation/exports"
)

// Write writes an archive: a folder per dialect. An internal one holds responses.csv and contributions.csv; a public
// one tallies.csv and the publishable contributions, never a row per respondent (R2.4). Both explain their variables in
// dictionary.csv. Where there are several questionnaires, each has files of its own: those of the second and the next bear
// its number, and questionnaires.csv says which it is.
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
	title  string // of its questionnaire, where there are several
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
	for _, survey := range surveys(input) {
		if input.Public {
			resources = append(resources, survey.tallies())
		} else if survey.Form != nil {
			resources = append(resources, survey.responses())
		}
		if survey.Form != nil {
			resources = append(resources, survey.dictionary())
		}
	}
	if input.Several() {
		resources = append(resources, questionnaires(input))
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
		Title    string `json:"title,omitempty"`
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
		pack.Resources = append(pack.Resources, described{one.name, one.title, one.name + ".csv", "utf-8", schema{one.fields, []string{"", input.P.T("exports.not_asked")}}})
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

// contributions gives the texts, a row per statement and theme.
func contributions(input *exports.Input) resource {
	made := resource{name: "contributions", fields: []field{{"theme", "string", ""}, {"kind", "string", ""}, {"title", "string", ""}, {"text", "string", ""},
		{"question", "string", ""}, {"category", "string", ""}, {"territory", "string", ""}, {"publication", "string", ""}}}
	if !input.Public {
		// The day is left out of what is published: all texts of a response bear it (R2.4).
		made.fields = append(made.fields, field{"date", "datetime", ""}, field{"reference", "string", ""})
	}
	made.write = func(w *writer) error {
		if input.Verbatims == nil {
			return nil
		}
		for v, err := range input.Verbatims {
			if err != nil {
				return err
			}
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
