package forms

import (
	"strings"

	"concertation/forms/expression"
)

// Links between questions: texts that complete a choice, conditions that wait for other answers.

// specifies finds the texts «autre (préciser)».
func (c *compiler) specifies() {
	for i := 1; i < len(c.q.entries); i++ {
		e := &c.q.entries[i]
		if e.question.Kind != ShortText || e.relevant == nil || e.parent >= 0 {
			continue
		}
		before := i - 1
		for before > 0 && c.q.entries[before].specifyOf >= 0 {
			before-- // several choices of one question may each have their text
		}
		asked := &c.q.entries[before]
		if asked.section != e.section || asked.parent >= 0 || asked.question.Kind != SelectOne && asked.question.Kind != SelectMultiple {
			continue
		}
		code, ok := specifiedChoice(e.question.Relevant, asked.question.Name)
		if _, known := asked.places[code]; !ok || !known {
			continue
		}
		if _, taken := asked.specifies[code]; taken {
			continue // a second text for the choice is a question of its own
		}
		e.specifyOf, e.specify = before, code
		if asked.specifies == nil {
			asked.specifies = map[string]int{}
		}
		asked.specifies[code] = i
	}
}

// specifiedChoice reads a relevance that is one choice of a question and nothing else.
func specifiedChoice(relevance, question string) (code string, ok bool) {
	compacted := strings.Join(strings.Fields(expression.Tidy(relevance)), "")
	reference := "${" + question + "}"
	for _, form := range []struct{ before, after string }{{"selected(" + reference + ",", ")"}, {reference + "=", ""}} {
		inner, found := strings.CutPrefix(compacted, form.before)
		if !found {
			continue
		}
		inner, found = strings.CutSuffix(inner, form.after)
		if found && len(inner) > 2 && (inner[0] == '\'' || inner[0] == '"') && strings.Count(inner, inner[:1]) == 2 && inner[len(inner)-1] == inner[0] {
			return inner[1 : len(inner)-1], true
		}
	}
	return "", false
}

// cycles refuses relevances that wait for one another.
func (c *compiler) cycles() {
	state := make([]int8, len(c.q.entries)) // 0 not seen, 1 on the way, 2 done
	var visit func(i int) bool
	visit = func(i int) bool {
		if state[i] != 0 {
			return state[i] == 2
		}
		state[i] = 1
		for _, next := range c.reads(i) {
			if !visit(next) {
				if state[i] == 1 {
					question := c.q.entries[i].question
					c.fault(question.Source, "relevant", "forms.issue.cycle", "name", question.Name)
				}
				state[i] = 2
				return true // said once
			}
		}
		state[i] = 2
		return true
	}
	for i := range c.q.entries {
		visit(i)
	}
}

// reads gives the entries that must be known before entry i is.
func (c *compiler) reads(i int) []int {
	e := &c.q.entries[i]
	var names []string
	for _, read := range []*expression.Expression{c.q.sections[e.section].relevant, e.relevant, e.filter} {
		if read != nil {
			names = append(names, read.References()...)
		}
	}
	var entries []int
	if e.parent >= 0 {
		entries = append(entries, e.parent)
	}
	for _, name := range names {
		if at, known := c.q.byName[name]; known {
			entries = append(entries, at)
		}
	}
	return entries
}
