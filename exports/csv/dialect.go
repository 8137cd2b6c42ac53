package csv

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Dialect is how a CSV is written.
type Dialect struct {
	Separator byte
	Mark      bool // byte order mark, without which Excel misreads accents
	Decimal   byte
	Date      string // layout of a day and its hour
	Day       string // layout of a day
	UTC       bool   // hours are told in UTC rather than in the zone of the consultation
}

// French is what Excel opens well in France.
func French() Dialect {
	return Dialect{Separator: ';', Mark: true, Decimal: ',', Date: "02/01/2006 15:04", Day: "02/01/2006"}
}

// Open is what open-data tools expect (RFC 4180).
func Open() Dialect {
	return Dialect{Separator: ',', Decimal: '.', Date: "2006-01-02T15:04:05Z", Day: time.DateOnly, UTC: true}
}

// writer writes rows of a dialect, lines ended by CRLF.
type writer struct {
	dialect Dialect
	out     *bufio.Writer
	begun   bool
}

func newWriter(out io.Writer, dialect Dialect) (*writer, error) {
	w := &writer{dialect: dialect, out: bufio.NewWriter(out)}
	if dialect.Mark {
		if _, err := w.out.WriteString("\ufeff"); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// text writes a cell of user text, neutralised.
func (w *writer) text(value string) {
	w.cell(neutral(value))
}

func (w *writer) number(value float64) {
	text := strconv.FormatFloat(value, 'f', -1, 64)
	if w.dialect.Decimal != '.' {
		text = strings.Replace(text, ".", string(w.dialect.Decimal), 1)
	}
	w.cell(text)
}

// moment writes a day and its hour, as in the zone of the consultation or in UTC.
func (w *writer) moment(at time.Time, zone *time.Location) {
	switch {
	case at.IsZero():
		w.cell("")
	case w.dialect.UTC:
		w.cell(at.UTC().Format(w.dialect.Date))
	default:
		w.cell(at.In(zone).Format(w.dialect.Date))
	}
}

// day writes a day as forms keep it; what is not one is written as text.
func (w *writer) day(value string) {
	day, err := time.Parse(time.DateOnly, value)
	if err != nil {
		w.text(value)
		return
	}
	w.cell(day.Format(w.dialect.Day))
}

func (w *writer) cell(value string) {
	if w.begun {
		w.out.WriteByte(w.dialect.Separator)
	}
	w.begun = true
	if strings.IndexByte(value, w.dialect.Separator) < 0 && !strings.ContainsAny(value, "\"\r\n") {
		w.out.WriteString(value)
		return
	}
	w.out.WriteByte('"')
	w.out.WriteString(strings.ReplaceAll(value, `"`, `""`))
	w.out.WriteByte('"')
}

// end ends a row.
func (w *writer) end() error {
	w.begun = false
	_, err := w.out.WriteString("\r\n")
	return err
}

// neutral puts an apostrophe before what a spreadsheet would compute, full-width forms included (R6.1), and removes
// control characters.
func neutral(value string) string {
	value = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(value, ""))
	first, _ := utf8.DecodeRuneInString(value)
	if value != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		return "'" + value
	}
	return value
}
