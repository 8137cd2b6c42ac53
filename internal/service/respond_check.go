package service

import (
	"concertation/forms"
)

// CheckSection is one visible section of the check page, or of the copy of one's answers.
type CheckSection struct {
	Index   int
	Section *forms.Section
	Rows    []CheckRow
}

// CheckRow is one relevant question with its answer as people read it.
type CheckRow struct {
	Question *forms.Question
	Group    *forms.Question // the grid or constant sum the row belongs to, or nil
	Lines    []string        // none: left blank
	Typed    []string        // as typed, when the answer could not be read
	Failed   bool
}

// Check lists every relevant question with its answer, in language. Specify texts stand with their choice.
func (a *Answering) Check(language string) []CheckSection {
	form := a.Questionnaire()
	failed := map[string]bool{}
	for _, failure := range a.Evaluation.Failures {
		failed[failure.Question] = true
		if question, ok := form.Question(failure.Question); ok {
			if completed, _, specify := form.SpecifyOf(question); specify {
				failed[completed.Name] = true
			}
			for _, row := range question.Rows {
				failed[row.Name] = true
			}
		}
	}
	var sections []CheckSection
	for _, index := range a.Evaluation.Steps() {
		shown := a.Evaluation.Shown(index)
		section := CheckSection{Index: index, Section: &form.Definition().Sections[index], Rows: make([]CheckRow, 0, len(shown))}
		for _, name := range shown {
			question, ok := form.Question(name)
			if !ok {
				continue
			}
			row := CheckRow{Question: question, Group: form.Parent(question), Failed: failed[name],
				Lines: form.Summary(question, a.Evaluation.Answers, language)}
			if len(row.Lines) == 0 && !blank(a.Raw[name]) {
				row.Typed = a.Raw[name]
			}
			section.Rows = append(section.Rows, row)
		}
		sections = append(sections, section)
	}
	return sections
}
