package intake

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
)

// Limits on what is read.
const (
	MaxBytes   = 2 << 30 // a national debate in one CSV
	MaxXLSX    = 64 << 20
	MaxColumns = 4096
	MaxCell    = 200_000 // bytes
)

// Error is a file that cannot be read as a table; Key is a translation key («intake.…»), Args are pairs name, value.
type Error struct {
	Key  string
	Args []any
	Err  error
}

func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s: %v", e.Key, e.Err)
	}
	return e.Key
}

func (e *Error) Unwrap() error { return e.Err }

// Row is one row of a table, with its number as a spreadsheet shows it (the header is row 1 at the earliest).
type Row struct {
	Number int
	Cells  []string // as many as the header has; missing cells are ""
	Cut    []int    // the columns whose cell was longer than MaxCell, and is cut
}

// Cell gives the cell of column i, "" when i is -1.
func (r Row) Cell(i int) string {
	if i < 0 || i >= len(r.Cells) {
		return ""
	}
	return r.Cells[i]
}

// File is a table: what was detected, its header, and its rows.
type File struct {
	Format    string // «csv» or «xlsx»
	Encoding  string // of a CSV: «UTF-8», «UTF-16», «Windows-1252»
	Separator rune   // of a CSV
	Sheet     string // of an XLSX
	Sheets    []string
	Header    []string
	rows      func(yield func(Row, error) bool)
	close     func() error
}

// Rows gives the rows after the header, blank ones skipped, once. An error ends the sequence.
func (f *File) Rows() iter.Seq2[Row, error] { return f.rows }

// Close releases the file.
func (f *File) Close() error { return f.close() }

// Column gives the index of the column of that header (exact, else without case and outer spaces), or -1.
func (f *File) Column(header string) int {
	for i, name := range f.Header {
		if name == header {
			return i
		}
	}
	for i, name := range f.Header {
		if bytes.EqualFold(bytes.TrimSpace([]byte(name)), bytes.TrimSpace([]byte(header))) {
			return i
		}
	}
	return -1
}

// Options say what is not to be detected. Zero fields are.
type Options struct {
	Encoding  string // one of Encodings
	Separator rune   // one of Separators
	Sheet     string // one of the workbook's
}

// Encodings lists the encodings that a CSV can be said to have.
func Encodings() []string { return []string{"UTF-8", "Windows-1252", "UTF-16"} }

// Separators lists the separators that a CSV can be said to have.
func Separators() []rune { return []rune{';', ',', '\t', '|'} }

// Open reads the beginning of a file, decides what it is, and reads its header. The errors for people are *Error.
func Open(path string) (*File, error) { return OpenWith(path, Options{}) }

// OpenWith is Open for whoever knows better than what would be detected.
func OpenWith(path string, options Options) (*File, error) {
	source, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open table: %w", err)
	}
	file, err := open(source, options)
	if err != nil {
		source.Close()
		return nil, err
	}
	return file, nil
}

func open(source *os.File, options Options) (*File, error) {
	info, err := source.Stat()
	if err != nil {
		return nil, fmt.Errorf("open table: %w", err)
	}
	if info.IsDir() || info.Size() > MaxBytes {
		return nil, &Error{Key: "intake.too_large"}
	}
	start := make([]byte, 8)
	n, err := io.ReadFull(source, start)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("open table: %w", err)
	}
	start = start[:n]
	switch {
	case len(start) == 0:
		return nil, &Error{Key: "intake.empty"}
	case bytes.HasPrefix(start, []byte("PK\x03\x04")):
		if info.Size() > MaxXLSX {
			return nil, &Error{Key: "intake.too_large"}
		}
		return openXLSX(source, options)
	case bytes.HasPrefix(start, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		return nil, &Error{Key: "intake.old_excel"}
	}
	return openCSV(source, options)
}
