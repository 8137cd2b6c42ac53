package tally

import (
	"sync"
	"time"

	"concertation/forms"
)

// Change is a response as it stands after a change.
type Change struct {
	Seq        int64 // of the change; an older one than already known is ignored
	ResponseID string
	Counted    bool // submitted; false: withdrawn
	Submission forms.Submission
	Form       *forms.Questionnaire // the revision answered
	At         time.Time            // of submission
}

// Engine counts the responses to one questionnaire, all its revisions together: questions are the same by name, and a
// choice added by a later revision is added. It is safe for concurrent use.
type Engine struct {
	mutex   sync.RWMutex
	slots   map[string]int
	seqs    []int64
	counted bitset
	at      []time.Time
	columns []*column
	byName  map[string]*column
	forms   map[*forms.Questionnaire]bool
	latest  int64
}

// New makes an engine for a questionnaire; form, when not nil, sets the questions and their order at once.
func New(form *forms.Questionnaire) *Engine {
	e := &Engine{slots: map[string]int{}, byName: map[string]*column{}, forms: map[*forms.Questionnaire]bool{}}
	if form != nil {
		e.learn(form)
	}
	return e
}

// Apply records changes, in any order, any number of times.
func (e *Engine) Apply(changes ...Change) {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	for i := range changes {
		e.apply(&changes[i])
	}
}

func (e *Engine) apply(change *Change) {
	slot, known := e.slots[change.ResponseID]
	if !known {
		slot = len(e.seqs)
		e.slots[change.ResponseID] = slot
		e.seqs = append(e.seqs, 0)
		e.at = append(e.at, time.Time{})
	} else if change.Seq <= e.seqs[slot] {
		return
	}
	e.seqs[slot] = change.Seq
	e.latest = max(e.latest, change.Seq)
	for _, column := range e.columns {
		column.clear(slot)
	}
	e.counted.set(slot, change.Counted)
	e.at[slot] = change.At
	if !change.Counted {
		return
	}
	if change.Form != nil && !e.forms[change.Form] {
		e.learn(change.Form)
	}
	for name, answer := range change.Submission.Answers {
		if column := e.byName[name]; column != nil {
			column.put(slot, answer, true)
		}
	}
	for _, name := range change.Submission.Blank {
		if column := e.byName[name]; column != nil {
			column.put(slot, forms.Answer{}, false)
		}
	}
}

// learn adds the questions of a revision.
func (e *Engine) learn(form *forms.Questionnaire) {
	e.forms[form] = true
	for _, question := range form.Questions() {
		if question.Kind == forms.Hidden || question.Identity {
			continue
		}
		known := e.byName[question.Name]
		if known == nil {
			known = &column{question: question, section: form.SectionOf(question), parent: form.Parent(question), index: map[string]int{}}
			e.columns = append(e.columns, known)
			e.byName[question.Name] = known
		}
		known.learn(form.Choices(question))
	}
}

// Latest gives the highest sequence applied.
func (e *Engine) Latest() int64 {
	e.mutex.RLock()
	defer e.mutex.RUnlock()
	return e.latest
}

// Responses gives how many responses count.
func (e *Engine) Responses() int {
	e.mutex.RLock()
	defer e.mutex.RUnlock()
	return e.counted.count()
}

// Condition keeps the responses that chose one of the codes of a question.
type Condition struct {
	Question string
	Codes    []string
}

// selection gives the slots that satisfy every condition; the lock is held.
func (e *Engine) selection(conditions []Condition) bitset {
	kept := e.counted
	for _, condition := range conditions {
		column := e.byName[condition.Question]
		var any bitset
		if column != nil {
			for _, code := range condition.Codes {
				if i, known := column.index[code]; known {
					for len(any) < len(column.chosen[i]) {
						any = append(any, 0)
					}
					for word, bits := range column.chosen[i] {
						any[word] |= bits
					}
				}
			}
		}
		kept = kept.and(any)
	}
	return kept
}
