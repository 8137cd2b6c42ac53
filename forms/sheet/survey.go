package sheet

import (
	"strings"

	"concertation/forms"
)

// maxDepth bounds how deep groups may nest: a questionnaire people can follow has two levels.
const maxDepth = 10

// node is a row of the survey with the rows of its group.
type node struct {
	row      rowView
	kind     rowType
	children []node
}

// checkSurvey says whether the survey sheet can be read, and reports the columns that will not be used.
func (in *interpreter) checkSurvey() bool {
	v := in.survey
	if v.table.Absent() {
		in.issues = append(in.issues, FileIssue("forms_files.survey.missing"))
		return false
	}
	complete := true
	for _, word := range []string{"type", "name"} {
		if len(v.byBase[word]) == 0 {
			in.report(forms.SeverityError, v, v.table.HeaderRow, "", "forms_files.column.missing", "column", word)
			complete = false
		}
	}
	for _, c := range v.columns {
		if !surveyWords[c.base] && v.table.used(c.index) {
			in.report(forms.SeverityWarning, v, v.table.firstRowWith(c.index), c.header, "forms_files.column.unused")
		}
	}
	return complete
}

// readSurvey makes the sections: each top-level group, and the questions that stand outside any.
func (in *interpreter) readSurvey() []forms.Section {
	var sections []forms.Section
	loose := false // the last section is one for questions outside any group
	for _, n := range in.tree() {
		if n.kind.role == roleBeginGroup && in.groupKind(n) == "" {
			sections = append(sections, in.section(n))
			loose = false
			continue
		}
		questions := in.questions([]node{n}, "")
		if len(questions) == 0 {
			continue
		}
		if !loose {
			sections = append(sections, forms.Section{Source: n.row.source()})
			loose = true
		}
		last := &sections[len(sections)-1]
		last.Questions = append(last.Questions, questions...)
	}
	return sections
}

func (in *interpreter) section(n node) forms.Section {
	r := n.row
	in.checkReferences(r, "label", "hint")
	in.checkGroup(r)
	return forms.Section{
		Name: in.groupName(r), Title: in.text(r, "label"), Hint: in.text(r, "hint"),
		Relevant: expression(r.get("relevant")), Source: r.source(), Questions: in.questions(n.children, ""),
	}
}

// checkGroup reports what the row of a group says that a page or a heading cannot carry.
func (in *interpreter) checkGroup(r rowView) {
	for _, word := range []string{"required", "constraint", "default", "parameters", "choice_filter", "identity", "role", "contribution"} {
		if r.get(word) != "" {
			in.report(forms.SeverityWarning, r.view, r.row.Number, r.header(word), "forms_files.group.unused")
		}
	}
	for _, token := range strings.Fields(otherAppearances(r.get("appearance"))) {
		if in.once("appearance " + strings.ToLower(token)) {
			in.report(forms.SeverityWarning, r.view, r.row.Number, r.header("appearance"), "forms_files.appearance.unused",
				"appearance", shorten(token))
		}
	}
}

// tree nests the rows of the survey by their groups. Repeats are refused, but read as groups so that what they hold
// is checked too.
func (in *interpreter) tree() []node {
	stack := []node{{}}
	for _, row := range in.survey.table.Rows {
		r := in.survey.row(row)
		if !in.readable(r) {
			continue
		}
		n := node{row: r, kind: readType(r.get("type"))}
		switch n.kind.role {
		case roleBeginRepeat:
			in.report(forms.SeverityError, r.view, row.Number, r.header("type"), "forms_files.type.repeat")
			n.kind.role = roleBeginGroup
			stack = append(stack, n)
		case roleBeginGroup:
			if len(stack) == maxDepth+1 {
				in.report(forms.SeverityError, r.view, row.Number, r.header("type"), "forms_files.group.too_deep", "max", maxDepth)
			}
			stack = append(stack, n)
		case roleEndGroup, roleEndRepeat:
			if len(stack) == 1 {
				in.report(forms.SeverityError, r.view, row.Number, r.header("type"), "forms_files.group.not_begun")
				continue
			}
			stack = closeGroup(stack)
		default:
			top := &stack[len(stack)-1]
			top.children = append(top.children, n)
		}
	}
	for len(stack) > 1 {
		open := stack[len(stack)-1].row
		in.report(forms.SeverityError, open.view, open.row.Number, open.header("type"), "forms_files.group.not_ended",
			"name", shorten(open.get("name")))
		stack = closeGroup(stack)
	}
	return stack[0].children
}

// closeGroup moves the innermost group into the one around it; beyond maxDepth its content is left out (an error was
// reported), so that conditions joined level by level stay small.
func closeGroup(stack []node) []node {
	group, depth := stack[len(stack)-1], len(stack)-1
	stack = stack[:len(stack)-1]
	if depth <= maxDepth {
		stack[len(stack)-1].children = append(stack[len(stack)-1].children, group)
	}
	return stack
}

// readable says whether a row is one to read; a row with a name but no type is reported.
func (in *interpreter) readable(r rowView) bool {
	if decoration(r.row) {
		return false
	}
	if is, _ := boolean(r.get("disabled")); is {
		return false
	}
	if code(r.get("type")) != "" {
		return true
	}
	if r.get("name") != "" {
		in.report(forms.SeverityWarning, r.view, r.row.Number, r.header("type"), "forms_files.type.blank")
	}
	return false
}
