package workbook

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"concertation/exports"
)

// The look of the workbook: the product's ink, slate and stone.
const (
	ink    = "16213A"
	slate  = "1F4E79"
	stone  = "F7F3EA"
	line   = "D9D2C3"
	ochre  = "A8501F"
	family = "Calibri"
)

// book is the workbook being written.
type book struct {
	file   *excelize.File
	input  *exports.Input
	first  bool
	styles styles
	// themed is where the themes stand whole in «Thématiques», for the charts.
	themed  place
	surveys []*surveyed
	list    []sheet
	taken   map[string]bool
	// continued are the sheets that go on where one of the list is full, by its name.
	continued map[string][]sheet
	mostRows  int // of a sheet
}

// place is a block of rows of a sheet; none begins at 0.
type place struct{ first, last int }

// styles are the styles of cells, made once.
type styles struct {
	text, wrapped, header, title, subtitle, banner, link            int
	integer, decimal, percent, date, dateTime, label, plain, figure int
	headerRight, absent                                             int
}

func newBook(file *excelize.File, input *exports.Input, mostRows int) (*book, error) {
	b := &book{file: file, input: input, first: true, taken: map[string]bool{}, continued: map[string][]sheet{}, mostRows: mostRows}
	b.surveys = surveyedBy(b)
	b.list = b.sheets()
	return b, b.makeStyles()
}

func (b *book) makeStyles() error {
	font := func(size float64, bold bool, color string) *excelize.Font {
		return &excelize.Font{Family: family, Size: size, Bold: bold, Color: color}
	}
	top := &excelize.Alignment{Horizontal: "left", Vertical: "top", Indent: 1} // words keep off the figures of the column before
	wrapped := &excelize.Alignment{Horizontal: "left", Vertical: "top", WrapText: true, Indent: 1}
	right := &excelize.Alignment{Vertical: "top", Horizontal: "right"}
	under := []excelize.Border{{Type: "bottom", Color: line, Style: 1}}
	filled := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{slate}}
	number := func(format string) *excelize.Style {
		return &excelize.Style{Font: font(11, false, ink), Alignment: right, CustomNumFmt: &format, Border: under}
	}
	for _, make := range []struct {
		into  *int
		style *excelize.Style
	}{
		{&b.styles.text, &excelize.Style{Font: font(11, false, ink), Alignment: top, NumFmt: 49, Border: under}},
		{&b.styles.wrapped, &excelize.Style{Font: font(11, false, ink), Alignment: wrapped, NumFmt: 49, Border: under}},
		{&b.styles.label, &excelize.Style{Font: font(11, false, ink), Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}, NumFmt: 49}},
		{&b.styles.plain, &excelize.Style{Font: font(11, false, ink), NumFmt: 49}},
		{&b.styles.header, &excelize.Style{Font: font(11, true, "FFFFFF"), NumFmt: 49,
			Alignment: &excelize.Alignment{Horizontal: "left", Vertical: "center", WrapText: true, Indent: 1}, Fill: filled}},
		{&b.styles.headerRight, &excelize.Style{Font: font(11, true, "FFFFFF"), NumFmt: 49,
			Alignment: &excelize.Alignment{Vertical: "center", WrapText: true, Horizontal: "right"}, Fill: filled}},
		{&b.styles.absent, &excelize.Style{Font: font(11, false, ink), Alignment: right, NumFmt: 49, Border: under}},
		{&b.styles.title, &excelize.Style{Font: font(18, true, ink), NumFmt: 49}},
		{&b.styles.subtitle, &excelize.Style{Font: font(13, true, slate), NumFmt: 49}},
		{&b.styles.banner, &excelize.Style{Font: font(11, true, ochre), NumFmt: 49}},
		{&b.styles.link, &excelize.Style{Font: &excelize.Font{Family: family, Size: 11, Color: slate, Underline: "single"}, NumFmt: 49, Alignment: &excelize.Alignment{Vertical: "top"}}},
		{&b.styles.figure, &excelize.Style{Font: font(20, true, slate), Alignment: &excelize.Alignment{Horizontal: "left"}}},
		{&b.styles.integer, number("#,##0")},
		{&b.styles.decimal, number("#,##0.0##")},
		{&b.styles.percent, number("0.0\"\u00a0\"%")},
		{&b.styles.date, number("dd/mm/yyyy")},
		{&b.styles.dateTime, number("dd/mm/yyyy hh:mm")},
	} {
		id, err := b.file.NewStyle(make.style)
		if err != nil {
			return err
		}
		*make.into = id
	}
	return nil
}

// safe makes a text fit for a cell, the cut said (R6.2).
func (b *book) safe(text string) string { return exports.CellText(text, b.input.P.T("exports.cut")) }

// typed escapes what the normal API would read as a coded character («_x000D_»); the stream writer does it by itself.
func (b *book) typed(text string) string {
	text = b.safe(text)
	if !strings.Contains(text, "_x") {
		return text
	}
	var escaped strings.Builder
	for i := 0; i < len(text); i++ {
		if coded(text[i:]) {
			escaped.WriteString("_x005F")
		}
		escaped.WriteByte(text[i])
	}
	return escaped.String()
}

// coded says whether a text begins with _xHHHH_.
func coded(text string) bool {
	if len(text) < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_' {
		return false
	}
	return strings.Trim(text[2:6], "0123456789abcdefABCDEF") == ""
}

// SheetName makes a name that Excel accepts of any text (R6.2), unlike the names taken already (in lower case).
func SheetName(text string, taken map[string]bool) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) || r < ' ' {
			return ' '
		}
		return r
	}, text)
	name = cutUnits(strings.Join(strings.Fields(name), " "), 31)
	name = strings.TrimSpace(strings.Trim(name, "'’"))
	if name == "" || strings.EqualFold(name, "history") {
		name = "Feuille"
	}
	made := name
	for n := 2; taken[strings.ToLower(made)]; n++ {
		suffix := " (" + itoa(n) + ")"
		made = cutUnits(name, 31-len(suffix)) + suffix
	}
	taken[strings.ToLower(made)] = true
	return made
}

func cutUnits(text string, most int) string {
	used := 0
	for at, r := range text {
		used++
		if r > 0xFFFF {
			used++
		}
		if used > most {
			return strings.TrimSpace(text[:at])
		}
	}
	return text
}
