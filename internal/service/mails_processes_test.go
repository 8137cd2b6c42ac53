package service_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/store"
	"concertation/internal/testkit"
	"concertation/internal/testkit/database"
)

// Two processes over one database send each mail once, whichever holds the lease, and when one leaves the other goes on.
func TestSeveralProcessesSendEachMailOnce(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) { severalPostmen(t, database.SQLite(t)) })
	t.Run("PostgreSQL", func(t *testing.T) {
		testkit.Require(t, "postgres")
		severalPostmen(t, database.Postgres(t))
	})
}

func severalPostmen(t *testing.T, url string) {
	const mails = 120
	p, ctx := openPostOn(t, url), context.Background()
	p.queue(t, mails)
	if err := p.store.Atomic(ctx, func(tx consult.Tx) error {
		return tx.SaveMailQueue(ctx, &consult.MailQueue{ConsultationID: p.id, PerHour: 3_600_000})
	}); err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	defer wait.Wait()
	process := func() (leave func()) {
		opened, err := store.Open(ctx, url)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { opened.Close() })
		one := service.New(opened) // with the clock on the wall: pace and lease are real
		one.UseMail(postbox(t, p.server.URL()))
		running, stop := context.WithCancel(ctx)
		wait.Go(func() { one.SendMails(running) })
		return stop
	}
	first, second := process(), process()
	await := func(received int) {
		t.Helper()
		for end := time.Now().Add(30 * time.Second); len(p.server.Received()) < received; time.Sleep(2 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%d mails left of %d: %v", len(p.server.Received()), received, p.states(t))
			}
		}
	}
	await(mails / 3)
	first()
	await(2 * mails / 3)
	third := process()
	second()
	await(mails)
	third()
	wait.Wait()
	for id, count := range p.server.Counts() {
		if count != 1 {
			t.Errorf("%s was sent %d times", id, count)
		}
	}
	if got := p.states(t); got[consult.MailSent] != mails {
		t.Errorf("got %v", got)
	}
}
