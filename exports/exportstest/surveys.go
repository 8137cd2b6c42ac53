package exportstest

import (
	"fmt"
	"slices"

	"concertation/exports"
	"concertation/forms"
	"concertation/internal/tally"
)

// Several makes an export of two questionnaires that ask the same, the second with another title and half as many
// responses.
func Several(public bool, responses int) (*exports.Input, error) {
	input, err := Input(public, responses, false)
	if err != nil {
		return nil, err
	}
	other, err := Input(public, responses/2, false)
	if err != nil {
		return nil, err
	}
	second := other.Surveys[0]
	second.Title, second.Slug = Title, "collectivites"
	input.Surveys = append(input.Surveys, second)
	input.Participation.Submitted += second.Submitted
	return input, nil
}

// Revised makes an export of a questionnaire whose latest revision, which nobody answered, no longer asks the number of
// jobs and no longer offers the lever «Formation».
func Revised(public bool, responses int) (*exports.Input, error) {
	input, err := Input(public, responses, false)
	if err != nil {
		return nil, err
	}
	definition := Definition()
	definition.Lists["levers"] = slices.DeleteFunc(definition.Lists["levers"], func(c forms.Choice) bool { return c.Name == "for" })
	you := &definition.Sections[0]
	you.Questions = slices.DeleteFunc(you.Questions, func(q forms.Question) bool { return q.Name == "jobs" })
	latest, issues := forms.Compile(definition)
	if latest == nil {
		return nil, fmt.Errorf("revision of the tests: %v", issues)
	}
	survey := &input.Surveys[0]
	survey.Form = forms.Union(latest, survey.Form)
	survey.Tallies = tally.Arranged(survey.Tallies, survey.Form)
	for i := range survey.Crosses {
		survey.Crosses[i] = survey.Crosses[i].Arranged(survey.Form)
	}
	return input, nil
}
