package yaml

import (
	"strings"

	"concertation/forms"
	"concertation/forms/sheet"
)

// Write gives the YAML form of a definition; the same definition always gives the same bytes.
func Write(definition forms.Definition) ([]byte, error) {
	book := sheet.FromDefinition(definition)
	w := &writer{}
	for _, row := range book.Settings.Rows {
		w.line(0, "settings:")
		w.row(1, "", book.Settings.Columns, row.Values)
	}
	w.survey(book.Survey)
	w.choices(book.Choices)
	return []byte(w.out.String()), nil
}

type writer struct{ out strings.Builder }

func (w *writer) line(depth int, text string) {
	w.out.WriteString(strings.Repeat("  ", depth) + text + "\n")
}

func (w *writer) survey(table sheet.Table) {
	if len(table.Rows) == 0 {
		w.line(0, "survey: []")
		return
	}
	w.line(0, "survey:")
	for _, row := range table.Rows {
		w.row(1, "- ", table.Columns, row.Values)
	}
}

// choices writes the lists by name; their rows come list by list, the name in the first column.
func (w *writer) choices(table sheet.Table) {
	list := ""
	for i, row := range table.Rows {
		if i == 0 {
			w.line(0, "choices:")
		}
		if row.Values[0] != list {
			list = row.Values[0]
			w.line(1, quote(list)+":")
		}
		w.row(2, "- ", table.Columns[1:], row.Values[1:])
	}
}

// row writes a mapping, blanks left out, wordings by language under one key. mark begins its first line, spaces of
// the same width the others.
func (w *writer) row(depth int, mark string, columns, values []string) {
	indent := strings.Repeat("  ", depth)
	parent := "" // the word whose wordings are being written
	for i, value := range values {
		if value == "" {
			continue
		}
		word, language, translated := sheet.Translated(columns[i])
		switch {
		case !translated:
			w.out.WriteString(indent + mark + quote(columns[i]) + ": " + quote(value) + "\n")
		case word == parent:
			w.out.WriteString(indent + mark + "  " + quote(language) + ": " + quote(value) + "\n")
		default:
			w.out.WriteString(indent + mark + word + ":\n")
			mark = blank(mark)
			w.out.WriteString(indent + mark + "  " + quote(language) + ": " + quote(value) + "\n")
		}
		mark = blank(mark)
		if parent = ""; translated {
			parent = word
		}
	}
}

func blank(mark string) string { return strings.Repeat(" ", len(mark)) }
