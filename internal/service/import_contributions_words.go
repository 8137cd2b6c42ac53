package service

import (
	"concertation/internal/consult"
	"concertation/internal/i18n"
)

// IssueWords says what is wrong with a row: «Ligne 12, colonne date : …».
func IssueWords(p *i18n.Printer, issue consult.ImportIssue) string {
	words := IssueText(p, issue)
	if issue.Column == "" {
		return p.T("collect.issue.row", "row", issue.Row, "words", words)
	}
	return p.T("collect.issue.cell", "row", issue.Row, "column", issue.Column, "words", words)
}

// IssueText says what is wrong, without where.
func IssueText(p *i18n.Printer, issue consult.ImportIssue) string {
	args := make([]any, len(issue.Args))
	for i, arg := range issue.Args {
		args[i] = arg
	}
	return p.T(issue.Key, args...)
}
