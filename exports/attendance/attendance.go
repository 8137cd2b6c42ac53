package attendance

import (
	"fmt"
	"io"
	"time"

	"github.com/xuri/excelize/v2"

	"concertation/exports"
)

// Sheet is what goes into the file.
type Sheet struct {
	Name     string   // of the sheet, one that Excel accepts
	Title    string   // of the event, in the properties of the file
	Banner   string   // the first line, where the data are fictitious; "": none
	Header   []string // the last column is the hour
	Rows     []Row
	Modified time.Time
}

// Row is a person: the words of every column but the last, then when they came, in local time; zero: they did not.
type Row struct {
	Words   []string
	Arrived time.Time
	Absent  string // in the place of the hour of who did not come
}

// width is that of the columns, in characters.
const width = 24

// Write writes the file.
func (s *Sheet) Write(out io.Writer) error {
	file := excelize.NewFile()
	defer file.Close()
	if err := s.fill(file); err != nil {
		return fmt.Errorf("write the list of an event: %w", err)
	}
	if err := file.Write(out); err != nil {
		return fmt.Errorf("write the list of an event: %w", err)
	}
	return nil
}

func (s *Sheet) fill(file *excelize.File) error {
	if err := file.SetSheetName("Sheet1", s.Name); err != nil {
		return err
	}
	at := s.Modified.UTC().Format(time.RFC3339)
	if err := file.SetDocProps(&excelize.DocProperties{Creator: "concertation", Title: s.Title, Language: "fr-FR", Created: at, Modified: at}); err != nil {
		return err
	}
	header, err := file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Color: "FFFFFF"},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F4E79"}}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"}})
	if err != nil {
		return err
	}
	format := "dd/mm/yyyy hh:mm"
	hour, err := file.NewStyle(&excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Horizontal: "right"}})
	if err != nil {
		return err
	}
	stream, err := file.NewStreamWriter(s.Name)
	if err != nil {
		return err
	}
	if err := stream.SetColWidth(1, len(s.Header), width); err != nil {
		return err
	}
	row := 1
	if s.Banner != "" {
		row = 2
	}
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: row, TopLeftCell: fmt.Sprintf("A%d", row+1), ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if s.Banner != "" {
		if err := stream.SetRow("A1", []any{s.Banner}); err != nil {
			return err
		}
	}
	return s.rows(file, stream, row, header, hour)
}

func (s *Sheet) rows(file *excelize.File, stream *excelize.StreamWriter, at, header, hour int) error {
	top := at
	cells := make([]any, len(s.Header))
	for i, title := range s.Header {
		cells[i] = excelize.Cell{StyleID: header, Value: exports.CellText(title, "…")}
	}
	if err := stream.SetRow(fmt.Sprintf("A%d", at), cells); err != nil {
		return err
	}
	for _, row := range s.Rows {
		at++
		for i, words := range row.Words {
			cells[i] = exports.CellText(words, "…")
		}
		cells[len(cells)-1] = any(row.Absent)
		if !row.Arrived.IsZero() {
			// Its wall clock: a cell knows no zone.
			wall := time.Date(row.Arrived.Year(), row.Arrived.Month(), row.Arrived.Day(), row.Arrived.Hour(), row.Arrived.Minute(), 0, 0, time.UTC)
			cells[len(cells)-1] = excelize.Cell{StyleID: hour, Value: wall}
		}
		if err := stream.SetRow(fmt.Sprintf("A%d", at), cells); err != nil {
			return err
		}
	}
	last, err := excelize.CoordinatesToCellName(len(s.Header), max(at, top+1))
	if err != nil {
		return err
	}
	if err := file.AutoFilter(s.Name, fmt.Sprintf("A%d:%s", top, last), nil); err != nil {
		return err
	}
	return stream.Flush()
}
