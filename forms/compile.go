package forms

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds on a questionnaire.
const (
	MaxQuestions = 2000
	MaxChoices   = 500
	MaxLabel     = 20000 // characters
	maxSections  = 8     // more is a warning (R4.1)
)

// Compile checks a definition and prepares it. With an issue of severity error the Questionnaire is nil. Every issue is
// reported, in the order of the definition.
func Compile(definition Definition) (*Questionnaire, []Issue) {
	return compileAs(definition, mode{})
}

// Reopen is Compile for a definition that was published once: what is refused today only because it can never be meant
// is a warning then, so that a stricter check never closes a questionnaire that people are answering.
func Reopen(definition Definition) (*Questionnaire, []Issue) {
	return compileAs(definition, mode{published: true})
}

// mode is what a definition is compiled for.
type mode struct {
	published bool                // it was accepted once; see Reopen
	united    bool                // it gathers several revisions, each within the bounds; see Union
	former    map[string][]Choice // further choices by question
}

func compileAs(definition Definition, as mode) (*Questionnaire, []Issue) {
	c := &compiler{mode: as, q: &Questionnaire{definition: definition, byName: map[string]int{}, roles: map[Role]*Question{}}, names: map[string]Source{}}
	c.whole()
	c.lists()
	for i := range definition.Sections {
		c.section(i)
	}
	c.expressions()
	c.specifies()
	c.cycles()
	if HasErrors(c.issues) {
		return nil, c.issues
	}
	for i := range c.q.entries {
		if e := &c.q.entries[i]; e.kind.asks {
			c.q.answering = append(c.q.answering, e.question)
			c.q.columns = append(c.q.columns, columnsOf(e)...)
			c.fields(e)
		}
	}
	return c.q, c.issues
}

// fields gathers the names under which a question is posted.
func (c *compiler) fields(e *entry) {
	own := []string{e.question.Name}
	for _, field := range e.rankFields {
		if field != "" {
			own = append(own, field)
		}
	}
	section := &c.q.sections[e.section]
	section.fields = append(section.fields, own...)
	if e.question.Identity {
		c.q.identifying = append(c.q.identifying, own...)
	}
}

type compiler struct {
	q      *Questionnaire
	issues []Issue
	names  map[string]Source // of questions, rows and sections
	mode
}

func (c *compiler) add(severity Severity, source Source, column, key string, args ...any) {
	c.issues = append(c.issues, Issue{Severity: severity, Source: source, Column: column, Key: key, Args: args})
}

func (c *compiler) fault(source Source, column, key string, args ...any) {
	c.add(SeverityError, source, column, key, args...)
}

// doubt is a fault of what can be answered all the same: see Reopen.
func (c *compiler) doubt(source Source, column, key string, args ...any) {
	if c.published {
		c.warn(source, column, key, args...)
		return
	}
	c.fault(source, column, key, args...)
}

func (c *compiler) warn(source Source, column, key string, args ...any) {
	c.add(SeverityWarning, source, column, key, args...)
}

// whole checks what concerns no question in particular.
func (c *compiler) whole() {
	definition := &c.q.definition
	settings := Source{Sheet: "settings"}
	if definition.Title.Empty() {
		c.warn(settings, "form_title", "forms.issue.no_title")
	}
	if len(definition.Sections) > maxSections {
		c.warn(Source{Sheet: "survey"}, "", "forms.issue.many_sections", "count", len(definition.Sections), "max", maxSections)
	}
	asked := 0
	for _, section := range definition.Sections {
		for _, question := range section.Questions {
			if question.Kind != Note {
				asked += max(len(question.Rows), 1)
			}
		}
	}
	switch {
	case asked == 0:
		c.fault(Source{Sheet: "survey"}, "", "forms.issue.no_question")
	case asked > MaxQuestions && !c.united:
		c.fault(Source{Sheet: "survey"}, "", "forms.issue.many_questions", "count", asked, "max", MaxQuestions)
	}
}

// lists checks the choices, each list by name order so that issues come in a stable order.
func (c *compiler) lists() {
	lists := c.q.definition.Lists
	names := make([]string, 0, len(lists))
	for name := range lists {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		choices := lists[name]
		if len(choices) > MaxChoices {
			c.fault(choices[0].Source, "list_name", "forms.issue.many_choices", "list", name, "count", len(choices), "max", MaxChoices)
		}
		for _, choice := range choices {
			switch {
			case choice.Name == "":
				c.fault(choice.Source, "name", "forms.issue.choice_without_name", "list", name)
			case utf8.RuneCountInString(choice.Name) > 200:
				c.fault(choice.Source, "name", "forms.issue.name_too_long", "name", strings.ToValidUTF8(choice.Name[:20], ""))
			}
			if choice.Label.Empty() {
				c.warn(choice.Source, "label", "forms.issue.choice_without_label", "list", name, "choice", choice.Name)
			}
			c.length(choice.Source, "label", choice.Label)
		}
	}
}

func (c *compiler) section(i int) {
	section := &c.q.definition.Sections[i]
	c.q.sections = append(c.q.sections, compiledSection{})
	if section.Title.Empty() {
		c.warn(section.Source, "label", "forms.issue.section_without_title", "number", i+1)
	}
	if section.Name != "" {
		c.name(section.Name, section.Source)
	}
	c.length(section.Source, "label", section.Title)
	for at := range section.Questions {
		c.question(&section.Questions[at], i, -1)
	}
}

// question adds an entry for a question, a group or a row, then for its rows.
func (c *compiler) question(question *Question, section, parent int) {
	kind, known := kindOf(question.Kind)
	if !known {
		c.fault(question.Source, "type", "forms.issue.unknown_kind", "kind", string(question.Kind))
		return
	}
	c.name(question.Name, question.Source)
	at := len(c.q.entries)
	c.q.entries = append(c.q.entries, entry{question: question, parent: parent, section: section, kind: kind, specifyOf: -1})
	c.q.sections[section].entries = append(c.q.sections[section].entries, at)
	if question.Name != "" {
		if _, taken := c.q.byName[question.Name]; !taken {
			c.q.byName[question.Name] = at
		}
	}
	c.labels(question)
	c.numbers(question)
	c.role(question, parent)
	if kind.choice {
		c.choices(at)
	}
	c.constant(question)
	c.defaults(at)
	if !kind.group {
		if len(question.Rows) > 0 {
			c.fault(question.Source, "type", "forms.issue.rows_unexpected", "name", question.Name)
		}
		return
	}
	if len(question.Rows) == 0 {
		c.fault(question.Source, "type", "forms.issue.no_row", "name", question.Name)
	}
	for i := range question.Rows {
		row := &question.Rows[i]
		if question.Identity && !row.Identity {
			copied := *row // the definition is the author's: it stays as it is
			copied.Identity = true
			row = &copied
		}
		if question.Kind == Grid && row.Kind != SelectOne || question.Kind == ConstantSum && row.Kind != Integer {
			c.fault(row.Source, "type", "forms.issue.row_kind", "name", row.Name, "group", question.Name)
			continue
		}
		if question.Kind == Grid && row.List != question.List {
			c.fault(row.Source, "type", "forms.issue.row_list", "name", row.Name, "group", question.Name)
			continue
		}
		c.q.entries[at].rows = append(c.q.entries[at].rows, len(c.q.entries))
		c.question(row, section, at)
	}
}

// name checks that a name is well made and unique.
func (c *compiler) name(name string, source Source) {
	switch {
	case name == "":
		c.fault(source, "name", "forms.issue.no_name")
		return
	case !validName(name):
		c.fault(source, "name", "forms.issue.bad_name", "name", name)
	case len(name) > 120 && !c.united:
		c.fault(source, "name", "forms.issue.name_too_long", "name", name[:20])
	}
	if first, taken := c.names[name]; taken {
		c.fault(source, "name", "forms.issue.name_taken", "name", name, "row", first.Row)
		return
	}
	c.names[name] = source
}

// validName follows XLSForm: a letter or «_», then letters, digits, «-», «_», «.».
func validName(name string) bool {
	for i, r := range name {
		letter := r == '_' || unicode.IsLetter(r)
		if !letter && (i == 0 || !strings.ContainsRune("-.0123456789", r)) {
			return false
		}
	}
	return true
}

func (c *compiler) labels(question *Question) {
	if question.Label.Empty() && question.Kind != Hidden && question.Kind != Grid && question.Kind != ConstantSum {
		c.warn(question.Source, "label", "forms.issue.no_label", "name", question.Name)
	}
	c.length(question.Source, "label", question.Label)
	c.length(question.Source, "hint", question.Hint)
	c.length(question.Source, "constraint_message", question.ConstraintMessage)
	c.length(question.Source, "required_message", question.RequiredMessage)
}

func (c *compiler) length(source Source, column string, text Text) {
	for _, wording := range text {
		if utf8.RuneCountInString(wording) > MaxLabel {
			c.fault(source, column, "forms.issue.label_too_long", "max", MaxLabel)
			return
		}
	}
}

func (c *compiler) numbers(question *Question) {
	switch {
	case question.Kind == Range && question.Max <= question.Min:
		c.fault(question.Source, "parameters", "forms.issue.range_bounds", "name", question.Name)
	case question.Kind == Range && question.Step < 0:
		c.fault(question.Source, "parameters", "forms.issue.range_step", "name", question.Name)
	case question.Kind == ConstantSum && question.Total <= 0:
		c.fault(question.Source, "parameters", "forms.issue.no_total", "name", question.Name)
	case question.MaxChoices < 0:
		c.fault(question.Source, "parameters", "forms.issue.max_negative", "name", question.Name)
	}
}

func (c *compiler) role(question *Question, parent int) {
	if question.Role == RoleNone {
		return
	}
	wanted := SelectOne
	switch question.Role {
	case RoleCategory, RoleTerritory, RoleSize, RolePublication:
	case RoleContact:
		wanted = ShortText
	default:
		c.fault(question.Source, "role", "forms.issue.unknown_role", "role", string(question.Role))
		return
	}
	switch {
	case question.Kind != wanted || parent >= 0:
		c.fault(question.Source, "role", "forms.issue.role_kind", "role", string(question.Role), "name", question.Name)
	case c.q.roles[question.Role] != nil:
		c.fault(question.Source, "role", "forms.issue.role_taken", "role", string(question.Role), "name", c.q.roles[question.Role].Name)
	default:
		c.q.roles[question.Role] = question
	}
}
