package service

import (
	"context"
	"fmt"
	"time"

	"concertation/internal/consult"
)

// importedChunk is what a chunk of rows changes, gathered anew each time its transaction runs.
type importedChunk struct {
	added      []*consult.Contribution
	rows       []consult.ImportedRow
	identities []consult.ContributionIdentity
	sessions   map[*bookedSession]bool // made or brought up to date
	report     consult.ImportReport
}

// write puts a chunk where it belongs; a dry run only says what it would do.
func (r *importRun) write(ctx context.Context, texts []*importedText) error {
	r.sum()
	var done *importedChunk
	work := func(reader consult.Reader, tx consult.Tx) error {
		done = &importedChunk{sessions: map[*bookedSession]bool{}, report: *r.report}
		return r.writeChunk(ctx, reader, tx, texts, done)
	}
	var err error
	if r.in.DryRun {
		err = work(r.service.Store, nil)
	} else {
		err = r.service.Store.Atomic(ctx, func(tx consult.Tx) error { return work(tx, tx) })
	}
	if err != nil {
		return fmt.Errorf("import contributions: %w", err)
	}
	*r.report = done.report
	for session := range done.sessions {
		session.stored, session.changed = true, false
	}
	return nil
}

func (r *importRun) writeChunk(ctx context.Context, reader consult.Reader, tx consult.Tx, texts []*importedText, done *importedChunk) error {
	keys := make([]string, len(texts))
	for i, text := range texts {
		keys[i] = text.key
	}
	found, err := reader.ImportedRows(ctx, r.consultation.ID, keys)
	if err != nil {
		return err
	}
	known := make(map[string]consult.ImportedRow, len(found))
	for _, row := range found {
		known[row.Key] = row
	}
	for _, text := range texts {
		row, met := known[text.key]
		switch {
		case met && row.Digest == text.digest && !row.Undone && row.ImportID == r.held.ID:
			done.report.Added++ // before this import was interrupted
		case met && row.Digest == text.digest && !row.Undone:
			done.report.Already++
		case met:
			err = r.renew(ctx, tx, text, row, done)
		default:
			err = r.add(ctx, tx, text, done)
		}
		if err != nil {
			return err
		}
	}
	if tx == nil {
		return nil
	}
	if err := tx.InsertImported(ctx, done.added, done.rows, done.identities); err != nil {
		return err
	}
	for i, text := range r.themed(texts, done) {
		if err := r.giveThemes(ctx, tx, done.added[i], text, done); err != nil {
			return err
		}
	}
	return r.beat(ctx, tx, done)
}

// add makes a new contribution of a row.
func (r *importRun) add(ctx context.Context, tx consult.Tx, text *importedText, done *importedChunk) error {
	done.report.Added++
	if err := r.sessionOf(ctx, tx, text, done); err != nil || tx == nil {
		return err
	}
	made := text.contribution
	made.ID = consult.NewID()
	if text.session != nil {
		made.SessionID = text.session.ID
	}
	sequence, err := tx.NextSeq(ctx)
	if err != nil {
		return err
	}
	made.ChangeSeq = sequence
	done.added = append(done.added, &made)
	done.rows = append(done.rows, consult.ImportedRow{ConsultationID: r.consultation.ID, Key: text.key, ContributionID: made.ID,
		ImportID: r.held.ID, Digest: text.digest})
	if text.author != "" {
		done.identities = append(done.identities, consult.ContributionIdentity{ContributionID: made.ID, Field: consult.IdentityAuthor, Value: text.author})
	}
	return nil
}

// themed gives the rows of the new contributions, by their place among them.
func (r *importRun) themed(texts []*importedText, done *importedChunk) []*importedText {
	byKey := make(map[string]*importedText, len(texts))
	for _, text := range texts {
		byKey[text.key] = text
	}
	var all []*importedText
	for _, row := range done.rows {
		all = append(all, byKey[row.Key])
	}
	return all
}

// renew brings a contribution up to date with its row, and back when it went with an import undone. What a person
// retracted stays retracted.
func (r *importRun) renew(ctx context.Context, tx consult.Tx, text *importedText, row consult.ImportedRow, done *importedChunk) error {
	if row.Undone {
		done.report.Restored++
	} else {
		done.report.Updated++
	}
	if err := r.sessionOf(ctx, tx, text, done); err != nil || tx == nil {
		return err
	}
	was, err := tx.Contribution(ctx, row.ContributionID)
	if err != nil {
		return err
	}
	now := text.contribution
	now.ID, now.TextVersion, now.RetractedAt = was.ID, was.TextVersion, was.RetractedAt
	if now.Title != was.Title || now.Body != was.Body {
		now.TextVersion++
	}
	if !text.dated {
		now.CreatedAt = was.CreatedAt
	}
	if text.session != nil {
		now.SessionID = text.session.ID
	}
	if row.Undone {
		row.Undone, row.ImportID, now.RetractedAt = false, r.held.ID, time.Time{}
	}
	if now.ChangeSeq, err = tx.NextSeq(ctx); err != nil {
		return err
	}
	if err := tx.UpdateContribution(ctx, &now); err != nil {
		return err
	}
	row.Digest = text.digest
	if err := tx.UpdateImportedRow(ctx, &row); err != nil {
		return err
	}
	var identities []consult.ContributionIdentity
	if text.author != "" {
		identities = append(identities, consult.ContributionIdentity{ContributionID: now.ID, Field: consult.IdentityAuthor, Value: text.author})
	}
	if err := tx.ReplaceIdentities(ctx, now.ID, identities); err != nil {
		return err
	}
	return r.giveThemes(ctx, tx, &now, text, done)
}

// sessionOf writes the session of a row that needs it, once.
func (r *importRun) sessionOf(ctx context.Context, tx consult.Tx, text *importedText, done *importedChunk) error {
	session := text.session
	if session == nil || done.sessions[session] || session.stored && !session.changed {
		return nil
	}
	done.sessions[session] = true
	if !session.stored {
		done.report.SessionsMade++
	}
	switch {
	case tx == nil:
		return nil
	case session.stored:
		return tx.UpdateSessionHeld(ctx, &session.SessionHeld)
	default:
		session.ImportID = r.held.ID
		return tx.InsertSessionHeld(ctx, &session.SessionHeld)
	}
}

// giveThemes gives the themes of the file in the name of whoever answers for them (rule 8).
func (r *importRun) giveThemes(ctx context.Context, tx consult.Tx, c *consult.Contribution, text *importedText, done *importedChunk) error {
	if len(text.themes) == 0 {
		return nil
	}
	history, err := tx.Assignments(ctx, c.ID)
	if err != nil {
		return err
	}
	for _, theme := range text.themes {
		change := consult.GiveTheme(&r.grid, history, consult.Assignment{ConsultationID: c.ConsultationID, ContributionID: c.ID,
			StatementID: c.ID, ThemeID: theme, CoderID: r.in.Settings.Coder, Round: codingRound, TextVersion: c.TextVersion,
			GridVersion: r.grid.Version, At: r.service.Now()})
		for _, ended := range change.End {
			if err := tx.EndAssignment(ctx, ended, change.At); err != nil {
				return err
			}
		}
		for i := range change.Insert {
			if err := tx.InsertAssignment(ctx, &change.Insert[i]); err != nil {
				return err
			}
		}
		if !change.Empty() {
			done.report.Themes++
			if history, err = tx.Assignments(ctx, c.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// beat writes how far the run is, and fails when another run took the import over. Issues wait for the end.
func (r *importRun) beat(ctx context.Context, tx consult.Tx, done *importedChunk) error {
	r.held.BeatAt, r.held.Report = r.service.Now(), done.report
	r.held.Report.Issues = nil
	return tx.UpdateImport(ctx, &r.held, r.held.Runner)
}
