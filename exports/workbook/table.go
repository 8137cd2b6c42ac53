package workbook

import (
	"iter"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// column is a column of a data sheet.
type column struct {
	header string
	width  float64
	kind   kind
}

// kind is what the cells of a column hold.
type kind uint8

const (
	asText kind = iota
	asLongText
	asInteger
	asDecimal
	asPercent
	asDate
	asDateTime
)

// right says that the column's values stand to the right, the words that replace one («masqué») too.
func (k kind) right() bool { return k >= asInteger }

// cell is one value: a text, a number or a time. A number column may hold a text («Non posée»).
type cell struct {
	text   string
	number float64
	at     time.Time
	is     cellIs
}

type cellIs uint8

const (
	textCell cellIs = iota
	numberCell
	timeCell
)

func text(value string) cell      { return cell{text: value} }
func number(value float64) cell   { return cell{is: numberCell, number: value} }
func count(value int) cell        { return number(float64(value)) }
func moment(value time.Time) cell { return cell{is: timeCell, at: value} }
func itoa(value int) string       { return strconv.Itoa(value) }
func headerRow(demonstration bool) int {
	if demonstration {
		return 2 // the first line says that the data are fictitious (R2.4)
	}
	return 1
}

// table writes a data sheet as a stream: header, frozen panes, filter, widths, printing on A4. It gives the number of
// its last row.
func (b *book) table(name string, columns []column, rows iter.Seq2[[]cell, error]) (int, error) {
	if err := b.printing(name, "landscape"); err != nil {
		return 0, err
	}
	stream, err := b.file.NewStreamWriter(name)
	if err != nil {
		return 0, err
	}
	for i, c := range columns {
		if err := stream.SetColWidth(i+1, i+1, c.width); err != nil {
			return 0, err
		}
	}
	at := headerRow(b.input.Consultation.Demonstration)
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: at, TopLeftCell: "A" + itoa(at+1), ActivePane: "bottomLeft"}); err != nil {
		return 0, err
	}
	if at > 1 {
		if err := stream.SetRow("A1", []any{excelize.Cell{StyleID: b.styles.banner, Value: b.input.P.T("exports.demonstration")}}); err != nil {
			return 0, err
		}
	}
	header := make([]any, len(columns))
	for i, c := range columns {
		style := b.styles.header
		if c.kind.right() {
			style = b.styles.headerRight
		}
		header[i] = excelize.Cell{StyleID: style, Value: b.safe(c.header)}
	}
	if err := stream.SetRow("A"+itoa(at), header, excelize.RowOpts{Height: 32}); err != nil {
		return 0, err
	}
	top, values := at, make([]any, len(columns))
	for row, err := range rows {
		if err != nil {
			return 0, err
		}
		at++
		lines := 1
		for i := range columns {
			values[i] = b.streamed(columns[i].kind, row[i])
			if columns[i].kind == asLongText && row[i].is == textCell {
				lines = max(lines, linesOf(row[i].text, columns[i].width))
			}
		}
		if err := stream.SetRow("A"+itoa(at), values, excelize.RowOpts{Height: heightOf(lines)}); err != nil {
			return 0, err
		}
	}
	last, err := excelize.CoordinatesToCellName(len(columns), max(at, top+1))
	if err != nil {
		return 0, err
	}
	if err := b.file.AutoFilter(name, "A"+itoa(top)+":"+last, nil); err != nil {
		return 0, err
	}
	if err := b.repeat(name, top); err != nil {
		return 0, err
	}
	return at, stream.Flush()
}

func (b *book) streamed(kind kind, value cell) excelize.Cell {
	switch value.is {
	case numberCell:
		style := b.styles.integer
		switch kind {
		case asDecimal:
			if value.number != math.Trunc(value.number) {
				style = b.styles.decimal
			}
		case asPercent:
			style = b.styles.percent
		}
		return excelize.Cell{StyleID: style, Value: value.number}
	case timeCell:
		at := b.wall(value.at)
		if kind == asDateTime {
			return excelize.Cell{StyleID: b.styles.dateTime, Value: at}
		}
		// A day is a whole number: with an hour hidden in it, no filter would find it.
		return excelize.Cell{StyleID: b.styles.date, Value: at.Truncate(24 * time.Hour)}
	default:
		style := b.styles.text
		switch {
		case kind == asLongText:
			style = b.styles.wrapped
		case kind.right():
			style = b.styles.absent
		}
		return excelize.Cell{StyleID: style, Value: b.safe(value.text)}
	}
}

// A row shows its longest text whole, up to the height of twelve lines: what is longer is read by opening the row.
const (
	lineHeight = 15.5 // points
	mostLines  = 12
)

func heightOf(lines int) float64 { return lineHeight * float64(min(lines, mostLines)) }

// linesOf estimates how many lines a text takes in a column that many characters wide.
func linesOf(text string, width float64) int {
	lines := 0
	for line := range strings.Lines(text) {
		lines += 1 + int(float64(utf8.RuneCountInString(line))/width)
	}
	return max(lines, 1)
}

// wall gives the time that a clock in France shows: Excel knows no zones.
func (b *book) wall(at time.Time) time.Time {
	local := at.In(b.input.P.Zone())
	return time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), local.Second(), 0, time.UTC)
}

// printing sets a sheet on A4, as wide as the page.
func (b *book) printing(name, orientation string) error {
	size, wide, high, fit := 9, 1, 0, true
	if err := b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := b.file.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &size, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &high}); err != nil {
		return err
	}
	margin, foot := 0.5, 0.7
	if err := b.file.SetPageMargins(name, &excelize.PageLayoutMarginsOptions{Left: &margin, Right: &margin, Top: &margin, Bottom: &foot}); err != nil {
		return err
	}
	return b.file.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&L&8&A&R&8&P / &N"})
}

// repeat prints the header row on every page.
func (b *book) repeat(name string, row int) error {
	return b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: name,
		RefersTo: quoted(name) + "!$" + itoa(row) + ":$" + itoa(row)})
}

// each makes rows of a list.
func each[T any](list []T, row func(T) []cell) iter.Seq2[[]cell, error] {
	return func(yield func([]cell, error) bool) {
		for _, one := range list {
			if !yield(row(one), nil) {
				return
			}
		}
	}
}
