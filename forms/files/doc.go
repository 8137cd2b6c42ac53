// Package files reads, writes and checks questionnaire files by their extension: .xlsx (XLSForm) and .yaml.
//
// It is what the command line and the import screen use. It knows no sentence: messages are keys, which the caller's
// Translate turns into words. Start with files.go; report.go for what « forms check » prints.
package files
