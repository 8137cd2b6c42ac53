package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/mail"
	"concertation/internal/store"
	"concertation/internal/testkit/imapserver"
	"concertation/internal/testkit/mailserver"
)

// Mails leave through an SMTP server, come back to an IMAP server with TLS, and the program is killed between marking them
// and putting the reports away, several times: each is returned once, and nothing is left behind.
func TestNoReturnIsLostNorCountedTwiceWhenTheServerIsKilled(t *testing.T) {
	const mails = 40
	post, inbox := mailserver.Start(t), imapserver.Start(t)
	folder := t.TempDir()
	certificate := filepath.Join(folder, "authority.pem")
	if err := os.WriteFile(certificate, inbox.PEM, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SSL_CERT_FILE", certificate)
	t.Setenv("CONCERTATION_BOUNCES", inbox.URL())
	database := "sqlite:" + filepath.Join(folder, "c.db")
	queueMails(t, database, mails)
	server := startServer(t, database, mailFlags(post)...)
	waitFor(func() bool {
		return len(post.Received()) == mails && checkMails(t, database, post, mails, running)[consult.MailSent] == mails
	})
	stopServer(t, server)
	for i, one := range post.Received() {
		if one.From != "consultation@exemple.fr" {
			t.Fatalf("returns go to %s", one.From)
		}
		inbox.Deliver(t, "INBOX", fmt.Sprintf("From: MAILER-DAEMON@exemple.fr\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n"+
			"Content-Type: message/delivery-status\n\nReporting-MTA: dns; exemple.fr\n\nFinal-Recipient: rfc822; %s\nAction: failed\nStatus: 5.1.1\n\n--b\n"+
			"Content-Type: text/rfc822-headers\n\nMessage-ID: <%s>\n\n--b--\n", one.To, one.MessageID), time.Now())
		if i%10 == 0 {
			inbox.Deliver(t, "INBOX", "From: amina@exemple.fr\nSubject: Re: Votre avis\n\nQui êtes-vous ?\n", time.Now())
		}
	}
	for _, stage := range []imapserver.Stage{imapserver.AtFetch, imapserver.AtStore, imapserver.AtMove, imapserver.AtMove} {
		reached := make(chan struct{}, 100)
		inbox.Behave(func(now imapserver.Stage) error {
			if now == stage {
				reached <- struct{}{}
				return imapserver.ErrHang
			}
			return nil
		})
		server := startServer(t, database, mailFlags(post)...)
		select {
		case <-reached:
		case <-time.After(20 * time.Second):
			t.Fatalf("the mailbox is not read as far as %s: %s", stage, server.errors)
		}
		if err := server.command.Process.Kill(); err != nil { // SIGKILL
			t.Fatal(err)
		}
		server.command.Wait()
		if text := server.errors.String(); strings.Contains(text, "secret") {
			t.Fatalf("the log says %s", text)
		}
	}
	inbox.Behave(nil)
	server = startServer(t, database, mailFlags(post)...)
	waitFor(func() bool {
		moved, _ := inbox.Count(mail.PutAwayFolder)
		return moved == mails
	})
	stopServer(t, server)
	if left, unread := inbox.Count("INBOX"); left != 4 || unread != 4 {
		t.Errorf("%d messages are left, %d unread", left, unread)
	}
	opened, err := store.Open(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	counts, err := opened.MailFates(t.Context(), consult.MailFilter{State: consult.MailBounced})
	if err != nil || len(counts) != mails {
		t.Errorf("%d mails are returned, %v", len(counts), err)
	}
	box, err := mail.ParseBox(inbox.URL())
	if err != nil {
		t.Fatal(err)
	}
	state, err := opened.BounceBox(context.Background(), box.ID())
	if want := (consult.BounceReport{Messages: mails + 4, Reports: mails, Bounced: mails, Dead: mails}); err != nil || state.Total != want || state.Waiting != 4 {
		t.Errorf("got %+v, %v", state, err)
	}
}
