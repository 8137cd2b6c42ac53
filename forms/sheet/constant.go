package sheet

import (
	"regexp"
	"strings"

	"concertation/forms"
)

var (
	quoted  = regexp.MustCompile(`^(?:'([^']*)'|"([^"]*)")$`)
	numeric = regexp.MustCompile(`^-?[0-9]+(?:\.[0-9]+)?$`)
)

// readDefault reads the default. A hidden question's is its constant, which stands under calculation; one that is
// computed is left out.
func (in *interpreter) readDefault(r rowView, question *forms.Question) bool {
	question.Default = clean(r.get("default"))
	if hasList(question.Kind) {
		question.Default = choiceName(question.Default)
	}
	if question.Kind != forms.Hidden {
		if r.get("calculation") != "" {
			in.report(forms.SeverityWarning, r.view, r.row.Number, r.header("calculation"), "forms_files.question.calculation")
		}
		return true
	}
	formula := expression(r.get("calculation"))
	switch {
	case formula == "":
		return true
	case numeric.MatchString(formula):
		question.Default = formula
		return true
	}
	if match := quoted.FindStringSubmatch(formula); match != nil {
		question.Default = match[1] + match[2]
		return true
	}
	in.report(forms.SeverityWarning, r.view, r.row.Number, r.header("calculation"), "forms_files.type.calculate",
		"name", shorten(question.Name))
	return false
}

// writeConstant gives the calculation of a hidden question; ok is false for a text that XPath cannot quote, which is
// then written as a default.
func writeConstant(value string) (calculation string, ok bool) {
	switch {
	case !strings.Contains(value, "'"):
		return "'" + value + "'", true
	case !strings.Contains(value, `"`):
		return `"` + value + `"`, true
	}
	return "", false
}
