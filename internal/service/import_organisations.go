package service

import (
	"context"
	"fmt"

	"concertation/internal/consult"
	"concertation/internal/french"
	"concertation/internal/intake"
	"concertation/internal/matching"
)

// OrganisationReport is what came of a list. Nothing of a refused row is kept.
type OrganisationReport struct {
	Rows    int
	Added   int
	Updated int // known already, described anew
	Same    int // known already, as they are
	Refused []RefusedOrganisation
	Ignored []string // columns that no field uses
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

// NearOrganisations are two organisations that may be one.
type NearOrganisations struct {
	A, B  consult.Organisation
	Score float64
}

const (
	organisationChunk = 200  // written in one transaction: well under 50 ms (rule 1)
	nearEnough        = 0.82 // likeness from which a pair is shown
	mostNear          = 200  // pairs shown
)

// ImportOrganisations reads a list, an organisation a row, into a consultation. An organisation is known by the list's
// own identifier, else its SIRET, else its RNA, else its name and town; one that is known is described anew by the
// cells that are not blank. A second run of the same file changes nothing.
func (s *Service) ImportOrganisations(ctx context.Context, actor consult.Actor, slug string, file *intake.File, options ImportOptions) (*OrganisationReport, error) {
	if err := actor.Require(consult.ManageOrganisations); err != nil {
		return nil, err
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return nil, err
	}
	words, err := s.wordings(ctx, consultation.ID)
	if err != nil {
		return nil, fmt.Errorf("import organisations: %w", err)
	}
	reader := newOrganisationReader(file, options.Map, &words)
	if _, named := reader.columns["name"]; !named {
		return nil, consult.Invalid(consult.FieldError{Field: "file", Key: "organisations.error.no_column"})
	}
	before, err := s.Store.Organisations(ctx, consult.OrganisationFilter{ConsultationID: consultation.ID, Merged: true})
	if err != nil {
		return nil, fmt.Errorf("import organisations: %w", err)
	}
	list := newOrganisationList(before)
	report := &OrganisationReport{Ignored: reader.ignored}
	var writes []organisationWrite
	flush := func() error {
		if err := s.writeOrganisations(ctx, writes, options.DryRun); err != nil {
			return err
		}
		writes = writes[:0]
		if options.Progress != nil {
			options.Progress(report.Rows)
		}
		return nil
	}
	for row, err := range file.Rows() {
		if err != nil {
			return report, fmt.Errorf("import organisations: %w", err)
		}
		report.Rows++
		read, faults := reader.read(row)
		if len(faults) > 0 {
			report.Refused = append(report.Refused, RefusedOrganisation{Row: row.Number, Faults: faults})
			continue
		}
		write, outcome := list.take(read, consultation.ID, s.Now())
		switch outcome {
		case organisationAdded:
			report.Added++
		case organisationUpdated:
			report.Updated++
		default:
			report.Same++
			continue
		}
		if writes = append(writes, write); len(writes) == organisationChunk {
			if err := flush(); err != nil {
				return report, err
			}
		}
	}
	if err := flush(); err != nil {
		return report, err
	}
	report.Shifted = report.Rows >= 5 && len(report.Refused)*2 > report.Rows
	report.Near = list.near()
	if options.DryRun || report.Added+report.Updated == 0 {
		return report, nil
	}
	return report, s.Store.Atomic(ctx, func(tx consult.Tx) error {
		return s.audit(ctx, tx, actor, "organisations.import", consultation.ID, fmt.Sprintf("%d added, %d updated", report.Added, report.Updated))
	})
}

// organisationWrite is one row to write.
type organisationWrite struct {
	organisation consult.Organisation
	known        bool
}

func (s *Service) writeOrganisations(ctx context.Context, writes []organisationWrite, dryRun bool) error {
	if len(writes) == 0 || dryRun {
		return nil
	}
	err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
		for i := range writes {
			o := &writes[i].organisation
			folded, sorted := organisationWords(o), french.SortKey(o.Name)
			if !writes[i].known {
				if err := tx.InsertOrganisation(ctx, o, folded, sorted); err != nil {
					return err
				}
				continue
			}
			if err := tx.UpdateOrganisation(ctx, o, folded, sorted); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("write organisations: %w", err)
	}
	return nil
}

// organisationWords are what a search looks in.
func organisationWords(o *consult.Organisation) string {
	return french.Fold(o.Name + " " + o.Town + " " + o.Postcode + " " + o.Key + " " + o.SIRET + " " + o.RNA)
}

// near gives the pairs of organisations that may be one. Two that have different numbers of registration are two.
func (l *organisationList) near() []NearOrganisations {
	entries := make([]matching.Entry, len(l.all))
	for i, o := range l.all {
		if o.MergedInto == "" {
			entries[i] = matching.Entry{Name: o.Name, Place: placeOf(o)}
		}
	}
	var pairs []NearOrganisations
	for _, pair := range matching.Near(entries, nearEnough) {
		a, b := l.all[pair.A], l.all[pair.B]
		if a.SIRET != "" && b.SIRET != "" && a.SIRET != b.SIRET || a.RNA != "" && b.RNA != "" && a.RNA != b.RNA {
			continue
		}
		if pairs = append(pairs, NearOrganisations{*a, *b, pair.Score}); len(pairs) == mostNear {
			break
		}
	}
	return pairs
}

func placeOf(o *consult.Organisation) string {
	if o.Town != "" {
		return o.Town
	}
	return o.Territory
}
