// Package yaml reads and writes the YAML form of a questionnaire: the words of XLSForm, as keys.
//
// Only decoding and encoding go in here; what rows mean is package sheet's. Start with read.go.
package yaml
