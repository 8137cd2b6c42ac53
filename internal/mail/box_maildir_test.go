package mail_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"concertation/internal/mail"
)

// maildir makes a Maildir with files.
func maildir(t testing.TB, files map[string]string) (mail.Box, string) {
	t.Helper()
	folder := t.TempDir()
	for _, part := range []string{"tmp", "new", "cur"} {
		if err := os.Mkdir(filepath.Join(folder, part), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	box, err := mail.ParseBox("maildir:" + folder)
	if err != nil {
		t.Fatal(err)
	}
	return box, folder
}

func filesOf(t testing.TB, folder string) (names []string) {
	t.Helper()
	err := filepath.Walk(folder, func(path string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() {
			names = append(names, strings.TrimPrefix(path, folder+"/"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestReportsOfAMaildirArePutAwayAndAnswersAreLeftAlone(t *testing.T) {
	box, folder := maildir(t, map[string]string{"new/1.a": returned(failedFields), "new/2.b": answer, "cur/3.c:2,": returned(failedFields), "cur/4.d:2,RS": returned(failedFields),
		"cur/5.e:2,S": answer, "cur/6.f:2,T": returned(failedFields), "tmp/7.g": returned(failedFields), "new/.cache": "x", "new/8.h\xff": answer + strings.Repeat("x", 1<<20),
		"new/9.i": returned(failedFields) + strings.Repeat("x", 1<<20)})
	if err := os.Mkdir(filepath.Join(folder, "new", "sub"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/etc/passwd", filepath.Join(folder, "new", "lien")); err != nil {
		t.Fatal(err)
	}
	if reports, others, unread := visit(t, box); reports != 4 || others != 3 || unread != 5 {
		t.Errorf("%d reports, %d others, %d unread", reports, others, unread)
	}
	want := []string{".concertation-traites/cur/1.a:2,S", ".concertation-traites/cur/3.c:2,S", ".concertation-traites/cur/4.d:2,RS", ".concertation-traites/cur/9.i:2,S",
		".concertation-traites/maildirfolder", "cur/5.e:2,S", "cur/6.f:2,T", "new/.cache", "new/2.b", "new/8.h\xff", "new/lien", "tmp/7.g"}
	if got := filesOf(t, folder); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if reports, others, _ := visit(t, box); reports != 0 || others != 3 {
		t.Errorf("again: %d reports, %d others", reports, others)
	}
	// Somebody copies a report back: nothing of the folder is replaced.
	if err := os.WriteFile(filepath.Join(folder, "new", "1.a"), []byte(returned(failedFields)), 0o600); err != nil {
		t.Fatal(err)
	}
	visit(t, box)
	if got := filesOf(t, folder); len(got) != len(want)+1 {
		t.Errorf("got %q", got)
	}
}

func TestWhatIsWrongWithAMaildir(t *testing.T) {
	var trouble *mail.BoxError
	if err := wholeVisit(context.Background(), mail.Box{Path: filepath.Join(t.TempDir(), "absent")}); !errors.As(err, &trouble) || trouble.Trouble != mail.BoxAbsent {
		t.Errorf("no folder: %v", err)
	}
	if err := wholeVisit(context.Background(), mail.Box{Path: t.TempDir()}); !errors.As(err, &trouble) || trouble.Trouble != mail.BoxAbsent {
		t.Errorf("a folder that is no Maildir: %v", err)
	}
	if os.Getuid() != 0 {
		box, folder := maildir(t, nil)
		os.Chmod(filepath.Join(folder, "new"), 0)
		if err := wholeVisit(context.Background(), box); !errors.As(err, &trouble) || trouble.Trouble != mail.BoxDenied {
			t.Errorf("a folder that may not be read: %v", err)
		}
	}
}
