// Package part is what several folders of the console share: forms as they were typed, files brought by a person, and
// the screens of an import, from the file to its undoing, whatever its rows are.
//
// What one folder alone needs stays there. Start with form.go; import.go is told by an ImportKind what rows are.
package part
