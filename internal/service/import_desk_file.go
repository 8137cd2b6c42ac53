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
