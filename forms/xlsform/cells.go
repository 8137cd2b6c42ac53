package xlsform

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"concertation/forms/sheet"
)

// repair makes of the stored cells what their author sees: TRUE and FALSE, dates, and the value of merged cells in each
// of their rows. Formulas already are their last computed value.
func repair(file *excelize.File, name string, rows []sheet.Row) error {
	for i := range rows {
		for j, value := range rows[i].Values {
			if !couldBeTyped(value) {
				continue
			}
			cell, err := excelize.CoordinatesToCellName(j+1, rows[i].Number)
			if err != nil {
				return err
			}
			if rows[i].Values[j], err = typed(file, name, cell, value); err != nil {
				return err
			}
		}
	}
	return unmerge(file, name, rows)
}

var storedNumber = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)

func couldBeTyped(value string) bool { return len(value) < 32 && storedNumber.MatchString(value) }

// typed reads a cell that looks like a number with its type and its format.
func typed(file *excelize.File, name, cell, value string) (string, error) {
	kind, err := file.GetCellType(name, cell)
	if err != nil {
		return value, err
	}
	switch kind {
	case excelize.CellTypeBool:
		if value == "0" {
			return "FALSE", nil
		}
		return "TRUE", nil
	case excelize.CellTypeNumber, excelize.CellTypeUnset:
		stored, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return value, nil
		}
		if isDate(file, name, cell) {
			return dateText(file, stored, value), nil
		}
		if math.Abs(stored) < 1e15 {
			return strconv.FormatFloat(stored, 'f', -1, 64), nil
		}
	}
	return value, nil
}

// isDate says whether the cell's number format shows a date.
func isDate(file *excelize.File, name, cell string) bool {
	index, err := file.GetCellStyle(name, cell)
	if err != nil || index == 0 {
		return false
	}
	style, err := file.GetStyle(index)
	if err != nil {
		return false
	}
	if style.CustomNumFmt != nil {
		format := strings.ToLower(*style.CustomNumFmt)
		return strings.Contains(format, "yy") || strings.Contains(format, "aa") || strings.Contains(format, "d") && strings.Contains(format, "m")
	}
	return style.NumFmt >= 14 && style.NumFmt <= 17 || style.NumFmt == 22
}

// dateText writes a serial date as XLSForm expects it.
func dateText(file *excelize.File, serial float64, stored string) string {
	if serial < 1 || serial > 2_958_465 {
		return stored
	}
	properties, err := file.GetWorkbookProps()
	if err != nil {
		return stored
	}
	day, err := excelize.ExcelDateToTime(serial, properties.Date1904 != nil && *properties.Date1904)
	if err != nil {
		return stored
	}
	return day.Format(time.DateOnly)
}

// unmerge repeats the value of cells merged downwards in each of their rows.
func unmerge(file *excelize.File, name string, rows []sheet.Row) error {
	merged, err := file.GetMergeCells(name)
	if err != nil {
		return err
	}
	for _, area := range merged {
		column, first, err := excelize.CellNameToCoordinates(area.GetStartAxis())
		if err != nil {
			continue
		}
		_, last, err := excelize.CellNameToCoordinates(area.GetEndAxis())
		if err != nil || last == first {
			continue
		}
		fill(rows, column-1, first, last)
	}
	return nil
}

func fill(rows []sheet.Row, column, first, last int) {
	value := ""
	for i := range rows {
		row := &rows[i]
		switch {
		case row.Number == first && column < len(row.Values):
			value = row.Values[column]
		case row.Number > first && row.Number <= last && value != "":
			for len(row.Values) <= column {
				row.Values = append(row.Values, "")
			}
			row.Values[column] = value
		}
	}
}
