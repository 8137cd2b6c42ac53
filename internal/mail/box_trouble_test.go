package mail_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"concertation/internal/mail"
	"concertation/internal/testkit/imapserver"
)

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
