package service_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/mail"
	"concertation/internal/service"
)

func TestReturnedMailsAreReadFromTheMailbox(t *testing.T) {
	r := openReturns(t)
	mails := r.sent(t, 3)
	r.arrives(t, report(mails[0], "failed", "5.1.1"), reply, report(mails[1], "delayed", "4.4.1"), report(invitation(r.id, 9), "failed", "5.1.1"), reply, report(mails[0], "failed", "5.1.1"))
	got := r.read(t)
	want := consult.BounceReport{Messages: 6, Reports: 4, Bounced: 1, Already: 1, Delayed: 1, Unknown: 1, Dead: 1}
	if got.News != want || got.Total != want || got.Waiting != 2 || got.Foreign != 1 || got.Left != 0 || got.Trouble != "" || !got.ReadAt.Equal(r.clock.Now()) {
		t.Fatalf("got %+v", got)
	}
	r.folders(t, 3, 3, 3)
	if states := r.states(t); states[consult.MailBounced] != 1 || states[consult.MailSent] != 2 {
		t.Errorf("got %v", states)
	}
	// Nothing new: nothing changes, what came last is still said.
	again := r.read(t)
	if again.News != want || again.Total != want || again.Waiting != 2 || !again.NewsAt.Equal(got.NewsAt) || !again.ReadAt.After(got.ReadAt) {
		t.Errorf("read again: %+v", again)
	}
	r.arrives(t, report(mails[2], "failed", "5.2.2"))
	more := r.read(t)
	want.Add(consult.BounceReport{Messages: 1, Reports: 1, Bounced: 1})
	if more.News != (consult.BounceReport{Messages: 1, Reports: 1, Bounced: 1}) || more.Total != want {
		t.Errorf("one more: %+v", more)
	}
	entries, err := r.store.Audit(context.Background(), consult.AuditFilter{ConsultationID: r.id})
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, entry := range entries {
		if strings.Contains(entry.Record, "@") {
			t.Errorf("the log says %q", entry.Record)
		}
		if entry.Operation == "mails.bounces" || entry.Operation == "mails.read_box" {
			said = append(said, entry.Operation+" "+entry.ActorName+" "+entry.Record)
		}
	}
	if len(said) != 5 || !slices.Contains(said, "mails.bounces système 1 bounced, 3 read") || !slices.Contains(said, "mails.bounces système 1 bounced, 1 read") {
		t.Errorf("the log says %q", said)
	}
	code(t, "an analyst", failure(r.ReadBounceBox(context.Background(), r.analyst, "essai")), consult.CodeForbidden)
}

// From the invitation to the ledger: it leaves, its mail server returns it, the structure is among those to call.
func TestAMailThatComesBackIsSeenInTheLedger(t *testing.T) {
	r, ctx := openReturns(t), context.Background()
	m, other := invitation(r.id, 1), invitation(r.id, 2)
	m.OrganisationID, other.OrganisationID = r.organisation(t, "Abeille"), r.organisation(t, "Bocage")
	if _, err := r.QueueMails(ctx, []*consult.Mail{m, other}); err != nil {
		t.Fatal(err)
	}
	r.round(t, 0)
	r.round(t, time.Minute)
	taken := r.server.Received()
	if len(taken) != 2 {
		t.Fatalf("%d mails left", len(taken))
	}
	// What the mail server of the structure answers to who sent it, with the message as it had it.
	r.arrives(t, "Return-Path: <>\nFrom: Mail Delivery System <MAILER-DAEMON@abeille.exemple>\nTo: "+taken[0].From+
		"\nAuto-Submitted: auto-replied\nSubject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n"+
		"--b\nContent-Type: text/plain\n\nI'm sorry to have to inform you...\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; abeille.exemple\n\n"+
		"Final-Recipient: rfc822; "+taken[0].To+"\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 unknown user\n\n"+
		"--b\nContent-Type: message/rfc822\n\n"+string(taken[0].Content)+"\n--b--\n")
	if got := r.read(t); got.Total.Bounced != 1 || got.Total.Unknown != 0 {
		t.Fatalf("got %+v", got)
	}
	if got := r.mail(t, m.ID); got.State != consult.MailBounced || got.Reply != "5.1.1 550 5.1.1 unknown user" {
		t.Errorf("it is %s, and says %q", got.State, got.Reply)
	}
	view, err := r.Ledger(ctx, r.organiser, "essai", service.LedgerQuery{Show: service.ShowBounced})
	if err != nil || len(view.Rows) != 1 || view.Rows[0].ID != m.OrganisationID || !view.Rows[0].Bounced {
		t.Errorf("the ledger shows %+v, %v", view.Rows, err)
	}
}

func TestAnybodyMayWriteToTheMailboxAndStopNobodysMails(t *testing.T) {
	r := openReturns(t)
	mails := r.sent(t, 1)
	forged := strings.Replace(report(mails[0], "failed", "5.1.1"), "Message-ID: <"+string(mails[0].ID)+"@exemple.fr>\n", "", 1)
	r.arrives(t, forged)
	if got := r.read(t); got.Total.Bounced != 0 || got.Foreign != 1 {
		t.Errorf("got %+v", got)
	}
	r.folders(t, 1, 1, 0)
	if file, err := r.ReadBounces(context.Background(), r.organiser, "essai", strings.NewReader(forged)); err != nil || file.Bounced != 1 {
		t.Errorf("the organiser, who read it, brings it: %+v, %v", file, err)
	}
}

func TestALateReturnKeepsNothingOfWhoWasErased(t *testing.T) {
	r := openReturns(t)
	mails := r.sent(t, 1)
	address := mails[0].Address
	r.atomic(t, func(tx consult.Tx) error { return tx.EraseMail(context.Background(), mails[0].ID, r.clock.Now()) })
	r.arrives(t, strings.Replace(report(mails[0], "failed", "5.1.1"), "Status: 5.1.1\n", "Status: 5.1.1\nDiagnostic-Code: smtp; 550 <"+address+"> unknown\n", 1))
	if got := r.read(t); got.Total.Bounced != 1 || got.Total.Dead != 0 {
		t.Errorf("got %+v", got)
	}
	if m := r.mail(t, mails[0].ID); m.State != consult.MailBounced || m.Reply != "5.1.1" {
		t.Errorf("it is %s, and says %q", m.State, m.Reply)
	}
	if refusals, err := r.store.MailRefusals(context.Background(), r.id); err != nil || len(refusals) != 0 {
		t.Errorf("got %v, %v", refusals, err)
	}
}

func TestReturnedMailsAreReadFromAMaildir(t *testing.T) {
	r := openReturns(t)
	mails := r.sent(t, 1)
	folder := t.TempDir()
	for _, part := range []string{"tmp", "new", "cur"} {
		if err := os.Mkdir(filepath.Join(folder, part), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	r.clock.advance(time.Since(r.clock.Now())) // files are dated by the clock on the wall
	for name, content := range map[string]string{"new/1.a": report(mails[0], "failed", "5.1.1"), "new/2.b": reply} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	box, err := mail.ParseBox("maildir:" + folder)
	if err != nil {
		t.Fatal(err)
	}
	r.UseBounces(box, boxPatience())
	for range 2 {
		if got := r.read(t); got.Total != (consult.BounceReport{Messages: 2, Reports: 1, Bounced: 1, Dead: 1}) || got.Waiting != 1 || got.Trouble != "" {
			t.Errorf("got %+v", got)
		}
	}
	if err := os.RemoveAll(filepath.Join(folder, "new")); err != nil {
		t.Fatal(err)
	}
	if got := r.read(t); got.Trouble != string(mail.BoxAbsent) {
		t.Errorf("got %+v", got)
	}
}
