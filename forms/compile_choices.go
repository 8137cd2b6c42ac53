package forms

import (
	"slices"
	"strings"
)

// choices ties a question to its list.
func (c *compiler) choices(at int) {
	e := &c.q.entries[at]
	question := e.question
	choices, known := c.q.definition.Lists[question.List]
	if !known || len(choices) == 0 {
		c.fault(question.Source, "type", "forms.issue.unknown_list", "list", question.List)
		return
	}
	e.choices, e.places = c.told(question, choices), make(map[string]int, len(choices))
	for place, choice := range e.choices {
		_, twice := e.places[choice.Name]
		if twice && question.ChoiceFilter == "" {
			c.ofList(SeverityError, choice, "forms.issue.choice_taken", question.List)
		}
		if question.Kind != SelectOne && question.Kind != Grid && strings.ContainsAny(choice.Name, " \t\n\u00a0") {
			c.ofList(SeverityError, choice, "forms.issue.choice_space", question.List)
		}
		if !twice {
			e.places[choice.Name] = place
		}
		if question.Kind == Rank {
			field := RankField(question.Name, choice.Name)
			if twice {
				field = "" // one place for a name, whatever the filter shows of it
			}
			e.rankFields = append(e.rankFields, field)
		}
	}
	c.formerChoices(e)
	if question.MaxChoices > len(e.choices) {
		c.warn(question.Source, "parameters", "forms.issue.max_choices", "name", question.Name, "max", question.MaxChoices, "count", len(e.choices))
	}
}

// formerChoices adds the choices that only earlier revisions of the question have.
func (c *compiler) formerChoices(e *entry) {
	former := c.former[e.question.Name]
	if len(former) == 0 {
		return
	}
	for place, choice := range former {
		e.places[choice.Name] = len(e.choices) + place
		if e.question.Kind == Rank {
			e.rankFields = append(e.rankFields, RankField(e.question.Name, choice.Name))
		}
	}
	e.choices = slices.Concat(e.choices, former)
}

// ofList says something of a choice once, however many questions have its list.
func (c *compiler) ofList(severity Severity, choice Choice, key, list string) {
	said := func(issue Issue) bool {
		return issue.Key == key && issue.Source == choice.Source && slices.Equal(issue.Args, []any{"choice", choice.Name, "list", list})
	}
	if !slices.ContainsFunc(c.issues, said) {
		c.add(severity, choice.Source, "name", key, "choice", choice.Name, "list", list)
	}
}

// allowsDuplicates is the setting by which XLSForm lets a list hold a name several times.
const allowsDuplicates = "allow_choice_duplicates"

// duplicates says whether the author lets a list hold a name several times.
func (c *compiler) duplicates() bool {
	for setting, value := range c.q.definition.Kept {
		if strings.EqualFold(strings.ReplaceAll(strings.TrimSpace(setting), " ", "_"), allowsDuplicates) {
			return slices.Contains([]string{"yes", "true", "true()"}, strings.ToLower(strings.TrimSpace(value)))
		}
	}
	return false
}

// told gives the choices that can be told apart. Where the author lets a name stand several times and no filter parts
// them, the first is asked: nobody could tell which of them was chosen.
func (c *compiler) told(question *Question, choices []Choice) []Choice {
	if question.ChoiceFilter != "" || !c.duplicates() {
		return choices
	}
	kept := make([]Choice, 0, len(choices))
	seen := map[string]bool{}
	for _, choice := range choices {
		if seen[choice.Name] {
			c.ofList(SeverityWarning, choice, "forms.issue.choice_twice", question.List)
			continue
		}
		seen[choice.Name] = true
		kept = append(kept, choice)
	}
	return kept
}

// constant checks that a hidden question has the value it is there for.
func (c *compiler) constant(question *Question) {
	switch {
	case question.Kind != Hidden || question.Default != "":
	case question.Required:
		c.doubt(question.Source, "calculation", "forms.issue.required_constant", "name", question.Name)
	default:
		c.warn(question.Source, "calculation", "forms.issue.no_constant", "name", question.Name)
	}
}

// defaults checks that a default is an answer that the question would take.
func (c *compiler) defaults(at int) {
	e := &c.q.entries[at]
	question := e.question
	switch {
	case question.Default == "" || question.Kind == Hidden || !e.kind.asks:
	case e.kind.choice:
		c.defaultChoices(e)
	default:
		_, given, failure := e.kind.decode(&decoding{entry: e, raw: Raw{question.Name: {question.Default}}, evaluation: &Evaluation{form: c.q}})
		if failure != nil || !given {
			c.doubt(question.Source, "default", "forms.issue.default_value", "name", question.Name, "value", shortened(question.Default))
		}
	}
}

func (c *compiler) defaultChoices(e *entry) {
	if e.places == nil {
		return // the list is missing: said already
	}
	codes := []string{e.question.Default}
	if e.kind.shape == Coded {
		codes = strings.Fields(e.question.Default)
	}
	for _, code := range codes {
		if _, known := e.places[code]; !known {
			c.fault(e.question.Source, "default", "forms.issue.default_choice", "choice", code, "name", e.question.Name)
		}
	}
}

// shortened cuts what a message quotes.
func shortened(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}
