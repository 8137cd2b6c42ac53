package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"reflect"

	"concertation/internal/consult"
	"concertation/internal/intake"
)

// Contributions gathered elsewhere: import_contributions.go runs an import, import_contributions_row.go reads a row,
// import_contributions_session.go tells sessions apart, import_contributions_write.go writes a chunk,
// import_contributions_undo.go takes an import back, import_desk.go is what the console does.

// ContributionImport is a file of contributions and how it is read.
type ContributionImport struct {
	Path     string // of the file
	Name     string // as its owner calls it
	Settings consult.ImportSettings
	DryRun   bool
	// Progress, when set, is told how many rows were read, of how many.
	Progress func(rows, total int)
}

// contributionChunk is how many rows go into one transaction: some 20 ms of work (rule 1).
const contributionChunk = 64

// ImportContributions reads a table, a contribution a row. The same row again is the same contribution: nothing is
// added, and a text that changed under the same identifier is brought up to date (rule 6). An import that was
// interrupted is taken up by running it again. What is wrong with rows is in the report.
func (s *Service) ImportContributions(ctx context.Context, actor consult.Actor, slug string, in ContributionImport) (*consult.ImportReport, error) {
	consultation, err := s.collecting(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	run, err := s.newImportRun(ctx, actor, consultation, in)
	if err != nil {
		return nil, err
	}
	if !in.DryRun {
		if err := run.begin(ctx); err != nil {
			return nil, err
		}
	}
	return run.report, run.finish(ctx, run.rows(ctx))
}

// collecting gives the consultation in which somebody may put contributions; a record takes none.
func (s *Service) collecting(ctx context.Context, actor consult.Actor, slug string) (consult.Consultation, error) {
	if err := actor.Require(consult.CollectContributions); err != nil {
		return consult.Consultation{}, err
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return consult.Consultation{}, err
	}
	if consultation.Status == consult.StatusRecord {
		return consult.Consultation{}, consult.Forbidden("consultation.error.record")
	}
	return consultation, nil
}

// importRun is one reading of a file, from its first row to its last.
type importRun struct {
	service      *Service
	actor        consult.Actor
	consultation consult.Consultation
	in           ContributionImport
	grid         consult.ThemeGrid
	reader       *contributionReader
	sessions     *sessionBook
	report       *consult.ImportReport
	held         consult.Import
	seen         map[string]int
	authors      map[string]bool
	alone        map[string]bool
	total        int
}

// newImportRun surveys the file: its settings are checked and completed by what is detected.
func (s *Service) newImportRun(ctx context.Context, actor consult.Actor, consultation consult.Consultation, in ContributionImport) (*importRun, error) {
	run := &importRun{service: s, actor: actor, consultation: consultation, in: in, report: &consult.ImportReport{},
		seen: map[string]int{}, authors: map[string]bool{}, alone: map[string]bool{}}
	survey, err := surveyContributions(ctx, in.Path, in.Settings)
	if err != nil {
		return nil, err
	}
	run.total, run.report.Total, run.report.Ignored = survey.Rows, survey.Rows, survey.Ignored
	if run.grid, err = s.Store.ThemeGrid(ctx, consultation.ID); err != nil && consult.CodeOf(err) != consult.CodeNotFound {
		return nil, fmt.Errorf("import contributions: %w", err)
	}
	words, err := s.wordings(ctx, consultation.ID)
	if err != nil {
		return nil, fmt.Errorf("import contributions: %w", err)
	}
	if run.reader, err = newContributionReader(&consultation, survey, words, &run.grid); err != nil {
		return nil, err
	}
	if survey.Settings.Columns["theme"] != "" {
		if err := s.mayGiveThemes(ctx, survey.Settings.Coder); err != nil {
			return nil, err
		}
	}
	run.in.Settings = survey.Settings
	held, err := s.Store.SessionsHeld(ctx, consultation.ID)
	if err != nil {
		return nil, fmt.Errorf("import contributions: %w", err)
	}
	run.sessions = newSessionBook(consultation.ID, held, survey.Settings.OneSessionPerTitle)
	return run, nil
}

// mayGiveThemes refuses themes that nobody answers for: assignments are made by people only (rule 8).
func (s *Service) mayGiveThemes(ctx context.Context, coder consult.ID) error {
	if coder == "" {
		return consult.Invalid(consult.FieldError{Field: "theme", Key: "collect.error.coder"})
	}
	user, err := s.Store.User(ctx, coder)
	if err != nil {
		return err
	}
	if !(consult.Actor{User: user.ID, Role: user.Role}).Can(consult.CodeContributions) || !user.DisabledAt.IsZero() {
		return consult.Invalid(consult.FieldError{Field: "theme", Key: "collect.error.coder_role"})
	}
	return nil
}

// begin records the import, or takes up the same one where it was left.
func (r *importRun) begin(ctx context.Context) error {
	digest, size, err := fileDigest(r.in.Path)
	if err != nil {
		return err
	}
	now := r.service.Now()
	err = r.service.Store.Atomic(ctx, func(tx consult.Tx) error {
		all, err := importsAbout(ctx, tx, r.consultation.ID, consult.AboutContributions)
		if err != nil {
			return err
		}
		for _, one := range all {
			left := one.State == consult.ImportRunning || one.State == consult.ImportStopped
			if left && one.Digest == digest && reflect.DeepEqual(one.Settings, r.in.Settings) {
				return r.take(ctx, tx, one)
			}
		}
		r.held = consult.Import{ID: consult.NewID(), ConsultationID: r.consultation.ID, State: consult.ImportRunning, FileName: r.in.Name,
			Digest: digest, Size: size, Settings: r.in.Settings, Runner: consult.NewID(), By: r.actor.User, CreatedAt: now, StartedAt: now, BeatAt: now}
		return recordImport(ctx, tx, &r.held)
	})
	if err != nil {
		return fmt.Errorf("begin import: %w", err)
	}
	return nil
}

// take takes the import from whichever run had it.
func (r *importRun) take(ctx context.Context, tx consult.Tx, held consult.Import) error {
	r.held = held
	return holdImport(ctx, tx, &r.held, r.in.Settings, r.service.Now())
}

func (r *importRun) outcome() *consult.ImportReport { return r.report }

// rows reads every row and writes them chunk by chunk.
func (r *importRun) rows(ctx context.Context) error {
	file, err := openTable(r.in.Path, r.in.Settings)
	if err != nil {
		return err
	}
	defer file.Close()
	chunk := make([]*importedText, 0, contributionChunk)
	for row, err := range file.Rows() {
		if err != nil {
			return fmt.Errorf("import contributions: %w", err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		r.report.Rows++
		if text := r.read(row); text != nil {
			chunk = append(chunk, text)
		}
		if len(chunk) == contributionChunk {
			if err := r.write(ctx, chunk); err != nil {
				return err
			}
			chunk = chunk[:0]
		}
		if r.in.Progress != nil && r.report.Rows%contributionChunk == 0 {
			r.in.Progress(r.report.Rows, r.total)
		}
	}
	return r.write(ctx, chunk)
}

// read makes a contribution of a row, or refuses it.
func (r *importRun) read(row intake.Row) *importedText {
	text, issues := r.reader.read(row)
	for _, issue := range issues {
		r.report.Note(issue)
		if issue.Refused {
			text = nil
		}
	}
	if text == nil {
		r.report.Refused++
		return nil
	}
	// The same content again is another contribution; the same identifier again is a mistake.
	rank := r.seen[text.key]
	r.seen[text.key]++
	if rank > 0 && text.identified {
		r.report.Note(consult.ImportIssue{Row: row.Number, Column: r.reader.header("id"), Key: "collect.issue.id_again", Refused: true})
		r.report.Refused++
		return nil
	}
	text.key = rowKey(text.key, rank)
	r.place(text)
	r.count(text)
	return text
}

// count adds the row to the report's own counts of authors and participants.
func (r *importRun) count(text *importedText) {
	author := text.contribution.AuthorKey
	if author == "" && text.session == nil {
		author = text.key
	}
	if author == "" {
		author = "session " + text.session.key
	}
	r.authors[author] = true
	if text.session == nil {
		r.alone[author] = true
	}
}

// sum brings the report's counts of authors and participants up to date.
func (r *importRun) sum() {
	r.report.Contributors = len(r.authors)
	r.report.Sessions, r.report.Participants, r.report.Represented = r.sessions.counts()
	r.report.Represented += len(r.alone)
}

// finish records how the run ended.
func (r *importRun) finish(ctx context.Context, failure error) error {
	if r.in.DryRun {
		return failure
	}
	now := r.service.Now()
	r.held.Report, r.held.BeatAt, r.held.EndedAt, r.held.State = *r.report, now, now, consult.ImportDone
	if failure != nil {
		r.held.State = consult.ImportStopped
	}
	err := r.service.Store.Atomic(context.WithoutCancel(ctx), func(tx consult.Tx) error {
		if err := tx.UpdateImport(ctx, &r.held, r.held.Runner); err != nil {
			return err
		}
		if failure != nil {
			return nil
		}
		if err := tx.DeleteImportPieces(ctx, r.held.ID); err != nil {
			return err
		}
		return r.service.audit(ctx, tx, r.actor, "contributions.import", r.consultation.ID,
			fmt.Sprintf("import %s, %d added, %d updated", r.held.ID, r.report.Added, r.report.Updated))
	})
	if failure != nil {
		return failure
	}
	if err != nil {
		return fmt.Errorf("end import: %w", err)
	}
	return nil
}

func openTable(path string, settings consult.ImportSettings) (*intake.File, error) {
	options := intake.Options{Encoding: settings.Encoding, Sheet: settings.Sheet}
	for _, separator := range settings.Separator {
		options.Separator = separator
	}
	return intake.OpenWith(path, options)
}

func fileDigest(path string) (digest string, size int64, err error) {
	file, err := os.Open(path)
	if err != nil {
		return "", 0, fmt.Errorf("read file: %w", err)
	}
	defer file.Close()
	sum := sha256.New()
	size, err = io.Copy(sum, file)
	if err != nil {
		return "", 0, fmt.Errorf("read file: %w", err)
	}
	return hex.EncodeToString(sum.Sum(nil)), size, nil
}
