package sheet

import (
	"regexp"
	"strconv"
	"strings"

	"concertation/forms"
)

var parameter = regexp.MustCompile(`([A-Za-z_-]+)\s*=\s*([^\s,;]+)`)

// readParameters reads «randomize=true max=3 start=0 end=10 step=1 total=10»; spaces, commas and semicolons part them.
func (in *interpreter) readParameters(r rowView, question *forms.Question) {
	value := clean(r.get("parameters"))
	if question.Kind == forms.Range {
		question.Min, question.Max, question.Step = 1, 10, 1 // as in XLSForm
	}
	for _, match := range parameter.FindAllStringSubmatch(value, -1) {
		if !applyParameter(question, strings.ToLower(match[1]), match[2]) {
			in.report(forms.SeverityWarning, r.view, r.row.Number, r.header("parameters"), "forms_files.parameter.unused",
				"parameter", shorten(match[0]))
		}
	}
	if rest := strings.Trim(parameter.ReplaceAllString(value, ""), " \t\n,;"); rest != "" {
		in.report(forms.SeverityWarning, r.view, r.row.Number, r.header("parameters"), "forms_files.parameter.unused",
			"parameter", shorten(rest))
	}
}

// applyParameter says whether the question's kind has that parameter and its value is of the right kind.
func applyParameter(question *forms.Question, name, value string) bool {
	kind := question.Kind
	if name == "randomize" {
		is, ok := boolean(value)
		question.Randomize = is
		return ok && (hasList(kind) || len(question.Rows) > 0)
	}
	parsed, ok := number(value)
	if !ok {
		return false
	}
	whole := parsed >= 0 && parsed <= 1e6 && parsed == float64(int(parsed))
	switch {
	case name == "max" && (kind == forms.SelectMultiple || kind == forms.Rank) && whole:
		question.MaxChoices = int(parsed)
	case name == "total" && kind == forms.ConstantSum && whole:
		question.Total = int(parsed)
	case name == "start" && kind == forms.Range:
		question.Min = parsed
	case name == "end" && kind == forms.Range:
		question.Max = parsed
	case name == "step" && kind == forms.Range:
		question.Step = parsed
	default:
		return false
	}
	return true
}

func hasList(kind forms.Kind) bool {
	switch kind {
	case forms.SelectOne, forms.SelectMultiple, forms.Rank, forms.Grid:
		return true
	}
	return false
}

// writeParameters is the inverse of readParameters.
func writeParameters(question forms.Question) string {
	var parts []string
	if question.Randomize {
		parts = append(parts, "randomize=true")
	}
	if question.MaxChoices != 0 {
		parts = append(parts, "max="+strconv.Itoa(question.MaxChoices))
	}
	if question.Kind == forms.Range {
		parts = append(parts, "start="+formatNumber(question.Min), "end="+formatNumber(question.Max),
			"step="+formatNumber(question.Step))
	}
	if question.Kind == forms.ConstantSum {
		parts = append(parts, "total="+strconv.Itoa(question.Total))
	}
	return strings.Join(parts, " ")
}
