// Package mailmerge writes the spreadsheet from which letters are made: names, addresses, personal links and QR codes
// of the structures of a list, and the pictures of the codes alone.
//
// Nothing is read here: rows come from the service. The links let whoever has them answer in the name of a structure:
// the first sheet says so. Start with mailmerge.go.
package mailmerge
