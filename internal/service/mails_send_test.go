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
