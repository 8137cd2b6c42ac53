package xlsform_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"concertation/forms/sheet"
	"concertation/forms/xlsform"
)

// archive zips parts, given as name, content.
func archive(t testing.TB, parts ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	writer := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		part, err := writer.Create(parts[i])
		must(t, err)
		_, err = part.Write([]byte(parts[i+1]))
		must(t, err)
	}
	must(t, writer.Close())
	return out.Bytes()
}

// declared zips one part that says it unfolds to size bytes.
func declared(t testing.TB, name string, size uint64) []byte {
	t.Helper()
	var out bytes.Buffer
	writer := zip.NewWriter(&out)
	_, err := writer.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, UncompressedSize64: size})
	must(t, err)
	must(t, writer.Close())
	return out.Bytes()
}

func ole(directory string) []byte {
	data := append([]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}, make([]byte, 600)...)
	for _, unit := range utf16.Encode([]rune(directory)) {
		data = append(data, byte(unit), byte(unit>>8))
	}
	return append(data, make([]byte, 600)...)
}

func TestFilesThatAreNoWorkbookSayWhatToDo(t *testing.T) {
	good := workbook(t, []string{"survey"}, map[string][][]any{"survey": {{"type", "name", "label"}, {"text", "q", "Q"}}})
	for name, tc := range map[string]struct {
		data []byte
		want string
	}{
		"an empty file":                       {nil, "file.empty"},
		"a text under another name":           {[]byte("type;name;label\ntext;q;Q"), "file.not_workbook"},
		"an old Excel file":                   {ole("Workbook"), "file.old_excel"},
		"a file with a password":              {ole("EncryptedPackage"), "file.encrypted"},
		"an OpenDocument file":                {archive(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet"), "file.opendocument"},
		"a file with macros":                  {archive(t, "xl/workbook.xml", "", "xl/vbaProject.bin", "x"), "file.macros"},
		"a zip of something else":             {archive(t, "photo.jpg", "x"), "file.not_workbook"},
		"a workbook cut short":                {good[:len(good)/2], "file.damaged"},
		"a workbook of nonsense":              {archive(t, "xl/workbook.xml", "<<<", "[Content_Types].xml", "<"), "file.damaged"},
		"a file beyond the limit":             {make([]byte, xlsform.MaxSize+1), "file.too_big"},
		"a small file that unfolds to 120 MB": {declared(t, "xl/workbook.xml", 120<<20), "file.bomb"},
	} {
		t.Run(name, func(t *testing.T) { equal(t, "refusal", refusal(t, tc.data), tc.want) })
	}
}

func TestASheetWithTooManyRowsIsRefused(t *testing.T) {
	data := workbook(t, []string{"survey"}, nil, func(file *excelize.File) {
		stream, err := file.NewStreamWriter("survey")
		must(t, err)
		must(t, stream.SetRow("A1", []any{"type", "name", "label"}))
		for i := range sheet.MaxRows + 10 {
			must(t, stream.SetRow(fmt.Sprintf("A%d", i+2), []any{"text", fmt.Sprintf("q%d", i), "Q"}))
		}
		must(t, stream.Flush())
	})
	equal(t, "refusal", refusal(t, data), "file.too_many_rows")
}

func TestASheetThatIsTooWideIsRefused(t *testing.T) {
	header := make([]any, 2*sheet.MaxColumns)
	for i := range header {
		header[i] = fmt.Sprintf("colonne %d", i)
	}
	equal(t, "refusal", refusal(t, workbook(t, []string{"survey"}, map[string][][]any{"survey": {header}})), "file.too_many_rows")
}

// rewritten gives a good workbook whose survey sheet has other XML.
func rewritten(t testing.TB, sheetXML string) []byte {
	t.Helper()
	good := workbook(t, []string{"survey"}, map[string][][]any{"survey": {{"type", "name", "label"}, {"text", "q", "Q"}}})
	reader, err := zip.NewReader(bytes.NewReader(good), int64(len(good)))
	must(t, err)
	var parts []string
	for _, part := range reader.File {
		content, err := part.Open()
		must(t, err)
		text, err := io.ReadAll(content)
		must(t, err)
		if part.Name == "xl/worksheets/sheet1.xml" {
			text = []byte(`<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + sheetXML + `</worksheet>`)
		}
		parts = append(parts, part.Name, string(text))
	}
	return archive(t, parts...)
}

func TestSmallSheetsThatUnfoldAreRefusedOrReadCheaply(t *testing.T) {
	text := func(cell, value string) string {
		return `<c r="` + cell + `" t="inlineStr"><is><t>` + value + `</t></is></c>`
	}
	head := `<row r="1">` + text("A1", "type") + text("B1", "name") + text("C1", "label") + `</row>` +
		`<row r="2">` + text("A2", "text") + text("B2", "q") + text("C2", "Q") + `</row>`
	wide := ""
	for i := range 2000 {
		wide += fmt.Sprintf(`<row r="%d"><c r="XFD%d" s="1"/></row>`, i+3, i+3)
	}
	full := ""
	for i := range 2000 {
		full += fmt.Sprintf(`<row r="%d">%s</row>`, i+3, text(fmt.Sprintf("XFD%d", i+3), "x"))
	}
	for name, tc := range map[string]struct{ xml, want string }{
		"a formatted cell in the last row":   {head + `<row r="1048576"><c r="A1048576" s="1"/></row></sheetData>`, ""},
		"a value in the last row":            {head + `<row r="1048576">` + text("A1048576", "x") + `</row></sheetData>`, ""},
		"formatted cells in the last column": {head + wide + `</sheetData>`, ""},
		"values in the last column":          {head + full + `</sheetData>`, "file.too_many_rows"},
		"a merge of every cell":              {head + `</sheetData><mergeCells count="1"><mergeCell ref="A2:XFD1048576"/></mergeCells>`, ""},
		"merges without end":                 {head + `</sheetData><mergeCells>` + strings.Repeat(`<mergeCell ref="A2:A1048576"/>`, 1_000_000) + `</mergeCells>`, "file.bomb"},
		"cells without end":                  {head + `<row r="3">` + strings.Repeat(`<c/>`, 1_000_000) + `</row></sheetData>`, "file.bomb"},
		"elements nested without end":        {head + `</sheetData>` + strings.Repeat(`<a>`, 300_000), ""},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, _, err := xlsform.Read(rewritten(t, tc.xml), "fichier")
			runtime.ReadMemStats(&after)
			if spent := (after.TotalAlloc - before.TotalAlloc) >> 20; spent > 500 {
				t.Errorf("%d MiB were spent", spent)
			}
			var refused *sheet.FileError
			switch {
			case tc.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case tc.want != "" && !errors.As(err, &refused):
				t.Errorf("accepted, or %v", err)
			case tc.want != "":
				equal(t, "refusal", strings.TrimPrefix(refused.Key, "forms_files."), tc.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	good := workbook(f, []string{"survey", "choices"}, map[string][][]any{
		"survey":  {{"type", "name", "label"}, {"select_one l", "q", "Q"}},
		"choices": {{"list_name", "name", "label"}, {"l", 1, "un"}},
	})
	f.Add(good)
	f.Add(good[:len(good)-30])
	f.Add(archive(f, "xl/workbook.xml", "<workbook/>", "[Content_Types].xml", "<Types/>"))
	f.Add(ole("Workbook"))
	f.Add([]byte("PK"))
	f.Fuzz(func(t *testing.T, data []byte) {
		definition, _, err := xlsform.Read(data, "fichier")
		if err != nil {
			return
		}
		if len(definition.Languages) == 0 || definition.DefaultLanguage == "" {
			t.Error("a definition without a language")
		}
	})
}

func FuzzReadSheet(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="inlineStr"><is><t>type</t></is></c><c r="B1" t="str"><v>name</v></c></row></sheetData>`)
	f.Add(`<row><c t="inlineStr"><is><t>type</t></is></c></row><row r="3"><c s="1"><f>1+1</f><v>2</v></c><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A9"/></mergeCells>`)
	f.Add(`<row r="0"><c r="XFE1"/></row><row r="-1"/><row r="1048577"><c r="A0"><v>1e400</v></c></row></sheetData>`)
	f.Fuzz(func(t *testing.T, sheetXML string) {
		definition, _, err := xlsform.Read(rewritten(t, sheetXML), "fichier")
		if err == nil && len(definition.Languages) == 0 {
			t.Error("a definition without a language")
		}
	})
}
