package service

import (
	"context"

	"concertation/internal/consult"
	"concertation/internal/intake"
)

// OrganisationsDesk is what the console does with lists of organisations.
func (s *Service) OrganisationsDesk() *ImportDesk {
	return &ImportDesk{Service: s, about: consult.AboutOrganisations, enter: s.listing, guess: GuessOrganisationColumns,
		survey: surveyOrganisations, prepare: s.prepareOrganisations, undo: s.undoOrganisations}
}

// surveyOrganisations reads a list once: how many rows, and which columns do not hold what they are mapped to.
func surveyOrganisations(ctx context.Context, path string, settings consult.ImportSettings) (*ImportSurvey, error) {
	file, err := openTable(path, settings)
	if err != nil {
		return nil, tableFault(err)
	}
	defer file.Close()
	survey := newImportSurvey(file, settings)
	if survey.Settings.Columns == nil { // read otherwise, the headers are others
		survey.Settings.Columns = GuessOrganisationColumns(file.Header)
	}
	columns := map[string]int{}
	for field, header := range survey.Settings.Columns {
		if at := file.Column(header); header != "" && at >= 0 {
			columns[field] = at
		}
	}
	doubter := newDoubter(columns)
	if err := survey.read(ctx, file, doubter.watch); err != nil {
		return nil, tableFault(err)
	}
	survey.Doubts = doubter.doubts(file.Header)
	survey.ignore()
	return survey, nil
}

// prepareOrganisations refuses a list without names, and one whose columns look shifted until somebody is sure.
func (s *Service) prepareOrganisations(ctx context.Context, actor consult.Actor, consultation consult.Consultation, held consult.Import, path string, dryRun bool) (importWork, error) {
	survey, err := surveyOrganisations(ctx, path, held.Settings)
	if err != nil {
		return nil, err
	}
	if !dryRun && len(survey.Doubts) > 0 && !held.Settings.Sure {
		return nil, errDoubts()
	}
	file, err := openTable(path, held.Settings)
	if err != nil {
		return nil, err
	}
	// A field that the person left without a column has none.
	columns := map[string]string{}
	for _, field := range OrganisationFields() {
		columns[field] = survey.Settings.Columns[field]
	}
	run, err := s.newOrganisationRun(ctx, actor, consultation, file, ImportOptions{Map: columns, Name: held.FileName, DryRun: dryRun})
	if err != nil {
		file.Close()
		return nil, err
	}
	run.total = survey.Rows
	return closing{run, file}, nil
}

// closing is a reading that closes its file at its end.
type closing struct {
	*organisationRun
	file *intake.File
}

func (c closing) rows(ctx context.Context) error {
	defer c.file.Close()
	return c.organisationRun.rows(ctx)
}
