package service_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/mail"
	"concertation/internal/service"
	"concertation/internal/store"
	"concertation/internal/testkit"
	"concertation/internal/testkit/database"
	"concertation/internal/testkit/imapserver"
)

func TestTheMailboxIsReadEveryFewMinutes(t *testing.T) {
	for name, c := range map[string]struct {
		state consult.BounceBox
		after time.Duration
		due   bool
	}{
		"never read":                {consult.BounceBox{}, 0, true},
		"a minute later":            {consult.BounceBox{TriedAt: noon}, time.Minute, false},
		"five minutes later":        {consult.BounceBox{TriedAt: noon}, 5 * time.Minute, true},
		"when more is left":         {consult.BounceBox{TriedAt: noon, Left: 1}, 10 * time.Second, true},
		"when a trouble leaves all": {consult.BounceBox{TriedAt: noon, Left: 1, Trouble: "silent"}, time.Minute, false},
		"a refused password":        {consult.BounceBox{TriedAt: noon, Trouble: "login"}, 59 * time.Minute, false},
		"an hour after it":          {consult.BounceBox{TriedAt: noon, Trouble: "login"}, time.Hour, true},
		"a clock that was set back": {consult.BounceBox{TriedAt: noon}, -time.Hour, true},
	} {
		if service.BoxDue(&c.state, noon.Add(c.after)) != c.due {
			t.Errorf("%s: want %v", name, c.due)
		}
	}
}

func TestAReadingIsShortAndTheNextOneFollows(t *testing.T) {
	r := openReturns(t)
	for range 430 {
		r.arrives(t, reply)
	}
	if got := r.read(t); got.Total.Messages != 400 || got.Left != 30 || got.Waiting != 400 {
		t.Errorf("got %+v", got)
	}
	if got := r.read(t); got.Total.Messages != 430 || got.Left != 0 || got.Waiting != 430 {
		t.Errorf("got %+v", got)
	}
}

// Two processes over one database read each message once, and a third takes over when they end.
func TestSeveralProcessesReadTheMailboxOneAtATime(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) { severalReaders(t, database.SQLite(t)) })
	t.Run("PostgreSQL", func(t *testing.T) {
		testkit.Require(t, "postgres")
		severalReaders(t, database.Postgres(t))
	})
}

func severalReaders(t *testing.T, url string) {
	r, ctx := openReturnsOn(t, url), context.Background()
	mails := r.sent(t, 60)
	r.clock.advance(time.Since(r.clock.Now()))
	for _, m := range mails {
		r.arrives(t, report(m, "failed", "5.1.1"))
	}
	var wait sync.WaitGroup
	for range 3 {
		opened, err := store.Open(ctx, url)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { opened.Close() })
		one := service.New(opened)
		one.UseBounces(r.box, boxPatience())
		running, stop := context.WithCancel(ctx)
		wait.Go(func() { one.CollectBounces(running) })
		t.Cleanup(func() {
			stop()
			one.Stop()
		})
	}
	for end := time.Now().Add(20 * time.Second); r.states(t)[consult.MailBounced] < 60; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("got %v", r.states(t))
		}
	}
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if moved, _ := r.inbox.Count(mail.PutAwayFolder); moved == 60 {
			break
		}
	}
	r.folders(t, 0, 0, 60)
	state, err := r.store.BounceBox(ctx, r.box.ID())
	if err != nil || state.Total != (consult.BounceReport{Messages: 60, Reports: 60, Bounced: 60, Dead: 60}) {
		t.Errorf("got %+v, %v", state, err)
	}
}

func TestTheProgramStopsThoughTheMailboxHangs(t *testing.T) {
	r := openReturns(t)
	r.UseBounces(r.box, mail.UsualBoxPatience())
	r.inbox.Misbehaving(imapserver.AtSearch, imapserver.ErrHang)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		r.CollectBounces(ctx)
		close(ended)
	}()
	for end := time.Now().Add(10 * time.Second); r.inbox.Visits() == 0; time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the mailbox was not visited")
		}
	}
	if view, err := r.BounceBox(context.Background(), r.organiser, "essai"); err != nil || !view.Reading {
		t.Errorf("it is not said to be read now: %v", err)
	}
	began := time.Now()
	short, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if done, err := r.ReadBounceBox(short, r.organiser, "essai"); done || err != nil {
		t.Errorf("asked meanwhile: %v, %v", done, err)
	}
	stop()
	<-ended
	r.Stop()
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("it took %v", took)
	}
	if got := r.state(t); got.Trouble != "" || !got.ReadAt.IsZero() {
		t.Errorf("got %+v", got)
	}
}
