package service

import (
	"context"

	"concertation/internal/consult"
)

// ContributionsDesk is what the console does with files of contributions.
func (s *Service) ContributionsDesk() *ImportDesk {
	return &ImportDesk{Service: s, about: consult.AboutContributions, enter: s.collecting, undo: s.undo, survey: lenientSurvey,
		guess: func(header []string) map[string]string {
			columns := GuessColumns(header)
			delete(columns, "theme") // somebody must choose to answer for themes
			return columns
		},
		prepare: func(ctx context.Context, actor consult.Actor, consultation consult.Consultation, held consult.Import, path string, dryRun bool) (importWork, error) {
			return s.newImportRun(ctx, actor, consultation, ContributionImport{Path: path, Name: held.FileName, Settings: held.Settings, DryRun: dryRun})
		}}
}

// lenientSurvey surveys a file whatever its columns: those that are wrong are left for the page to say.
func lenientSurvey(ctx context.Context, _ consult.ID, path string, settings consult.ImportSettings) (*ImportSurvey, error) {
	survey, err := surveyContributions(ctx, path, settings)
	if consult.CodeOf(err) != consult.CodeInvalid {
		return survey, tableFault(err)
	}
	file, err := openTable(path, settings)
	if err != nil {
		return nil, tableFault(err)
	}
	defer file.Close()
	if len(file.Header) == 0 {
		return nil, consult.Invalid(consult.FieldError{Field: "file", Key: "intake.empty"})
	}
	// Any column as the text: enough to count the rows and to show samples.
	anyText := settings
	anyText.Columns = map[string]string{"body": file.Header[0]}
	if survey, err = surveyContributions(ctx, path, anyText); err == nil {
		survey.Settings.Columns = settings.Columns
	}
	return survey, tableFault(err)
}
