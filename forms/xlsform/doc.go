// Package xlsform reads and writes questionnaires as XLSForm workbooks.
//
// Only decoding and encoding of the workbook go in here; what rows mean is package sheet's. Start with read.go.
package xlsform
