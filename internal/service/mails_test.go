package service_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/testkit/mailserver"
)

func TestMailsLeaveAtThePaceOfTheirConsultation(t *testing.T) {
	p, ctx := openPost(t), context.Background()
	if err := p.SetMails(ctx, p.organiser, "essai", service.MailSettings{PerHour: 60}); err != nil {
		t.Fatal(err)
	}
	p.queue(t, 5)
	for minute, want := range []int{1, 2, 3} {
		p.round(t, 0)
		p.round(t, 30*time.Second)
		if got := len(p.server.Received()); got != want {
			t.Errorf("after %d minutes, %d mails left, want %d", minute, got, want)
		}
		p.clock.advance(30 * time.Second)
	}
	if err := p.SetMails(ctx, p.organiser, "essai", service.MailSettings{PerHour: 3600}); err != nil {
		t.Fatal(err)
	}
	p.round(t, time.Second)
	p.round(t, 2*time.Second)
	if got := len(p.server.Received()); got != 5 {
		t.Errorf("at a quicker pace, %d mails left", got)
	}
	if p.postman = p.NewPostman(); p.states(t)[consult.MailSent] != 5 {
		t.Errorf("got %v", p.states(t))
	}
}

func TestAMailSentIsToldOfItsStructureOnce(t *testing.T) {
	p, ctx := openPost(t), context.Background()
	kept := p.organisation(t, "Abeille")
	merged := p.organisation(t, "Abeilles")
	o, err := p.store.Organisation(ctx, merged)
	if err != nil {
		t.Fatal(err)
	}
	o.MergedInto = kept
	if err := p.store.Atomic(ctx, func(tx consult.Tx) error { return tx.UpdateOrganisation(ctx, &o, "abeilles", "abeilles") }); err != nil {
		t.Fatal(err)
	}
	first, second := invitation(p.id, 1), invitation(p.id, 2)
	first.OrganisationID, second.OrganisationID, second.Kind = kept, merged, consult.MailReminder
	if _, err := p.QueueMails(ctx, []*consult.Mail{first, second}); err != nil {
		t.Fatal(err)
	}
	p.round(t, 0)
	p.round(t, time.Minute)
	if got := p.touches(t, kept); !slices.Equal(got, []consult.TouchKind{consult.TouchInvited, consult.TouchReminded}) {
		t.Errorf("got %v", got)
	}
	sent := p.mail(t, first.ID)
	if sent.State != consult.MailSent || sent.Attempts != 1 || sent.HandedAt.IsZero() || sent.Reply == "" {
		t.Errorf("got %+v", sent)
	}
}

func TestAQueueStopsAndGoesOn(t *testing.T) {
	p, ctx := openPost(t), context.Background()
	p.queue(t, 2)
	if err := p.StopMails(ctx, p.organiser, "essai"); err != nil {
		t.Fatal(err)
	}
	test, err := p.SendTestMail(ctx, p.organiser, "essai", consult.NewID(), "bruno@exemple.fr")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := p.SendTestMail(ctx, p.organiser, "essai", test, "bruno@exemple.fr"); err != nil || again != test {
		t.Fatal(again, err)
	}
	p.round(t, 5*time.Second)
	if got := p.server.Received(); len(got) != 1 || got[0].To != "bruno@exemple.fr" {
		t.Fatalf("only the test leaves a queue that is stopped: got %+v", got)
	}
	if err := p.ResumeMails(ctx, p.organiser, "essai"); err != nil {
		t.Fatal(err)
	}
	p.round(t, 5*time.Second)
	p.round(t, 12*time.Second)
	if got := p.states(t); got[consult.MailSent] != 3 {
		t.Errorf("got %v", got)
	}
}

func TestWhoRefusesGetsNoMailAnyMore(t *testing.T) {
	p, ctx := openPost(t), context.Background()
	mails := p.queue(t, 2)
	p.round(t, 0)
	message := string(p.server.Received()[0].Content)
	_, rest, found := strings.Cut(message, "List-Unsubscribe: <https://avis.exemple.fr"+service.RefusalPath)
	if !found {
		t.Fatalf("no link of refusal in %s", message)
	}
	token := rest[:strings.Index(rest, ">")]
	view, err := p.Refusal(ctx, token)
	if err != nil || view.Refused || view.Address != "s…@exemple.fr" {
		t.Fatalf("got %+v, %v", view, err)
	}
	for range 2 {
		if err := p.RefuseMails(ctx, token, true); err != nil {
			t.Fatal(err)
		}
	}
	reminder := invitation(p.id, 10)
	reminder.Address, reminder.Kind = strings.ToUpper(mails[0].Address), consult.MailReminder
	receipt := invitation(p.id, 11)
	receipt.Address, receipt.Kind, receipt.Refusable = mails[0].Address, consult.MailReceipt, false
	if _, err := p.QueueMails(ctx, []*consult.Mail{reminder, receipt}); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		p.round(t, time.Minute)
	}
	if state := p.mail(t, reminder.ID).State; state != consult.MailRefused {
		t.Errorf("the reminder is %s", state)
	}
	if state := p.mail(t, receipt.ID).State; state != consult.MailSent {
		t.Errorf("the receipt that they asked for is %s", state)
	}
	if view, err := p.Refusal(ctx, token); err != nil || !view.Refused {
		t.Errorf("got %+v, %v", view, err)
	}
	if err := p.RefuseMails(ctx, token, false); err != nil {
		t.Fatal(err)
	}
	if view, err := p.Refusal(ctx, token); err != nil || view.Refused {
		t.Errorf("got %+v, %v", view, err)
	}
	for _, forged := range []string{"", "abc", token[:51] + "a", strings.Repeat("a", 52), token + "a"} {
		if forged != token {
			_, err := p.Refusal(ctx, forged)
			code(t, "a link that the house did not write", err, consult.CodeNotFound)
		}
	}
}

func TestTheFatesOfAMail(t *testing.T) {
	for name, c := range map[string]struct {
		behave  func(mailserver.Stage, string) error
		state   consult.MailState
		reply   string
		refused bool
		again   time.Duration // it is sent after that time
	}{
		"an unknown mailbox fails, and is not written to again":   {behaving(mailserver.AtRcpt, mailserver.Answer(550, [3]int{5, 1, 1}, "no such user")), consult.MailFailed, "550 5.1.1 no such user", true, 0},
		"a refused content fails, and the address is not blamed":  {behaving(mailserver.AtData, mailserver.Answer(554, [3]int{5, 7, 1}, "spam")), consult.MailFailed, "554 5.7.1 spam", false, 0},
		"a server that greylists has it some minutes later":       {behaving(mailserver.AtRcpt, mailserver.Answer(451, [3]int{4, 7, 1}, "greylisted")), consult.MailQueued, "451 4.7.1 greylisted", false, 5 * time.Minute},
		"a connection dropped before the end is tried again":      {behaving(mailserver.AtRcpt, mailserver.ErrDrop), consult.MailQueued, "mails.reply.dropped", false, 5 * time.Minute},
		"a server that hangs before the end is tried again":       {behaving(mailserver.AtRcpt, mailserver.ErrHang), consult.MailQueued, "mails.reply.dropped", false, 5 * time.Minute},
		"a connection dropped after the end leaves it uncertain":  {behaving(mailserver.AtData, mailserver.ErrDropAfter), consult.MailUncertain, "mails.reply.no_answer", false, 0},
		"a server that hangs after the end leaves it uncertain":   {behaving(mailserver.AtData, mailserver.ErrHang), consult.MailUncertain, "mails.reply.no_answer", false, 0},
		"a server that refuses the sender is not the mail's fate": {behaving(mailserver.AtMail, mailserver.Answer(550, [3]int{5, 7, 1}, "sender")), consult.MailQueued, "", false, 5 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := openPost(t)
			m := invitation(p.id, 1)
			m.OrganisationID = p.organisation(t, "Abeille")
			if _, err := p.QueueMails(context.Background(), []*consult.Mail{m}); err != nil {
				t.Fatal(err)
			}
			p.server.Behave(c.behave)
			p.round(t, 0)
			got := p.mail(t, m.ID)
			if got.State != c.state || got.Reply != c.reply {
				t.Fatalf("got %s, %q", got.State, got.Reply)
			}
			_, err := p.store.MailRefusal(context.Background(), p.id, m.Address)
			if (err == nil) != c.refused {
				t.Errorf("refusal: %v", err)
			}
			if bounced := slices.Contains(p.touches(t, m.OrganisationID), consult.TouchBounced); bounced != c.refused {
				t.Errorf("bounced: %v", bounced)
			}
			p.server.Behave(nil)
			before := len(p.server.Received())
			if c.again > 0 {
				p.round(t, c.again-time.Second)
				if len(p.server.Received()) != before {
					t.Error("it left too early")
				}
				p.round(t, 3*time.Second)
				if got := p.mail(t, m.ID); got.State != consult.MailSent || len(p.server.Received()) != 1 {
					t.Errorf("got %s, %d received", got.State, len(p.server.Received()))
				}
				return
			}
			p.round(t, 48*time.Hour)
			if len(p.server.Received()) != before {
				t.Error("it left again by itself")
			}
		})
	}
}

func TestAServerInTroubleIsToldAndCostsNoAttempt(t *testing.T) {
	p, ctx := openPost(t), context.Background()
	m := p.queue(t, 1)[0]
	p.server.Behave(behaving(mailserver.AtMail, mailserver.Answer(535, [3]int{5, 7, 8}, "bad credentials")))
	for range 20 {
		p.round(t, 5*time.Minute)
	}
	view, err := p.Mails(ctx, p.organiser, "essai", service.MailFilter{})
	if err != nil || !strings.Contains(view.Trouble, "bad credentials") {
		t.Fatalf("got %+v, %v", view, err)
	}
	if got := p.mail(t, m.ID); got.State != consult.MailQueued || got.Attempts != 0 {
		t.Errorf("got %+v", got)
	}
	p.server.Behave(nil)
	p.round(t, 5*time.Minute)
	if view, err = p.Mails(ctx, p.organiser, "essai", service.MailFilter{}); err != nil || view.Trouble != "" || view.Counts[consult.MailSent] != 1 {
		t.Errorf("got %+v, %v", view, err)
	}
}

func TestAServerThatRefusesEverythingDoesNotUseUpTheList(t *testing.T) {
	p, ctx := openPost(t), context.Background()
	p.queue(t, 15)
	p.server.Behave(behaving(mailserver.AtRcpt, mailserver.Answer(554, [3]int{5, 7, 1}, "relay access denied")))
	for range 20 {
		p.round(t, time.Minute)
	}
	view, err := p.Mails(ctx, p.organiser, "essai", service.MailFilter{})
	if err != nil || view.Counts[consult.MailFailed] != 10 || view.Counts[consult.MailQueued] != 5 || view.Queue.StoppedAt.IsZero() || len(view.Refusals) != 0 {
		t.Fatalf("got %+v, %v", view, err)
	}
	p.server.Behave(nil)
	if err := p.ResumeMails(ctx, p.organiser, "essai"); err != nil {
		t.Fatal(err)
	}
	for range 8 {
		p.round(t, time.Minute)
	}
	if got := p.states(t); got[consult.MailSent] != 5 {
		t.Errorf("got %v", got)
	}
}

func TestMailsOfARestoredDatabaseWaitForSomebody(t *testing.T) {
	p, ctx := openPost(t), context.Background()
	p.queue(t, 2)
	if waiting, err := p.StopRestoredMails(ctx); err != nil || waiting != 2 {
		t.Fatal(waiting, err)
	}
	p.round(t, time.Minute)
	if got := len(p.server.Received()); got != 0 {
		t.Errorf("%d mails left", got)
	}
	if err := p.ResumeMails(ctx, p.organiser, "essai"); err != nil {
		t.Fatal(err)
	}
	p.round(t, time.Minute)
	if got := len(p.server.Received()); got != 1 {
		t.Errorf("%d mails left", got)
	}
}

func TestAMailIsGivenUpAfterTooManyAttempts(t *testing.T) {
	p := openPost(t)
	m := p.queue(t, 1)[0]
	p.server.Behave(behaving(mailserver.AtRcpt, mailserver.Answer(450, [3]int{4, 2, 0}, "later")))
	for range 30 {
		p.round(t, 24*time.Hour+time.Second)
	}
	if got := p.mail(t, m.ID); got.State != consult.MailFailed || got.Attempts != 10 {
		t.Errorf("got %s after %d attempts", got.State, got.Attempts)
	}
}

func TestAnUncertainMailIsForPeopleToSettle(t *testing.T) {
	p, ctx := openPost(t), context.Background()
	m := invitation(p.id, 1)
	m.OrganisationID = p.organisation(t, "Abeille")
	if _, err := p.QueueMails(ctx, []*consult.Mail{m}); err != nil {
		t.Fatal(err)
	}
	p.server.Behave(behaving(mailserver.AtData, mailserver.ErrDrop))
	p.round(t, 0)
	p.server.Behave(nil)
	code(t, "an analyst who renews", p.RenewMail(ctx, p.analyst, "essai", m.ID), consult.CodeForbidden)
	if err := p.RenewMail(ctx, p.organiser, "essai", m.ID); err != nil {
		t.Fatal(err)
	}
	code(t, "renewed twice", p.RenewMail(ctx, p.organiser, "essai", m.ID), consult.CodeConflict)
	p.round(t, time.Minute)
	if got := p.server.Counts(); len(got) != 1 || got[string(m.ID)+"@exemple.fr"] != 1 {
		t.Errorf("the server has %v", got)
	}
	code(t, "one that was sent", p.HoldMailSent(ctx, p.organiser, "essai", m.ID), consult.CodeConflict)
	if got := p.touches(t, m.OrganisationID); !slices.Equal(got, []consult.TouchKind{consult.TouchInvited}) {
		t.Errorf("got %v", got)
	}
}

func TestOneProcessSendsAtATimeAndWhatADeadOneLeftIsUncertain(t *testing.T) {
	p, ctx := openPost(t), context.Background()
	mails := p.queue(t, 3)
	p.round(t, 0)
	other := p.NewPostman()
	defer other.Close()
	p.clock.advance(12 * time.Second)
	other.Round(ctx)
	if got := len(p.server.Received()); got != 1 {
		t.Fatalf("%d mails left while the first process held the lease", got)
	}
	dying := p.mail(t, mails[1].ID)
	dying.State, dying.HandedAt, dying.Attempts = consult.MailHanding, p.clock.Now(), 1
	if err := p.store.Atomic(ctx, func(tx consult.Tx) error { return tx.MoveMail(ctx, &dying, consult.MailQueued) }); err != nil {
		t.Fatal(err)
	}
	p.clock.advance(time.Minute)
	other.Round(ctx)
	if got := p.mail(t, dying.ID); got.State != consult.MailUncertain || got.Reply != "mails.reply.cut" {
		t.Errorf("got %s, %q", got.State, got.Reply)
	}
	p.round(t, 5*time.Second)
	p.clock.advance(time.Minute)
	other.Round(ctx)
	if got := p.states(t); got[consult.MailSent] != 2 || len(p.server.Received()) != 2 {
		t.Errorf("got %v, %d received", got, len(p.server.Received()))
	}
}

func TestWhatIsNotFitToBeSentIsNotQueued(t *testing.T) {
	p, ctx := openPost(t), context.Background()
	for name, change := range map[string]func(*consult.Mail){
		"a line break in the address": func(m *consult.Mail) { m.Address = "a@exemple.fr\r\nBcc: b@exemple.fr" },
		"no subject":                  func(m *consult.Mail) { m.Subject = " " },
		"an endless subject":          func(m *consult.Mail) { m.Subject = strings.Repeat("é", 5000) },
		"no text":                     func(m *consult.Mail) { m.Text = "" },
	} {
		t.Run(name, func(t *testing.T) {
			m := invitation(p.id, 1)
			change(m)
			_, err := p.QueueMails(ctx, []*consult.Mail{invitation(p.id, 2), m})
			code(t, name, err, consult.CodeInvalid)
			if got := p.states(t); len(got) != 0 {
				t.Errorf("got %v", got)
			}
		})
	}
	long := invitation(p.id, 3)
	long.Name = strings.Repeat("Très long ", 500)
	if _, err := p.QueueMails(ctx, []*consult.Mail{long}); err != nil {
		t.Fatal(err)
	}
	p.round(t, 0)
	if got := p.states(t); got[consult.MailSent] != 1 {
		t.Errorf("a name of 5,000 characters: %v", got)
	}
}

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
