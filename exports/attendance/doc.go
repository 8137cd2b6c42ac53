// Package attendance writes the list of an event as a spreadsheet: a person a row, who they are, where they stand, when
// they came.
//
// Rows are handed to it in words already. Text is text, hours are hours, and the same rows give the same bytes.
package attendance
