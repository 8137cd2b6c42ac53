package ui

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// Field is what every control has. The control's id is ID, or else Name; its hint is id-hint, its error id-error.
type Field struct {
	Name  string
	ID    string
	Label string
	Hint  string
	Error string // translated; the field is then marked, and the summary links to ID
	// Optional says «(facultatif)» after the label, Required sets the attribute; a field is one or the other (R3.1).
	Optional bool
	Required bool
	Markdown bool   // Label, Hint and the options' carry inline Markdown
	SafeHTML bool   // they are the safe HTML that InlineMarkdown gave, which the caller keeps (questionnaires)
	Lang     string // of Label, Hint and options, when not the page's
	Heading  int    // 1 to 6: the label or legend is also a heading of that level; 0: it is not
	// DescribedBy holds further ids that describe the control, separated by spaces.
	DescribedBy string
	Attrs       templ.Attributes // further attributes of the control, or of each item of a group
}

// ControlID gives the id that labels and the error summary point to.
func (f Field) ControlID() string {
	if f.ID != "" {
		return f.ID
	}
	return f.Name
}

// HintID and ErrorID give the ids of the hint and of the error.
func (f Field) HintID() string { return f.ControlID() + "-hint" }

// ErrorID gives the id of the error message.
func (f Field) ErrorID() string { return f.ControlID() + "-error" }

// describedBy gives the value of aria-describedby: hint, error and whatever else, in reading order.
func (f Field) describedBy(more ...string) string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.HintID())
	}
	if f.Error != "" {
		ids = append(ids, f.ErrorID())
	}
	if f.DescribedBy != "" {
		ids = append(ids, f.DescribedBy)
	}
	return strings.Join(append(ids, more...), " ")
}

// itemID gives the id of item i of a group: the first has the group's own, so that the summary lands on it.
func (f Field) itemID(i int) string {
	if i == 0 {
		return f.ControlID()
	}
	return f.ControlID() + "-" + strconv.Itoa(i+1)
}

// optional says whether «(facultatif)» is to be added: not where the author has already written it.
func (f Field) optional(words string) bool {
	return f.Optional && !strings.Contains(strings.ToLower(f.Label), words)
}

// attributes gives what every control of the field carries besides its own attributes.
func (f Field) attributes(describedBy string) templ.Attributes {
	attributes := templ.Attributes{}
	for name, value := range f.Attrs {
		attributes[name] = value
	}
	if describedBy != "" {
		attributes["aria-describedby"] = describedBy
	}
	if f.Required {
		attributes["required"] = true
	}
	if f.Error != "" {
		attributes["aria-invalid"] = "true"
	}
	return attributes
}

// Option is one item of Radios, Checkboxes or Select.
type Option struct {
	Value     string
	Label     string
	Hint      string
	Exclusive bool            // excludes every other (R4.5); separated by «ou»
	Reveals   templ.Component // shown under the option when it is chosen, always without JavaScript
	Attrs     templ.Attributes
	Lang      string // of an option of Select, when neither the field's nor the page's
	// Memo remembers the option of Radios or Checkboxes; nil when it is this visitor's alone.
	Memo *Memo
}

// remembered gives the option's HTML, made of fresh unless it is known.
func (o *Option) remembered(fresh func() templ.Component) templ.Component {
	if o.Memo == nil {
		return fresh()
	}
	return o.Memo.Of(fresh)
}

// groupClass gives the classes of the wrapper of a field.
func (f Field) groupClass() string {
	if f.Error != "" {
		return "govuk-form-group govuk-form-group--error"
	}
	return "govuk-form-group"
}

// controlClass gives a control's classes, with the mark of an error.
func (f Field) controlClass(block string, more ...string) string {
	classes := append([]string{block}, more...)
	if f.Error != "" {
		classes = append(classes, block+"--error")
	}
	return strings.Join(classes, " ")
}
