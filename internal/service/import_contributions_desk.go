package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"concertation/internal/consult"
	"concertation/internal/intake"
)

// MaxImportFile bounds a file brought through the console; larger ones go by the command line.
const MaxImportFile = 50 << 20

// importPiece is how much of a file goes into one transaction (rule 1).
const importPiece = 256 << 10

// importKept is how long a file waits for its settings.
const importKept = 7 * 24 * time.Hour

// ReceiveImport keeps a file until it is imported; CodeInvalid when it is no table. Files left for a week are removed.
func (s *Service) ReceiveImport(ctx context.Context, actor consult.Actor, slug, name string, content io.Reader) (consult.Import, error) {
	consultation, err := s.collecting(ctx, actor, slug)
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
	columns := GuessColumns(file.Header)
	if err := file.Close(); err != nil {
		return consult.Import{}, err
	}
	delete(columns, "theme") // somebody must choose to answer for themes
	held := consult.Import{ID: consult.NewID(), ConsultationID: consultation.ID, State: consult.ImportUploaded, FileName: shortName(name), Digest: digest,
		Size: size, Settings: consult.ImportSettings{Columns: columns}, Runner: consult.NewID(), By: actor.User, CreatedAt: s.Now()}
	if err := s.dropLeftImports(ctx, consultation.ID); err != nil {
		return held, err
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		user, err := tx.User(ctx, actor.User)
		if err != nil {
			return err
		}
		held.ByName = user.Name
		return tx.InsertImport(ctx, &held)
	})
	if err != nil {
		return held, fmt.Errorf("receive import: %w", err)
	}
	return held, s.keepPieces(ctx, path, func(tx consult.Tx, position int, piece []byte) error {
		return tx.InsertImportPiece(ctx, held.ID, position, piece)
	})
}

// keepPieces writes a file piece by piece.
func (s *Service) keepPieces(ctx context.Context, path string, write func(tx consult.Tx, position int, piece []byte) error) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("keep file: %w", err)
	}
	defer file.Close()
	for position := 0; ; position++ {
		piece := make([]byte, importPiece)
		n, err := io.ReadFull(file, piece)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			return fmt.Errorf("keep file: %w", err)
		}
		if err := s.Store.Atomic(ctx, func(tx consult.Tx) error { return write(tx, position, piece[:n]) }); err != nil {
			return fmt.Errorf("keep file: %w", err)
		}
	}
}

// spool puts what is posted in a file of this machine, within bounds.
func spool(content io.Reader) (path, digest string, size int64, err error) {
	file, err := os.CreateTemp("", "concertation-import-")
	if err != nil {
		return "", "", 0, fmt.Errorf("receive import: %w", err)
	}
	sum := sha256.New()
	size, err = io.Copy(io.MultiWriter(file, sum), io.LimitReader(content, MaxImportFile+1))
	if closing := file.Close(); err == nil {
		err = closing
	}
	switch {
	case err != nil:
		err = fmt.Errorf("receive import: %w", err)
	case size > MaxImportFile:
		err = consult.Invalid(consult.FieldError{Field: "file", Key: "collect.error.file_too_large", Args: []any{"max", MaxImportFile >> 20}})
	}
	if err != nil {
		os.Remove(file.Name())
		return "", "", 0, err
	}
	return file.Name(), hex.EncodeToString(sum.Sum(nil)), size, nil
}

// tableFault makes what is wrong with a table a fault of the field that carried it.
func tableFault(err error) error {
	var table *intake.Error
	if errors.As(err, &table) {
		return consult.Invalid(consult.FieldError{Field: "file", Key: table.Key, Args: table.Args})
	}
	return err
}

// shortName keeps the end of a file's name.
func shortName(name string) string {
	if runes := []rune(cleanTyped(name)); len(runes) > 120 {
		return string(runes[len(runes)-120:])
	}
	return cleanTyped(name)
}

// dropLeftImports removes files that were never imported.
func (s *Service) dropLeftImports(ctx context.Context, consultation consult.ID) error {
	all, err := s.Store.Imports(ctx, consultation)
	if err != nil {
		return err
	}
	for _, one := range all {
		if one.State != consult.ImportUploaded || s.Now().Sub(one.CreatedAt) < importKept {
			continue
		}
		err := s.Store.Atomic(ctx, func(tx consult.Tx) error { return tx.DeleteImport(ctx, one.ID) })
		if err != nil && consult.CodeOf(err) != consult.CodeNotFound {
			return fmt.Errorf("remove import %s: %w", one.ID, err)
		}
	}
	return nil
}

// ImportView is an import as its page shows it.
type ImportView struct {
	Consultation consult.Consultation
	Import       consult.Import
	Alive        bool                // a run is under way
	Survey       *ContributionSurvey // while it waits for its settings
	Themes       bool                // the grid has themes to give
}

// ImportView gives an import; while it waits, with what is found in its file.
func (s *Service) ImportView(ctx context.Context, actor consult.Actor, slug string, id consult.ID) (*ImportView, error) {
	consultation, err := s.collecting(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	view := &ImportView{Consultation: consultation}
	if view.Import, err = s.importOf(ctx, consultation.ID, id); err != nil {
		return nil, err
	}
	view.Alive = s.importAlive(&view.Import)
	if view.Import.State != consult.ImportUploaded {
		return view, nil
	}
	grid, err := s.Store.ThemeGrid(ctx, consultation.ID)
	if err != nil && consult.CodeOf(err) != consult.CodeNotFound {
		return nil, err
	}
	view.Themes = len(grid.Themes) > 0
	return view, s.withFile(ctx, &view.Import, func(path string) error {
		view.Survey, err = lenientSurvey(ctx, path, view.Import.Settings)
		return err
	})
}

// lenientSurvey surveys a file whatever its columns: those that are wrong are left for the page to say.
func lenientSurvey(ctx context.Context, path string, settings consult.ImportSettings) (*ContributionSurvey, error) {
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

// withFile puts the file of an import on this machine for as long as f needs it.
func (s *Service) withFile(ctx context.Context, held *consult.Import, f func(path string) error) error {
	path, err := s.fileOf(ctx, held)
	if err != nil {
		return err
	}
	defer os.Remove(path)
	return f(path)
}

func (s *Service) fileOf(ctx context.Context, held *consult.Import) (path string, err error) {
	file, err := os.CreateTemp("", "concertation-import-")
	if err != nil {
		return "", fmt.Errorf("read import %s: %w", held.ID, err)
	}
	defer func() {
		if closing := file.Close(); err == nil {
			err = closing
		}
		if err != nil {
			os.Remove(file.Name())
		}
	}()
	size := int64(0)
	for position := 0; ; position++ {
		piece, err := s.Store.ImportPiece(ctx, held.ID, position)
		if consult.CodeOf(err) == consult.CodeNotFound && err != nil {
			break
		}
		if err != nil {
			return "", fmt.Errorf("read import %s: %w", held.ID, err)
		}
		if _, err := file.Write(piece); err != nil {
			return "", fmt.Errorf("read import %s: %w", held.ID, err)
		}
		size += int64(len(piece))
	}
	if size != held.Size {
		return "", consult.Conflict("collect.error.file_gone")
	}
	return file.Name(), nil
}

// SetImport keeps the settings of an import that waits.
func (s *Service) SetImport(ctx context.Context, actor consult.Actor, slug string, id consult.ID, settings consult.ImportSettings) (consult.Import, error) {
	consultation, err := s.collecting(ctx, actor, slug)
	if err != nil {
		return consult.Import{}, err
	}
	held, err := s.importOf(ctx, consultation.ID, id)
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
	err = s.withFile(ctx, &held, func(path string) error {
		_, err := lenientSurvey(ctx, path, settings)
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
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error { return tx.UpdateImport(ctx, &held, held.Runner) })
	return held, err
}

// TryImport reads the file as it would be imported, and writes nothing.
func (s *Service) TryImport(ctx context.Context, actor consult.Actor, slug string, id consult.ID) (*consult.ImportReport, error) {
	consultation, err := s.collecting(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	held, err := s.importOf(ctx, consultation.ID, id)
	if err != nil {
		return nil, err
	}
	var report *consult.ImportReport
	err = s.withFile(ctx, &held, func(path string) error {
		report, err = s.ImportContributions(ctx, actor, slug, ContributionImport{Path: path, Name: held.FileName, Settings: held.Settings, DryRun: true})
		return tableFault(err)
	})
	return report, err
}

// StartImport begins the import in the background, or takes it up where it was left; its page follows it.
func (s *Service) StartImport(ctx context.Context, actor consult.Actor, slug string, id consult.ID) error {
	consultation, err := s.collecting(ctx, actor, slug)
	if err != nil {
		return err
	}
	held, err := s.importOf(ctx, consultation.ID, id)
	if err != nil {
		return err
	}
	if s.importAlive(&held) || held.State == consult.ImportDone {
		return nil // a second click, a page sent again
	}
	if held.State != consult.ImportUploaded && held.State != consult.ImportStopped && held.State != consult.ImportRunning {
		return consult.Conflict("collect.error.begun")
	}
	path, err := s.fileOf(ctx, &held)
	if err != nil {
		return err
	}
	run, err := s.newImportRun(ctx, actor, consultation, ContributionImport{Path: path, Name: held.FileName, Settings: held.Settings})
	if err == nil {
		run.held = held
		err = s.Store.Atomic(ctx, func(tx consult.Tx) error { return run.hold(ctx, tx, held.Runner, s.Now()) })
	}
	if err != nil {
		os.Remove(path)
		return tableFault(err)
	}
	s.background.start(func(ctx context.Context) {
		defer os.Remove(path)
		if err := run.finish(ctx, run.rows(ctx)); err != nil {
			s.Log.Error("import stopped", "import", held.ID, "cause", err)
		}
	})
	return nil
}

// ImportsView lists the imports of a consultation.
type ImportsView struct {
	Consultation consult.Consultation
	Imports      []consult.Import // newest first
}

// Imports lists the imports of a consultation.
func (s *Service) Imports(ctx context.Context, actor consult.Actor, slug string) (*ImportsView, error) {
	consultation, err := s.collecting(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	imports, err := s.Store.Imports(ctx, consultation.ID)
	return &ImportsView{Consultation: consultation, Imports: imports}, err
}

// DropImport removes a file that waits, and what was said of it.
func (s *Service) DropImport(ctx context.Context, actor consult.Actor, slug string, id consult.ID) error {
	consultation, err := s.collecting(ctx, actor, slug)
	if err != nil {
		return err
	}
	held, err := s.importOf(ctx, consultation.ID, id)
	if err != nil {
		return err
	}
	if held.State != consult.ImportUploaded {
		return consult.Conflict("collect.error.begun")
	}
	return s.Store.Atomic(ctx, func(tx consult.Tx) error { return tx.DeleteImport(ctx, held.ID) })
}
