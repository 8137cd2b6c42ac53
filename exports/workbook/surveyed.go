package workbook

import "concertation/exports"

// surveyed is the sheets of one questionnaire. A workbook of a consultation that asks nothing has them too, empty.
type surveyed struct {
	*book
	*exports.Survey
	number  int
	tallied string           // the name of its «Tris à plat», for the charts
	rows    map[string]place // where each tally stands there, by question
}

// surveyedBy gives the questionnaires in their order, at least one.
func surveyedBy(b *book) []*surveyed {
	surveys := b.input.Surveys
	if len(surveys) == 0 {
		surveys = []exports.Survey{{}}
	}
	made := make([]*surveyed, len(surveys))
	for i := range surveys {
		made[i] = &surveyed{book: b, Survey: &surveys[i], number: i + 1, rows: map[string]place{}}
	}
	return made
}

// sheet makes a sheet of the questionnaire. Those of the second and the next bear its number, and the index says of each
// which questionnaire it is of; a questionnaire that is alone says nothing.
func (s *surveyed) sheet(name, about string, late bool, write func(string) error) sheet {
	p := s.input.P
	if s.number > 1 {
		name = p.T("exports.sheet.numbered", "sheet", name, "number", s.number)
	}
	if s.input.Several() {
		about = p.T("exports.about.of_survey", "about", about, "title", exports.Plain(s.Title))
	}
	return sheet{name, about, late, write}
}

// told adds the questionnaire's title to words that are to be told from those of another.
func (s *surveyed) told(words string) string {
	if !s.input.Several() {
		return words
	}
	return words + " – " + exports.Plain(s.Title)
}
