// Package sheet is the questionnaire as rows: the three sheets survey, choices and settings that the XLSForm and YAML
// forms of a questionnaire share. It turns rows into a forms.Definition (Interpret) and back (FromDefinition).
//
// No file format goes in here: packages xlsform and yaml decode and encode the rows, so that both give the same
// definition and the same issues. What a questionnaire means as a whole (unknown references, duplicate names) is
// forms.Compile's business.
//
// Start with book.go (the rows), then interpret.go.
package sheet
