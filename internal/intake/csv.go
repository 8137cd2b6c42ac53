package intake

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// sniffed is how much of a CSV its separator is guessed from.
const sniffed = 64 << 10

func openCSV(source *os.File, options Options) (*File, error) {
	encoding, decoder, err := decoding(source, options.Encoding)
	if err != nil {
		return nil, err
	}
	if _, err := source.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	buffered := bufio.NewReaderSize(transform.NewReader(source, decoder), sniffed)
	sample, err := buffered.Peek(sniffed)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, &Error{Key: "intake.unreadable", Err: err}
	}
	if strings.ContainsRune(string(sample), 0) {
		return nil, &Error{Key: "intake.not_a_table"}
	}
	separator := options.Separator
	if !slices.Contains(Separators(), separator) {
		separator = detectSeparator(string(sample))
	}
	bounded := &recordBound{source: buffered}
	reader := csv.NewReader(bounded)
	reader.Comma = separator
	reader.FieldsPerRecord = -1
	reader.LazyQuotes = true
	reader.ReuseRecord = true

	file := &File{Format: "csv", Encoding: encoding, Separator: separator, close: source.Close}
	for len(file.Header) == 0 {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return nil, &Error{Key: "intake.empty"}
		}
		if err != nil {
			return nil, &Error{Key: "intake.unreadable", Err: err}
		}
		if !blank(record) {
			file.Header = trimmed(record)
		}
	}
	if len(file.Header) > MaxColumns {
		return nil, &Error{Key: "intake.too_many_columns", Args: []any{"max", MaxColumns}}
	}
	ended, number := 0, 0
	number += rowsSince(reader, file.Header, &ended)
	file.rows = func(yield func(Row, error) bool) {
		for {
			bounded.read = 0
			record, err := reader.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			if errors.Is(err, errRecordTooLong) {
				yield(Row{Number: number + 1}, &Error{Key: "intake.quote_left_open", Args: []any{"row", number + 1}, Err: err})
				return
			}
			if err != nil {
				yield(Row{Number: number + 1}, &Error{Key: "intake.unreadable_row", Args: []any{"row", number + 1}, Err: err})
				return
			}
			number += rowsSince(reader, record, &ended)
			if blank(record) {
				continue
			}
			if !yield(fitted(number, record, len(file.Header)), nil) {
				return
			}
		}
	}
	return file, nil
}

// rowsSince tells how many rows of a spreadsheet the record just read is after the previous one, which ended on that
// line: the blank lines between count, the lines within a cell do not.
func rowsSince(reader *csv.Reader, record []string, ended *int) int {
	first, _ := reader.FieldPos(0)
	last, _ := reader.FieldPos(len(record) - 1)
	rows := first - *ended
	*ended = last + strings.Count(record[len(record)-1], "\n")
	return rows
}

// decoding gives the decoder of a CSV, of the encoding named or else detected.
func decoding(source io.ReadSeeker, named string) (string, transform.Transformer, error) {
	switch named {
	case "UTF-8":
		return named, unicode.UTF8BOM.NewDecoder(), nil
	case "Windows-1252":
		return named, charmap.Windows1252.NewDecoder(), nil
	case "UTF-16":
		return named, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder(), nil
	}
	return detectEncoding(source)
}

// maxRecord bounds what a row may hold: a quote left open would otherwise make one row of the rest of the file.
const maxRecord = 8 << 20

var errRecordTooLong = errors.New("a row is too long")

// recordBound fails once more than maxRecord was read since its count was last set to zero.
type recordBound struct {
	source io.Reader
	read   int
}

// Read implements io.Reader.
func (b *recordBound) Read(into []byte) (int, error) {
	if b.read > maxRecord {
		return 0, errRecordTooLong
	}
	n, err := b.source.Read(into)
	b.read += n
	return n, err
}

// detectEncoding reads the whole file once: a byte order mark decides; else a file that is valid UTF-8 throughout is
// UTF-8; else it is Windows-1252, what Excel for Windows writes in France.
func detectEncoding(source io.ReadSeeker) (string, transform.Transformer, error) {
	if _, err := source.Seek(0, io.SeekStart); err != nil {
		return "", nil, err
	}
	reader := bufio.NewReaderSize(source, sniffed)
	if mark, _ := reader.Peek(2); len(mark) == 2 && (mark[0] == 0xFF && mark[1] == 0xFE || mark[0] == 0xFE && mark[1] == 0xFF) {
		return "UTF-16", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder(), nil
	}
	chunk := make([]byte, 0, sniffed)
	for {
		n, err := reader.Read(chunk[len(chunk):cap(chunk)])
		chunk = chunk[:len(chunk)+n]
		ended := errors.Is(err, io.EOF)
		if err != nil && !ended {
			return "", nil, &Error{Key: "intake.unreadable", Err: err}
		}
		rest := chunk
		for len(rest) > 0 {
			if !ended && !utf8.FullRune(rest) {
				break
			}
			r, size := utf8.DecodeRune(rest)
			if r == utf8.RuneError && size == 1 {
				return "Windows-1252", charmap.Windows1252.NewDecoder(), nil
			}
			rest = rest[size:]
		}
		if ended {
			return "UTF-8", unicode.UTF8BOM.NewDecoder(), nil
		}
		chunk = append(chunk[:0], rest...)
	}
}

// detectSeparator picks the candidate that parts most rows of the sample into the same number of cells, more than one.
func detectSeparator(sample string) rune {
	best, bestScore := ',', 0
	for _, candidate := range Separators() {
		reader := csv.NewReader(strings.NewReader(sample))
		reader.Comma, reader.FieldsPerRecord, reader.LazyQuotes, reader.ReuseRecord = candidate, -1, true, true
		width, agreeing := 0, 0
		for range 50 {
			record, err := reader.Read()
			if err != nil {
				break
			}
			if width == 0 {
				width = len(record)
			}
			if len(record) == width && width > 1 {
				agreeing++
			}
		}
		if score := agreeing * min(width, 100); score > bestScore {
			best, bestScore = candidate, score
		}
	}
	return best
}

func blank(cells []string) bool {
	for _, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}

func trimmed(cells []string) []string {
	header := make([]string, len(cells))
	for i, cell := range cells {
		header[i] = strings.TrimSpace(cell)
	}
	return header
}

// fitted makes a row of cells: as many as the header has, each bounded.
func fitted(number int, cells []string, width int) Row {
	row := Row{Number: number, Cells: make([]string, width)}
	for i := range min(width, len(cells)) {
		cell := cells[i]
		if len(cell) > MaxCell {
			cell = strings.ToValidUTF8(cell[:MaxCell], "")
			row.Cut = append(row.Cut, i)
		}
		row.Cells[i] = cell
	}
	return row
}
