package forms

import "fmt"

// Severity ranks an Issue. Only errors forbid publishing.
type Severity string

// The severities.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
)

// Issue is something the author of a questionnaire should know. Its message is a key and arguments: the package that
// shows it translates it (catalogue keys "forms.…").
type Issue struct {
	Severity Severity
	Source   Source // sheet and row; zero for the whole file
	Column   string // the column's header, or ""
	Key      string
	Args     []any // pairs: name, value
}

func (i Issue) String() string {
	return fmt.Sprintf("%s %s!%d %s: %s %v", i.Severity, i.Source.Sheet, i.Source.Row, i.Column, i.Key, i.Args)
}

// HasErrors says whether one of issues forbids publishing.
func HasErrors(issues []Issue) bool {
	for _, issue := range issues {
		if issue.Severity == SeverityError {
			return true
		}
	}
	return false
}

// Failure is one thing wrong with what was posted for a question. Message, when set, is the author's own wording
// (required_message, constraint_message) and is shown rather than Key.
type Failure struct {
	Question string // the question or row the summary links to
	Key      string // "forms.answer.required", "forms.answer.number"…
	Args     []any  // pairs: name, value
	Message  Text
}
