package reference

import (
	"time"

	"concertation/forms"
	"concertation/forms/library"
	"concertation/internal/consult"
)

// The addresses of the two consultations that a first start lays.
const (
	SlugRecord        = "sress-2016"
	SlugDemonstration = "demonstration"
)

// DemonstrationLasts is how long the demonstration stays open.
const DemonstrationLasts = 90 * 24 * time.Hour

// Record is a consultation with all that stands around it, ready to be stored: only identifiers are missing.
type Record struct {
	Consultation consult.Consultation
	Steps        []consult.Step
	Themes       []consult.Theme // the residual ones last
	Stakes       []consult.Stake
	// Questionnaires are to be published with the consultation. The record of 2016 has none: the questions asked then
	// are not public.
	Questionnaires []Questionnaire
}

// Questionnaire is a questionnaire to publish.
type Questionnaire struct {
	Slug       string
	Title      string
	Source     string // the name of the file it comes from
	Definition forms.Definition
}

// Consultation gives the consultation of 2016, a record to read only. Its figures are declared by their sources.
func Consultation() Record {
	record := recordFile().record()
	record.Consultation.Status = consult.StatusRecord
	record.Stakes = recordFile().stakes()
	record.Themes = Themes()
	return record
}

// Demonstration gives the fictitious consultation: the themes, stakes and questionnaire of the reference, open from
// the given time for DemonstrationLasts.
func Demonstration(from time.Time) Record {
	from = from.Truncate(time.Minute)
	to := from.Add(DemonstrationLasts)
	file := demonstrationFile()
	record := file.record()
	record.Consultation.Status = consult.StatusOpen
	record.Consultation.Demonstration = true
	record.Consultation.Settings.IdeaBox, record.Consultation.Settings.IdeaModeration = true, consult.ModerateAfter
	record.Consultation.Settings.IdeaComments, record.Consultation.Settings.IdeaSupports = true, true
	record.Consultation.OpensAt, record.Consultation.ClosesAt = from, to
	for i, step := range file.Steps {
		switch {
		case step.During:
			record.Steps[i].StartsAt, record.Steps[i].EndsAt = from, to
		case step.DaysAfter > 0:
			record.Steps[i].StartsAt = to.AddDate(0, 0, step.DaysAfter)
		}
	}
	record.Stakes = recordFile().stakes()
	record.Themes = Themes()
	record.Questionnaires = []Questionnaire{ReferenceQuestionnaire()}
	return record
}

// ReferenceQuestionnaire gives the questionnaire written for the project on the known facts of 2016.
func ReferenceQuestionnaire() Questionnaire {
	definition := library.Reference()
	return Questionnaire{Slug: "questionnaire", Title: definition.Title.In(definition.DefaultLanguage),
		Source: library.NameReference + ".yaml", Definition: definition}
}
