package service

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"concertation/internal/consult"
	"concertation/internal/french"
	"concertation/internal/intake"
)

// attendanceRun is one reading of the list of an event.
type attendanceRun struct {
	service  *Service
	actor    consult.Actor
	event    consult.Event
	file     *intake.File
	settings consult.ImportSettings
	columns  map[string]int // field → column
	dryRun   bool
	total    int
	held     consult.Import
	report   consult.ImportReport
	seen     map[string]int // row that already told of the person, by key
	list     []consult.Attendee
	// suppressed are those erased at their request, as they were when the reading began.
	suppressed *suppressed
}

// attendanceChunk is how many rows go into one transaction: well under 50 ms (rule 1).
const attendanceChunk = 50

func (r *attendanceRun) take(ctx context.Context, tx consult.Tx, held consult.Import) error {
	r.held = held
	return holdImport(ctx, tx, &r.held, held.Settings, r.service.Now())
}

// outcome gives the remarks in the order of the rows: those on people are made after those on what is written.
func (r *attendanceRun) outcome() *consult.ImportReport {
	slices.SortStableFunc(r.report.Issues, func(a, b consult.ImportIssue) int { return a.Row - b.Row })
	return &r.report
}

// rows reads every row and puts them on the list chunk by chunk.
func (r *attendanceRun) rows(ctx context.Context) error {
	defer r.file.Close()
	var chunk []attendanceRow
	for row, err := range r.file.Rows() {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return fmt.Errorf("import a list: %w", err)
		}
		r.report.Rows++
		if read, taken := r.accept(row); taken {
			chunk = append(chunk, read)
		}
		if len(chunk) == attendanceChunk {
			if err := r.write(ctx, chunk); err != nil {
				return err
			}
			chunk = nil
		}
	}
	return r.write(ctx, chunk)
}

// accept notes what is wrong with a row, and a person told twice.
func (r *attendanceRun) accept(row intake.Row) (attendanceRow, bool) {
	read, faults := r.readRow(row)
	for _, fault := range faults {
		issue := consult.ImportIssue{Row: row.Number, Key: fault.Key, Refused: true}
		if at, ok := r.columns[fault.Field]; ok {
			issue.Column = r.file.Header[at]
		}
		for _, arg := range fault.Args {
			issue.Args = append(issue.Args, fmt.Sprint(arg))
		}
		r.report.Note(issue)
	}
	if len(faults) > 0 {
		r.report.Refused++
		return read, false
	}
	if first, again := r.seen[read.key]; again {
		r.report.Already++
		r.report.Note(consult.ImportIssue{Row: row.Number, Key: "events.issue.again", Args: []string{"row", strconv.Itoa(first)}})
		return read, false
	}
	r.seen[read.key] = row.Number
	return read, true
}

// write puts a chunk on the list, and says how far the reading is. What it does is the same however often it is done.
func (r *attendanceRun) write(ctx context.Context, chunk []attendanceRow) error {
	before := r.report
	work := func(tx consult.Tx) error {
		r.report = before
		var err error
		if r.list, err = tx.Attendees(ctx, r.event.ID); err != nil {
			return err
		}
		for i := range chunk {
			if err := r.put(ctx, tx, &chunk[i]); err != nil {
				return err
			}
		}
		return nil
	}
	if r.dryRun {
		r.report = before
		var err error
		if r.list, err = r.service.Store.Attendees(ctx, r.event.ID); err != nil {
			return err
		}
		for i := range chunk {
			r.foresee(&chunk[i])
		}
		return nil
	}
	for range referenceDraws {
		err := r.service.Store.Atomic(ctx, func(tx consult.Tx) error {
			if err := work(tx); err != nil {
				return err
			}
			r.report.Total = max(r.total, r.report.Rows)
			r.held.Report, r.held.BeatAt = r.report, r.service.Now()
			return tx.UpdateImport(ctx, &r.held, r.held.Runner)
		})
		if err == nil {
			return nil
		}
		if consult.CodeOf(err) != consult.CodeConflict { // a code drawn twice
			return fmt.Errorf("write a list: %w", err)
		}
		before.Issues = slices.Clip(before.Issues)
	}
	return consult.Conflict("collect.error.taken_over")
}

// meant gives who on the list a row tells of: the same row of an earlier file, else the same address, else the same
// name with the same structure or none.
func (r *attendanceRun) meant(row *attendanceRow) *consult.Attendee {
	for i := range r.list {
		if r.list[i].RowKey == row.key || row.draft.Email != "" && consult.FoldAddress(r.list[i].Email) == consult.FoldAddress(row.draft.Email) &&
			french.Fold(r.list[i].Name) == french.Fold(row.draft.Name) {
			return &r.list[i]
		}
	}
	for i := range r.list {
		one := &r.list[i]
		structure := row.draft.Structure == "" || one.Structure == "" || french.Fold(one.Structure) == french.Fold(row.draft.Structure)
		address := row.draft.Email == "" || one.Email == ""
		if structure && address && french.Fold(one.Name) == french.Fold(row.draft.Name) {
			return one
		}
	}
	return nil
}

// erased tells when the person of a row was erased at their request; the zero time: they were not.
func (r *attendanceRun) erased(row *attendanceRow) time.Time {
	return r.suppressed.person(row.draft.Email, row.draft.Phone)
}

// leave notes that a row names somebody erased, who is not on the list, and says whether they stay out.
func (r *attendanceRun) leave(row *attendanceRow) (out, brought bool) {
	at := r.erased(row)
	if at.IsZero() {
		return false, false
	}
	key := "events.issue.erased"
	if brought = slices.Contains(r.settings.BringBack, row.number); brought {
		key = "events.issue.brought_back"
	} else {
		r.report.Erased++
	}
	r.report.Note(consult.ImportIssue{Row: row.number, Key: key, Args: []string{"date", r.service.dateOf(at)}})
	return !brought, brought
}

// foresee counts what a row would do, and says whether it brings somebody erased back, or leaves them out.
func (r *attendanceRun) foresee(row *attendanceRow) (out, brought bool) {
	known := r.meant(row)
	if known == nil {
		if out, brought = r.leave(row); out {
			return out, brought
		}
	}
	switch {
	case known == nil:
		r.report.Added++
	case row.came && known.ArrivedAt.IsZero():
		r.report.Updated++
	default:
		r.report.Already++
	}
	return out, brought
}

// put adds the person of a row, or notes that somebody known came.
func (r *attendanceRun) put(ctx context.Context, tx consult.Tx, row *attendanceRow) error {
	known := r.meant(row)
	at := r.event.StartsAt
	out, brought := r.foresee(row)
	if out {
		return nil
	}
	if known == nil {
		a := consult.Attendance{ID: consult.NewID(), Origin: consult.AttendanceListed, State: consult.AttendanceConfirmed, ImportID: r.held.ID, RowKey: row.key}
		if row.came {
			a.ArrivedAt, a.ArrivedFrom = at, r.held.ID
		}
		if err := r.service.newPerson(ctx, tx, &r.event, &a, &row.draft); err != nil {
			return err
		}
		if brought {
			if err := r.service.bringPersonBack(ctx, tx, r.actor, r.suppressed.printer, r.event.ConsultationID, a.ID, &row.draft, r.settings.BringBackWhy); err != nil {
				return err
			}
		}
		r.list = append(r.list, consult.Attendee{Attendance: a, Participant: consult.Participant{AttendanceID: a.ID, Name: row.draft.Name,
			Email: row.draft.Email, Structure: row.draft.Structure}})
		return nil
	}
	if !row.came || !known.ArrivedAt.IsZero() {
		return nil
	}
	known.State, known.ArrivedAt, known.ArrivedFrom = consult.AttendanceConfirmed, at, r.held.ID
	return r.service.writePerson(ctx, tx, &r.event, known.OrganisationID, &known.Attendance)
}

// finish records how the run ended.
func (r *attendanceRun) finish(ctx context.Context, failure error) error {
	if r.dryRun {
		return failure
	}
	err := r.service.Store.Atomic(context.WithoutCancel(ctx), func(tx consult.Tx) error {
		now := r.service.Now()
		r.report.Total = max(r.total, r.report.Rows)
		r.outcome()
		r.held.Report, r.held.BeatAt, r.held.EndedAt, r.held.State = r.report, now, now, consult.ImportDone
		if failure != nil {
			r.held.State = consult.ImportStopped
			return tx.UpdateImport(ctx, &r.held, r.held.Runner)
		}
		if err := tx.UpdateImport(ctx, &r.held, r.held.Runner); err != nil {
			return err
		}
		if err := tx.DeleteImportPieces(ctx, r.held.ID); err != nil {
			return err
		}
		return r.service.audit(ctx, tx, r.actor, "event.import", r.event.ConsultationID,
			fmt.Sprintf("import %s, event %s, %d added, %d updated", r.held.ID, r.event.ID, r.report.Added, r.report.Updated))
	})
	if failure != nil {
		return failure
	}
	if err != nil {
		return fmt.Errorf("end import: %w", err)
	}
	return nil
}

// undoAttendances takes a list back: whom it added goes, unless they were seen at the door since; whom it says to have
// come has not. Interrupted, it is taken up by asking again.
func (s *Service) undoAttendances(ctx context.Context, actor consult.Actor, held consult.Import) (int, error) {
	undone := 0
	for {
		chunk, report := 0, held.Report
		err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
			all, err := tx.AttendancesOfImport(ctx, held.ID, undoChunk)
			if err != nil {
				return err
			}
			chunk, held.Report, held.BeatAt = len(all), report, s.Now()
			for i := range all {
				kept, err := s.undoAttendance(ctx, tx, held.ID, &all[i])
				if err != nil {
					return err
				}
				if kept {
					held.Report.Kept++
				}
			}
			if chunk == 0 {
				held.State, held.UndoneAt = consult.ImportUndone, s.Now()
				if err := s.audit(ctx, tx, actor, "event.import_undo", held.ConsultationID, fmt.Sprintf("import %s, %d kept", held.ID, held.Report.Kept)); err != nil {
					return err
				}
				if err := tx.DeleteImportPieces(ctx, held.ID); err != nil {
					return err
				}
			}
			return tx.UpdateImport(ctx, &held, held.Runner)
		})
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return undone, fmt.Errorf("undo import %s: %w", held.ID, err)
		}
		if undone += chunk; chunk == 0 {
			return undone, nil
		}
	}
}

// undoAttendance takes one person back; kept says that they stay on the list though the import added them.
func (s *Service) undoAttendance(ctx context.Context, tx consult.Tx, importID consult.ID, a *consult.Attendance) (kept bool, err error) {
	event, err := tx.Event(ctx, a.EventID)
	if err != nil {
		return false, err
	}
	if a.ArrivedFrom == importID {
		a.ArrivedAt, a.ArrivedBy, a.ArrivedFrom = time.Time{}, "", ""
	}
	if a.ImportID == importID && a.ArrivedAt.IsZero() {
		if err := tx.DeleteAttendance(ctx, a.ID); err != nil {
			return false, err
		}
		if err := syncTouches(ctx, tx, &event, a.OrganisationID); err != nil {
			return false, err
		}
		return false, s.promote(ctx, tx, &event)
	}
	kept = a.ImportID == importID
	if kept {
		a.ImportID = ""
	}
	return kept, s.writePerson(ctx, tx, &event, a.OrganisationID, a)
}
