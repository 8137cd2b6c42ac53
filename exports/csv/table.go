package csv

import (
	"fmt"
	"io"
)

// Table writes one table of texts, a header then rows, with the care every file gets: neutralised cells (R6.1), lines
// ended by CRLF. For a short list that needs no archive.
func Table(out io.Writer, dialect Dialect, header []string, rows [][]string) error {
	w, err := newWriter(out, dialect)
	if err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	for _, row := range append([][]string{header}, rows...) {
		for _, value := range row {
			w.text(value)
		}
		if err := w.end(); err != nil {
			return fmt.Errorf("write csv: %w", err)
		}
	}
	if err := w.out.Flush(); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	return nil
}
