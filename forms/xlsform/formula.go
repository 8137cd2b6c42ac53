package xlsform

import (
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"concertation/forms"
	"concertation/forms/sheet"
)

// A spreadsheet keeps the value of each formula beside it; programs that write workbooks often do not, and the cell then
// looks blank. Such formulas are computed here where that is short work, and reported elsewhere: never a silent blank.

// Bounds on the work: the library lays a sheet out whole, and computes what a formula refers to again each time.
const (
	maxFormulas      = 2000
	maxFormulaLength = 500
	maxLaidOut       = 200_000 // cells
)

// plainFunctions are those whose result is no longer than what they are given.
var plainFunctions = []string{"CONCATENATE", "CONCAT", "UPPER", "LOWER", "PROPER", "TRIM", "LEFT", "RIGHT", "MID", "LEN", "IF", "TRUE", "FALSE", "ROUND", "INT", "ABS"}

var (
	quotedText    = regexp.MustCompile(`"(?:[^"]|"")*"`)
	functionName  = regexp.MustCompile(`([A-Za-z_.][A-Za-z0-9_.]*)\s*\(`)
	cellReference = regexp.MustCompile(`\$?[A-Za-z]{1,3}\$?[0-9]{1,7}`)
)

// compute gives a value to the formulas that have none. What cannot be computed is an issue.
func compute(file *excelize.File, name string, details sheetDetails, rows []sheet.Row) ([]sheet.Row, []forms.Issue) {
	var issues []forms.Issue
	small := details.last.column*details.last.row <= maxLaidOut
	for _, at := range details.formulas {
		value, ok := "", false
		if small {
			value, ok = computed(file, name, at)
		}
		if !ok {
			issues = append(issues, forms.Issue{Severity: forms.SeverityWarning, Source: forms.Source{Sheet: name, Row: at.row},
				Column: columnOf(rows, at), Key: "forms_files.cell.not_computed"})
			continue
		}
		rows = put(rows, at, value)
	}
	return rows, issues
}

// computed gives the value of a formula that only puts together cells that are no formulas themselves: its cost is that
// of its length.
func computed(file *excelize.File, name string, at position) (string, bool) {
	cell, err := excelize.CoordinatesToCellName(at.column, at.row)
	if err != nil {
		return "", false
	}
	formula, err := file.GetCellFormula(name, cell)
	if err != nil || formula == "" || len(formula) > maxFormulaLength {
		return "", false
	}
	bare := quotedText.ReplaceAllString(formula, "")
	if strings.ContainsAny(bare, ":![]{}#") {
		return "", false // areas, other sheets, other files
	}
	for _, match := range functionName.FindAllStringSubmatch(bare, -1) {
		if !slices.Contains(plainFunctions, strings.ToUpper(match[1])) {
			return "", false
		}
	}
	for _, reference := range cellReference.FindAllString(bare, -1) {
		if other, err := file.GetCellFormula(name, strings.ReplaceAll(reference, "$", "")); err != nil || other != "" {
			return "", false
		}
	}
	value, err := file.CalcCellValue(name, cell, excelize.Options{RawCellValue: true})
	return value, err == nil && !slices.Contains(formulaErrors, value)
}

// columnOf gives the header above a cell, or its letter where there is none.
func columnOf(rows []sheet.Row, at position) string {
	if len(rows) > 0 && at.row > rows[0].Number && at.column <= len(rows[0].Values) && rows[0].Values[at.column-1] != "" {
		return rows[0].Values[at.column-1]
	}
	letter, err := excelize.ColumnNumberToName(at.column)
	if err != nil {
		return ""
	}
	return letter
}

// put writes a value in its row, which may be one that looked blank.
func put(rows []sheet.Row, at position, value string) []sheet.Row {
	place, found := slices.BinarySearchFunc(rows, at.row, func(row sheet.Row, number int) int { return row.Number - number })
	if !found {
		rows = slices.Insert(rows, place, sheet.Row{Number: at.row})
	}
	for len(rows[place].Values) < at.column {
		rows[place].Values = append(rows[place].Values, "")
	}
	rows[place].Values[at.column-1] = value
	return rows
}
