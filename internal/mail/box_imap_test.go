package mail_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"concertation/internal/mail"
	"concertation/internal/testkit/imapserver"
)

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
