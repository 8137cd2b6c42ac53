package forms

import (
	"slices"
	"time"

	"concertation/forms/expression"
)

// Evaluation is what a draft is worth. Once made it never changes: several requests may read it.
type Evaluation struct {
	// Answers are the decoded answers of the relevant questions; identity ones included (see SplitIdentity). An answer
	// that breaks its constraint is there, with its Failure.
	Answers Answers
	// Failures are all the failures of relevant questions, in form order.
	Failures []Failure

	form  *Questionnaire
	raw   Raw
	today time.Time
	state []entryState
	// sections are whether each section is relevant
	sections []entryState
	// failures found while decoding, by entry; put in form order at the end
	found map[int]*Failure
	// the answer whose constraint is being examined
	current Value
}

type entryState uint8

const (
	resolved entryState = 1 << iota
	relevant
	answered
	failed
)

// Value is what expressions compute with.
type Value = expression.Value

// Evaluate says what raw is worth on the given day (for today()): what is relevant, the answers, what is wrong.
// Unknown fields are ignored. It never fails: everything wrong is a Failure.
func (q *Questionnaire) Evaluate(raw Raw, today time.Time) *Evaluation {
	state := make([]entryState, len(q.entries)+len(q.sections))
	ev := &Evaluation{Answers: make(Answers, min(len(raw), len(q.answering))), form: q, raw: raw, today: today,
		state: state[:len(q.entries)], sections: state[len(q.entries):]}
	for i := range q.entries {
		ev.resolve(i)
	}
	for i := range q.entries {
		ev.examine(i)
	}
	return ev
}

// resolve finds whether entry i is relevant and decodes its answer, once. Expressions may read questions further on:
// Compile has refused cycles.
func (ev *Evaluation) resolve(i int) {
	if ev.state[i]&resolved != 0 {
		return
	}
	ev.state[i] |= resolved
	e := &ev.form.entries[i]
	if !ev.open(e.section) {
		return
	}
	if e.parent >= 0 {
		if ev.resolve(e.parent); ev.state[e.parent]&relevant == 0 {
			return
		}
	}
	if !ev.holds(e.relevant) {
		return
	}
	ev.state[i] |= relevant
	if !e.kind.asks {
		return
	}
	answer, given, failure := e.kind.decode(&decoding{entry: e, raw: ev.raw, evaluation: ev})
	switch {
	case failure != nil:
		ev.fail(i, failure)
	case given:
		ev.state[i] |= answered
		ev.Answers[e.question.Name] = answer
	}
}

// open says whether section i is relevant, and asks its condition once. The condition may read questions of any other
// section.
func (ev *Evaluation) open(i int) bool {
	if ev.sections[i]&resolved == 0 {
		holds := ev.holds(ev.form.sections[i].relevant)
		if ev.sections[i] |= resolved; holds {
			ev.sections[i] |= relevant
		}
	}
	return ev.sections[i]&relevant != 0
}

// examine adds the failures of entry i: found while decoding, required, constraint, then those of its group.
func (ev *Evaluation) examine(i int) {
	e := &ev.form.entries[i]
	if ev.state[i]&relevant == 0 {
		return
	}
	switch {
	case ev.state[i]&failed != 0:
		ev.Failures = append(ev.Failures, *ev.found[i])
	case e.kind.asks && ev.state[i]&answered == 0:
		if ev.required(e) {
			ev.state[i] |= failed
			ev.Failures = append(ev.Failures, Failure{Question: e.question.Name, Key: requiredKey(e), Message: ev.requiredMessage(e)})
		}
	case e.constraint != nil:
		ev.current = ev.valueOf(e)
		if !e.constraint.True(ev) {
			ev.state[i] |= failed
			ev.Failures = append(ev.Failures, Failure{Question: e.question.Name, Key: "forms.answer.constraint", Message: e.question.ConstraintMessage})
		}
		ev.current = Value{}
	}
	if e.kind.check != nil {
		if failure := e.kind.check(ev, e); failure != nil {
			ev.state[i] |= failed
			ev.Failures = append(ev.Failures, *failure)
		}
	}
}

// required says whether a blank answer is a failure: its own word, or for the rows of a grid the grid's. A constant
// sum that is required wants one row at least.
func (ev *Evaluation) required(e *entry) bool {
	if e.question.Required || e.parent < 0 {
		return e.question.Required
	}
	group := &ev.form.entries[e.parent]
	if !group.question.Required {
		return false
	}
	if group.question.Kind == Grid {
		return true
	}
	for _, row := range group.rows {
		if ev.state[row]&(answered|failed) != 0 {
			return false
		}
	}
	return true
}

// requiredMessage gives the author's words, the group's for its rows.
func (ev *Evaluation) requiredMessage(e *entry) Text {
	if e.question.RequiredMessage == nil && e.parent >= 0 {
		return ev.form.entries[e.parent].question.RequiredMessage
	}
	return e.question.RequiredMessage
}

func requiredKey(e *entry) string {
	switch {
	case e.question.Kind == Acknowledge:
		return "forms.answer.required_acknowledge"
	case e.kind.choice:
		return "forms.answer.required_choice"
	default:
		return "forms.answer.required"
	}
}

func (ev *Evaluation) fail(i int, failure *Failure) {
	if ev.found == nil {
		ev.found = map[int]*Failure{}
	}
	ev.state[i] |= failed
	ev.found[i] = failure
}

func (ev *Evaluation) holds(condition *expression.Expression) bool {
	return condition == nil || condition.True(ev)
}

// offers says whether a question offers a choice of that name, its filter considered.
func (ev *Evaluation) offers(e *entry, code string) bool {
	place, known := e.places[code]
	if !known || e.filter == nil {
		return known
	}
	for ; place < len(e.choices); place++ {
		if e.choices[place].Name == code && ev.passes(e, place) {
			return true
		}
	}
	return false
}

// passes says whether a choice passes the filter. Choices of one name may stand several times in a filtered list.
func (ev *Evaluation) passes(e *entry, place int) bool {
	return e.filter.True(filtering{ev, &e.choices[place]})
}

// filtering is the scope of a filter: an evaluation that looks at one choice.
type filtering struct {
	*Evaluation
	choice *Choice
}

// Column gives a column of the choice.
func (f filtering) Column(name string) string {
	if name == "name" {
		return f.choice.Name
	}
	return f.choice.Extra[name]
}

func (ev *Evaluation) language() string { return ev.form.definition.DefaultLanguage }

func (ev *Evaluation) valueOf(e *entry) Value {
	answer, ok := ev.Answers[e.question.Name]
	if !ok {
		return expression.Text("")
	}
	if answer.Shape == Numeric {
		return expression.Number(answer.Number)
	}
	return expression.Text(answer.String())
}

// Value, Column, Current and Today make an Evaluation the scope of its questionnaire's expressions.
func (ev *Evaluation) Value(name string) Value {
	i, ok := ev.form.byName[name]
	if !ok {
		return expression.Text("")
	}
	ev.resolve(i)
	return ev.valueOf(&ev.form.entries[i])
}

// Column gives nothing: only a filter looks at a choice.
func (ev *Evaluation) Column(string) string { return "" }

// Current gives the answer whose constraint is evaluated.
func (ev *Evaluation) Current() Value { return ev.current }

// ChoiceLabel gives the wording of a choice in the default language.
func (ev *Evaluation) ChoiceLabel(question, code string) string {
	if i, known := ev.form.byName[question]; known {
		e := &ev.form.entries[i]
		if place, offered := e.places[code]; offered {
			return e.choices[place].Label.In(ev.language())
		}
	}
	return code
}

// Raw gives what was evaluated. Not to be changed.
func (ev *Evaluation) Raw() Raw { return ev.raw }

// Today gives the day of the evaluation.
func (ev *Evaluation) Today() time.Time { return ev.today }

// Holds says whether the same raw is worth the same at another time: all day long, unless an expression reads the hour.
func (ev *Evaluation) Holds(at time.Time) bool {
	year, month, day := ev.today.Date()
	thatYear, thatMonth, thatDay := at.Date()
	return !ev.form.hourly && day == thatDay && month == thatMonth && year == thatYear
}

// Relevant says whether the question, row or (by its name) section is relevant.
func (ev *Evaluation) Relevant(name string) bool {
	if i, ok := ev.form.byName[name]; ok {
		return ev.state[i]&relevant != 0
	}
	for i := range ev.form.definition.Sections {
		if ev.form.definition.Sections[i].Name == name {
			return ev.SectionVisible(i)
		}
	}
	return false
}

// Submission gives what a submission keeps: the answers without the identity ones, and what was left blank.
func (ev *Evaluation) Submission() Submission {
	kept := make(Answers, len(ev.Answers))
	var blank []string
	for i := range ev.form.entries {
		e := &ev.form.entries[i]
		switch {
		case !e.kind.asks || e.question.Identity || ev.state[i]&relevant == 0:
		case ev.state[i]&answered != 0:
			kept[e.question.Name] = ev.Answers[e.question.Name]
		default:
			blank = append(blank, e.question.Name)
		}
	}
	slices.Sort(blank)
	return Submission{Answers: kept, Blank: blank}
}
