package sheet

import (
	"strings"

	"concertation/forms"
)

const surveyOrder = `type name label hint required required_message relevant constraint constraint_message default
	calculation appearance parameters choice_filter identity role contribution`

func (w *writer) survey() Table {
	var rows []cells
	for _, section := range w.definition.Sections {
		if section.Name == "" {
			rows = append(rows, w.questions(section.Questions)...)
			continue
		}
		row := cells{"type": "begin_group", "name": section.Name, "appearance": appearanceFieldList}
		w.text(row, "label", section.Title)
		w.text(row, "hint", section.Hint)
		row.put("relevant", section.Relevant)
		rows = append(rows, row)
		rows = append(rows, w.questions(section.Questions)...)
		rows = append(rows, cells{"type": "end_group"})
	}
	return w.table("survey", surveyOrder, rows)
}

func (w *writer) questions(questions []forms.Question) []cells {
	var rows []cells
	for _, question := range questions {
		rows = append(rows, w.question(question))
		if isCompound(question.Kind) {
			rows = append(rows, w.questions(question.Rows)...)
			rows = append(rows, cells{"type": "end_group"})
		}
	}
	return rows
}

func isCompound(kind forms.Kind) bool { return kind == forms.Grid || kind == forms.ConstantSum }

func (w *writer) question(question forms.Question) cells {
	row := cells{"type": writeType(question), "name": question.Name}
	w.text(row, "label", question.Label)
	w.text(row, "hint", question.Hint)
	row.flag("required", question.Required)
	w.text(row, "required_message", question.RequiredMessage)
	row.put("relevant", question.Relevant)
	row.put("constraint", question.Constraint)
	w.text(row, "constraint_message", question.ConstraintMessage)
	row.put("appearance", writeAppearance(question))
	row.put("parameters", writeParameters(question))
	row.put("choice_filter", question.ChoiceFilter)
	row.flag("identity", question.Identity)
	row.put("role", string(question.Role))
	if question.Open != openByDefault(question) {
		row.put("contribution", map[bool]string{true: "yes", false: "no"}[question.Open])
	}
	row.put("default", question.Default)
	if question.Kind == forms.Hidden && question.Default != "" {
		if calculation, ok := writeConstant(question.Default); ok {
			delete(row, "default")
			row.put("calculation", calculation)
		}
	}
	for header, value := range question.Kept {
		row.put(header, value)
	}
	return row
}

func writeType(question forms.Question) string {
	switch question.Kind {
	case forms.Grid, forms.ConstantSum:
		return "begin_group"
	case forms.LongText:
		return "text"
	case forms.SelectOne, forms.SelectMultiple, forms.Rank:
		return string(question.Kind) + " " + question.List
	}
	return string(question.Kind)
}

// writeAppearance puts what is an appearance in XLSForm and a field of its own here before the rest.
func writeAppearance(question forms.Question) string {
	var tokens []string
	switch {
	case question.Kind == forms.LongText:
		tokens = append(tokens, appearanceMultiline)
	case question.Kind == forms.Grid:
		tokens = append(tokens, appearanceTableList)
	case question.Kind == forms.ConstantSum:
		tokens = append(tokens, appearanceConstantSum)
	case question.Consent:
		tokens = append(tokens, appearanceConsent)
	case question.Format != "":
		tokens = append(tokens, string(question.Format))
	}
	if question.Appearance != "" {
		tokens = append(tokens, question.Appearance)
	}
	return strings.Join(tokens, " ")
}
