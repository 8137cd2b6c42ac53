package intake

import (
	"io"
	"os"
	"slices"

	"github.com/xuri/excelize/v2"
)

func openXLSX(source *os.File, options Options) (*File, error) {
	if _, err := source.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	info, err := source.Stat()
	if err != nil {
		return nil, err
	}
	if err := checkUnpacked(source, info.Size()); err != nil {
		return nil, err
	}
	if _, err := source.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	workbook, err := excelize.OpenReader(source, excelize.Options{
		UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: 16 << 20, ShortDatePattern: "yyyy-mm-dd", LongDatePattern: "yyyy-mm-dd",
	})
	if err != nil {
		return nil, &Error{Key: "intake.unreadable", Err: err}
	}
	sheets := workbook.GetSheetList()
	if len(sheets) == 0 {
		workbook.Close()
		return nil, &Error{Key: "intake.empty"}
	}
	closeBoth := func() error {
		err := workbook.Close()
		if closing := source.Close(); err == nil {
			err = closing
		}
		return err
	}
	sheet := sheets[0]
	if slices.Contains(sheets, options.Sheet) {
		sheet = options.Sheet
	}
	rows, err := workbook.Rows(sheet)
	if err != nil {
		workbook.Close()
		return nil, &Error{Key: "intake.unreadable", Err: err}
	}
	file := &File{Format: "xlsx", Sheet: sheet, Sheets: sheets, close: closeBoth}
	number := 0
	for len(file.Header) == 0 {
		if !rows.Next() {
			workbook.Close()
			return nil, &Error{Key: "intake.empty"}
		}
		number++
		cells, err := rows.Columns()
		if err != nil {
			workbook.Close()
			return nil, &Error{Key: "intake.unreadable", Err: err}
		}
		if !blank(cells) {
			file.Header = trimmed(cells)
		}
	}
	if len(file.Header) > MaxColumns {
		workbook.Close()
		return nil, &Error{Key: "intake.too_many_columns", Args: []any{"max", MaxColumns}}
	}
	file.rows = func(yield func(Row, error) bool) {
		defer rows.Close()
		for rows.Next() {
			number++
			cells, err := rows.Columns()
			if err != nil {
				yield(Row{Number: number}, &Error{Key: "intake.unreadable_row", Args: []any{"row", number}, Err: err})
				return
			}
			if blank(cells) {
				continue
			}
			if !yield(fitted(number, cells, len(file.Header)), nil) {
				return
			}
		}
		if err := rows.Error(); err != nil {
			yield(Row{Number: number}, &Error{Key: "intake.unreadable_row", Args: []any{"row", number}, Err: err})
		}
	}
	return file, nil
}
