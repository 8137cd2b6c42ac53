package forms

import (
	"errors"
	"strings"

	"concertation/forms/expression"
)

// expressions parses every expression, and checks that what they read exists.
func (c *compiler) expressions() {
	for i := range c.q.definition.Sections {
		section := &c.q.definition.Sections[i]
		c.q.sections[i].relevant = c.parse(section.Relevant, section.Source, "relevant")
	}
	for i := range c.q.entries {
		e := &c.q.entries[i]
		e.relevant = c.parse(e.question.Relevant, e.question.Source, "relevant")
		e.constraint = c.parse(e.question.Constraint, e.question.Source, "constraint")
		if e.filter = c.parse(e.question.ChoiceFilter, e.question.Source, "choice_filter"); e.filter != nil {
			c.filter(e)
		}
	}
}

func (c *compiler) parse(text string, source Source, column string) *expression.Expression {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	parsed, err := expression.Parse(text)
	if err != nil {
		var fault *expression.Error
		if errors.As(err, &fault) {
			c.fault(source, column, fault.Key, fault.Args()...)
		}
		return nil
	}
	c.q.hourly = c.q.hourly || parsed.ReadsHour()
	for _, name := range parsed.References() {
		if at, known := c.q.byName[name]; !known || !c.q.entries[at].kind.asks {
			c.fault(source, column, "forms.issue.unknown_reference", "name", name)
		}
	}
	if columns := parsed.Columns(); len(columns) > 0 && column != "choice_filter" {
		c.fault(source, column, "forms.issue.bare_name", "name", columns[0])
	}
	if parsed.ReadsCurrent() && column != "constraint" {
		c.doubt(source, column, "forms.issue.no_current")
	}
	return parsed
}

// filter checks that the columns a filter reads are some choice's.
func (c *compiler) filter(e *entry) {
	for _, column := range e.filter.Columns() {
		if column != "name" && e.choices != nil && !hasColumn(e.choices, column) {
			c.doubt(e.question.Source, "choice_filter", "forms.issue.filter_column", "column", column, "list", e.question.List)
		}
	}
}

func hasColumn(choices []Choice, column string) bool {
	for i := range choices {
		if _, has := choices[i].Extra[column]; has {
			return true
		}
	}
	return false
}
