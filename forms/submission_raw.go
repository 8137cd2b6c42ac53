package forms

import (
	"slices"
	"strconv"
)

// SaysAll says whether the submission tells the draft it was made from word for word: then Raw gives it back, and it
// need not be kept beside. It does not when something typed was no answer (a question hidden since), or was read as
// another word (« 12,50 », the places of a ranking).
func (s Submission) SaysAll(draft Raw) bool {
	if len(draft) != len(s.Answers) || slices.ContainsFunc(s.Blank, func(name string) bool { _, answered := s.Answers[name]; return answered }) {
		return false
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
	switch {
	case a.Shape == Coded:
		return len(values) > 0 && slices.Equal(a.Codes, values)
	case len(values) != 1:
		return false
	case a.Shape == Numeric:
		var digits [32]byte
		return string(strconv.AppendFloat(digits[:0], a.Number, 'f', -1, 64)) == values[0]
	default:
		return a.Text == values[0]
	}
}
