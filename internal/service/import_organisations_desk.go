package service

import (
	"context"
	"time"

	"concertation/internal/consult"
	"concertation/internal/intake"
)

// OrganisationsDesk is what the console does with lists of organisations.
func (s *Service) OrganisationsDesk() *ImportDesk {
	return &ImportDesk{Service: s, about: consult.AboutOrganisations, enter: s.listing, guess: GuessOrganisationColumns,
		survey: s.surveyOrganisations, prepare: s.prepareOrganisations, undo: s.undoOrganisations}
}

// surveyOrganisations reads a list once: how many rows, which columns do not hold what they are mapped to, and which rows
// bring back somebody who was erased at their request.
func (s *Service) surveyOrganisations(ctx context.Context, consultation consult.ID, path string, settings consult.ImportSettings) (*ImportSurvey, error) {
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
	known, err := s.suppressed(ctx, consultation)
	if err != nil {
		return nil, err
	}
	doubter := newDoubter(columns)
	watch := func(row intake.Row) {
		doubter.watch(row)
		if len(known.at) > 0 {
			survey.erased(row, known.leave(rowAddresses(row, columns)))
		}
	}
	if err := survey.read(ctx, file, watch); err != nil {
		return nil, tableFault(err)
	}
	survey.Doubts = doubter.doubts(file.Header)
	survey.ignore()
	return survey, nil
}

// ErasedRow is a row that names somebody erased at their request, and when.
type ErasedRow struct {
	Row int
	At  time.Time
}

// mostErasedRows bounds the rows among which a page lets choose; the others stay out.
const mostErasedRows = 50

func (s *ImportSurvey) erased(row intake.Row, at []time.Time) {
	if len(at) == 0 {
		return
	}
	if s.ErasedRows++; len(s.Erased) < mostErasedRows {
		s.Erased = append(s.Erased, ErasedRow{row.Number, at[0]})
	}
}

// rowAddresses gives what of a row an erasure could name.
func rowAddresses(row intake.Row, columns map[string]int) *consult.Organisation {
	cell := func(field string) string {
		if at, ok := columns[field]; ok {
			return row.Cell(at)
		}
		return ""
	}
	return &consult.Organisation{Email: cleanCell(cell("email")), Phone: cleanCell(cell("phone")),
		Contacts: []consult.Contact{{Email: cleanCell(cell("contact_email")), Phone: cleanCell(cell("contact_phone"))}}}
}

// prepareOrganisations refuses a list without names, and one whose columns look shifted until somebody is sure.
func (s *Service) prepareOrganisations(ctx context.Context, actor consult.Actor, consultation consult.Consultation, held consult.Import, path string, dryRun bool) (importWork, error) {
	survey, err := s.surveyOrganisations(ctx, consultation.ID, path, held.Settings)
	if err != nil {
		return nil, err
	}
	if !dryRun && len(survey.Doubts) > 0 && !held.Settings.Sure {
		return nil, errDoubts()
	}
	if len(held.Settings.BringBack) > 0 && !held.Settings.BringBackWhy.Known() {
		return nil, consult.Invalid(consult.FieldError{Field: "bring_back_why", Key: "collect.error.bring_back"})
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
	run, err := s.newOrganisationRun(ctx, actor, consultation, file, ImportOptions{Map: columns, Name: held.FileName, DryRun: dryRun,
		BringBack: held.Settings.BringBack, BringBackWhy: held.Settings.BringBackWhy})
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
