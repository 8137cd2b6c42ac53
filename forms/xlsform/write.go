package xlsform

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"concertation/forms"
	"concertation/forms/sheet"
)

// maxCell is what a cell of a workbook holds, in UTF-16 units.
const maxCell = 32_767

// Write gives the XLSForm workbook of a definition: every cell a text, whatever it begins with. The same definition
// always gives the same bytes. A text longer than a cell holds is an error, never a cut.
func Write(definition forms.Definition) ([]byte, error) {
	book := sheet.FromDefinition(definition)
	for i, header := range book.Settings.Columns {
		// Other tools only know a title without a language.
		if word, language, _ := sheet.Translated(header); word == "form_title" && language == definition.DefaultLanguage {
			book.Settings.Columns[i] = word
		}
	}
	file := excelize.NewFile()
	defer func() { _ = file.Close() }() // in memory only
	styles, err := newStyles(file)
	if err != nil {
		return nil, err
	}
	if err := file.SetSheetName("Sheet1", "survey"); err != nil {
		return nil, fmt.Errorf("name sheet survey: %w", err)
	}
	for _, table := range []sheet.Table{book.Survey, book.Choices, book.Settings} {
		if table.Absent() {
			continue
		}
		if _, err := file.NewSheet(table.Name); err != nil {
			return nil, fmt.Errorf("add sheet %s: %w", table.Name, err)
		}
		if err := writeTable(file, table, styles); err != nil {
			return nil, fmt.Errorf("write sheet %s: %w", table.Name, err)
		}
	}
	if err := describe(file, definition); err != nil {
		return nil, err
	}
	buffer, err := file.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("write workbook: %w", err)
	}
	var ordered bytes.Buffer
	err = Repack(&ordered, bytes.NewReader(buffer.Bytes()), int64(buffer.Len()))
	return ordered.Bytes(), err
}

// describe replaces the library's own name and dates in the properties of the workbook.
func describe(file *excelize.File, definition forms.Definition) error {
	err := file.SetDocProps(&excelize.DocProperties{
		Creator: "concertation", Title: definition.Title.In(definition.DefaultLanguage), Version: definition.Version,
		Language: definition.DefaultLanguage, Created: "2016-04-28T00:00:00Z", Modified: "2016-04-28T00:00:00Z",
	})
	if err != nil {
		return fmt.Errorf("set workbook properties: %w", err)
	}
	return nil
}

// styles of the sheets: a header row, and cells whose text wraps.
type styles struct{ header, cell int }

func newStyles(file *excelize.File) (styles, error) {
	header, err := file.NewStyle(&excelize.Style{
		Font:      &excelize.Font{Bold: true},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EDF2"}},
		Alignment: &excelize.Alignment{Vertical: "top"}, NumFmt: 49,
	})
	if err != nil {
		return styles{}, fmt.Errorf("make header style: %w", err)
	}
	// Format 49 is «text»: a SIRET or a version typed later keeps its zeros.
	cell, err := file.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}, NumFmt: 49})
	if err != nil {
		return styles{}, fmt.Errorf("make cell style: %w", err)
	}
	return styles{header: header, cell: cell}, nil
}

// writeTable streams a sheet: the stream writer alone keeps a literal _x000D_.
func writeTable(file *excelize.File, table sheet.Table, styles styles) error {
	stream, err := file.NewStreamWriter(table.Name)
	if err != nil {
		return err
	}
	for i, header := range table.Columns {
		if err := stream.SetColWidth(i+1, i+1, columnWidth(header)); err != nil {
			return err
		}
	}
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := writeRow(stream, 1, table.Columns, styles.header); err != nil {
		return err
	}
	for i, row := range table.Rows {
		if err := writeRow(stream, i+2, row.Values, styles.cell); err != nil {
			return err
		}
	}
	return stream.Flush()
}

func columnWidth(header string) float64 {
	word, _, _ := sheet.Translated(header)
	switch word {
	case "label", "hint", "form_title":
		return 60
	case "type", "relevant", "constraint", "constraint_message", "required_message":
		return 30
	}
	return 18
}

func writeRow(stream *excelize.StreamWriter, number int, values []string, style int) error {
	cells := make([]any, len(values))
	for i, value := range values {
		if len(value) > maxCell && len(utf16.Encode([]rune(value))) > maxCell {
			return sheet.NewFileError("forms_files.write.too_long", nil, "row", strconv.Itoa(number), "max", maxCell)
		}
		cell := excelize.Cell{StyleID: style}
		if value != "" {
			cell.Value = value
		}
		cells[i] = cell
	}
	position, err := excelize.CoordinatesToCellName(1, number)
	if err != nil {
		return err
	}
	return stream.SetRow(position, cells)
}
