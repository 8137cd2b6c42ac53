// Package i18n holds every sentence the screens, mails and files show, and writes numbers and dates as French readers
// expect them (R5).
//
// Sentences live in fr/*.json, one file per area, flat sorted keys «area.screen.element», in go-i18n's format. Code
// and stored data hold keys, never sentences. Start with catalogue.go, then printer.go; format.go for numbers, dates.go
// for dates. Nothing here knows a screen.
package i18n
