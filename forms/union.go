package forms

import "slices"

// Union gives what responses to a questionnaire may hold, whichever of its published revisions they answered: the latest,
// with the questions and choices that only earlier ones have, newest first. It is made to read responses, never to ask.
//
// Nothing that the latest asks is changed: a name that both have is the latest's, whatever its kind. A question withdrawn
// stands where it stood, in its section when there still is one of that name, else in a section of its own; a choice
// withdrawn comes after those of its question. Of the rest, what no longer serves is left out: constraints, filters,
// defaults, roles that another question has, and conditions on what is gone. Withdrawn says what was added.
func Union(latest *Questionnaire, earlier ...*Questionnaire) *Questionnaire {
	u := newUniter(latest)
	for _, form := range earlier {
		u.add(form)
	}
	former := u.formerChoices(append([]*Questionnaire{latest}, earlier...))
	if len(u.added) == 0 && len(former) == 0 {
		return latest
	}
	for _, conditions := range []func(string) string{u.stillMeant, func(string) string { return "" }} {
		u.condition(conditions)
		if made, _ := compileAs(u.definition, mode{published: true, united: true, former: former}); made != nil {
			made.withdrawn = u.added
			for question, choices := range former {
				for _, choice := range choices {
					made.withdrawn[RankField(question, choice.Name)] = true
				}
			}
			return made
		}
	}
	return latest
}

// Withdrawn says of a question or, named as its column is, of a choice that it is only there for what earlier revisions
// were answered; see Union.
func (q *Questionnaire) Withdrawn(name string) bool { return q.withdrawn[name] }

// uniter gathers the definition of a union.
type uniter struct {
	definition Definition
	sections   []string        // the names of the sections, also of one that gave its name up
	answering  map[string]bool // the names that carry answers
	silent     map[string]bool // those of sections, groups and notes
	added      map[string]bool // the questions withdrawn
	roles      map[Role]bool
	own        map[int]bool // the sections added
}

func newUniter(latest *Questionnaire) *uniter {
	u := &uniter{definition: latest.definition, answering: map[string]bool{}, silent: map[string]bool{}, added: map[string]bool{},
		roles: map[Role]bool{}, own: map[int]bool{}}
	u.definition.Sections = slices.Clone(latest.definition.Sections)
	u.definition.Lists = make(map[string][]Choice, len(latest.definition.Lists))
	for name, choices := range latest.definition.Lists {
		u.definition.Lists[name] = choices
	}
	for i := range u.definition.Sections {
		section := &u.definition.Sections[i]
		section.Questions = slices.Clone(section.Questions)
		u.sections = append(u.sections, section.Name)
		u.silent[section.Name] = true
	}
	for i := range latest.entries {
		e := &latest.entries[i]
		if e.kind.asks {
			u.answering[e.question.Name] = true
		} else {
			u.silent[e.question.Name] = true
		}
	}
	for role := range latest.roles {
		u.roles[role] = true
	}
	return u
}

// add takes from an earlier revision the questions that no later one has.
func (u *uniter) add(form *Questionnaire) {
	for s := range form.definition.Sections {
		section := &form.definition.Sections[s]
		after := "" // the question before that still stands somewhere
		for i := range section.Questions {
			question := &section.Questions[i]
			if kind, _ := kindOf(question.Kind); kind.group {
				after = u.addGroup(form, section, question, after)
				continue
			}
			if question.Kind != Note && !u.answering[question.Name] {
				u.insert(section, u.formerly(form, question), after)
			}
			if question.Kind != Note {
				after = question.Name
			}
		}
	}
}

// addGroup takes the rows that no later revision has: into the group as it is when it is still one, else into one of
// their own. It gives the name that the next question comes after.
func (u *uniter) addGroup(form *Questionnaire, section *Section, group *Question, after string) string {
	var rows []Question
	for i := range group.Rows {
		if row := &group.Rows[i]; !u.answering[row.Name] {
			rows = append(rows, u.formerly(form, row))
		}
	}
	s, i := u.find(group.Name)
	if s >= 0 && u.definition.Sections[s].Questions[i].Kind == group.Kind && u.definition.Sections[s].Questions[i].Identity == group.Identity {
		into := &u.definition.Sections[s].Questions[i]
		for r := range rows {
			rows[r].List = into.List
		}
		into.Rows = slices.Concat(into.Rows, rows)
		return group.Name
	}
	if len(rows) == 0 {
		return after
	}
	made := u.formerly(form, group)
	made.Name, made.Rows = u.free(group.Name), rows
	u.silent[made.Name] = true
	for r := range made.Rows {
		made.Rows[r].List = made.List
	}
	u.insert(section, made, after)
	return made.Name
}

// formerly gives a question, group or row of an earlier revision as the union has it, its name made free.
func (u *uniter) formerly(form *Questionnaire, question *Question) Question {
	e := &form.entries[form.byName[question.Name]]
	made := *e.question
	made.Constraint, made.ConstraintMessage, made.ChoiceFilter, made.Rows = "", nil, "", nil
	if made.Kind != Hidden {
		made.Default = ""
	}
	if u.roles[made.Role] {
		made.Role = RoleNone
	}
	if made.Role != RoleNone {
		u.roles[made.Role] = true
	}
	if e.kind.choice && e.parent < 0 {
		made.List = u.list(made.List, e)
	}
	if e.kind.asks {
		u.giveUp(made.Name)
		u.answering[made.Name], u.added[made.Name] = true, true
	}
	return made
}

// list keeps the choices of a question withdrawn under a name that no other list has.
func (u *uniter) list(name string, e *entry) string {
	for u.definition.Lists[name] != nil {
		name += "_"
	}
	var choices []Choice
	for place, choice := range e.choices {
		if e.places[choice.Name] == place {
			choices = append(choices, choice)
		}
	}
	u.definition.Lists[name] = choices
	return name
}

// giveUp frees a name that something without answers has: nothing reads it by that name.
func (u *uniter) giveUp(name string) {
	if !u.silent[name] {
		return
	}
	delete(u.silent, name)
	for s := range u.definition.Sections {
		section := &u.definition.Sections[s]
		if section.Name == name {
			section.Name = ""
		}
		for i := range section.Questions {
			switch {
			case section.Questions[i].Name != name:
			case section.Questions[i].Kind == Note:
				section.Questions = slices.Delete(section.Questions, i, i+1)
				return
			default:
				section.Questions[i].Name = u.free(name + "_")
				u.silent[section.Questions[i].Name] = true
				return
			}
		}
	}
}

// free gives a name like this one that nothing has.
func (u *uniter) free(name string) string {
	for u.answering[name] || u.silent[name] {
		name += "_"
	}
	return name
}

// insert puts a question after the one named, and after the texts that complete that one's choices, so that nothing comes
// between them.
func (u *uniter) insert(former *Section, question Question, after string) {
	s, at := u.place(former, after)
	questions := u.definition.Sections[s].Questions
	for at > 0 && at < len(questions) && completes(questions[:at], &questions[at]) {
		at++
	}
	u.definition.Sections[s].Questions = slices.Insert(questions, at, question)
}

// completes says whether a question is the text of a choice of the last of those before that is not such a text itself.
func completes(before []Question, text *Question) bool {
	for i := len(before) - 1; i >= 0 && text.Kind == ShortText; i-- {
		if _, ok := specifiedChoice(text.Relevant, before[i].Name); ok {
			return true
		}
		if before[i].Kind != ShortText {
			return false
		}
	}
	return false
}

// place finds where a question withdrawn stands, making its section when there is none left.
func (u *uniter) place(former *Section, after string) (section, at int) {
	s, i := u.find(after)
	at = i + 1
	section = s
	if former.Name != "" {
		section = slices.Index(u.sections, former.Name)
	} else if s < 0 {
		section, at = u.beside(former)
		s = section
	}
	switch {
	case section < 0:
		made := *former
		made.Questions, made.Name = nil, ""
		if former.Name != "" && !u.answering[former.Name] && !u.silent[former.Name] {
			made.Name = former.Name
			u.silent[made.Name] = true
		}
		section = len(u.sections)
		u.own[section] = true
		u.sections = append(u.sections, former.Name)
		u.definition.Sections = append(u.definition.Sections, made)
		return section, 0
	case section != s && u.own[section]:
		return section, len(u.definition.Sections[section].Questions)
	case section != s:
		return section, 0
	}
	return section, at
}

// beside gives where the first question of a section that still stands somewhere does.
func (u *uniter) beside(former *Section) (section, at int) {
	for i := range former.Questions {
		if s, at := u.find(former.Questions[i].Name); s >= 0 {
			return s, at
		}
	}
	return -1, -1
}

// find gives where a question or group stands; -1 where it is none, or no longer at the top of a section.
func (u *uniter) find(name string) (section, at int) {
	for s := range u.definition.Sections {
		if i := slices.IndexFunc(u.definition.Sections[s].Questions, func(q Question) bool { return q.Name == name }); i >= 0 && name != "" {
			return s, i
		}
	}
	return -1, -1
}

// formerChoices gives by question the choices that it no longer has. The rows of a group share theirs.
func (u *uniter) formerChoices(revisions []*Questionnaire) map[string][]Choice {
	former := map[string][]Choice{}
	for s := range u.definition.Sections {
		for i := range u.definition.Sections[s].Questions {
			question := &u.definition.Sections[s].Questions[i]
			kind, _ := kindOf(question.Kind)
			if !kind.choice {
				continue
			}
			known, names := map[string]bool{}, []string{question.Name}
			for _, choice := range u.definition.Lists[question.List] {
				known[choice.Name] = true
			}
			if kind.group {
				names = nil
				for r := range question.Rows {
					names = append(names, question.Rows[r].Name)
				}
			}
			var missing []Choice
			for _, form := range revisions {
				for _, name := range names {
					missing = append(missing, form.choicesBut(name, known)...)
				}
			}
			if len(missing) > 0 {
				for _, name := range append(names, question.Name) {
					former[name] = missing
				}
			}
		}
	}
	return former
}

// choicesBut gives the choices of a question that are not known yet, and takes note of them.
func (q *Questionnaire) choicesBut(name string, known map[string]bool) []Choice {
	at, there := q.byName[name]
	if !there || !q.entries[at].kind.asks {
		return nil
	}
	var choices []Choice
	for _, choice := range q.entries[at].choices {
		if !known[choice.Name] {
			known[choice.Name] = true
			choices = append(choices, choice)
		}
	}
	return choices
}
