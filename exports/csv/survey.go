package csv

import (
	"strconv"

	"concertation/exports"
)

// survey is the files of one questionnaire.
type survey struct {
	*exports.Survey
	input  *exports.Input
	number int
}

// surveys gives the questionnaires in their order. A consultation that asks nothing has an empty one.
func surveys(input *exports.Input) []*survey {
	all := input.Surveys
	if len(all) == 0 {
		all = []exports.Survey{{}}
	}
	made := make([]*survey, len(all))
	for i := range all {
		made[i] = &survey{&all[i], input, i + 1}
	}
	return made
}

// resource begins a file of the questionnaire.
func (s *survey) resource(name string, fields []field) resource {
	made := resource{name: name + s.suffix(), fields: fields}
	if s.input.Several() {
		made.title = exports.Plain(s.Title)
	}
	return made
}

// suffix is what the names of the questionnaire's files end with.
func (s *survey) suffix() string {
	if s.number == 1 {
		return ""
	}
	return "-" + strconv.Itoa(s.number)
}

// questionnaires says which files are of which questionnaire, and how many responses it has.
func questionnaires(input *exports.Input) resource {
	made := resource{name: "questionnaires", fields: []field{{"number", "integer", ""}, {"slug", "string", ""}, {"title", "string", ""},
		{"revision", "integer", ""}, {"responses", "integer", ""}, {"files", "string", ""}}}
	made.write = func(w *writer) error {
		for _, s := range surveys(input) {
			file := "responses"
			if input.Public {
				file = "tallies"
			}
			w.number(float64(s.number))
			w.text(s.Slug)
			w.text(exports.Plain(s.Title))
			w.number(float64(s.Revision))
			w.number(float64(s.Submitted))
			w.text(file + s.suffix() + ".csv, dictionary" + s.suffix() + ".csv")
			if err := w.end(); err != nil {
				return err
			}
		}
		return nil
	}
	return made
}
