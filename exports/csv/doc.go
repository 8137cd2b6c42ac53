// Package csv writes the consultation's data as CSV, in an archive: the dialect Excel reads in France, and the one of
// open data with its datapackage.json (R6.3). Cells that a spreadsheet would compute are neutralised (R6.1). Start
// with write.go.
package csv
