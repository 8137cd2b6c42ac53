package sheet

import (
	"maps"
	"slices"
	"strings"

	"concertation/forms"
)

// FromDefinition writes a definition as rows, with the columns of the project that plain XLSForm lacks. Interpret gives
// the same definition back. Columns without a value are left out.
func FromDefinition(definition forms.Definition) Book {
	out := &writer{definition: definition}
	return Book{Survey: out.survey(), Choices: out.choices(), Settings: out.settings()}
}

type writer struct{ definition forms.Definition }

// cells is one row being written: values by header.
type cells map[string]string

func (c cells) put(header, value string) {
	if value != "" {
		c[header] = value
	}
}

func (c cells) flag(header string, is bool) {
	if is {
		c[header] = "yes"
	}
}

// text puts a wording under one header per language; a questionnaire in one language needs none.
func (w *writer) text(row cells, word string, text forms.Text) {
	for language, wording := range text {
		row.put(w.header(word, language), wording)
	}
}

func (w *writer) header(word, language string) string {
	if len(w.definition.Languages) <= 1 {
		return word
	}
	return word + "::" + languageLabel(language)
}

func (w *writer) headers(word string) []string {
	var headers []string
	for _, language := range w.definition.Languages {
		headers = append(headers, w.header(word, language))
	}
	if len(headers) == 0 {
		return []string{word}
	}
	return headers
}

// columns spells out the words of a sheet in order, each translated one in every language, then what was kept.
func (w *writer) columns(wordList string, rows []cells) []string {
	var columns []string
	known := map[string]bool{}
	for _, word := range strings.Fields(wordList) {
		headers := []string{word}
		if translatable[word] {
			headers = w.headers(word)
		}
		for _, header := range headers {
			known[header] = true
			// Labels are always there, so that the languages are too, even before their wordings.
			if word == "label" || word == "type" || word == "name" || word == "list_name" || anyHas(rows, header) {
				columns = append(columns, header)
			}
		}
	}
	further := map[string]bool{}
	for _, row := range rows {
		for header := range row {
			if !known[header] {
				further[header] = true
			}
		}
	}
	return append(columns, slices.Sorted(maps.Keys(further))...)
}

func anyHas(rows []cells, header string) bool {
	return slices.ContainsFunc(rows, func(row cells) bool { return row[header] != "" })
}

func (w *writer) table(name, wordList string, rows []cells) Table {
	table := Table{Name: name, HeaderRow: 1, Columns: w.columns(wordList, rows)}
	for i, row := range rows {
		values := make([]string, len(table.Columns))
		for j, column := range table.Columns {
			values[j] = row[column]
		}
		table.Rows = append(table.Rows, Row{Number: i + 2, Values: values})
	}
	return table
}

func (w *writer) settings() Table {
	definition := w.definition
	row := cells{}
	w.text(row, "form_title", definition.Title)
	row.put("form_id", definition.ID)
	row.put("version", definition.Version)
	row.put("default_language", languageLabel(definition.DefaultLanguage))
	if len(definition.Languages) > 1 {
		row.put("languages", strings.Join(definition.Languages, " ")) // their order, and those without a wording yet
	}
	for header, value := range definition.Kept {
		row.put(header, value)
	}
	return w.table("settings", "form_title form_id version default_language languages", []cells{row})
}

func (w *writer) choices() Table {
	var rows []cells
	for _, list := range slices.Sorted(maps.Keys(w.definition.Lists)) {
		for _, choice := range w.definition.Lists[list] {
			row := cells{"list_name": list, "name": choice.Name}
			w.text(row, "label", choice.Label)
			row.flag("exclusive", choice.Exclusive)
			for header, value := range choice.Extra {
				row.put(header, value)
			}
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 {
		return Table{}
	}
	return w.table("choices", "list_name name label exclusive", rows)
}
