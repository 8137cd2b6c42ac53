package forms

import "time"

// This file is the promise of the package to its users; see evaluation.go for what a draft is worth.

// Questionnaire is a Definition checked and made ready: expressions parsed, names indexed. It is immutable and safe
// for concurrent use. Make one with Compile.
type Questionnaire struct {
	// TODO(forms): fields
	definition Definition
}

// Compile checks a definition and prepares it. With an issue of severity error the Questionnaire is nil.
func Compile(definition Definition) (*Questionnaire, []Issue) { panic("forms.Compile") }

// Definition gives the data this questionnaire was made from. Not to be changed.
func (q *Questionnaire) Definition() *Definition { return &q.definition }

// Question gives the question or row of that name.
func (q *Questionnaire) Question(name string) (*Question, bool) { panic("") }

// Choices gives the choices of a question's list, in order; nil where it has none.
func (q *Questionnaire) Choices(question *Question) []Choice { panic("") }

// Questions gives, in form order, every question that carries an answer: rows rather than their grid; no note.
func (q *Questionnaire) Questions() []*Question { panic("") }

// Parent gives the grid or constant sum a row belongs to, or nil.
func (q *Questionnaire) Parent(row *Question) *Question { panic("") }

// SpecifyOf says of a text «autre (préciser)» which question and choice it completes: a text whose relevance is that
// one choice of the select question just before it. It is shown under that choice.
func (q *Questionnaire) SpecifyOf(text *Question) (question *Question, choice string, ok bool) {
	panic("")
}

// SpecifyFor gives the text that completes choice of question, or nil.
func (q *Questionnaire) SpecifyFor(question *Question, choice string) *Question { panic("") }

// ByRole gives the question that has the role, or nil.
func (q *Questionnaire) ByRole(role Role) *Question { panic("") }

// OrderedChoices gives the choices to show: filtered by choice_filter on what the evaluation knows, shuffled by seed
// when the question asks for it (exclusive choices and those with a specify text keep their place at the end).
func (q *Questionnaire) OrderedChoices(question *Question, evaluation *Evaluation, seed uint64) []Choice {
	panic("")
}

// Evaluate says what raw is worth on the given day (for today()): what is relevant, the answers, what is wrong.
// Unknown fields are ignored. It never fails: everything wrong is a Failure.
func (q *Questionnaire) Evaluate(raw Raw, today time.Time) *Evaluation { panic("") }

// Defaults gives the raw values a new draft starts with.
func (q *Questionnaire) Defaults() Raw { panic("") }

// Fields gives the field names a post of this section may carry: each question, row; specify texts included.
func (q *Questionnaire) Fields(section int) []string { panic("") }

// Evaluation is what a draft is worth.
type Evaluation struct {
	// Answers are the decoded answers of the relevant questions; identity ones included (see SplitIdentity).
	Answers Answers
	// Failures are all the failures of relevant questions, in form order.
	Failures []Failure
}

// Relevant says whether the question, row or (by its name) section is relevant.
func (e *Evaluation) Relevant(name string) bool { panic("") }

// SectionVisible says whether section i is relevant and has something to show.
func (e *Evaluation) SectionVisible(i int) bool { panic("") }

// FailuresIn gives the failures of the questions of section i.
func (e *Evaluation) FailuresIn(i int) []Failure { panic("") }

// Shown gives the names of the relevant questions of section i that ask something (rows rather than their grid),
// specify texts aside: what a page's hidden field `shown` lists.
func (e *Evaluation) Shown(i int) []string { panic("") }

// Submission gives what a submission keeps: the answers without the identity ones, and what was left blank.
func (e *Evaluation) Submission() Submission { panic("") }

// Steps gives the visible sections in order. Next and Previous give the neighbouring visible section, or -1.
func (e *Evaluation) Steps() []int { panic("") }

// Next gives the visible section after i, or -1.
func (e *Evaluation) Next(i int) int { panic("") }

// Previous gives the visible section before i, or -1.
func (e *Evaluation) Previous(i int) int { panic("") }

// FirstIncomplete gives the first visible section with a failure, or -1 when the response can be submitted.
func (e *Evaluation) FirstIncomplete() int { panic("") }

// SplitIdentity parts answers into what the response keeps and what is stored apart (rule 10).
func (q *Questionnaire) SplitIdentity(answers Answers) (kept, identity Answers) { panic("") }

// SplitIdentityRaw does the same for a draft's raw values.
func (q *Questionnaire) SplitIdentityRaw(raw Raw) (kept, identity Raw) { panic("") }

// Summary gives an answer as people read it, a line per item (labels of choices with their specify text, numbers and
// dates unformatted), in language; nil when blank.
func (q *Questionnaire) Summary(question *Question, answers Answers, language string) []string {
	panic("")
}

// ColumnKind says what the cells of a column hold.
type ColumnKind string

// The kinds of column. Flag: 1 or 0, for one choice of a several-choice question.
const (
	ColumnLabel  ColumnKind = "label" // readable text of the answer
	ColumnCode   ColumnKind = "code"  // text cell, never a number
	ColumnNumber ColumnKind = "number"
	ColumnDate   ColumnKind = "date"
	ColumnText   ColumnKind = "text"
	ColumnFlag   ColumnKind = "flag"
	ColumnRank   ColumnKind = "rank" // the place given to one choice, 1 is first
)

// Column is one column of the responses' sheet (R6.4): several-choice questions have a readable column and one flag
// per choice, rankings one rank per choice; «autre» texts have their own.
type Column struct {
	Name     string // stable: question, or question/choice
	Question *Question
	Choice   string // for Flag and Rank
	Kind     ColumnKind
}

// Columns gives the columns of every answer-carrying question, in form order; identity questions included and
// recognisable by Question.Identity.
func (q *Questionnaire) Columns() []Column { panic("") }

// Cell is one value of a column.
type Cell struct {
	Asked  bool // false: not relevant, «Non posée»
	Blank  bool // asked and left blank, «Sans réponse»
	Text   string
	Number float64
}

// Cell computes a column's cell of a submission; labels in language.
func (q *Questionnaire) Cell(column Column, submission Submission, language string) Cell { panic("") }
