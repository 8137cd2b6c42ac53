package sheet

import (
	"slices"
	"strings"

	"concertation/forms"
)

// Appearances of the groups that act as one question.
const (
	appearanceTableList   = "table-list"
	appearanceConstantSum = "constant-sum"
	appearanceFieldList   = "field-list"
)

// groupKind says which question a group is, or "" for a group of questions.
func (in *interpreter) groupKind(n node) forms.Kind {
	for _, token := range strings.Fields(strings.ToLower(n.row.get("appearance"))) {
		switch token {
		case appearanceConstantSum:
			return forms.ConstantSum
		case appearanceTableList:
			if isGrid(n.children) {
				return forms.Grid
			}
			if in.once("grid " + n.row.get("name")) {
				in.report(forms.SeverityWarning, n.row.view, n.row.row.Number, n.row.header("appearance"), "forms_files.grid.mixed")
			}
		}
	}
	return ""
}

// labelledRows counts the rows of a grid written the older way: a select_one of appearance «label», which only shows
// the choices, then select_one rows of the same list and of appearance «list-nolabel». It is 0 for anything else.
func labelledRows(nodes []node) int {
	if nodes[0].kind.kind != forms.SelectOne || !nodes[0].appears("label") {
		return 0
	}
	count := 0
	for _, n := range nodes[1:] {
		if n.kind.kind != forms.SelectOne || n.kind.list != nodes[0].kind.list || !n.appears("list-nolabel") {
			break
		}
		count++
	}
	return count
}

func (n node) appears(appearance string) bool {
	return slices.Contains(strings.Fields(strings.ToLower(n.row.get("appearance"))), appearance)
}

// isGrid says whether rows are all choices of one list, without a list of their own or a text for «other».
func isGrid(children []node) bool {
	for _, child := range children {
		if child.kind.kind != forms.SelectOne || child.kind.orOther || child.kind.list != children[0].kind.list {
			return false
		}
	}
	return len(children) > 0
}

// compound makes a grid or a constant sum of its group.
func (in *interpreter) compound(n node, kind forms.Kind, relevant string) forms.Question {
	rows := in.rows(n, kind)
	n.kind = rowType{kind: kind}
	if kind == forms.Grid && len(rows) > 0 {
		n.kind.list = rows[0].List
	}
	question := in.common(n)
	question.Name, question.Rows = in.groupName(n.row), rows
	question.Relevant = and(relevant, question.Relevant)
	question.Appearance = otherAppearances(n.row.get("appearance"))
	in.readParameters(n.row, &question)
	question.Default = clean(n.row.get("default"))
	in.readRole(n.row, &question)
	return question
}

func (in *interpreter) rows(n node, kind forms.Kind) []forms.Question {
	var rows []forms.Question
	for _, child := range n.children {
		r := child.row
		if kind == forms.ConstantSum && (child.kind.role != roleQuestion || child.kind.kind != forms.Integer) {
			in.report(forms.SeverityError, r.view, r.row.Number, r.header("type"), "forms_files.sum.not_integer")
			continue
		}
		if row, ok := in.question(child); ok {
			row.Appearance = otherAppearances(row.Appearance)
			rows = append(rows, row)
		}
	}
	return rows
}

// otherAppearances drops the appearances that say what the group is.
func otherAppearances(appearance string) string {
	var rest []string
	for _, token := range strings.Fields(appearance) {
		switch strings.ToLower(token) {
		case appearanceTableList, appearanceConstantSum, appearanceFieldList, "label", "list-nolabel":
		default:
			rest = append(rest, token)
		}
	}
	return strings.Join(rest, " ")
}
