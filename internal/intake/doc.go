// Package intake reads the tabular files that people bring, CSV and XLSX, as rows of text: it finds the encoding and
// the separator, and says what it found. It knows nothing of what the columns mean, opens no store, and never holds
// more than a row of a CSV. Start with Open. ReadScan does the same for the photographs and scans beside letters.
package intake
