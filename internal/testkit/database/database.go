// Package database gives each test a database of its own whose schema is made already, on either engine.
//
// Tests of migrations, which want an empty one, take testkit.Postgres or a file that does not exist yet.
package database

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"concertation/internal/store"
	"concertation/internal/testkit"
)

// SQLite gives the URL of an empty database of this test alone, its schema made: a copy of one that this process
// migrated once, which costs a hundredth of migrating again.
func SQLite(t testing.TB) string {
	t.Helper()
	content, err := migrated()
	if err != nil {
		t.Fatalf("make a database: %v", err)
	}
	file := filepath.Join(folder(t), "test.db")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + file
}

// folder gives an empty folder that goes with the test. A test's is in memory where it can: no machine loses its power
// under a test, so that its commits need not wait for the disk. A benchmark's is on the disk.
func folder(t testing.TB) string {
	t.Helper()
	_, benchmark := t.(*testing.B)
	if benchmark || memory() == "" {
		return t.TempDir()
	}
	made, err := os.MkdirTemp(memory(), "concertation-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(made) })
	return made
}

// Postgres does so on PostgreSQL; it skips the test where that is not installed (see testkit.Require).
func Postgres(t testing.TB) string {
	t.Helper()
	return testkit.PostgresLike(t, "migrated", migrate)
}

// migrated gives the bytes of a database whose schema is made.
var migrated = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "concertation-database-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "migrated.db")
	if err := migrate("sqlite:" + file); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
})

func migrate(url string) error {
	opened, err := store.Open(context.Background(), url)
	if err != nil {
		return err
	}
	return opened.Close()
}
