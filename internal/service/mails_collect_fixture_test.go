package service_test

import (
	"context"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/mail"
	"concertation/internal/testkit/database"
	"concertation/internal/testkit/imapserver"
)

// returns is a house whose returned mails arrive in a mailbox.
type returns struct {
	*post
	inbox *imapserver.Server
	box   mail.Box
}

func openReturns(t testing.TB, options ...imapserver.Option) *returns {
	t.Helper()
	return openReturnsOn(t, database.SQLite(t), options...)
}

func openReturnsOn(t testing.TB, url string, options ...imapserver.Option) *returns {
	t.Helper()
	r := &returns{post: openPostOn(t, url), inbox: imapserver.Start(t, options...)}
	box, err := mail.ParseBox(r.inbox.URL())
	if err != nil {
		t.Fatal(err)
	}
	box.Roots = r.inbox.Roots
	r.box = box
	r.UseBounces(box, boxPatience())
	t.Cleanup(r.Stop)
	return r
}

func boxPatience() mail.BoxPatience {
	return mail.BoxPatience{Command: 400 * time.Millisecond, Pass: 20 * time.Second}
}

// sent queues some mails and sends them.
func (r *returns) sent(t testing.TB, count int) []*consult.Mail {
	t.Helper()
	if err := r.store.Atomic(context.Background(), func(tx consult.Tx) error {
		return tx.SaveMailQueue(context.Background(), &consult.MailQueue{ConsultationID: r.id, PerHour: 36_000})
	}); err != nil {
		t.Fatal(err)
	}
	mails := r.queue(t, count)
	for range 2 * count {
		r.round(t, time.Minute)
	}
	if got := r.states(t)[consult.MailSent]; got != count {
		t.Fatalf("%d mails left of %d", got, count)
	}
	return mails
}

func (r *returns) arrives(t testing.TB, messages ...string) {
	t.Helper()
	for _, message := range messages {
		r.inbox.Deliver(t, "INBOX", message, r.clock.Now())
	}
}

// read reads the mailbox, as an organiser asks, and gives its state.
func (r *returns) read(t testing.TB) consult.BounceBox {
	t.Helper()
	r.clock.advance(time.Minute)
	if ended, err := r.ReadBounceBox(context.Background(), r.organiser, "essai"); err != nil || !ended {
		t.Fatal(ended, err)
	}
	return r.state(t)
}

func (r *returns) state(t testing.TB) consult.BounceBox {
	t.Helper()
	view, err := r.BounceBox(context.Background(), r.organiser, "essai")
	if err != nil {
		t.Fatal(err)
	}
	if view.Reading {
		t.Error("it is said to be read now")
	}
	return view.State
}

// folders compares what the mailbox and the folder beside it hold.
func (r *returns) folders(t testing.TB, inbox, unread, away int) {
	t.Helper()
	messages, unseen := r.inbox.Count("INBOX")
	moved, _ := r.inbox.Count(mail.PutAwayFolder)
	if messages != inbox || unseen != unread || moved != away {
		t.Errorf("%d messages, %d unread, %d put away: want %d, %d, %d", messages, unseen, moved, inbox, unread, away)
	}
}

const reply = "From: Amina <amina@exemple.fr>\nSubject: Re: Votre avis\n\nQui êtes-vous ?\n"
