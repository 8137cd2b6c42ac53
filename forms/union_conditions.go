package forms

import "concertation/forms/expression"

// condition rewrites the conditions of what was added: questions, rows and sections.
func (u *uniter) condition(rewrite func(string) string) {
	for s := range u.definition.Sections {
		section := &u.definition.Sections[s]
		if u.own[s] {
			section.Relevant = rewrite(section.Relevant)
		}
		for i := range section.Questions {
			question := &section.Questions[i]
			kept := len(question.Rows) == 0 && !u.added[question.Name]
			for r := range question.Rows {
				row := &question.Rows[r]
				if u.added[row.Name] {
					row.Relevant = rewrite(row.Relevant)
				} else {
					kept = true
				}
			}
			if !kept {
				question.Relevant = rewrite(question.Relevant)
			}
		}
	}
}

// stillMeant gives a condition that reads only what the union asks, "" for another.
func (u *uniter) stillMeant(condition string) string {
	parsed, err := expression.Parse(condition)
	if err != nil {
		return ""
	}
	for _, name := range parsed.References() {
		if !u.answering[name] {
			return ""
		}
	}
	return condition
}
