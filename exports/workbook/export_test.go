package workbook

// WriteInSheetsOf writes a workbook in sheets of so many rows at most, instead of as many as Excel allows.
var WriteInSheetsOf = write
