package xlsform

import (
	"archive/zip"
	"slices"

	"github.com/xuri/excelize/v2"

	"concertation/forms"
	"concertation/forms/sheet"
)

// budget counts what a whole file may hold, so that a small file cannot unfold into a huge one.
type budget struct{ rows, cells, text int }

func (b *budget) spend(values []string) bool {
	b.rows++
	b.cells += len(values)
	for _, value := range values {
		b.text += len(value)
	}
	return b.rows <= 4*sheet.MaxRows && b.cells <= sheet.MaxCells && b.text <= sheet.MaxText
}

// readTable streams a sheet: the first row with something in it has the headers; 20 blank rows end it.
func readTable(file *excelize.File, archive *zip.Reader, name string, budget *budget) (sheet.Table, []forms.Issue, error) {
	table := sheet.Table{Name: name}
	raw, err := rawRows(file, name, budget)
	if err != nil {
		return table, nil, err
	}
	if len(raw) == 0 {
		return table, nil, nil
	}
	raw, issues, err := repair(file, archive, name, raw)
	if err != nil {
		return table, nil, sheet.NewFileError("forms_files.file.damaged", err)
	}
	table.HeaderRow, table.Columns = raw[0].Number, raw[0].Values
	last := table.HeaderRow
	for _, row := range raw[1:] {
		if row.Number-last > sheet.BlankRows {
			issues = append(issues, forms.Issue{
				Severity: forms.SeverityWarning, Source: forms.Source{Sheet: name, Row: row.Number},
				Key: "forms_files.sheet.after_blank", Args: []any{"max", sheet.BlankRows},
			})
			break
		}
		last = row.Number
		table.Rows = append(table.Rows, row)
		issues = append(issues, failedFormulas(table, row)...)
	}
	if len(table.Rows) > sheet.MaxRows || len(table.Columns) > sheet.MaxColumns {
		return table, nil, sheet.NewFileError("forms_files.file.too_many_rows", nil, "max", sheet.MaxRows)
	}
	return table, issues, nil
}

// formulaErrors are what the file holds where a formula failed, whatever the language of the spreadsheet.
var formulaErrors = []string{"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"}

// failedFormulas reports the cells of a row whose formula failed.
func failedFormulas(table sheet.Table, row sheet.Row) []forms.Issue {
	var issues []forms.Issue
	for i, value := range row.Values {
		if !slices.Contains(formulaErrors, value) {
			continue
		}
		issue := forms.Issue{
			Severity: forms.SeverityWarning, Source: forms.Source{Sheet: table.Name, Row: row.Number},
			Key: "forms_files.cell.formula", Args: []any{"value", value},
		}
		if i < len(table.Columns) {
			issue.Column = table.Columns[i]
		}
		issues = append(issues, issue)
	}
	return issues
}

// rawRows gives the rows that are not blank, cells as the file stores them.
func rawRows(file *excelize.File, name string, budget *budget) ([]sheet.Row, error) {
	rows, err := file.Rows(name)
	if err != nil {
		return nil, sheet.NewFileError("forms_files.file.damaged", err)
	}
	defer func() { _ = rows.Close() }() // nothing was written
	var raw []sheet.Row
	for number := 1; rows.Next(); number++ {
		values, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, sheet.NewFileError("forms_files.file.damaged", err)
		}
		row := sheet.Row{Number: number, Values: values}
		if len(values) > 0 && !budget.spend(values) {
			return nil, sheet.NewFileError("forms_files.file.too_many_rows", nil, "max", sheet.MaxRows)
		}
		if !row.Blank() {
			raw = append(raw, row)
		}
	}
	if err := rows.Error(); err != nil {
		return nil, sheet.NewFileError("forms_files.file.damaged", err)
	}
	return raw, nil
}
