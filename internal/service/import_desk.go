package service

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"concertation/internal/consult"
	"concertation/internal/intake"
)

// ImportDesk is what the console does with the files of one kind: receives them, has their columns matched, tries,
// imports and undoes them. import_desk_file.go keeps the files themselves.
type ImportDesk struct {
	*Service
	about consult.ImportAbout
	// enter gives the consultation when the person may import into it.
	enter func(ctx context.Context, actor consult.Actor, slug string) (consult.Consultation, error)
	// guess proposes the columns of a header.
	guess func(header []string) map[string]string
	// survey reads a file once, whatever its columns: those that are wrong are left for the page to say.
	survey func(ctx context.Context, consultation consult.ID, path string, settings consult.ImportSettings) (*ImportSurvey, error)
	// prepare reads nothing yet; it refuses settings that cannot do.
	prepare func(ctx context.Context, actor consult.Actor, consultation consult.Consultation, held consult.Import, path string, dryRun bool) (importWork, error)
	// undo takes back what an import did, as far as it goes.
	undo func(ctx context.Context, actor consult.Actor, held consult.Import) (int, error)
}

// importWork is the reading of a file, from its first row to its last.
type importWork interface {
	// take makes the run the one that holds the import.
	take(ctx context.Context, tx consult.Tx, held consult.Import) error
	rows(ctx context.Context) error
	// finish records how it ended; it gives the failure back.
	finish(ctx context.Context, failure error) error
	// outcome is what came of it, so far.
	outcome() *consult.ImportReport
}

// held gives an import of the desk; CodeNotFound for any other.
func (d *ImportDesk) held(ctx context.Context, actor consult.Actor, slug string, id consult.ID) (consult.Consultation, consult.Import, error) {
	consultation, err := d.enter(ctx, actor, slug)
	if err != nil {
		return consultation, consult.Import{}, err
	}
	held, err := d.Store.Import(ctx, id)
	if err == nil && (held.ConsultationID != consultation.ID || held.About != d.about) {
		err = consult.NotFound("error.not_found")
	}
	return consultation, held, err
}

// Receive keeps a file until it is imported; CodeInvalid when it is no table. Files left for a week are removed.
func (d *ImportDesk) Receive(ctx context.Context, actor consult.Actor, slug, name string, content io.Reader) (consult.Import, error) {
	consultation, err := d.enter(ctx, actor, slug)
	if err != nil {
		return consult.Import{}, err
	}
	path, digest, size, err := spool(content)
	if err != nil {
		return consult.Import{}, err
	}
	defer os.Remove(path)
	file, err := intake.Open(path)
	if err != nil {
		return consult.Import{}, tableFault(err)
	}
	columns := d.guess(file.Header)
	if err := file.Close(); err != nil {
		return consult.Import{}, err
	}
	held := consult.Import{ID: consult.NewID(), ConsultationID: consultation.ID, About: d.about, State: consult.ImportUploaded, FileName: shortName(name), Digest: digest,
		Size: size, Settings: consult.ImportSettings{Columns: columns}, Runner: consult.NewID(), By: actor.User, CreatedAt: d.Now()}
	if err := d.dropLeftImports(ctx, consultation.ID); err != nil {
		return held, err
	}
	err = d.Store.Atomic(ctx, func(tx consult.Tx) error { return recordImport(ctx, tx, &held) })
	if err != nil {
		return held, fmt.Errorf("receive import: %w", err)
	}
	return held, d.keepPieces(ctx, path, func(tx consult.Tx, position int, piece []byte) error {
		return tx.InsertImportPiece(ctx, held.ID, position, piece)
	})
}

// recordImport keeps an import, with the name of who brought it; the command line has none.
func recordImport(ctx context.Context, tx consult.Tx, held *consult.Import) error {
	if held.By != "" {
		user, err := tx.User(ctx, held.By)
		if err != nil {
			return err
		}
		held.ByName = user.Name
	}
	return tx.InsertImport(ctx, held)
}

// ImportView is an import as its page shows it.
type ImportView struct {
	Consultation consult.Consultation
	Import       consult.Import
	Alive        bool          // a run is under way
	Survey       *ImportSurvey // while it waits for its settings
	Themes       bool          // the grid has themes to give
}

// View gives an import; while it waits, with what is found in its file.
func (d *ImportDesk) View(ctx context.Context, actor consult.Actor, slug string, id consult.ID) (*ImportView, error) {
	consultation, held, err := d.held(ctx, actor, slug, id)
	if err != nil {
		return nil, err
	}
	view := &ImportView{Consultation: consultation, Import: held, Alive: d.importAlive(&held)}
	if held.State != consult.ImportUploaded {
		return view, nil
	}
	grid, err := d.Store.ThemeGrid(ctx, consultation.ID)
	if err != nil && consult.CodeOf(err) != consult.CodeNotFound {
		return nil, err
	}
	view.Themes = len(grid.Themes) > 0
	return view, d.withFile(ctx, &view.Import, func(path string) error {
		view.Survey, err = d.survey(ctx, consultation.ID, path, view.Import.Settings)
		return err
	})
}

// Set keeps the settings of an import that waits.
func (d *ImportDesk) Set(ctx context.Context, actor consult.Actor, slug string, id consult.ID, settings consult.ImportSettings) (consult.Import, error) {
	consultation, held, err := d.held(ctx, actor, slug, id)
	if err != nil {
		return held, err
	}
	if held.State != consult.ImportUploaded && held.State != consult.ImportStopped {
		return held, consult.Conflict("collect.error.begun")
	}
	if settings.Coder = ""; settings.Columns["theme"] != "" {
		settings.Coder = actor.User
	}
	// Settings that make the file unreadable are not kept: there would be no page to mend them on.
	err = d.withFile(ctx, &held, func(path string) error {
		_, err := d.survey(ctx, consultation.ID, path, settings)
		return err
	})
	var domain *consult.Error
	if errors.As(err, &domain) && domain.Code == consult.CodeInvalid && len(domain.Fields) > 0 {
		return held, consult.Invalid(consult.FieldError{Field: "encoding", Key: "collect.error.reading"})
	}
	if err != nil {
		return held, err
	}
	held.Settings = settings
	err = d.Store.Atomic(ctx, func(tx consult.Tx) error { return tx.UpdateImport(ctx, &held, held.Runner) })
	return held, err
}

// Try reads the file as it would be imported, and writes nothing.
func (d *ImportDesk) Try(ctx context.Context, actor consult.Actor, slug string, id consult.ID) (*consult.ImportReport, error) {
	consultation, held, err := d.held(ctx, actor, slug, id)
	if err != nil {
		return nil, err
	}
	var report *consult.ImportReport
	err = d.withFile(ctx, &held, func(path string) error {
		run, err := d.prepare(ctx, actor, consultation, held, path, true)
		if err != nil {
			return tableFault(err)
		}
		err = run.finish(ctx, run.rows(ctx))
		report = run.outcome()
		return tableFault(err)
	})
	return report, err
}

// Start begins the import in the background, or takes it up where it was left; its page follows it.
func (d *ImportDesk) Start(ctx context.Context, actor consult.Actor, slug string, id consult.ID) error {
	consultation, held, err := d.held(ctx, actor, slug, id)
	if err != nil {
		return err
	}
	if d.importAlive(&held) || held.State == consult.ImportDone {
		return nil // a second click, a page sent again
	}
	if held.State != consult.ImportUploaded && held.State != consult.ImportStopped && held.State != consult.ImportRunning {
		return consult.Conflict("collect.error.begun")
	}
	path, err := d.fileOf(ctx, &held)
	if err != nil {
		return err
	}
	run, err := d.prepare(ctx, actor, consultation, held, path, false)
	if err == nil {
		err = d.Store.Atomic(ctx, func(tx consult.Tx) error { return run.take(ctx, tx, held) })
	}
	if err != nil {
		os.Remove(path)
		return tableFault(err)
	}
	d.background.start(func(ctx context.Context) {
		defer os.Remove(path)
		if err := run.finish(ctx, run.rows(ctx)); err != nil {
			d.Log.Error("import stopped", "import", held.ID, "cause", err)
		}
	})
	return nil
}

// holdImport takes the import from whichever run had it.
func holdImport(ctx context.Context, tx consult.Tx, held *consult.Import, settings consult.ImportSettings, now time.Time) error {
	from := held.Runner
	held.State, held.Runner, held.StartedAt, held.BeatAt = consult.ImportRunning, consult.NewID(), now, now
	held.Settings, held.EndedAt = settings, time.Time{}
	return tx.UpdateImport(ctx, held, from)
}

// ImportsView lists the imports of a consultation.
type ImportsView struct {
	Consultation consult.Consultation
	Imports      []consult.Import // newest first
}

// All lists the imports of a consultation.
func (d *ImportDesk) All(ctx context.Context, actor consult.Actor, slug string) (*ImportsView, error) {
	consultation, err := d.enter(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	imports, err := importsAbout(ctx, d.Store, consultation.ID, d.about)
	return &ImportsView{Consultation: consultation, Imports: imports}, err
}

// importsAbout lists the imports of one kind, newest first.
func importsAbout(ctx context.Context, reader consult.Reader, consultation consult.ID, about consult.ImportAbout) ([]consult.Import, error) {
	all, err := reader.Imports(ctx, consultation)
	return slices.DeleteFunc(all, func(one consult.Import) bool { return one.About != about }), err
}

// Drop removes a file that waits, and what was said of it.
func (d *ImportDesk) Drop(ctx context.Context, actor consult.Actor, slug string, id consult.ID) error {
	_, held, err := d.held(ctx, actor, slug, id)
	if err != nil {
		return err
	}
	if held.State != consult.ImportUploaded {
		return consult.Conflict("collect.error.begun")
	}
	return d.Store.Atomic(ctx, func(tx consult.Tx) error { return tx.DeleteImport(ctx, held.ID) })
}

// Undo takes an import back in the background; its page follows it.
func (d *ImportDesk) Undo(ctx context.Context, actor consult.Actor, slug string, id consult.ID) error {
	held, err := d.beginUndo(ctx, actor, slug, id)
	if err != nil {
		return err
	}
	d.background.start(func(ctx context.Context) {
		if _, err := d.undo(ctx, actor, held); err != nil {
			d.Log.Error("undoing an import stopped", "import", held.ID, "cause", err)
		}
	})
	return nil
}

// beginUndo takes hold of an import that can be undone.
func (d *ImportDesk) beginUndo(ctx context.Context, actor consult.Actor, slug string, id consult.ID) (consult.Import, error) {
	_, held, err := d.held(ctx, actor, slug, id)
	if err != nil {
		return held, err
	}
	switch {
	case d.importAlive(&held):
		return held, consult.Conflict("collect.error.running")
	case held.State == consult.ImportUploaded || held.State == consult.ImportUndone:
		return held, consult.Conflict("collect.error.not_undoable")
	}
	from := held.Runner
	held.State, held.Runner, held.BeatAt = consult.ImportUndoing, consult.NewID(), d.Now()
	err = d.Store.Atomic(ctx, func(tx consult.Tx) error { return tx.UpdateImport(ctx, &held, from) })
	if err != nil {
		return held, fmt.Errorf("undo import %s: %w", id, err)
	}
	return held, nil
}

// importSilence is how long a run may give no sign of life before it is thought to be interrupted.
const importSilence = 20 * time.Second

// importAlive says whether a run is under way: one of this process that stops says so, one of another is judged by its
// signs of life.
func (s *Service) importAlive(held *consult.Import) bool {
	busy := held.State == consult.ImportRunning || held.State == consult.ImportUndoing
	return busy && s.Now().Sub(held.BeatAt) < importSilence
}
