package store

import (
	"os"
	"path/filepath"
	"strings"
)

// Backups gives the names of the copies of a SQLite database that stand beside it, by name: those made before a migration,
// those a restoration put aside, and any other database of the folder. PostgreSQL keeps its own elsewhere.
func (s *Store) Backups() []string {
	if s.path == "" {
		return nil
	}
	entries, err := os.ReadDir(filepath.Dir(s.path))
	if err != nil {
		return nil // the folder cannot be read: the page says which others there may be
	}
	var names []string
	for _, entry := range entries {
		name := entry.Name()
		if name != filepath.Base(s.path) && !entry.IsDir() && (strings.HasSuffix(name, ".db") || strings.HasSuffix(name, ".partial")) {
			names = append(names, name)
		}
	}
	return names
}
