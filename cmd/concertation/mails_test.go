package main

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestHowMailsLeaveIsCheckedBeforeTheServerStartsAndNeverRepeatsThePassword(t *testing.T) {
	for name, args := range map[string][]string{
		"a server without an address to send from": {"--smtp", "smtp://amina:secret@mail.exemple.fr"},
		"an address without a server":              {"--mail-from", "consultation@exemple.fr"},
		"a server of another kind":                 {"--smtp", "https://amina:secret@mail.exemple.fr", "--mail-from", "consultation@exemple.fr"},
		"a password in clear on the network":       {"--smtp", "smtp://amina:secret@mail.exemple.fr?tls=none", "--mail-from", "consultation@exemple.fr"},
		"a mailbox in clear on the network":        {"--bounces", "imap://amina:secret@mail.exemple.fr?tls=none"},
		"a mailbox of another kind":                {"--bounces", "pop3://amina:secret@mail.exemple.fr"},
		"a mailbox without a password":             {"--bounces", "imaps://secret@mail.exemple.fr"},
		"an address that is none":                  {"--smtp", "smtp://amina:secret@mail.exemple.fr", "--mail-from", "consultation"},
	} {
		t.Run(name, func(t *testing.T) {
			stdout, stderr := line(t, exitUsage, append([]string{"serve", "--db", "sqlite:" + filepath.Join(t.TempDir(), "c.db")}, args...)...)
			if stderr == "" || strings.Contains(stdout+stderr, "secret") {
				t.Errorf("it says %q", stdout+stderr)
			}
		})
	}
}

func TestMailsOfABackupWaitOnceItIsPutBack(t *testing.T) {
	folder := t.TempDir()
	db, backup := "sqlite:"+filepath.Join(folder, "c.db"), filepath.Join(folder, "b.db")
	queueMails(t, db, 3)
	line(t, exitDone, "--db", db, "backup", "--out", backup)
	if out, _ := line(t, exitDone, "--db", db, "restore", "--from", backup, "--force"); !strings.Contains(out, "arrêtés : 3") {
		t.Errorf("it says %q", out)
	}
}
