package mail_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"concertation/internal/mail"
	"concertation/internal/testkit/imapserver"
)

func TestAMailboxIsReadFromItsAddress(t *testing.T) {
	for text, want := range map[string]string{
		"imaps://retours%40exemple.fr:secret@imap.exemple.fr":               "imaps://imap.exemple.fr:993/INBOX",
		"imaps://a:secret@imap.exemple.fr:1993/Courriels/Retours":           "imaps://imap.exemple.fr:1993/Courriels/Retours",
		"imaps://a:secret@imap.exemple.fr/INBOX?tls=mandatory":              "imaps://imap.exemple.fr:993/INBOX",
		"imap://a:secret@imap.exemple.fr":                                   "imap://imap.exemple.fr:143/INBOX",
		"imap://a:secret@localhost?tls=none":                                "imap://localhost:143/INBOX",
		"imap://a:secret@127.0.0.1:1143/INBOX":                              "imap://127.0.0.1:1143/INBOX",
		"maildir:/var/mail/retours":                                         "maildir:/var/mail/retours",
		"maildir:///var/mail/retours/":                                      "maildir:/var/mail/retours",
		"imap://a:secret@imap.exemple.fr?tls=none":                          "",
		"imap://a:secret@imap.exemple.fr?tls=opportunistic":                 "",
		"imaps://a:secret@localhost?tls=none":                               "",
		"imaps://imap.exemple.fr/INBOX":                                     "",
		"imaps://a@imap.exemple.fr/INBOX":                                   "",
		"imaps://a:secret@imap.exemple.fr:0/INBOX":                          "",
		"imaps://a:secret@imap.exemple.fr/INBOX?mot=secret":                 "",
		"imaps://a:secret@imap.exemple.fr/concertation-traites":             "",
		"imaps://a:secret%0d%0aA1%20DELETE@imap.exemple.fr/INBOX":           "",
		"imaps://a:secret@imap.exemple.fr/" + strings.Repeat("secret", 100): "",
		"pop3s://a:secret@pop.exemple.fr":                                   "",
		"maildir:retours":                                                   "",
		"imaps://a:secret@imap.exemple.fr:port/":                            "",
		"imaps://a:sec%ret@imap.exemple.fr/":                                "",
	} {
		box, err := mail.ParseBox(text)
		if box.String() != want && err == nil || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v", text, box, err)
		}
		for _, said := range []string{fmt.Sprint(err), fmt.Sprintf("%v %+v %#v %s", box, box, box, box.ID())} {
			if strings.Contains(said, "secret") {
				t.Errorf("%s: the password is shown: %s", text, said)
			}
		}
	}
}

func patience() mail.BoxPatience {
	return mail.BoxPatience{Command: 400 * time.Millisecond, Pass: 5 * time.Second}
}

func boxOf(t *testing.T, server *imapserver.Server) mail.Box {
	t.Helper()
	box, err := mail.ParseBox(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	box.Roots = server.Roots
	return box
}

const answer = "From: Amina <amina@exemple.fr>\nSubject: Re: Votre avis\n\nBonjour, je réponds.\n"

// visit lists a mailbox, reads what is in it and puts the reports away.
func visit(t *testing.T, box mail.Box) (reports, others, unread int) {
	t.Helper()
	opened, err := mail.OpenBox(context.Background(), box, patience())
	if err != nil {
		t.Fatal(err, errors.Unwrap(err))
	}
	defer opened.Close()
	entries, err := opened.List(time.Now().AddDate(0, 0, -30))
	if err != nil {
		t.Fatal(err, errors.Unwrap(err))
	}
	var keys, away []string
	for _, entry := range entries {
		keys = append(keys, entry.Key)
		if entry.Unread {
			unread++
		}
	}
	read, err := opened.Read(keys)
	if err != nil {
		t.Fatal(err, errors.Unwrap(err))
	}
	for _, message := range read {
		if len(mail.ReadReports(message.Content)) > 0 {
			away = append(away, message.Key)
		} else if message.Content != nil {
			t.Error("what a person wrote was read")
		}
	}
	if err := opened.PutAway(away); err != nil {
		t.Fatal(err, errors.Unwrap(err))
	}
	return len(away), len(read) - len(away), unread
}

func TestReportsArePutAwayAndAnswersAreLeftAlone(t *testing.T) {
	for name, options := range map[string][]imapserver.Option{
		"TLS from the first byte":                 nil,
		"STARTTLS":                                {imapserver.WithStartTLS()},
		"in clear on this machine":                {imapserver.WithoutTLS()},
		"a server that does not know how to move": {imapserver.WithoutMove()},
	} {
		t.Run(name, func(t *testing.T) {
			server := imapserver.Start(t, options...)
			for range 3 {
				server.Deliver(t, "INBOX", returned(failedFields), time.Now())
				server.Deliver(t, "INBOX", answer, time.Now())
			}
			server.Deliver(t, "INBOX", returned(failedFields), time.Now().AddDate(0, 0, -60))
			box := boxOf(t, server)
			if name == "STARTTLS" {
				box.Security = mail.SecurityAlways // which this machine may do without
			}
			if reports, others, unread := visit(t, box); reports != 3 || others != 3 || unread != 6 {
				t.Errorf("%d reports, %d others, %d unread", reports, others, unread)
			}
			messages, unread := server.Count("INBOX")
			moved, unseen := server.Count(mail.PutAwayFolder)
			if unread != 4 || unseen != 0 || messages+moved != 7 || (moved == 3) != (name != "a server that does not know how to move") {
				t.Errorf("%d in the mailbox, %d unread; %d put away, %d unread", messages, unread, moved, unseen)
			}
			if reports, _, _ := visit(t, box); moved == 3 && reports != 0 {
				t.Errorf("%d reports are still there", reports)
			}
		})
	}
}

func TestAMessageOfFiftyMegabytesIsReadByItsBeginning(t *testing.T) {
	server := imapserver.Start(t)
	heavy := strings.TrimSuffix(returned(failedFields), "--limite--\r\n") + "Content-Type: application/pdf\r\n\r\n" + strings.Repeat(strings.Repeat("x", 76)+"\r\n", 50<<20/78) + "\r\n--limite--\r\n"
	server.Deliver(t, "INBOX", heavy, time.Now())
	server.Deliver(t, "INBOX", answer+strings.Repeat("x", 50<<20), time.Now())
	box := boxOf(t, server)
	opened, err := mail.OpenBox(context.Background(), box, mail.UsualBoxPatience())
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	entries, err := opened.List(time.Time{})
	if err != nil || len(entries) != 2 {
		t.Fatal(entries, err)
	}
	read, err := opened.Read([]string{entries[0].Key, entries[1].Key})
	if err != nil || len(read) != 2 || len(read[0].Content) != 512<<10 || len(mail.ReadReports(read[0].Content)) != 1 || read[1].Content != nil {
		t.Fatal(len(read), err, errors.Unwrap(err))
	}
}

func TestAServerThatMisbehavesIsToldFromAnother(t *testing.T) {
	for name, c := range map[string]struct {
		at   imapserver.Stage
		how  error
		want mail.BoxTrouble
	}{
		"refuses the password":  {imapserver.AtLogin, imapserver.Refusal("très secret/+é is wrong"), mail.BoxLogin},
		"hangs at the password": {imapserver.AtLogin, imapserver.ErrHang, mail.BoxSilent},
		"hangs at once":         {imapserver.AtHello, imapserver.ErrHang, mail.BoxSilent},
		"drops at once":         {imapserver.AtHello, imapserver.ErrDrop, mail.BoxDropped},
		"has no such folder":    {imapserver.AtSelect, imapserver.Refusal("no"), mail.BoxFolder},
		"drops at the list":     {imapserver.AtSearch, imapserver.ErrDrop, mail.BoxDropped},
		"hangs at a message":    {imapserver.AtFetch, imapserver.ErrHang, mail.BoxSilent},
		"drops at a message":    {imapserver.AtFetch, imapserver.ErrDrop, mail.BoxDropped},
		"is read only":          {imapserver.AtStore, imapserver.Refusal("read only"), mail.BoxStuck},
		"drops while moving":    {imapserver.AtMove, imapserver.ErrDrop, mail.BoxDropped},
	} {
		t.Run(name, func(t *testing.T) {
			server := imapserver.Start(t)
			server.Deliver(t, "INBOX", returned(failedFields), time.Now())
			server.Misbehaving(c.at, c.how)
			began := time.Now()
			err := wholeVisit(context.Background(), boxOf(t, server))
			var trouble *mail.BoxError
			if !errors.As(err, &trouble) || trouble.Trouble != c.want {
				t.Errorf("it is said to be %v (%v)", err, errors.Unwrap(err))
			}
			if strings.Contains(fmt.Sprint(err), "secret") {
				t.Error("the server made us say the password")
			}
			if took := time.Since(began); took > 3*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
	t.Run("lets no folder be made", func(t *testing.T) {
		server := imapserver.Start(t)
		server.Deliver(t, "INBOX", returned(failedFields), time.Now())
		server.Misbehaving(imapserver.AtCreate, imapserver.Refusal("no"))
		if err := wholeVisit(context.Background(), boxOf(t, server)); err != nil {
			t.Fatal(err)
		}
		if messages, unread := server.Count("INBOX"); messages != 1 || unread != 0 {
			t.Errorf("%d messages, %d unread", messages, unread)
		}
	})
	t.Run("is not certified", func(t *testing.T) {
		for _, options := range [][]imapserver.Option{nil, {imapserver.WithStartTLS()}} {
			box := boxOf(t, imapserver.Start(t, options...))
			box.Roots, box.Security = nil, mail.SecurityAlways
			var trouble *mail.BoxError
			if err := wholeVisit(context.Background(), box); !errors.As(err, &trouble) || trouble.Trouble != mail.BoxCertificate {
				t.Errorf("it is said to be %v (%v)", err, errors.Unwrap(err))
			}
		}
	})
	t.Run("offers no protection", func(t *testing.T) {
		box := boxOf(t, imapserver.Start(t, imapserver.WithoutTLS()))
		box.Security = mail.SecurityAlways
		var trouble *mail.BoxError
		if err := wholeVisit(context.Background(), box); !errors.As(err, &trouble) || trouble.Trouble != mail.BoxUnprotected {
			t.Errorf("it is said to be %v (%v)", err, errors.Unwrap(err))
		}
	})
	t.Run("is not there", func(t *testing.T) {
		box, err := mail.ParseBox("imap://a:b@127.0.0.1:1/INBOX")
		if err != nil {
			t.Fatal(err)
		}
		var trouble *mail.BoxError
		if err := wholeVisit(context.Background(), box); !errors.As(err, &trouble) || trouble.Trouble != mail.BoxUnreachable {
			t.Errorf("it is said to be %v", err)
		}
	})
	t.Run("is told to stop", func(t *testing.T) {
		server := imapserver.Start(t)
		server.Deliver(t, "INBOX", returned(failedFields), time.Now())
		server.Misbehaving(imapserver.AtFetch, imapserver.ErrHang)
		ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
		defer cancel()
		box, began := boxOf(t, server), time.Now()
		if err := visitWith(ctx, box, mail.UsualBoxPatience()); err == nil || time.Since(began) > 2*time.Second {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}

func wholeVisit(ctx context.Context, box mail.Box) error { return visitWith(ctx, box, patience()) }

func visitWith(ctx context.Context, box mail.Box, patience mail.BoxPatience) error {
	opened, err := mail.OpenBox(ctx, box, patience)
	if err != nil {
		return err
	}
	defer opened.Close()
	entries, err := opened.List(time.Time{})
	if err != nil {
		return err
	}
	var keys []string
	for _, entry := range entries[max(0, len(entries)-20):] {
		keys = append(keys, entry.Key)
	}
	if _, err := opened.Read(keys); err != nil {
		return err
	}
	return opened.PutAway(keys)
}

// saying is a server that says the same to whoever comes, a text for each line that it hears.
func saying(t testing.TB, texts ...string) mail.Box {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				heard := bufio.NewScanner(c)
				for i, text := range texts {
					tag := ""
					if i > 0 {
						if !heard.Scan() {
							return
						}
						tag, _, _ = strings.Cut(heard.Text(), " ")
					}
					if _, err := c.Write([]byte(strings.ReplaceAll(text, "#", tag))); err != nil {
						return
					}
				}
				heard.Scan()
			}()
		}
	}()
	box, err := mail.ParseBox("imap://a:b@" + listener.Addr().String() + "/INBOX")
	if err != nil {
		t.Fatal(err)
	}
	return box
}

const (
	greeted  = "* OK [CAPABILITY IMAP4rev1] bonjour\r\n"
	loggedIn = "# OK [CAPABILITY IMAP4rev1] entrez\r\n"
	selected = "* 3 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 9] x\r\n# OK [READ-WRITE] x\r\n"
)

func TestAServerThatSaysAnythingCostsLittle(t *testing.T) {
	flood := strings.Repeat("x", 4<<20)
	for name, texts := range map[string][]string{
		"garbage":                   {"\x00\x01\xff\r\n\r\n"},
		"a web server":              {"HTTP/1.1 400 Bad Request\r\n\r\n"},
		"a greeting without end":    {"* OK " + flood},
		"lists within lists":        {greeted, loggedIn, selected, "* SEARCH" + strings.Repeat(" (", 1<<19)},
		"a list without end":        {greeted, loggedIn, selected, "* SEARCH" + strings.Repeat(" 1 3", 1<<20)},
		"an answer to nothing":      {greeted, "T99 OK x\r\n"},
		"a message without end":     {greeted, loggedIn, selected, "* SEARCH 3\r\n# OK x\r\n", "* SEARCH 3\r\n# OK x\r\n", "* 1 FETCH (UID 3 BODY[HEADER] {9999999999}\r\n" + flood},
		"a part that was not asked": {greeted, loggedIn, selected, "* SEARCH 3\r\n# OK x\r\n", "* SEARCH 3\r\n# OK x\r\n", "* 1 FETCH (UID 3 ENVELOPE (((((\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			var trouble *mail.BoxError
			if err := wholeVisit(context.Background(), saying(t, texts...)); !errors.As(err, &trouble) {
				t.Errorf("it is said to be %v", err)
			}
			if took := time.Since(began); took > 4*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
	t.Run("four thousand million messages", func(t *testing.T) {
		opened, err := mail.OpenBox(context.Background(), saying(t, greeted, loggedIn, selected, "* ESEARCH (TAG \"#\") UID ALL 1:4294967295\r\n# OK x\r\n", "* SEARCH 3\r\n# OK x\r\n"), patience())
		if err != nil {
			t.Fatal(err)
		}
		defer opened.Close()
		if entries, err := opened.List(time.Time{}); err != nil || len(entries) != 20_000 || entries[19_999].Key != "7.4294967295" {
			t.Errorf("%d messages, %v", len(entries), errors.Unwrap(err))
		}
	})
}

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
