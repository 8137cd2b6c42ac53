// Package exports gathers the files that leave the house: workbook (Excel) and csv. Domain rows come in, files go out;
// nothing here opens a store or decides who may see what. The types of the rows are in input.go.
package exports
