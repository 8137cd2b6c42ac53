package xlsform

import (
	"archive/zip"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"concertation/forms"
	"concertation/forms/sheet"
)

// repair makes of the stored cells what their author sees: TRUE and FALSE, dates, and the value of merged cells in each
// of their rows. Formulas already are their last computed value, where the file has it; see compute.
func repair(file *excelize.File, archive *zip.Reader, name string, rows []sheet.Row) ([]sheet.Row, []forms.Issue, error) {
	wanted := map[position]cellDetail{}
	for _, row := range rows {
		for j, value := range row.Values {
			if couldBeTyped(value) {
				wanted[position{column: j + 1, row: row.Number}] = cellDetail{}
			}
		}
	}
	details, err := readDetails(archive, name, wanted)
	if err != nil {
		return rows, nil, err
	}
	for i := range rows {
		for j, value := range rows[i].Values {
			if detail, ok := details.cells[position{column: j + 1, row: rows[i].Number}]; ok {
				rows[i].Values[j] = typed(file, detail, value)
			}
		}
	}
	rows, issues := compute(file, name, details, rows)
	for _, area := range details.merges {
		unmerge(area, rows)
	}
	return rows, issues, nil
}

var storedNumber = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)

func couldBeTyped(value string) bool { return len(value) < 32 && storedNumber.MatchString(value) }

// typed reads a cell that looks like a number with its type and its format.
func typed(file *excelize.File, detail cellDetail, value string) string {
	switch detail.kind {
	case "b":
		if value == "0" {
			return "FALSE"
		}
		return "TRUE"
	case "", "n":
		stored, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return value
		}
		if isDate(file, detail.style) {
			return dateText(file, stored, value)
		}
		if math.Abs(stored) < 1e15 {
			return strconv.FormatFloat(stored, 'f', -1, 64)
		}
	}
	return value
}

// isDate says whether a style's number format shows a date.
func isDate(file *excelize.File, style string) bool {
	index, err := strconv.Atoi(style)
	if err != nil || index <= 0 {
		return false
	}
	format, err := file.GetStyle(index)
	if err != nil {
		return false
	}
	if format.CustomNumFmt != nil {
		custom := strings.ToLower(*format.CustomNumFmt)
		return strings.Contains(custom, "yy") || strings.Contains(custom, "aa") ||
			strings.Contains(custom, "d") && strings.Contains(custom, "m")
	}
	return format.NumFmt >= 14 && format.NumFmt <= 17 || format.NumFmt == 22
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
func unmerge(area string, rows []sheet.Row) {
	start, end, found := strings.Cut(area, ":")
	if !found {
		return
	}
	column, first, err := excelize.CellNameToCoordinates(start)
	if err != nil {
		return
	}
	_, last, err := excelize.CellNameToCoordinates(end)
	if err != nil || last <= first {
		return
	}
	fill(rows, column-1, first, last)
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
