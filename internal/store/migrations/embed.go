// Package migrations holds the numbered steps that build the schema: common ones, and one file per engine where they
// must differ. Forward only; a file never changes once merged.
package migrations

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

//go:embed common/*.sql sqlite/*.sql postgres/*.sql
var files embed.FS

// For gives the migrations of an engine ("sqlite" or "postgres") as one flat folder.
func For(engine string) (fs.FS, error) {
	var all merged
	for _, folder := range []string{"common", engine} {
		part, err := fs.Sub(files, folder)
		if err != nil {
			return nil, fmt.Errorf("open migrations of %s: %w", engine, err)
		}
		all = append(all, part)
	}
	return all, nil
}

// merged shows several folders as one.
type merged []fs.FS

// Open gives the file of that name in the first folder that has it.
func (m merged) Open(name string) (fs.File, error) {
	for _, part := range m {
		if file, err := part.Open(name); err == nil {
			return file, nil
		}
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// ReadDir lists the files of every folder by name.
func (m merged) ReadDir(name string) ([]fs.DirEntry, error) {
	var all []fs.DirEntry
	for _, part := range m {
		entries, err := fs.ReadDir(part, name)
		if err != nil {
			return nil, err
		}
		all = append(all, entries...)
	}
	slices.SortFunc(all, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return all, nil
}
