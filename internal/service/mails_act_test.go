package service_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/testkit/mailserver"
)

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
