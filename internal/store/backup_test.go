package store_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/store"
)

func TestABackupOfALiveDatabaseIsWholeAndCanBeRestored(t *testing.T) {
	path, out := file(t), filepath.Join(t.TempDir(), "copie.db")
	s := open(t, "sqlite:"+path, store.Exclusive())
	before := newConsultation()
	write(t, s, insert(before))

	// Somebody writes all the while.
	stop := make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				if err := s.Atomic(t.Context(), insert(newConsultation())); err != nil {
					t.Error(err)
					return
				}
			}
		}
	})
	if err := store.Backup(t.Context(), "sqlite:"+path, out); err != nil {
		t.Fatal(err)
	}
	close(stop)
	group.Wait()

	report, err := store.Check(t.Context(), out)
	if err != nil || report.Err() != nil || report.Schema != report.Program || report.Schema == 0 {
		t.Fatalf("report %+v, errors %v, %v", report, err, report.Err())
	}
	if report.Counts[0].Table != "consultations" || report.Counts[0].Rows < 1 {
		t.Errorf("counts %v", report.Counts)
	}
	if info, err := os.Stat(out); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup has mode %v, error %v", info.Mode(), err)
	}
	wantCode(t, store.Backup(t.Context(), "sqlite:"+path, out), consult.CodeConflict, "store.exists")

	// A server runs: nothing is replaced under it.
	_, err = store.Restore(t.Context(), out, "sqlite:"+path, true)
	wantCode(t, err, consult.CodeUnavailable, "error.storage_locked")
	after := newConsultation()
	write(t, s, insert(after))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	_, err = store.Restore(t.Context(), out, "sqlite:"+path, false)
	wantCode(t, err, consult.CodeConflict, "store.restore_exists")
	aside, err := store.Restore(t.Context(), out, "sqlite:"+path, true)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{path: false, aside: true} {
		kept := opened(t, "sqlite:"+name)
		if _, err := kept.Consultation(t.Context(), before.ID); err != nil {
			t.Errorf("%s lacks what was there before the backup: %v", filepath.Base(name), err)
		}
		if _, err := kept.Consultation(t.Context(), after.ID); (err == nil) != want {
			t.Errorf("%s: what was written after the backup: %v", filepath.Base(name), err)
		}
	}
}

func TestADatabaseLeftByAKilledServerIsKeptAsideWithItsLastWrites(t *testing.T) {
	path, out := file(t), filepath.Join(t.TempDir(), "copie.db")
	lines, kill := another(t, "write for ever", path)
	slug := lines.Text()
	kill()
	for lines.Scan() {
		slug = lines.Text()
	}
	if err := store.Backup(t.Context(), "sqlite:"+path, out); err != nil {
		t.Fatal(err)
	}
	aside := eventually(t, func() (string, error) { return store.Restore(t.Context(), out, "sqlite:"+path, true) })
	if len(slug) == 36 {
		if _, err := opened(t, "sqlite:"+aside).ConsultationBySlug(t.Context(), slug); err != nil {
			t.Errorf("the last acknowledged write is not in the file kept aside: %v", err)
		}
	}
}

func TestABackupGoesToAnEmptyPlaceWithoutForce(t *testing.T) {
	path, out := file(t), filepath.Join(t.TempDir(), "copie.db")
	write(t, opened(t, "sqlite:"+path), insert(newConsultation()))
	if err := store.Backup(t.Context(), "sqlite:"+path, out); err != nil {
		t.Fatal(err)
	}
	fresh := filepath.Join(t.TempDir(), "data", "neuf.db")
	if aside, err := store.Restore(t.Context(), out, "sqlite:"+fresh, false); err != nil || aside != "" {
		t.Fatalf("aside %q, error %v", aside, err)
	}
	if all, err := opened(t, "sqlite:"+fresh).Consultations(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("%d consultations, error %v", len(all), err)
	}
}

func TestADamagedOrForeignFileIsNotRestored(t *testing.T) {
	path, out := file(t), filepath.Join(t.TempDir(), "copie.db")
	s := opened(t, "sqlite:"+path)
	for range 50 {
		write(t, s, insert(newConsultation()))
	}
	if err := store.Backup(t.Context(), "sqlite:"+path, out); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func([]byte) []byte{
		"cut short": func(b []byte) []byte { return b[:len(b)/2] },
		"not ours": func([]byte) []byte {
			return []byte("du texte, rien que du texte, assez long pour un en-tête de fichier")
		},
		"empty":         func([]byte) []byte { return nil },
		"a page zeroed": func(b []byte) []byte { clear(b[4096*3 : 4096*6]); return b },
	} {
		damaged := filepath.Join(t.TempDir(), "abime.db")
		if err := os.WriteFile(damaged, spoil(append([]byte(nil), content...)), 0o600); err != nil {
			t.Fatal(err)
		}
		target := filepath.Join(t.TempDir(), "cible.db")
		if _, err := store.Restore(t.Context(), damaged, "sqlite:"+target, true); err == nil {
			t.Errorf("%s: was restored", name)
		}
		if _, err := os.Stat(target); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: left something behind: %v", name, err)
		}
	}
	if err := store.Backup(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "rien.db"), filepath.Join(t.TempDir(), "copie.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("backing up what does not exist: %v", err)
	}
}

func TestPostgreSQLIsSavedByItsOwnToolsAndThePasswordIsNotShown(t *testing.T) {
	url := "postgres://amina:secret@hote/base?sslmode=require&password=secret"
	backup := store.Backup(t.Context(), url, "copie.dump")
	wantCode(t, backup, consult.CodeInvalid, "store.backup_postgres")
	_, restore := store.Restore(t.Context(), "copie.dump", url, true)
	wantCode(t, restore, consult.CodeInvalid, "store.restore_postgres")
	for err, command := range map[error]string{backup: "pg_dump --format=custom", restore: "pg_restore --clean"} {
		if text := err.Error(); strings.Contains(text, "secret") || !strings.Contains(text, command) || !strings.Contains(text, "amina@hote/base") {
			t.Errorf("it says %s", text)
		}
	}
}
