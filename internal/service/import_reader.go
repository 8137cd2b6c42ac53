package service

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"concertation/forms"
	"concertation/internal/intake"
)

// importReader turns the rows of a table into raw values, as a post would carry them.
type importReader struct {
	form    *forms.Questionnaire
	columns []importColumn
	fields  map[string]int // id, submitted_at, language, channel → column
	ignored []string
}

// importColumn is one column that feeds a question: whole, or one choice of it.
type importColumn struct {
	question *forms.Question
	choice   string
	index    int
}

func newImportReader(form *forms.Questionnaire, file *intake.File, mapping map[string]string) *importReader {
	reader := &importReader{form: form, fields: map[string]int{}}
	used := map[int]bool{}
	find := func(name string) int {
		header := name
		if mapped, ok := mapping[name]; ok {
			header = mapped
		}
		index := file.Column(header)
		if index >= 0 {
			used[index] = true
		}
		return index
	}
	for _, question := range form.Questions() {
		if index := find(question.Name); index >= 0 {
			reader.columns = append(reader.columns, importColumn{question: question, index: index})
		}
		if question.Kind != forms.SelectMultiple && question.Kind != forms.Rank {
			continue
		}
		for _, choice := range form.Choices(question) {
			if index := find(question.Name + "/" + choice.Name); index >= 0 {
				reader.columns = append(reader.columns, importColumn{question, choice.Name, index})
			}
		}
	}
	for _, field := range []string{"id", "submitted_at", "language", "channel"} {
		if index := find(field); index >= 0 {
			reader.fields[field] = index
		}
	}
	for i, header := range file.Header {
		if !used[i] && header != "" {
			reader.ignored = append(reader.ignored, header)
		}
	}
	return reader
}

// faults leaves out what only the absence of identity explains: tables of answers rarely hold names and addresses.
func (r *importReader) faults(failures []forms.Failure) []forms.Failure {
	absent := func(name string) bool {
		question, known := r.form.Question(name)
		return known && question.Identity && !slices.ContainsFunc(r.columns, func(c importColumn) bool { return c.question.Name == name })
	}
	return slices.DeleteFunc(slices.Clone(failures), func(failure forms.Failure) bool {
		return absent(failure.Question) || failure.Key == "forms.answer.constraint" && slices.ContainsFunc(r.form.ConstraintReads(failure.Question), absent)
	})
}

func (r *importReader) field(row intake.Row, name string) string {
	index, ok := r.fields[name]
	if !ok {
		return ""
	}
	return strings.TrimSpace(row.Cell(index))
}

// identity is what makes a row the same row in a second run.
func (r *importReader) identity(row intake.Row) string {
	if id := r.field(row, "id"); id != "" {
		return "id " + id
	}
	return "row " + strings.Join(row.Cells, "\x1f")
}

func (r *importReader) language(row intake.Row) string {
	if language := r.field(row, "language"); slices.Contains(r.form.Definition().Languages, language) {
		return language
	}
	return r.form.Definition().DefaultLanguage
}

func (r *importReader) submittedAt(row intake.Row) (time.Time, bool) {
	text := r.field(row, "submitted_at")
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05", "2006-01-02 15:04", time.DateOnly, "02/01/2006 15:04:05", "02/01/2006 15:04", "02/01/2006"} {
		if at, err := time.ParseInLocation(layout, text, paris()); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// raw gives the values of a row. Cells that say that nothing was asked or answered count as blank.
func (r *importReader) raw(row intake.Row) forms.Raw {
	raw := forms.Raw{}
	whole := map[string]bool{}
	for _, column := range r.columns {
		cell := strings.TrimSpace(row.Cell(column.index))
		if cell == "" || cell == "Non posée" || cell == "Sans réponse" {
			continue
		}
		name := column.question.Name
		switch {
		case column.choice != "" && whole[name]:
			// the readable column has said it already
		case column.choice != "" && column.question.Kind == forms.Rank:
			raw[forms.RankField(name, column.choice)] = []string{cell}
		case column.choice != "":
			if ticked(cell) {
				raw[name] = append(raw[name], column.choice)
			}
		case column.question.Kind == forms.Rank:
			for place, code := range r.codes(column.question, cell) {
				raw[forms.RankField(name, code)] = []string{strconv.Itoa(place + 1)}
			}
			whole[name] = true
		default:
			raw[name] = r.values(column.question, cell)
			whole[name] = true
		}
	}
	return raw
}

func (r *importReader) values(question *forms.Question, cell string) []string {
	switch question.Kind {
	case forms.SelectOne:
		return []string{r.code(question, cell)}
	case forms.SelectMultiple:
		return r.codes(question, cell)
	case forms.Acknowledge:
		if ticked(cell) {
			return []string{"OK"}
		}
		return nil
	default:
		return []string{cell}
	}
}

// code gives the choice that a cell names by its code or by its label, or the cell itself.
func (r *importReader) code(question *forms.Question, cell string) string {
	choices := r.form.Choices(question)
	for _, choice := range choices {
		if choice.Name == cell {
			return choice.Name
		}
	}
	for _, choice := range choices {
		for _, label := range choice.Label {
			if strings.EqualFold(strings.TrimSpace(label), cell) {
				return choice.Name
			}
		}
	}
	return cell
}

// codes reads a cell of several choices: labels parted by « ; » or « | » or line breaks, or codes parted by spaces as
// XLSForm tools write them.
func (r *importReader) codes(question *forms.Question, cell string) []string {
	parts := strings.FieldsFunc(cell, func(c rune) bool { return c == ';' || c == '|' || c == '\n' })
	if len(parts) == 1 {
		if words := strings.Fields(cell); len(words) > 1 && r.allCodes(question, words) {
			parts = words
		}
	}
	var codes []string
	for _, part := range parts {
		if part = strings.TrimSpace(part); part != "" {
			codes = append(codes, r.code(question, part))
		}
	}
	return codes
}

func (r *importReader) allCodes(question *forms.Question, words []string) bool {
	choices := r.form.Choices(question)
	for _, word := range words {
		if !slices.ContainsFunc(choices, func(c forms.Choice) bool { return c.Name == word }) {
			return false
		}
	}
	return true
}

// ticked reads the cell of one choice as the tools of the field write it.
func ticked(cell string) bool {
	switch strings.ToLower(cell) {
	case "1", "y", "yes", "oui", "o", "x", "true", "vrai", "ok", "1.0":
		return true
	}
	return false
}
