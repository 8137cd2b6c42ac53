package store_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/store"
)

func TestOneServerAtATimeHoldsAFile(t *testing.T) {
	path := file(t)
	_, kill := another(t, "hold the server's lock", path)

	_, err := store.Open(t.Context(), "sqlite:"+path, store.Exclusive())
	wantCode(t, err, consult.CodeUnavailable, "error.storage_locked")
	var domain *consult.Error
	if host, _ := os.Hostname(); !errors.As(err, &domain) || !strings.Contains(fmt.Sprint(domain.Args...), host) ||
		!strings.Contains(fmt.Sprint(domain.Args...), "pid ") {
		t.Errorf("the error does not say who holds the file: %v", err)
	}

	// The command line works beside the server.
	beside := opened(t, "sqlite:"+path)
	write(t, beside, insert(newConsultation()))

	// Killed without a word, the server leaves a lock file that holds nothing.
	kill()
	taken := eventually(t, func() (*store.Store, error) { return store.Open(t.Context(), "sqlite:"+path, store.Exclusive()) })
	if err := taken.Close(); err != nil {
		t.Fatal(err)
	}
	if err := opened(t, "sqlite:"+path, store.Exclusive()).Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// eventually tries until it works: the end of another process takes a moment.
func eventually[T any](t *testing.T, try func() (T, error)) T {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for {
		value, err := try()
		if err == nil {
			return value
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func TestAFileIsReadableByItsOwnerOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "données 100%", "base?#.db")
	s := opened(t, "sqlite:"+path, store.Exclusive())
	write(t, s, insert(newConsultation()))
	for name, want := range map[string]os.FileMode{
		filepath.Dir(path): 0o700, path: 0o600, path + "-wal": 0o600, path + "-shm": 0o600, path + ".lock": 0o600,
	} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %o, want %o", filepath.Base(name), info.Mode().Perm(), want)
		}
	}
}

// TestTheServerClosesADirectoryOfItsOwn: one made beforehand with the usual mode too, never one shared with others.
func TestTheServerClosesADirectoryOfItsOwn(t *testing.T) {
	for _, c := range []struct {
		name   string
		beside string
		closed bool
	}{
		{"empty", "", true},
		{"holding our files", "base.db.avant-12.20260101T000000.000.db", true},
		{"holding another's file", "photo.jpg", false},
		{"holding a file of a name near ours", "base.dbf", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			directory := filepath.Join(t.TempDir(), "shared")
			if err := os.Mkdir(directory, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(directory, 0o755); err != nil {
				t.Fatal(err)
			}
			if c.beside != "" {
				if err := os.WriteFile(filepath.Join(directory, c.beside), nil, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			s := opened(t, "sqlite:"+filepath.Join(directory, "base.db"), store.Exclusive())
			info, err := os.Stat(directory)
			if err != nil {
				t.Fatal(err)
			}
			if closed := info.Mode().Perm() == 0o700; closed != c.closed {
				t.Errorf("mode %o", info.Mode().Perm())
			}
			if left := s.OpenDirectory(); (left == directory) == c.closed || c.closed && left != "" {
				t.Errorf("%q is said to be open", left)
			}
		})
	}
}

func TestTheDefaultDirectoryIsClosedWhateverItHolds(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.Mkdir("data", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join("data", "notes.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	opened(t, "sqlite:data/concertation.db", store.Exclusive())
	if info, err := os.Stat("data"); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestAWrongAddressIsRefusedWithoutMakingAFile(t *testing.T) {
	for _, url := range []string{"", "sqlite:", "mysql://hôte/base", "data.db"} {
		if s, err := store.Open(t.Context(), url); err == nil {
			s.Close()
			t.Errorf("%q was opened", url)
		}
	}
}
