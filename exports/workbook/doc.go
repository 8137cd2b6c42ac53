// Package workbook writes the consultation's Excel workbook, one file per sheet: «Classeur de travail (interne)» and
// «Classeur à diffuser» (R2.4, R6). Data sheets are one long table each, with one header row, written as a stream;
// only the sheets people print hold several things. User text is always a string cell. Start with write.go.
package workbook
