package service

import (
	"context"
	"fmt"
	"slices"

	"concertation/internal/consult"
	"concertation/internal/french"
	"concertation/internal/intake"
)

// Lists of organisations: import_organisations.go is what an import is asked and answers, import_organisations_run.go
// reads a list, import_organisations_undo.go takes one back, import_organisations_desk.go is what the console does;
// organisations_read.go reads a row, organisations_known.go finds whom it describes, organisations_shifted.go says when
// columns are not where they are thought to be.

// OrganisationReport is what came of a list. Nothing of a refused row is kept.
type OrganisationReport struct {
	Rows    int
	Added   int
	Updated int // known already, described anew
	Same    int // known already, as they are
	Refused []RefusedOrganisation
	Erased  []ErasedRow // with a contact left out, since the person asked that it be erased
	Ignored []string    // columns that no field uses
	// Doubts are the columns that do not hold what they are mapped to.
	Doubts []ColumnDoubt
	// Shifted says that so many rows are refused that the columns may not be where they are thought to be.
	Shifted bool
	// Near are pairs of the whole list that may be one organisation under two writings, likeliest first.
	Near []NearOrganisations
}

// RefusedOrganisation says why a row was not taken.
type RefusedOrganisation struct {
	Row    int
	Faults []consult.FieldError
}

// ImportOrganisations reads a list, an organisation a row, into a consultation. An organisation is known by the list's
// own identifier, else its SIRET, else its RNA, else its name and town; one that is known is described anew by the
// cells that are not blank. A second run of the same file changes nothing, and nothing of what people chose in merging.
func (s *Service) ImportOrganisations(ctx context.Context, actor consult.Actor, slug string, file *intake.File, options ImportOptions) (*OrganisationReport, error) {
	consultation, err := s.listing(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	run, err := s.newOrganisationRun(ctx, actor, consultation, file, options)
	if err != nil {
		return nil, err
	}
	if !options.DryRun {
		if err := run.begin(ctx); err != nil {
			return nil, err
		}
	}
	return run.report, run.finish(ctx, run.rows(ctx))
}

// listing gives the consultation whose list somebody may change; a record takes none.
func (s *Service) listing(ctx context.Context, actor consult.Actor, slug string) (consult.Consultation, error) {
	if err := actor.Require(consult.ManageOrganisations); err != nil {
		return consult.Consultation{}, err
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err == nil && consultation.Status == consult.StatusRecord {
		err = consult.Forbidden("consultation.error.record")
	}
	return consultation, err
}

// organisationWrite is one row to write.
type organisationWrite struct {
	organisation consult.Organisation
	before       *consult.Organisation // nil: it is new
	broughtBack  *consult.Organisation // the row's erased addresses that are taken all the same; nil: none
}

// organisationWords are what a search looks in.
func organisationWords(o *consult.Organisation) string {
	return french.Fold(o.Name + " " + o.Town + " " + o.Postcode + " " + o.Key + " " + o.SIRET + " " + o.RNA)
}

// insertOrganisation and updateOrganisation write an organisation with the words that lists need.
func insertOrganisation(ctx context.Context, tx consult.Tx, o *consult.Organisation) error {
	return tx.InsertOrganisation(ctx, o, organisationWords(o), french.SortKey(o.Name))
}

func updateOrganisation(ctx context.Context, tx consult.Tx, o *consult.Organisation) error {
	return tx.UpdateOrganisation(ctx, o, organisationWords(o), french.SortKey(o.Name))
}

func placeOf(o *consult.Organisation) string {
	if o.Town != "" {
		return o.Town
	}
	return o.Territory
}

// organisationChunk is how many rows go into one transaction: well under 50 ms (rule 1).
const organisationChunk = 200

// organisationRun is one reading of a list, from its first row to its last.
type organisationRun struct {
	service      *Service
	actor        consult.Actor
	consultation consult.Consultation
	file         *intake.File
	options      ImportOptions
	settings     consult.ImportSettings
	reader       *organisationReader
	list         *organisationList
	rowOf        map[consult.ID]int // first row of this file that described it
	total        int
	report       *OrganisationReport
	summary      consult.ImportReport
	held         consult.Import
	suppressed   *suppressed
}

func (s *Service) newOrganisationRun(ctx context.Context, actor consult.Actor, consultation consult.Consultation, file *intake.File, options ImportOptions) (*organisationRun, error) {
	run := &organisationRun{service: s, actor: actor, consultation: consultation, file: file, options: options, rowOf: map[consult.ID]int{}}
	words, err := s.wordings(ctx, consultation.ID)
	if err != nil {
		return nil, fmt.Errorf("import organisations: %w", err)
	}
	run.reader = newOrganisationReader(file, options.Map, &words)
	if _, named := run.reader.columns["name"]; !named {
		return nil, consult.Invalid(consult.FieldError{Field: "name", Key: "organisations.error.no_column"})
	}
	before, err := s.Store.Organisations(ctx, consult.OrganisationFilter{ConsultationID: consultation.ID, Merged: true})
	if err != nil {
		return nil, fmt.Errorf("import organisations: %w", err)
	}
	merges, err := s.Store.OrganisationMerges(ctx, consultation.ID)
	if err != nil {
		return nil, fmt.Errorf("import organisations: %w", err)
	}
	if run.suppressed, err = s.suppressed(ctx, consultation.ID); err != nil {
		return nil, fmt.Errorf("import organisations: %w", err)
	}
	run.list = newOrganisationList(before, merges)
	run.report = &OrganisationReport{Ignored: run.reader.ignored}
	run.summary.Ignored = run.reader.ignored
	run.settings.Columns = map[string]string{}
	for field, at := range run.reader.columns {
		run.settings.Columns[field] = file.Header[at]
	}
	return run, nil
}

// header gives the title of a field's column, or nothing.
func (r *organisationReader) title(field string) string {
	if at, ok := r.columns[field]; ok {
		return r.header[at]
	}
	return ""
}

// mayBeShifted says whether so many rows are refused that columns may be shifted.
func (r *OrganisationReport) mayBeShifted() bool { return r.Rows >= 5 && len(r.Refused)*2 > r.Rows }

// sortedFaults puts the faults of a row in the order of the columns' fields.
func sortedFaults(faults []consult.FieldError) []consult.FieldError {
	slices.SortStableFunc(faults, func(a, b consult.FieldError) int {
		return slices.Index(OrganisationFields(), a.Field) - slices.Index(OrganisationFields(), b.Field)
	})
	return faults
}
