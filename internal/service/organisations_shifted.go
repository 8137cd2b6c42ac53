package service

import (
	"strings"

	"concertation/internal/consult"
	"concertation/internal/intake"
)

// ColumnDoubt says that a column does not hold what it is mapped to: columns may be shifted.
type ColumnDoubt struct {
	Field  string
	Column string // its header
	Form   string // what its cells look like: «siret», «email», «phone», «number»; "": not what the field wants
	Count  int    // cells that look so
	Total  int    // cells that are not blank
	Sample string // one of them
}

// cellForm says what a cell is by its form alone: «siret», «email», «phone», «number», or "" for words. Short numbers
// are no form: a name may be a year.
func cellForm(cell string) string {
	digits := digitsOf(cell)
	switch {
	case strings.Contains(cell, "@") && !strings.ContainsAny(strings.TrimSpace(cell), " \t"):
		return "email"
	case strings.Trim(digits, "0123456789+") != "" || digits == "":
		return ""
	case len(digits) == 14:
		return "siret"
	case len(digits) == 10 && digits[0] == '0' || strings.HasPrefix(digits, "+33"):
		return "phone"
	case len(digits) >= 5:
		return "number"
	}
	return ""
}

// odd says whether a cell is not what a field holds, and what it looks like instead.
func odd(field, cell string) (form string, is bool) {
	form = cellForm(cell)
	switch field {
	case "name", "category", "territory", "town", "contact_name", "contact_role", "address":
		return form, form != ""
	case "email", "contact_email":
		return form, !strings.Contains(cell, "@")
	case "siret":
		return form, form != "siret"
	case "rna":
		return form, !strings.HasPrefix(upperJoined(cell), "W")
	case "postcode":
		return form, len(digitsOf(cell)) < 4 || len(digitsOf(cell)) > 5
	case "phone", "contact_phone":
		return form, form == "email" || form == "siret" || !strings.ContainsAny(cell, "0123456789")
	}
	return "", false
}

// doubter watches the columns of a list for cells that belong elsewhere.
type doubter struct {
	columns map[string]int // field → column
	found   map[string]*ColumnDoubt
	forms   map[string]map[string]int
}

func newDoubter(columns map[string]int) *doubter {
	d := &doubter{columns: columns, found: map[string]*ColumnDoubt{}, forms: map[string]map[string]int{}}
	for field := range columns {
		d.found[field], d.forms[field] = &ColumnDoubt{Field: field}, map[string]int{}
	}
	return d
}

func (d *doubter) watch(row intake.Row) {
	for field, at := range d.columns {
		cell, doubt := cleanCell(row.Cell(at)), d.found[field]
		if cell == "" {
			continue
		}
		doubt.Total++
		form, is := odd(field, cell)
		if !is {
			continue
		}
		if doubt.Count++; doubt.Sample == "" {
			doubt.Sample = cell
		}
		d.forms[field][form]++
	}
}

// doubtful is the share of a column's cells that must be odd before it is said, as one out of so many.
const doubtful = 5

// doubts gives the columns that look wrong, in the order of the fields.
func (d *doubter) doubts(header []string) []ColumnDoubt {
	var doubts []ColumnDoubt
	for _, field := range OrganisationFields() {
		doubt := d.found[field]
		if doubt == nil || doubt.Count*doubtful < doubt.Total || doubt.Count == 0 {
			continue
		}
		doubt.Column = header[d.columns[field]]
		for form, count := range d.forms[field] {
			if count*2 > doubt.Count {
				doubt.Form = form
			}
		}
		doubts = append(doubts, *doubt)
	}
	return doubts
}

// errDoubts refuses a list whose columns look shifted, until somebody says that they are right.
func errDoubts() error {
	return consult.Invalid(consult.FieldError{Field: "sure", Key: "organisations.error.doubts"})
}
