package service_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/testkit/mailserver"
)

func TestReturnedMailsAreReadFromAFile(t *testing.T) {
	p, ctx := openPost(t), context.Background()
	m := invitation(p.id, 1)
	m.OrganisationID = p.organisation(t, "Abeille")
	other := invitation(p.id, 2)
	if _, err := p.QueueMails(ctx, []*consult.Mail{m, other}); err != nil {
		t.Fatal(err)
	}
	p.round(t, 0)
	p.server.Behave(behaving(mailserver.AtData, mailserver.ErrDropAfter))
	p.round(t, time.Minute)
	file := "From MAILER-DAEMON\n" + report(m, "failed", "5.1.1") + "\nFrom MAILER-DAEMON\n" + report(m, "failed", "5.1.1") +
		"\nFrom MAILER-DAEMON\n" + report(other, "relayed", "2.0.0") + "\nFrom MAILER-DAEMON\n" + report(invitation(p.id, 9), "failed", "5.1.1") +
		"\nFrom MAILER-DAEMON\n" + report(other, "delayed", "4.4.1")
	want := consult.BounceReport{Messages: 5, Reports: 5, Bounced: 1, Already: 1, Delivered: 1, Unknown: 1, Delayed: 1, Dead: 1}
	got, err := p.ReadBounces(ctx, p.organiser, "essai", strings.NewReader(file))
	if err != nil || *got != want {
		t.Fatalf("got %+v, %v", got, err)
	}
	if p.mail(t, m.ID).State != consult.MailBounced || p.mail(t, other.ID).State != consult.MailSent {
		t.Errorf("got %v", p.states(t))
	}
	if got := p.touches(t, m.OrganisationID); !slices.Equal(got, []consult.TouchKind{consult.TouchInvited, consult.TouchBounced}) {
		t.Errorf("got %v", got)
	}
	again, err := p.ReadBounces(ctx, p.organiser, "essai", strings.NewReader(file))
	if err != nil || again.Bounced != 0 || again.Delivered != 0 || again.Already != 3 {
		t.Errorf("read again: %+v, %v", again, err)
	}
	reminder := invitation(p.id, 1)
	reminder.ID, reminder.Key, reminder.Kind = "", "relance/1", consult.MailReminder
	if _, err := p.QueueMails(ctx, []*consult.Mail{reminder}); err != nil {
		t.Fatal(err)
	}
	p.round(t, time.Minute)
	if state := p.mail(t, reminder.ID).State; state != consult.MailRefused {
		t.Errorf("a reminder to an address that returned the invitation is %s", state)
	}
	if err := p.ForgetBounce(ctx, p.organiser, "essai", m.Address); err != nil {
		t.Fatal(err)
	}
	_, err = p.ReadBounces(ctx, p.analyst, "essai", strings.NewReader(file))
	code(t, "an analyst", err, consult.CodeForbidden)
	_, err = p.ReadBounces(ctx, p.organiser, "essai", strings.NewReader(" "))
	code(t, "an empty file", err, consult.CodeInvalid)
}

// report is a delivery report on a mail.
func report(m *consult.Mail, action, status string) string {
	if m.ID == "" {
		m.ID = consult.NewID()
	}
	return "From: mailer-daemon@exemple.fr\nContent-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n" +
		"Reporting-MTA: dns; exemple.fr\n\nFinal-Recipient: rfc822; " + m.Address + "\nAction: " + action + "\nStatus: " + status + "\n\n" +
		"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <" + string(m.ID) + "@exemple.fr>\n\n--b--\n"
}
