package forms

import (
	"encoding/json"
	"slices"
)

// Submission is what a submitted response keeps: the answers of the relevant questions, identity ones apart, and the
// names of the questions that were shown (relevant at submission) and left blank. A question in neither was not asked.
// In JSON: an object, null for a blank.
type Submission struct {
	Answers Answers
	Blank   []string
}

// Shown says whether the question was relevant at submission: the base «shown» of tallies.
func (s Submission) Shown(name string) bool {
	if _, answered := s.Answers[name]; answered {
		return true
	}
	return slices.Contains(s.Blank, name)
}

// MarshalJSON writes one object, keys sorted, null for each blank.
func (s Submission) MarshalJSON() ([]byte, error) {
	values := make(map[string]*Answer, len(s.Answers)+len(s.Blank))
	for name, answer := range s.Answers {
		values[name] = &answer
	}
	for _, name := range s.Blank {
		values[name] = nil
	}
	return json.Marshal(values)
}

// UnmarshalJSON reads what MarshalJSON writes; blanks come back sorted.
func (s *Submission) UnmarshalJSON(data []byte) error {
	var values map[string]*Answer
	if err := json.Unmarshal(data, &values); err != nil {
		return err
	}
	*s = Submission{Answers: make(Answers, len(values))}
	for name, answer := range values {
		if answer == nil {
			s.Blank = append(s.Blank, name)
		} else {
			s.Answers[name] = *answer
		}
	}
	slices.Sort(s.Blank)
	return nil
}
