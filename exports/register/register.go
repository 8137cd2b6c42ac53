package register

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// Book is what goes into the file: an index that leads to its tables.
type Book struct {
	Title    string
	Banner   string // the first line of every sheet, where the data are fictitious; "": none
	Index    string // name of the first sheet
	Tables   []Table
	Modified time.Time
}

// Table is a sheet: its name, which Excel accepts, its header and its rows, in words.
type Table struct {
	Name   string
	About  string // what the index says of it
	Header []string
	Rows   [][]string
	Widths []float64 // of columns, in characters
}

// longestCell keeps within what a cell of Excel holds.
const longestCell = 32_000

// Write writes the file.
func (b *Book) Write(out io.Writer) error {
	file := excelize.NewFile()
	defer file.Close()
	if err := b.fill(file); err != nil {
		return fmt.Errorf("write the register: %w", err)
	}
	if err := file.Write(out); err != nil {
		return fmt.Errorf("write the register: %w", err)
	}
	return nil
}

func (b *Book) fill(file *excelize.File) error {
	at := b.Modified.UTC().Format(time.RFC3339)
	if err := file.SetDocProps(&excelize.DocProperties{Creator: "concertation", Title: b.Title, Language: "fr-FR", Created: at, Modified: at}); err != nil {
		return err
	}
	styles, err := newStyles(file)
	if err != nil {
		return err
	}
	index := Table{Name: b.Index, Header: []string{b.Title, ""}, Widths: []float64{32, 80}}
	for _, table := range b.Tables {
		index.Rows = append(index.Rows, []string{table.Name, table.About})
	}
	for i, table := range append([]Table{index}, b.Tables...) {
		if i == 0 {
			err = file.SetSheetName("Sheet1", table.Name)
		} else {
			_, err = file.NewSheet(table.Name)
		}
		if err == nil {
			err = b.sheet(file, &table, styles)
		}
		if err != nil {
			return fmt.Errorf("sheet %s: %w", table.Name, err)
		}
	}
	return b.link(file, styles)
}

type styles struct{ header, words, link int }

func newStyles(file *excelize.File) (s styles, err error) {
	if s.header, err = file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Color: "FFFFFF"},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F4E79"}}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"}}); err != nil {
		return s, err
	}
	if s.words, err = file.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}); err != nil {
		return s, err
	}
	s.link, err = file.NewStyle(&excelize.Style{Font: &excelize.Font{Color: "0B5394", Underline: "single"}, Alignment: &excelize.Alignment{Vertical: "top"}})
	return s, err
}

// top is the row of the header.
func (b *Book) top() int {
	if b.Banner != "" {
		return 2
	}
	return 1
}

func (b *Book) sheet(file *excelize.File, table *Table, s styles) error {
	if b.Banner != "" {
		if err := file.SetCellStr(table.Name, "A1", b.Banner); err != nil {
			return err
		}
	}
	for i, row := range append([][]string{table.Header}, table.Rows...) {
		for j, words := range row {
			cell, err := excelize.CoordinatesToCellName(j+1, b.top()+i)
			if err != nil {
				return err
			}
			if err := file.SetCellStr(table.Name, cell, clean(words)); err != nil {
				return err
			}
			style := s.words
			if i == 0 {
				style = s.header
			}
			if err := file.SetCellStyle(table.Name, cell, cell, style); err != nil {
				return err
			}
		}
	}
	for j, width := range table.Widths {
		column, err := excelize.ColumnNumberToName(j + 1)
		if err != nil {
			return err
		}
		if err := file.SetColWidth(table.Name, column, column, width); err != nil {
			return err
		}
	}
	return file.SetPanes(table.Name, &excelize.Panes{Freeze: true, YSplit: b.top(), TopLeftCell: fmt.Sprintf("A%d", b.top()+1), ActivePane: "bottomLeft"})
}

// link makes the names of the index lead to their sheets.
func (b *Book) link(file *excelize.File, s styles) error {
	for i, table := range b.Tables {
		cell := fmt.Sprintf("A%d", b.top()+1+i)
		if err := file.SetCellHyperLink(b.Index, cell, "'"+table.Name+"'!A1", "Location"); err != nil {
			return err
		}
		if err := file.SetCellStyle(b.Index, cell, cell, s.link); err != nil {
			return err
		}
	}
	return nil
}

// clean keeps what fits in a cell, without control characters.
func clean(words string) string {
	words = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, words)
	if runes := []rune(words); len(runes) > longestCell/2 {
		return string(runes[:longestCell/2]) + "…"
	}
	return words
}
