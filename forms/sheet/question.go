package sheet

import (
	"fmt"
	"slices"
	"strings"

	"concertation/forms"
)

// Appearances that make a text a long text, a choice a consent, a note a heading; the formats have their own names.
const (
	appearanceMultiline = "multiline"
	appearanceConsent   = "consent"
	appearanceHeading   = "heading"
)

// shownAppearances are those that change something on our pages.
var shownAppearances = words(`minimal likert horizontal heading label list-nolabel`)

// formats are the appearances of a text that check it.
var formats = []forms.Format{
	forms.FormatEmail, forms.FormatSIRET, forms.FormatRNA, forms.FormatSIRETOrRNA, forms.FormatOrganisation,
	forms.FormatName, forms.FormatPhone,
}

var roles = []forms.Role{
	forms.RoleCategory, forms.RoleTerritory, forms.RoleSize, forms.RolePublication, forms.RoleContact,
}

// questions makes the questions of a group, flattening the groups inside it: their condition is joined to each
// question's, their label becomes a heading.
func (in *interpreter) questions(nodes []node, relevant string) []forms.Question {
	var questions []forms.Question
	for i := 0; i < len(nodes); i++ {
		n := nodes[i]
		rows := labelledRows(nodes[i:])
		switch {
		case rows > 0:
			n.children = nodes[i+1 : i+1+rows]
			questions = append(questions, in.compound(n, forms.Grid, relevant))
			i += rows
		case n.kind.role == roleBeginGroup:
			questions = append(questions, in.group(n, relevant)...)
		case n.kind.role == roleQuestion:
			questions = append(questions, in.single(n, relevant)...)
		default:
			in.reportLeftOut(n)
		}
	}
	return questions
}

// group makes one question of a grid or a sum, and several of any other group.
func (in *interpreter) group(n node, relevant string) []forms.Question {
	if kind := in.groupKind(n); kind != "" {
		return []forms.Question{in.compound(n, kind, relevant)}
	}
	var questions []forms.Question
	relevant = and(relevant, expression(n.row.get("relevant")))
	if heading := in.heading(n, relevant); !heading.Label.Empty() {
		questions = append(questions, heading)
	}
	return append(questions, in.questions(n.children, relevant)...)
}

// single makes the question of a row, with the text of its «other» choice.
func (in *interpreter) single(n node, relevant string) []forms.Question {
	question, ok := in.question(n)
	if !ok {
		return nil
	}
	question.Relevant = and(relevant, question.Relevant)
	if !n.kind.orOther {
		return []forms.Question{question}
	}
	other := in.orOther(n, &question, relevant)
	return append([]forms.Question{question}, other...)
}

func (in *interpreter) heading(n node, relevant string) forms.Question {
	in.checkReferences(n.row, "label", "hint")
	in.checkGroup(n.row)
	return forms.Question{
		Name: in.groupName(n.row), Kind: forms.Note, Appearance: appearanceHeading, Relevant: relevant,
		Label: in.text(n.row, "label"), Hint: in.text(n.row, "hint"), Source: n.row.source(),
	}
}

func (in *interpreter) groupName(r rowView) string {
	if name := code(r.get("name")); name != "" {
		return name
	}
	return fmt.Sprintf("group_%d", r.row.Number)
}

// reportLeftOut says why a row makes no question.
func (in *interpreter) reportLeftOut(n node) {
	severity, key := forms.SeverityWarning, "forms_files.type.unsupported"
	switch n.kind.role {
	case roleMetadata:
		key = "forms_files.type.metadata"
	case roleExternal:
		severity, key = forms.SeverityError, "forms_files.type.external"
	case roleUnknown:
		severity, key = forms.SeverityError, "forms_files.type.unknown"
	}
	r := n.row
	in.report(severity, r.view, r.row.Number, r.header("type"), key,
		"type", shorten(code(r.get("type"))), "name", shorten(code(r.get("name"))))
}

// question makes one question of its row; false where there is nothing to keep.
func (in *interpreter) question(n node) (forms.Question, bool) {
	r := n.row
	question := in.common(n)
	question.Name = code(r.get("name"))
	if question.Name == "" {
		if question.Kind != forms.Note {
			in.report(forms.SeverityError, r.view, r.row.Number, r.header("name"), "forms_files.question.no_name")
			return question, false
		}
		question.Name = fmt.Sprintf("note_%d", r.row.Number)
	}
	in.readAppearance(r, &question)
	in.readParameters(r, &question)
	if !in.readDefault(r, &question) {
		return question, false
	}
	in.readRole(r, &question)
	return question, true
}

// common reads what a question's row and the row of a group that acts as one have alike.
func (in *interpreter) common(n node) forms.Question {
	r := n.row
	in.checkReferences(r, "label", "hint", "required_message", "constraint_message")
	return forms.Question{
		Kind: n.kind.kind, List: n.kind.list, Format: n.kind.format, Source: r.source(), Kept: in.kept(r),
		Label: in.text(r, "label"), Hint: in.text(r, "hint"),
		Required:          in.flag(r, "required", forms.SeverityWarning),
		RequiredMessage:   in.text(r, "required_message"),
		Relevant:          expression(r.get("relevant")),
		Constraint:        expression(r.get("constraint")),
		ConstraintMessage: in.text(r, "constraint_message"),
		ChoiceFilter:      expression(r.get("choice_filter")),
		Identity:          in.flag(r, "identity", forms.SeverityError),
	}
}

// readAppearance parts the appearances that have a meaning of their own from those that are only kept.
func (in *interpreter) readAppearance(r rowView, question *forms.Question) {
	var rest []string
	for _, token := range strings.Fields(r.get("appearance")) {
		lower := strings.ToLower(token)
		switch {
		case lower == appearanceMultiline && (question.Kind == forms.ShortText || question.Kind == forms.LongText):
			question.Kind = forms.LongText
		case lower == appearanceConsent && question.Kind == forms.SelectOne:
			question.Consent = true
		case question.Kind == forms.ShortText && question.Format == "" && slices.Contains(formats, forms.Format(lower)):
			question.Format = forms.Format(lower)
		default:
			rest = append(rest, token)
			if !shownAppearances[lower] && in.once("appearance "+lower) {
				in.report(forms.SeverityWarning, r.view, r.row.Number, r.header("appearance"),
					"forms_files.appearance.unused", "appearance", shorten(token))
			}
		}
	}
	question.Appearance = strings.Join(rest, " ")
}

// readRole reads our own columns role and contribution.
func (in *interpreter) readRole(r rowView, question *forms.Question) {
	if value := strings.ToLower(code(r.get("role"))); value != "" {
		question.Role = forms.Role(value)
		if !slices.Contains(roles, question.Role) {
			in.report(forms.SeverityError, r.view, r.row.Number, r.header("role"), "forms_files.value.role", "value", shorten(value))
			question.Role = forms.RoleNone
		}
	}
	question.Open = openByDefault(*question)
	if r.get("contribution") != "" {
		question.Open = in.flag(r, "contribution", forms.SeverityError)
	}
}

// openByDefault says whether answers are contributions where the author says nothing.
func openByDefault(question forms.Question) bool {
	return question.Kind == forms.LongText && !question.Identity
}

// kept gathers the columns that we do not use.
func (in *interpreter) kept(r rowView) map[string]string {
	var kept map[string]string
	for _, c := range r.view.columns {
		if value := r.at(c); value != "" && !surveyWords[c.base] {
			if kept == nil {
				kept = map[string]string{}
			}
			kept[c.header] = value
		}
	}
	return kept
}

// checkReferences warns of ${name} in wordings: it is shown as it stands.
func (in *interpreter) checkReferences(r rowView, bases ...string) {
	for _, base := range bases {
		for _, c := range r.view.byBase[base] {
			if strings.Contains(r.at(c), "${") {
				in.report(forms.SeverityWarning, r.view, r.row.Number, c.header, "forms_files.label.reference")
			}
		}
	}
}
