package mailmerge

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"concertation/exports"
	"concertation/internal/qr"
)

// File is what goes into the spreadsheet.
type File struct {
	Title    string // of the consultation, in the properties
	Banner   string // the first line of each sheet, where the data are fictitious (R2.4); "": none
	Readme   []string
	Names    [2]string // of the sheets: «Lisez-moi» and the list, ones that Excel accepts
	Header   []string  // of the list; the last column is the QR code
	Rows     []Row
	Modified time.Time
}

// Row is a structure: the words of every column but the last, and its link.
type Row struct {
	Name  string // of the picture of its code, without extension; unique
	Words []string
	Link  string
}

// How the list looks, in the units of spreadsheets.
const (
	rowHeight = 84.0 // points: a code of 3 cm, read by every telephone at arm's length
	qrScale   = 4    // pixels a module
	qrShown   = 108  // pixels in the sheet, whatever the number of modules
	codeWidth = 18
	wordWidth = 24
)

// Write writes the spreadsheet: the same rows, the same bytes (R6.5).
func (f *File) Write(out io.Writer) error {
	book := excelize.NewFile()
	defer book.Close()
	if err := f.fill(book); err != nil {
		return fmt.Errorf("write the mail merge: %w", err)
	}
	var written bytes.Buffer
	if err := book.Write(&written); err != nil {
		return fmt.Errorf("write the mail merge: %w", err)
	}
	return steady(written.Bytes(), out)
}

func (f *File) fill(book *excelize.File) error {
	at := f.Modified.UTC().Format(time.RFC3339)
	if err := book.SetDocProps(&excelize.DocProperties{Creator: "concertation", Title: f.Title, Language: "fr-FR", Created: at, Modified: at}); err != nil {
		return err
	}
	if err := book.SetSheetName("Sheet1", f.Names[0]); err != nil {
		return err
	}
	if err := f.readme(book); err != nil {
		return err
	}
	if _, err := book.NewSheet(f.Names[1]); err != nil {
		return err
	}
	return f.list(book)
}

// readme says what the file is and what its links allow.
func (f *File) readme(book *excelize.File) error {
	wrapped, err := book.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	if err := book.SetColWidth(f.Names[0], "A", "A", 100); err != nil {
		return err
	}
	lines := f.Readme
	if f.Banner != "" {
		lines = append([]string{f.Banner}, lines...)
	}
	for i, line := range lines {
		cell := "A" + strconv.Itoa(i+1)
		if err := book.SetCellStr(f.Names[0], cell, exports.CellText(line, "…")); err != nil {
			return err
		}
		if err := book.SetCellStyle(f.Names[0], cell, cell, wrapped); err != nil {
			return err
		}
	}
	return nil
}

// list writes the structures: a header, then a row each with its code as a picture.
func (f *File) list(book *excelize.File) error {
	sheet := f.Names[1]
	header, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Color: "FFFFFF"},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F4E79"}}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"}})
	if err != nil {
		return err
	}
	words, err := book.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"}})
	if err != nil {
		return err
	}
	top := 1
	if f.Banner != "" {
		top = 2
		if err := book.SetCellStr(sheet, "A1", exports.CellText(f.Banner, "…")); err != nil {
			return err
		}
	}
	last, err := excelize.ColumnNumberToName(len(f.Header))
	if err != nil {
		return err
	}
	before, err := excelize.ColumnNumberToName(len(f.Header) - 1)
	if err != nil {
		return err
	}
	if err := book.SetColWidth(sheet, "A", before, wordWidth); err != nil {
		return err
	}
	if err := book.SetColWidth(sheet, last, last, codeWidth); err != nil {
		return err
	}
	for column, name := range f.Header {
		if err := set(book, sheet, column, top, name); err != nil {
			return err
		}
	}
	if err := book.SetCellStyle(sheet, "A"+strconv.Itoa(top), last+strconv.Itoa(top), header); err != nil {
		return err
	}
	if err := book.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: top, TopLeftCell: "A" + strconv.Itoa(top+1), ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for i, row := range f.Rows {
		at := top + 1 + i
		if err := book.SetRowHeight(sheet, at, rowHeight); err != nil {
			return err
		}
		for column, value := range row.Words {
			if err := set(book, sheet, column, at, value); err != nil {
				return err
			}
		}
		code, err := qr.New(row.Link)
		if err != nil {
			return fmt.Errorf("draw the code of row %d: %w", at, err)
		}
		picture, err := code.PNG(qrScale)
		if err != nil {
			return fmt.Errorf("draw the code of row %d: %w", at, err)
		}
		shown := float64(qrShown) / float64(code.Modules()*qrScale)
		err = book.AddPictureFromBytes(sheet, last+strconv.Itoa(at), &excelize.Picture{Extension: ".png", File: picture,
			Format: &excelize.GraphicOptions{AltText: row.Link, ScaleX: shown, ScaleY: shown, OffsetX: 6, OffsetY: 2, Positioning: "oneCell"}})
		if err != nil {
			return err
		}
	}
	if len(f.Rows) > 0 {
		if err := book.SetCellStyle(sheet, "A"+strconv.Itoa(top+1), before+strconv.Itoa(top+len(f.Rows)), words); err != nil {
			return err
		}
	}
	return nil
}

// set writes a text as a text, whatever it looks like (R6.1).
func set(book *excelize.File, sheet string, column, row int, value string) error {
	cell, err := excelize.CoordinatesToCellName(column+1, row)
	if err != nil {
		return err
	}
	return book.SetCellStr(sheet, cell, exports.CellText(value, "…"))
}

// WriteCodes writes the pictures of the codes alone, a PNG each, in a zip.
func (f *File) WriteCodes(out io.Writer) error {
	archive := zip.NewWriter(out)
	for _, row := range f.Rows {
		code, err := qr.New(row.Link)
		if err != nil {
			return fmt.Errorf("draw the code of %s: %w", row.Name, err)
		}
		picture, err := code.PNG(2 * qrScale)
		if err != nil {
			return fmt.Errorf("draw the code of %s: %w", row.Name, err)
		}
		entry, err := archive.CreateHeader(&zip.FileHeader{Name: row.Name + ".png", Method: zip.Store, Modified: f.Modified.UTC()})
		if err == nil {
			_, err = entry.Write(picture)
		}
		if err != nil {
			return fmt.Errorf("write the codes: %w", err)
		}
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("write the codes: %w", err)
	}
	return nil
}
