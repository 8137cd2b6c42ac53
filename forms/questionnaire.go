package forms

import (
	"maps"
	"slices"

	"concertation/forms/expression"
)

// Questionnaire is a Definition checked and made ready: expressions parsed, names indexed. It is immutable and safe
// for concurrent use. Make one with Compile.
type Questionnaire struct {
	definition Definition
	entries    []entry
	byName     map[string]int // questions and rows
	sections   []compiledSection
	answering  []*Question
	columns    []Column
	roles      map[Role]*Question
	withdrawn  map[string]bool // of a union: what was added, by name of column
	hourly     bool            // an expression reads the time of day
	// identifying are the fields of a draft that identify people.
	identifying []string
}

// entry is one question, group or row, in form order; rows follow their group.
type entry struct {
	question   *Question
	parent     int // index of the group of a row, else -1
	section    int
	kind       behaviour
	relevant   *expression.Expression
	constraint *expression.Expression
	filter     *expression.Expression
	choices    []Choice
	places     map[string]int // of each choice in choices
	rankFields []string       // of a ranking, by place of choice
	rows       []int          // of a group
	specifyOf  int            // the select question a text completes, else -1
	specify    string         // and its choice
	specifies  map[string]int // choice → the text that completes it
}

type compiledSection struct {
	relevant *expression.Expression
	entries  []int
	fields   []string // names of what a post carries
}

// Definition gives the data this questionnaire was made from. Not to be changed.
func (q *Questionnaire) Definition() *Definition { return &q.definition }

// Question gives the question or row of that name.
func (q *Questionnaire) Question(name string) (*Question, bool) {
	i, ok := q.byName[name]
	if !ok {
		return nil, false
	}
	return q.entries[i].question, true
}

// Choices gives the choices of a question's list, in order; nil where it has none.
func (q *Questionnaire) Choices(question *Question) []Choice {
	if i, ok := q.byName[question.Name]; ok {
		return q.entries[i].choices
	}
	return nil
}

// Questions gives, in form order, every question that carries an answer: rows rather than their grid; no note.
func (q *Questionnaire) Questions() []*Question { return q.answering }

// Parent gives the grid or constant sum a row belongs to, or nil.
func (q *Questionnaire) Parent(row *Question) *Question {
	if i, ok := q.byName[row.Name]; ok && q.entries[i].parent >= 0 {
		return q.entries[q.entries[i].parent].question
	}
	return nil
}

// SectionOf gives the index of the section a question or row stands in, or -1.
func (q *Questionnaire) SectionOf(question *Question) int {
	if i, ok := q.byName[question.Name]; ok {
		return q.entries[i].section
	}
	return -1
}

// SpecifyOf says of a text «autre (préciser)» which question and choice it completes: a text whose relevance is that
// one choice of the select question just before it. It is shown under that choice.
func (q *Questionnaire) SpecifyOf(text *Question) (question *Question, choice string, ok bool) {
	i, known := q.byName[text.Name]
	if !known || q.entries[i].specifyOf < 0 {
		return nil, "", false
	}
	return q.entries[q.entries[i].specifyOf].question, q.entries[i].specify, true
}

// SpecifyFor gives the text that completes choice of question, or nil.
func (q *Questionnaire) SpecifyFor(question *Question, choice string) *Question {
	if i, known := q.byName[question.Name]; known {
		if text, ok := q.entries[i].specifies[choice]; ok {
			return q.entries[text].question
		}
	}
	return nil
}

// ByRole gives the question that has the role, or nil.
func (q *Questionnaire) ByRole(role Role) *Question { return q.roles[role] }

// Defaults gives the raw values a new draft starts with.
func (q *Questionnaire) Defaults() Raw {
	raw := Raw{}
	for i := range q.entries {
		e := &q.entries[i]
		if e.question.Default != "" && e.question.Kind != Hidden {
			for name, values := range q.rawOf(e, defaultAnswer(e)) {
				raw[name] = values
			}
		}
	}
	return raw
}

// Fields gives the field names a post of this section may carry: each question, row; specify texts included. Not
// to be changed.
func (q *Questionnaire) Fields(section int) []string {
	if section < 0 || section >= len(q.sections) {
		return nil
	}
	return q.sections[section].fields
}

// SplitIdentity parts answers into what the response keeps and what is stored apart (rule 10).
func (q *Questionnaire) SplitIdentity(answers Answers) (kept, identity Answers) {
	kept, identity = make(Answers, len(answers)), Answers{}
	for name, answer := range answers {
		if i, ok := q.byName[name]; ok && q.entries[i].question.Identity {
			identity[name] = answer
		} else {
			kept[name] = answer
		}
	}
	return kept, identity
}

// SplitIdentityRaw does the same for a draft's raw values. Where nothing in it identifies, kept is raw itself.
func (q *Questionnaire) SplitIdentityRaw(raw Raw) (kept, identity Raw) {
	kept, identity = raw, Raw{}
	for _, field := range q.identifying {
		values, typed := raw[field]
		if !typed {
			continue
		}
		if len(identity) == 0 {
			kept = maps.Clone(raw)
		}
		identity[field] = values
		delete(kept, field)
	}
	return kept, identity
}

// Raw gives the values that a post of these answers would carry.
func (q *Questionnaire) Raw(answers Answers) Raw {
	raw := make(Raw, len(answers))
	for name, answer := range answers {
		if i, ok := q.byName[name]; ok {
			for field, values := range q.rawOf(&q.entries[i], answer) {
				raw[field] = values
			}
		}
	}
	return raw
}

// RankField names the posted field that holds the place given to a choice of a ranking.
func RankField(question, choice string) string { return question + "/" + choice }

func (q *Questionnaire) rawOf(e *entry, answer Answer) Raw {
	switch {
	case e.question.Kind == Rank:
		raw := Raw{}
		for place, code := range answer.Codes {
			raw[RankField(e.question.Name, code)] = []string{decimalNumber(place + 1)}
		}
		return raw
	case answer.Shape == Coded:
		return Raw{e.question.Name: slices.Clone(answer.Codes)}
	default:
		return Raw{e.question.Name: {answer.String()}}
	}
}

// ConstraintReads gives the names of the questions that a question's constraint reads.
func (q *Questionnaire) ConstraintReads(name string) []string {
	if i, ok := q.byName[name]; ok && q.entries[i].constraint != nil {
		return q.entries[i].constraint.References()
	}
	return nil
}
