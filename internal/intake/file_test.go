package intake_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"concertation/internal/intake"
)

func write(t testing.TB, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "table")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t testing.TB, path string) (*intake.File, [][]string) {
	t.Helper()
	file, err := intake.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	var rows [][]string
	for row, err := range file.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row.Cells)
	}
	return file, rows
}

func TestCSVDetection(t *testing.T) {
	cases := []struct {
		name      string
		content   string
		encoding  string
		separator rune
		rows      [][]string
	}{
		{"Excel in France writes Windows-1252 and semicolons", "nom;d\xe9partement\nAmina;44\n", "Windows-1252", ';', [][]string{{"Amina", "44"}}},
		{"UTF-8 with a byte order mark", "\ufeffnom,ville\nÉmile,Angers\n", "UTF-8", ',', [][]string{{"Émile", "Angers"}}},
		{"a separator within quotes does not count", "a;b\n\"x, y, z\";1\n\"p, q\";2\n", "UTF-8", ';', [][]string{{"x, y, z", "1"}, {"p, q", "2"}}},
		{"tabs, and a text on two lines", "a\tb\n\"deux\nlignes\"\t2\n", "UTF-8", '\t', [][]string{{"deux\nlignes", "2"}}},
		{"short rows are completed, blank rows skipped", "a,b,c\n1\n,,\n1,2,3\n", "UTF-8", ',', [][]string{{"1", "", ""}, {"1", "2", "3"}}},
		{"UTF-16 as some tools export", "\xff\xfea\x00;\x00b\x00\n\x00\xe9\x00;\x002\x00\n\x00", "UTF-16", ';', [][]string{{"é", "2"}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			file, rows := read(t, write(t, []byte(c.content)))
			if file.Encoding != c.encoding || file.Separator != c.separator {
				t.Errorf("found %s %q, want %s %q", file.Encoding, file.Separator, c.encoding, c.separator)
			}
			if !slices.EqualFunc(rows, c.rows, slices.Equal[[]string]) {
				t.Errorf("rows %q, want %q", rows, c.rows)
			}
		})
	}
}

func TestRowsAreNumberedAsASpreadsheetShowsThem(t *testing.T) {
	file, err := intake.Open(write(t, []byte("\n\na,b\n1,\"deux\nlignes\"\n\n2,x\n,\n3,\"p\nq\nr\"\n4,y\n")))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var numbers []int
	for row, err := range file.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		numbers = append(numbers, row.Number)
	}
	if want := []int{4, 6, 8, 9}; !slices.Equal(numbers, want) {
		t.Errorf("rows %v, want %v", numbers, want)
	}
}

func TestAQuoteLeftOpenDoesNotSwallowTheFile(t *testing.T) {
	file, err := intake.Open(write(t, []byte("a,b\n1,2\n3,\"ouvert\n"+strings.Repeat("x,y\n", 3<<20))))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for row, err := range file.Rows() {
		var told *intake.Error
		if err != nil && (!errors.As(err, &told) || told.Key != "intake.quote_left_open" || row.Number != 3) {
			t.Fatalf("row %d: %v", row.Number, err)
		}
	}
}

func TestACellTooLongIsSaid(t *testing.T) {
	file, err := intake.Open(write(t, []byte("a;b\n"+strings.Repeat("é", intake.MaxCell)+";2\n"+strings.Repeat("e", 100_000)+";3\n")))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var cut [][]int
	for row, err := range file.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		cut = append(cut, row.Cut)
	}
	if len(cut) != 2 || !slices.Equal(cut[0], []int{0}) || cut[1] != nil {
		t.Errorf("cut %v", cut)
	}
}

func TestXLSXFirstSheet(t *testing.T) {
	workbook := excelize.NewFile()
	for cell, value := range map[string]any{"A2": "nom", "B2": "code", "A3": "=SOMME(1)", "B3": "044"} {
		if err := workbook.SetCellStr("Sheet1", cell, value.(string)); err != nil {
			t.Fatal(err)
		}
	}
	buffer, err := workbook.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	file, rows := read(t, write(t, buffer.Bytes()))
	if file.Format != "xlsx" || file.Column(" NOM ") != 0 || file.Column("absent") != -1 {
		t.Errorf("header %q of a %s", file.Header, file.Format)
	}
	if !slices.EqualFunc(rows, [][]string{{"=SOMME(1)", "044"}}, slices.Equal[[]string]) {
		t.Errorf("rows %q", rows)
	}
}

func TestWhatIsNoTableIsSaid(t *testing.T) {
	for name, c := range map[string]struct{ content, key string }{
		"an empty file":        {"", "intake.empty"},
		"an old Excel file":    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....", "intake.old_excel"},
		"a picture":            {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "intake.not_a_table"},
		"a broken spreadsheet": {"PK\x03\x04 and then nothing", "intake.unreadable"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := intake.Open(write(t, []byte(c.content)))
			var told *intake.Error
			if !errors.As(err, &told) || told.Key != c.key {
				t.Errorf("got %v, want %s", err, c.key)
			}
		})
	}
}

func TestASheetIsChosen(t *testing.T) {
	workbook := excelize.NewFile()
	if _, err := workbook.NewSheet("Notes"); err != nil {
		t.Fatal(err)
	}
	for cell, sheet := range map[string]string{"A1": "Notes", "A2": "Notes", "B1": "Sheet1"} {
		if err := workbook.SetCellStr(sheet, cell, cell); err != nil {
			t.Fatal(err)
		}
	}
	buffer, err := workbook.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	path := write(t, buffer.Bytes())
	file, err := intake.OpenWith(path, intake.Options{Sheet: "Notes"})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if file.Sheet != "Notes" || !slices.Equal(file.Sheets, []string{"Sheet1", "Notes"}) || file.Header[0] != "A1" {
		t.Errorf("sheet %q of %q, header %q", file.Sheet, file.Sheets, file.Header)
	}
}

func TestAnEncodingAndASeparatorAreImposed(t *testing.T) {
	file, err := intake.OpenWith(write(t, []byte("a;b|c\n\xc3\xa9;1|2\n")), intake.Options{Encoding: "Windows-1252", Separator: '|'})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if file.Encoding != "Windows-1252" || file.Separator != '|' || !slices.Equal(file.Header, []string{"a;b", "c"}) {
		t.Errorf("%s %q %q", file.Encoding, file.Separator, file.Header)
	}
}

func TestSpreadsheetsCutShortAreRefused(t *testing.T) {
	workbook := excelize.NewFile()
	for i := range 200 {
		if err := workbook.SetSheetRow("Sheet1", "A"+strconv.Itoa(i+1), &[]any{i, strings.Repeat("texte ", i)}); err != nil {
			t.Fatal(err)
		}
	}
	buffer, err := workbook.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	whole := buffer.Bytes()
	for _, part := range []int{10, len(whole) / 3, len(whole) / 2, len(whole) - 30} {
		if _, err := intake.Open(write(t, whole[:part])); err == nil {
			t.Errorf("%d bytes of %d are read as whole", part, len(whole))
		}
	}
}

// packed is a spreadsheet whose one sheet is made of the same part over and over.
func packed(t testing.TB, head, part string, times int) []byte {
	t.Helper()
	workbook := excelize.NewFile()
	buffer, err := workbook.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	source, err := zip.NewReader(bytes.NewReader(buffer.Bytes()), int64(buffer.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, file := range source.File {
		if file.Name != "xl/worksheets/sheet1.xml" {
			if err := archive.Copy(file); err != nil {
				t.Fatal(err)
			}
			continue
		}
		sheet, err := archive.Create(file.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(sheet, `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`+head); err != nil {
			t.Fatal(err)
		}
		for range times {
			if _, err := io.WriteString(sheet, part); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestSpreadsheetsThatUnpackToTooMuchAreRefused(t *testing.T) {
	for name, content := range map[string][]byte{
		"one cell of many megabytes": packed(t, `<row r="1"><c r="A1" t="inlineStr"><is><t>`, strings.Repeat("x", 1<<20), 8),
		"one row of too many cells":  packed(t, `<row r="1">`, "<c/>", 30_000),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := intake.Open(write(t, content))
			var told *intake.Error
			if !errors.As(err, &told) || told.Key != "intake.too_large" {
				t.Errorf("%d bytes: %v", len(content), err)
			}
		})
	}
}

func FuzzOpen(f *testing.F) {
	for _, option := range []any{"=1+1", "texte", 42462.5} {
		workbook := excelize.NewFile()
		if err := workbook.SetCellValue("Sheet1", "A1", option); err != nil {
			f.Fatal(err)
		}
		buffer, err := workbook.WriteToBuffer()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(buffer.Bytes())
		f.Add(buffer.Bytes()[:buffer.Len()/2])
	}
	for _, seed := range []string{"a;b\n1;2\n", "\xff\xfea\x00", "PK\x03\x04", "\"", "a\tb\n\"\n", "\xe9;\xe8"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		file, err := intake.Open(write(t, content))
		if err != nil {
			return
		}
		defer file.Close()
		for row, err := range file.Rows() {
			if err == nil && len(row.Cells) != len(file.Header) {
				t.Fatalf("row of %d cells under a header of %d", len(row.Cells), len(file.Header))
			}
		}
	})
}
