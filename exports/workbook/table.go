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
	asWholeText // what the sheet is read for: as high as a row can be
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
// its last row. Rows that a sheet cannot hold go on in another.
func (b *book) table(name string, columns []column, rows iter.Seq2[[]cell, error]) (int, error) {
	return b.tableOnPaper(name, columns, columns, rows)
}

// tableOnPaper writes a data sheet of which only the first columns are printed.
func (b *book) tableOnPaper(name string, columns, printed []column, rows iter.Seq2[[]cell, error]) (int, error) {
	t, err := b.begin(name, columns, printed)
	if err != nil {
		return 0, err
	}
	for row, err := range rows {
		if err != nil {
			return 0, err
		}
		if t.at == b.mostRows {
			if err := t.end(); err != nil {
				return 0, err
			}
			following, err := b.follow(name)
			if err != nil {
				return 0, err
			}
			if t, err = b.begin(following, columns, printed); err != nil {
				return 0, err
			}
		}
		if err := t.row(row); err != nil {
			return 0, err
		}
	}
	return t.at, t.end()
}

// data is a data sheet being written.
type data struct {
	*book
	name             string
	columns, printed []column
	stream           *excelize.StreamWriter
	top, at          int // the header's row, and the last one written
	values           []any
}

// begin writes what stands above the rows.
func (b *book) begin(name string, columns, printed []column) (*data, error) {
	if err := b.printing(name, "landscape", pagesWide(printed)); err != nil {
		return nil, err
	}
	stream, err := b.file.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	for i, c := range columns {
		if err := stream.SetColWidth(i+1, i+1, c.width); err != nil {
			return nil, err
		}
	}
	top := headerRow(b.input.Consultation.Demonstration)
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: top, TopLeftCell: "A" + itoa(top+1), ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	if top > 1 {
		if err := stream.SetRow("A1", []any{excelize.Cell{StyleID: b.styles.banner, Value: b.input.P.T("exports.demonstration")}}); err != nil {
			return nil, err
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
	if err := stream.SetRow("A"+itoa(top), header, excelize.RowOpts{Height: 32}); err != nil {
		return nil, err
	}
	return &data{book: b, name: name, columns: columns, printed: printed, stream: stream, top: top, at: top, values: make([]any, len(columns))}, nil
}

func (d *data) row(row []cell) error {
	d.at++
	lines := 1
	for i := range d.columns {
		d.values[i] = d.streamed(d.columns[i].kind, row[i])
		if row[i].is == textCell {
			lines = max(lines, min(linesOf(row[i].text, d.columns[i].width), d.columns[i].kind.mostLines()))
		}
	}
	return d.stream.SetRow("A"+itoa(d.at), d.values, excelize.RowOpts{Height: heightOf(lines)})
}

// end sets what depends on how many rows there are.
func (d *data) end() error {
	lowest := max(d.at, d.top+1)
	last, err := excelize.CoordinatesToCellName(len(d.columns), lowest)
	if err != nil {
		return err
	}
	if err := d.file.AutoFilter(d.name, "A"+itoa(d.top)+":"+last, nil); err != nil {
		return err
	}
	if err := d.repeat(d.name, d.top, pagesWide(d.printed)); err != nil {
		return err
	}
	if len(d.printed) < len(d.columns) {
		if err := d.printArea(d.name, len(d.printed), lowest); err != nil {
			return err
		}
	}
	return d.stream.Flush()
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
		case kind == asLongText, kind == asWholeText:
			style = b.styles.wrapped
		case kind.right():
			style = b.styles.absent
		}
		return excelize.Cell{StyleID: style, Value: b.safe(value.text)}
	}
}

// lineHeight is in points, for the workbook's letters.
const lineHeight = 15.5

// mostLines says how high a text of that kind may make its row. Twelve lines leave a table easy to scroll; Excel shows
// no row higher than 409 points, which is twenty-six.
func (k kind) mostLines() int {
	switch k {
	case asLongText:
		return 12
	case asWholeText:
		return 26
	default:
		return 1
	}
}

func heightOf(lines int) float64 { return lineHeight * float64(lines) }

// lettersPerDigit is how many letters of French prose take the room of a digit, in which Excel measures columns: 1.15 in
// Calibri; less here, for the letters that replace it elsewhere.
const lettersPerDigit = 1.05

// linesOf estimates how many lines a text takes in a column that many digits wide: whole words on a line, a word longer
// than the line over several.
func linesOf(text string, width float64) int {
	most, lines := max(int(width*lettersPerDigit), 1), 0
	for line := range strings.Lines(text) {
		lines++
		room := most
		for word := range strings.FieldsSeq(line) {
			long := utf8.RuneCountInString(word)
			if long > room && room < most {
				lines, room = lines+1, most
			}
			for ; long > most; long -= most {
				lines++
			}
			room -= long + 1
		}
	}
	return max(lines, 1)
}

// readable is how many characters of a row an A4 page in landscape shows at six points, which a reader still makes out.
const readable = 280

// pagesWide says over how many pages the columns are printed to stay readable.
func pagesWide(columns []column) int {
	wide := 0.0
	for _, c := range columns {
		wide += c.width
	}
	return int(math.Ceil(wide / readable))
}

// wall gives the time that a clock in France shows: Excel knows no zones.
func (b *book) wall(at time.Time) time.Time {
	local := at.In(b.input.P.Zone())
	return time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), local.Second(), 0, time.UTC)
}

// printing sets a sheet on A4, that many pages wide.
func (b *book) printing(name, orientation string, wide int) error {
	size, high, fit := 9, 0, true
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

// repeat prints the header row on every page and, where the columns take several pages, the first one too.
func (b *book) repeat(name string, row, wide int) error {
	titles := quoted(name) + "!$" + itoa(row) + ":$" + itoa(row)
	if wide > 1 {
		titles = quoted(name) + "!$A:$A," + titles
	}
	return b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: name, RefersTo: titles})
}

// printArea prints the first columns of a sheet down to that row.
func (b *book) printArea(name string, columns, last int) error {
	letters, err := excelize.ColumnNumberToName(columns)
	if err != nil {
		return err
	}
	return b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: name,
		RefersTo: quoted(name) + "!$A$1:$" + letters + "$" + itoa(last)})
}

// eachRead makes rows of what is read as it is asked for; nil is nothing.
func eachRead[T any](all iter.Seq2[T, error], row func(T) []cell) iter.Seq2[[]cell, error] {
	return func(yield func([]cell, error) bool) {
		if all == nil {
			return
		}
		for one, err := range all {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(row(one), nil) {
				return
			}
		}
	}
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
