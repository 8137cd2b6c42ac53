package files

import (
	"cmp"
	"errors"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"concertation/forms"
	"concertation/forms/sheet"
)

// Translate gives the sentence of a key; args are pairs, name then value.
type Translate func(key string, args ...any) string

// Report is what a check says of one file.
type Report struct {
	File      string   `json:"file"`
	OK        bool     `json:"ok"` // no issue of severity error
	Title     string   `json:"title"`
	Questions int      `json:"questions"` // those that are asked; a grid is one
	Languages []string `json:"languages"`
	Issues    []Issue  `json:"issues"`
}

// Issue is a forms.Issue in words.
type Issue struct {
	Severity string `json:"severity"` // error or warning
	Where    string `json:"where"`    // « feuille survey, ligne 12, colonne relevant »; blank for the whole file
	Message  string `json:"message"`
}

// Check reads a file and compiles what it holds. It never fails: a file that cannot be read is a report with one issue.
func Check(path string, translate Translate) Report {
	report := Report{File: path, Languages: []string{}, Issues: []Issue{}}
	definition, issues, err := examine(Read(path))
	if err != nil {
		report.Issues = append(report.Issues, Issue{
			Severity: string(forms.SeverityError), Message: Explain(err, translate),
		})
		return report
	}
	report.OK = !forms.HasErrors(issues)
	report.Title = definition.Title.In(definition.DefaultLanguage)
	report.Questions = Count(definition)
	report.Languages = append(report.Languages, definition.Languages...)
	report.Issues = append(report.Issues, Words(issues, filepath.Ext(path), translate)...)
	return report
}

// Examine reads a file received by its name and compiles what it holds: all that is wrong with it, in the order of the
// file. An error says why it cannot be read.
func Examine(data []byte, filename string) (forms.Definition, []forms.Issue, error) {
	return examine(ReadBytes(data, filename))
}

func examine(definition forms.Definition, issues []forms.Issue, err error) (forms.Definition, []forms.Issue, error) {
	if err != nil {
		return definition, nil, err
	}
	// Without any page the reader has already said what is missing.
	if len(definition.Sections) > 0 || !forms.HasErrors(issues) {
		_, further := forms.Compile(definition)
		issues = append(issues, further...)
	}
	slices.SortStableFunc(issues, inFileOrder)
	return definition, issues, nil
}

// inFileOrder sorts issues as one who reads the file meets them: what concerns it whole, then sheet by sheet.
func inFileOrder(a, b forms.Issue) int {
	return cmp.Or(cmp.Compare(sheetRank(a.Source.Sheet), sheetRank(b.Source.Sheet)), cmp.Compare(a.Source.Row, b.Source.Row))
}

func sheetRank(name string) int {
	switch strings.ToLower(name) {
	case "":
		return 0
	case "settings":
		return 1
	case "survey":
		return 2
	case "choices":
		return 3
	}
	return 4
}

// Words puts issues in words, for a file of that extension.
func Words(issues []forms.Issue, extension string, translate Translate) []Issue {
	words := make([]Issue, 0, len(issues))
	for _, issue := range issues {
		words = append(words, Issue{
			Severity: string(issue.Severity), Where: where(issue, extension, translate),
			Message: translate(issue.Key, issue.Args...),
		})
	}
	return words
}

// Explain puts in words why a file cannot be read or written.
func Explain(err error, translate Translate) string {
	var refused *sheet.FileError
	if errors.As(err, &refused) {
		return translate(refused.Key, refused.Args...)
	}
	return translate("forms_files.file.unreadable")
}

// where says where an issue stands, as its author sees the file.
func where(issue forms.Issue, extension string, translate Translate) string {
	isSheet := strings.EqualFold(extension, ".xlsx")
	var parts []string
	if issue.Source.Sheet != "" {
		key := "forms_files.where.part"
		if isSheet {
			key = "forms_files.where.sheet"
		}
		parts = append(parts, translate(key, "name", issue.Source.Sheet))
	}
	if issue.Source.Row > 0 {
		parts = append(parts, translate("forms_files.where.row", "number", strconv.Itoa(issue.Source.Row)))
	}
	if issue.Column != "" {
		key := "forms_files.where.key"
		if isSheet {
			key = "forms_files.where.column"
		}
		parts = append(parts, translate(key, "name", issue.Column))
	}
	return strings.Join(parts, ", ")
}

// Count counts the questions that are asked; a grid is one.
func Count(definition forms.Definition) int {
	count := 0
	for _, section := range definition.Sections {
		for _, question := range section.Questions {
			if question.Kind != forms.Note && question.Kind != forms.Hidden {
				count++
			}
		}
	}
	return count
}

// Headline sums a report up in a line.
func Headline(report Report, translate Translate) string {
	key := "forms_files.check.ok"
	if !report.OK {
		key = "forms_files.check.not_ok"
	}
	return translate(key, "file", report.File, "title", report.Title, "count", report.Questions,
		"languages", strings.Join(report.Languages, ", "))
}

// Line writes an issue on one line.
func Line(issue Issue, translate Translate) string {
	wrong := issue.Severity == string(forms.SeverityError)
	switch {
	case wrong && issue.Where == "":
		return translate("forms_files.check.error_whole", "message", issue.Message)
	case wrong:
		return translate("forms_files.check.error", "where", issue.Where, "message", issue.Message)
	case issue.Where == "":
		return translate("forms_files.check.warning_whole", "message", issue.Message)
	}
	return translate("forms_files.check.warning", "where", issue.Where, "message", issue.Message)
}
