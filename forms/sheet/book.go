package sheet

import (
	"strings"

	"concertation/forms"
)

// Limits of a file, whatever its format: beyond, it is refused rather than read in part.
const (
	MaxRows  = 5000
	MaxCells = 200_000
	// MaxColumns is wide: eight words in thirty languages.
	MaxColumns = 300
	// MaxText is the total length of the cells, in bytes.
	MaxText = 16 << 20
	// BlankRows is how many blank rows in a row end a sheet.
	BlankRows = 20
)

// Book is a questionnaire file as rows. A sheet that the file lacks has no columns.
type Book struct {
	Survey, Choices, Settings Table
	// Others are the names of the sheets that are not read.
	Others []string
}

// Table is one sheet: headers, and rows whose values stand under them.
type Table struct {
	Name      string // the file's own spelling
	HeaderRow int    // 0 where headers have no row of their own (YAML)
	Columns   []string
	Rows      []Row
}

// Row is one row of a Table. Values may be shorter than the columns.
type Row struct {
	Number int // as the file shows it, from 1
	Values []string
}

// Blank says whether the row holds nothing but white space.
func (r Row) Blank() bool {
	for _, value := range r.Values {
		if trim(value) != "" {
			return false
		}
	}
	return true
}

// Absent says whether the file has no such sheet.
func (t Table) Absent() bool { return len(t.Columns) == 0 }

// firstRowWith gives the row to point at for something about a whole column.
func (t Table) firstRowWith(index int) int {
	if t.HeaderRow > 0 {
		return t.HeaderRow
	}
	for _, row := range t.Rows {
		if index < len(row.Values) && trim(row.Values[index]) != "" {
			return row.Number
		}
	}
	return 0
}

// used says whether one row has a value in that column.
func (t Table) used(index int) bool {
	for _, row := range t.Rows {
		if index < len(row.Values) && trim(row.Values[index]) != "" {
			return true
		}
	}
	return false
}

// KnownSheet gives the place of a sheet in the book by its name, or nil.
func (b *Book) KnownSheet(name string) *Table {
	switch strings.ToLower(trim(name)) {
	case "survey":
		return &b.Survey
	case "choices":
		return &b.Choices
	case "settings":
		return &b.Settings
	}
	return nil
}

// FileIssue is an error about a whole file.
func FileIssue(key string, args ...any) forms.Issue {
	return forms.Issue{Severity: forms.SeverityError, Key: key, Args: args}
}
