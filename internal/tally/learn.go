package tally

import "concertation/forms"

// Learn adds the questions and choices of a revision that nobody has answered yet.
func (e *Engine) Learn(form *forms.Questionnaire) {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if !e.forms[form] {
		e.learn(form)
	}
}
