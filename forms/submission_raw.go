package forms

import "slices"

// SaysAll says whether the submission tells the draft it was made from word for word: then Raw gives it back, and it
// need not be kept beside. It does not when something typed was no answer (a question hidden since), or was read as
// another word (« 12,50 », the places of a ranking).
func (s Submission) SaysAll(draft Raw) bool {
	if len(draft) != len(s.Answers) {
		return false
	}
	for _, name := range s.Blank {
		if _, answered := s.Answers[name]; answered {
			return false // kept as blank
		}
	}
	for name, values := range draft {
		answer, answered := s.Answers[name]
		if !answered || !answer.says(values) {
			return false
		}
	}
	return true
}

// Raw gives the draft that the submission says all of.
func (s Submission) Raw() Raw {
	raw := make(Raw, len(s.Answers))
	for name, answer := range s.Answers {
		if answer.Shape == Coded {
			raw[name] = slices.Clone(answer.Codes)
		} else {
			raw[name] = []string{answer.String()}
		}
	}
	return raw
}

func (a Answer) says(values []string) bool {
	if a.Shape == Coded {
		return len(values) > 0 && slices.Equal(a.Codes, values)
	}
	return len(values) == 1 && a.String() == values[0]
}
