package forms

import (
	"hash/fnv"
	"math/rand/v2"
)

// OrderedChoices gives the choices to show: filtered by choice_filter on what the evaluation knows, shuffled by seed
// when the question asks for it (exclusive choices and those with a specify text keep their place at the end).
func (q *Questionnaire) OrderedChoices(question *Question, evaluation *Evaluation, seed uint64) []Choice {
	i, ok := q.byName[question.Name]
	if !ok {
		return nil
	}
	e := &q.entries[i]
	if e.filter == nil && !question.Randomize {
		return e.choices
	}
	choices := make([]Choice, 0, len(e.choices))
	var last []Choice
	for place, choice := range e.choices {
		if e.filter != nil && (evaluation == nil || !evaluation.passes(e, place)) {
			continue
		}
		_, specified := e.specifies[choice.Name]
		if question.Randomize && (choice.Exclusive || specified) {
			last = append(last, choice)
		} else {
			choices = append(choices, choice)
		}
	}
	if question.Randomize {
		name := fnv.New64a()
		name.Write([]byte(question.Name))
		random := rand.New(rand.NewPCG(seed, name.Sum64()))
		random.Shuffle(len(choices), func(i, j int) { choices[i], choices[j] = choices[j], choices[i] })
	}
	return append(choices, last...)
}
