package tally

import (
	"slices"

	"concertation/forms"
)

// Arranged gives tallies in the order and the words of a questionnaire: the questions are the same by name, the options by
// choice, and a choice that nobody was counted for has 0. What the questionnaire does not have comes last, as it is. A
// question whose kind changed from one revision to another stays as it was counted.
func Arranged(tallies []Tally, form *forms.Questionnaire) []Tally {
	byName := make(map[string]*Tally, len(tallies))
	for i := range tallies {
		byName[tallies[i].Question.Name] = &tallies[i]
	}
	arranged := make([]Tally, 0, len(tallies))
	for _, question := range form.Questions() {
		if t := byName[question.Name]; t != nil {
			arranged = append(arranged, t.arranged(question, form))
			delete(byName, question.Name)
		}
	}
	for i := range tallies {
		if byName[tallies[i].Question.Name] != nil {
			arranged = append(arranged, tallies[i])
		}
	}
	return arranged
}

func (t *Tally) arranged(question *forms.Question, form *forms.Questionnaire) Tally {
	made := *t
	made.Question, made.Parent = asCounted(question, t.Question), form.Parent(question)
	if made.Question != question {
		made.Parent = nil
	}
	order, options := inOrder(t.Options, form.Choices(question))
	if len(t.Ranks) == 0 {
		made.Options = options
		return made
	}
	made.Options, made.Ranks = options, make([]Ranked, len(options))
	for i, from := range order {
		made.Ranks[i].Choice = options[i].Choice
		if from >= 0 {
			made.Ranks[i] = t.Ranks[from]
		}
	}
	return made
}

// Arranged gives a crossing in the order and the words of a questionnaire, as Arranged does of tallies.
func (c Cross) Arranged(form *forms.Questionnaire) Cross {
	made := c
	rows, cols := []forms.Choice(nil), []forms.Choice(nil)
	if question, ok := form.Question(c.Row.Name); ok {
		made.Row, rows = asCounted(question, c.Row), form.Choices(question)
	}
	if question, ok := form.Question(c.Column.Name); ok {
		made.Column, cols = asCounted(question, c.Column), form.Choices(question)
	}
	var rowOrder, colOrder []int
	rowOrder, made.RowOptions = inOrder(c.RowOptions, rows)
	colOrder, made.ColOptions = inOrder(c.ColOptions, cols)
	made.Cells = make([][]int, len(rowOrder))
	for i, row := range rowOrder {
		made.Cells[i] = make([]int, len(colOrder))
		for j, column := range colOrder {
			if row >= 0 && column >= 0 {
				made.Cells[i][j] = c.Cells[row][column]
			}
		}
	}
	return made
}

// asCounted gives a question as its answers were counted. Those that were once one choice and once several may add up to
// more than their base.
func asCounted(question, counted *forms.Question) *forms.Question {
	if question.Kind == counted.Kind {
		return question
	}
	made := *question
	made.Kind = counted.Kind
	if made.Kind == forms.SelectOne && question.Kind == forms.SelectMultiple {
		made.Kind = forms.SelectMultiple
	}
	return &made
}

// inOrder puts options in the order of the choices, those of no choice last, and says where each was, -1 for nowhere.
func inOrder(options []Option, choices []forms.Choice) (from []int, ordered []Option) {
	placed := map[string]bool{}
	for _, choice := range choices {
		if placed[choice.Name] {
			continue
		}
		placed[choice.Name] = true
		at := slices.IndexFunc(options, func(o Option) bool { return o.Choice == choice.Name })
		option := Option{Choice: choice.Name}
		if at >= 0 {
			option = options[at]
		}
		option.Label = choice.Label
		from, ordered = append(from, at), append(ordered, option)
	}
	for at, option := range options {
		if !placed[option.Choice] {
			from, ordered = append(from, at), append(ordered, option)
		}
	}
	return from, ordered
}
