package respond

import (
	"time"

	"concertation/forms"
	"concertation/internal/service"
	"concertation/internal/web/ui"
)

// answered gives the sections that ask something: a note has nothing to read again.
func (p *checkPage) answered() []service.CheckSection {
	var answered []service.CheckSection
	for _, section := range p.sections {
		if len(section.Rows) > 0 {
			answered = append(answered, section)
		}
	}
	return answered
}

// rows writes the answers of a section as a summary list; withChange adds «Modifier».
func (p *checkPage) rows(section service.CheckSection, withChange bool) ui.SummaryList {
	list := ui.SummaryList{Rows: make([]ui.SummaryRow, 0, len(section.Rows))}
	for _, answered := range section.Rows {
		name := answered.Question.Name
		row := ui.SummaryRow{Key: p.view.labelOf(name), Lang: p.view.langOf(name), Values: p.lines(answered), Blank: p.P.T("respond.check.blank")}
		if !spokenByUs(answered.Question.Kind) {
			row.Spoken = p.view.lang
		}
		if len(row.Values) == 0 {
			row.Values = p.view.readable(name, answered.Typed)
		}
		if withChange {
			row.Change = &ui.Link{Text: p.P.T("ui.check.change"), URL: p.changeURL(section.Index, answered), About: row.Key, Lang: row.Lang}
			row.Error = p.problemOf(answered)
		}
		row.Also = p.commentLink(answered, row.Key)
		list.Rows = append(list.Rows, row)
	}
	return list
}

// lines writes an answer as people read it: numbers and dates in the page's language, places before what is ranked.
func (p *checkPage) lines(answered service.CheckRow) []string {
	answer, given := p.a.Evaluation.Answers[answered.Question.Name]
	if !given {
		return answered.Lines
	}
	switch answered.Question.Kind {
	case forms.Integer, forms.Decimal, forms.Range:
		return []string{p.P.Decimal(answer.Number, -1)}
	case forms.Date:
		if day, err := time.Parse(time.DateOnly, answer.Text); err == nil {
			return []string{p.P.Date(day)}
		}
	case forms.Acknowledge:
		return []string{p.P.T("respond.check.acknowledged")}
	case forms.Rank:
		ranked := make([]string, len(answered.Lines))
		for i, line := range answered.Lines {
			ranked[i] = p.P.T("respond.check.ranked", "place", i+1, "choice", line)
		}
		return ranked
	}
	return answered.Lines
}

// spokenByUs says whether answers of a kind are written in the page's language: numbers, dates, «Oui».
func spokenByUs(kind forms.Kind) bool {
	switch kind {
	case forms.Integer, forms.Decimal, forms.Range, forms.Date, forms.Acknowledge:
		return true
	}
	return false
}

// changeURL leads to the question itself.
func (p *checkPage) changeURL(section int, answered service.CheckRow) string {
	name := answered.Question.Name
	if answered.Group != nil {
		name = answered.Group.Name
	}
	return stepURL(p.token, section) + "#question-" + name
}

// problemOf gives what is wrong with an answer, with the text that completes it or with its group.
func (p *checkPage) problemOf(answered service.CheckRow) string {
	if !answered.Failed {
		return ""
	}
	if own := p.failures.failed[answered.Question.Name]; own != "" {
		return own
	}
	if answered.Group != nil {
		return p.failures.failed[answered.Group.Name]
	}
	if shown := p.view.byName[answered.Question.Name]; shown != nil {
		for _, text := range shown.specify {
			if text != nil && p.failures.failed[text.Name] != "" {
				return p.failures.failed[text.Name]
			}
		}
	}
	return ""
}

// problems lists what is left to mend, each leading to its question on its page.
func (p *checkPage) problems() []ui.Problem {
	pages := map[string]string{}
	for _, section := range p.sections {
		for _, answered := range section.Rows {
			pages[answered.Question.Name] = p.changeURL(section.Index, answered)
		}
	}
	var problems []ui.Problem
	for _, failure := range p.a.Evaluation.Failures {
		problem := ui.Problem{URL: pages[failure.Question], Lang: p.view.langOf(failure.Question)}
		problem.Text, problem.Part = p.failures.aboutQuestion(failure, p.view.labelOf(failure.Question))
		if problem.URL == "" { // a text that completes a choice, a group: the page that is to be completed first
			problem.URL = stepURL(p.token, p.a.Evaluation.FirstIncomplete())
		}
		problems = append(problems, problem)
	}
	return problems
}

// ready says whether the response can be sent.
func (p *checkPage) ready() bool { return p.a.Evaluation.FirstIncomplete() < 0 }

// sectionTitle gives a section's title, or that of the questionnaire where it has none.
func (v *formView) sectionTitle(index int) string {
	if title := v.sections[index].title; title != "" {
		return title
	}
	return v.title
}

// spaced parts a reference in two, to be read aloud or typed.
func spaced(reference string) string {
	if len(reference) != 8 {
		return reference
	}
	return reference[:4] + "\u00a0" + reference[4:]
}
