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
var shownAppearances = words(`minimal likert horizontal heading`)

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
	for _, n := range nodes {
		switch n.kind.role {
		case roleBeginGroup:
			if kind := in.groupKind(n); kind != "" {
				questions = append(questions, in.compound(n, kind, relevant))
				continue
			}
			inner := and(relevant, expression(n.row.get("relevant")))
			if heading := in.heading(n, inner); !heading.Label.Empty() {
				questions = append(questions, heading)
			}
			questions = append(questions, in.questions(n.children, inner)...)
		case roleQuestion:
			question, ok := in.question(n)
			if !ok {
				continue
			}
			question.Relevant = and(relevant, question.Relevant)
			questions = append(questions, question)
			if n.kind.orOther {
				questions = append(questions, in.orOther(n, &questions[len(questions)-1], relevant)...)
			}
		default:
			in.reportLeftOut(n)
		}
	}
	return questions
}

func (in *interpreter) heading(n node, relevant string) forms.Question {
	in.checkReferences(n.row, "label", "hint")
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
