package service

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"concertation/internal/consult"
	"concertation/internal/intake"
)

// begin records an import that comes from elsewhere than the console.
func (r *organisationRun) begin(ctx context.Context) error {
	now := r.service.Now()
	r.held = consult.Import{ID: consult.NewID(), ConsultationID: r.consultation.ID, About: consult.AboutOrganisations, State: consult.ImportRunning,
		FileName: shortName(r.options.Name), Settings: r.settings, Runner: consult.NewID(), By: r.actor.User, CreatedAt: now, StartedAt: now, BeatAt: now}
	err := r.service.Store.Atomic(ctx, func(tx consult.Tx) error {
		return recordImport(ctx, tx, &r.held)
	})
	if err != nil {
		return fmt.Errorf("begin import: %w", err)
	}
	return nil
}

// take takes the import from whichever run had it.
func (r *organisationRun) take(ctx context.Context, tx consult.Tx, held consult.Import) error {
	r.held = held
	return holdImport(ctx, tx, &r.held, held.Settings, r.service.Now())
}

func (r *organisationRun) outcome() *consult.ImportReport { return &r.summary }

// rows reads every row and writes them chunk by chunk.
func (r *organisationRun) rows(ctx context.Context) error {
	doubter := newDoubter(r.reader.columns)
	var writes []organisationWrite
	for row, err := range r.file.Rows() {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return fmt.Errorf("import organisations: %w", err)
		}
		r.report.Rows++
		doubter.watch(row)
		if write, told := r.read(row); told {
			writes = append(writes, write)
		}
		if len(writes) == organisationChunk || r.report.Rows%(5*organisationChunk) == 0 {
			if err := r.write(ctx, writes); err != nil {
				return err
			}
			writes = writes[:0]
		}
	}
	if err := r.write(ctx, writes); err != nil {
		return err
	}
	r.report.Doubts = doubter.doubts(r.reader.header)
	r.report.Shifted = r.report.mayBeShifted()
	distinct, err := r.service.Store.DistinctOrganisations(ctx, r.consultation.ID)
	if err != nil {
		return fmt.Errorf("import organisations: %w", err)
	}
	r.report.Near = r.list.near(distinct)
	r.sum()
	return nil
}

// read says what a row changes; false when it changes nothing.
func (r *organisationRun) read(row intake.Row) (organisationWrite, bool) {
	read, faults := r.reader.read(row)
	if len(faults) > 0 {
		faults = sortedFaults(faults)
		r.report.Refused = append(r.report.Refused, RefusedOrganisation{Row: row.Number, Faults: faults})
		for _, fault := range faults {
			r.summary.Note(consult.ImportIssue{Row: row.Number, Column: r.reader.title(fault.Field), Key: fault.Key, Refused: true})
		}
		return organisationWrite{}, false
	}
	brought := r.leave(row, &read)
	write, outcome := r.list.take(read, r.consultation.ID, r.service.Now())
	if write.broughtBack = brought; brought != nil && outcome == organisationSame {
		write.before = &write.organisation // nothing to write but that they are back
	}
	r.warn(row, &read, &write, outcome)
	switch outcome {
	case organisationAdded:
		r.report.Added++
	case organisationUpdated:
		r.report.Updated++
	default:
		r.report.Same++
		return write, brought != nil
	}
	return write, true
}

// leave takes out of a row whom an erasure names, unless somebody chose to bring them back: it then gives what is brought.
func (r *organisationRun) leave(row intake.Row, read *consult.Organisation) *consult.Organisation {
	whole := *read
	erased := r.suppressed.leave(read)
	if len(erased) == 0 {
		return nil
	}
	key := "organisations.issue.erased"
	if slices.Contains(r.options.BringBack, row.Number) {
		key = "organisations.issue.brought_back"
	} else {
		r.report.Erased = append(r.report.Erased, ErasedRow{row.Number, erased[0]})
	}
	for _, at := range erased {
		r.summary.Note(consult.ImportIssue{Row: row.Number, Key: key, Args: []string{"date", r.service.dateOf(at)}})
	}
	if key == "organisations.issue.erased" {
		return nil
	}
	*read = whole
	return &whole
}

// warn notes what is taken but doubtful in a row.
func (r *organisationRun) warn(row intake.Row, read *consult.Organisation, write *organisationWrite, outcome organisationOutcome) {
	if mixedScripts(read.Name) {
		r.summary.Note(consult.ImportIssue{Row: row.Number, Column: r.reader.title("name"), Key: "organisations.issue.scripts"})
	}
	first, again := r.rowOf[write.organisation.ID]
	if !again {
		r.rowOf[write.organisation.ID] = row.Number
	}
	if outcome != organisationUpdated {
		return
	}
	over := r.overwritten(write)
	switch {
	case again && over != "":
		r.summary.Note(consult.ImportIssue{Row: row.Number, Key: "organisations.issue.again_over", Args: []string{"row", strconv.Itoa(first), "columns", over}})
	case again:
		r.summary.Note(consult.ImportIssue{Row: row.Number, Key: "organisations.issue.again", Args: []string{"row", strconv.Itoa(first)}})
	case over != "":
		r.summary.Note(consult.ImportIssue{Row: row.Number, Key: "organisations.issue.over", Args: []string{"columns", over}})
	}
}

// overwritten names the columns that take the place of something else already written.
func (r *organisationRun) overwritten(write *organisationWrite) string {
	var columns []string
	for _, name := range changedFields(write.before, &write.organisation) {
		if OrganisationText(write.before, name) != "" {
			columns = append(columns, r.reader.title(name))
		}
	}
	return strings.Join(columns, ", ")
}

// sum brings the report that is kept up to date.
func (r *organisationRun) sum() {
	r.summary.Rows, r.summary.Added, r.summary.Updated = r.report.Rows, r.report.Added, r.report.Updated
	r.summary.Near, r.summary.Erased = len(r.report.Near), len(r.report.Erased)
	r.summary.Already, r.summary.Refused, r.summary.Total = r.report.Same, len(r.report.Refused), max(r.total, r.report.Rows)
}

// write puts a chunk where it belongs, and says how far the reading is.
func (r *organisationRun) write(ctx context.Context, writes []organisationWrite) error {
	if r.options.Progress != nil {
		r.options.Progress(r.report.Rows)
	}
	if r.options.DryRun {
		return nil
	}
	r.sum()
	r.held.Report, r.held.BeatAt = r.summary, r.service.Now()
	err := r.service.Store.Atomic(ctx, func(tx consult.Tx) error {
		changes := make([]consult.OrganisationChange, len(writes))
		for i := range writes {
			o := &writes[i].organisation
			save := updateOrganisation
			if writes[i].before == nil {
				save = insertOrganisation
			}
			if err := save(ctx, tx, o); err != nil {
				return err
			}
			if brought := writes[i].broughtBack; brought != nil {
				lifted := *brought
				lifted.ID, lifted.ConsultationID = o.ID, r.consultation.ID
				if err := r.service.bringAddressesBack(ctx, tx, r.actor, r.suppressed.printer, &lifted, r.options.BringBackWhy); err != nil {
					return err
				}
			}
			changes[i] = consult.OrganisationChange{ImportID: r.held.ID, OrganisationID: o.ID, Before: writes[i].before, After: *o}
		}
		if err := tx.InsertOrganisationChanges(ctx, onePerOrganisation(changes)); err != nil {
			return err
		}
		return tx.UpdateImport(ctx, &r.held, r.held.Runner)
	})
	if err != nil {
		return fmt.Errorf("write organisations: %w", err)
	}
	return nil
}

// onePerOrganisation keeps of several changes of one organisation where it began and where it ended: one statement
// cannot write a row twice.
func onePerOrganisation(changes []consult.OrganisationChange) []consult.OrganisationChange {
	at := map[consult.ID]int{}
	var one []consult.OrganisationChange
	for _, change := range changes {
		if i, met := at[change.OrganisationID]; met {
			one[i].After = change.After
			continue
		}
		at[change.OrganisationID] = len(one)
		one = append(one, change)
	}
	return one
}

// finish records how the run ended. What the import added and described anew is counted on what it wrote, so that a
// reading taken up again counts all of it.
func (r *organisationRun) finish(ctx context.Context, failure error) error {
	if r.options.DryRun {
		return failure
	}
	err := r.service.Store.Atomic(context.WithoutCancel(ctx), func(tx consult.Tx) error {
		r.sum()
		now := r.service.Now()
		r.held.Report, r.held.BeatAt, r.held.EndedAt, r.held.State = r.summary, now, now, consult.ImportDone
		if failure != nil {
			r.held.State = consult.ImportStopped
			return tx.UpdateImport(ctx, &r.held, r.held.Runner)
		}
		added, updated, err := tx.CountOrganisationChanges(ctx, r.held.ID)
		if err != nil {
			return err
		}
		report := &r.held.Report
		report.Added, report.Updated, report.Already = added, updated, max(report.Rows-report.Refused-added-updated, 0)
		if err := tx.UpdateImport(ctx, &r.held, r.held.Runner); err != nil {
			return err
		}
		if err := tx.DeleteImportPieces(ctx, r.held.ID); err != nil {
			return err
		}
		return r.service.audit(ctx, tx, r.actor, "organisations.import", r.consultation.ID, fmt.Sprintf("import %s, %d added, %d updated", r.held.ID, added, updated))
	})
	if failure != nil {
		return failure
	}
	if err != nil {
		return fmt.Errorf("end import: %w", err)
	}
	return nil
}
