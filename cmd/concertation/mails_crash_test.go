package main

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/store"
	"concertation/internal/testkit/mailserver"
)

const mailKills = 40

func TestNoMailIsSentTwiceNorLostWhenTheServerIsKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("kills a server forty times: half a minute")
	}
	post := mailserver.Start(t)
	post.Behave(func(stage mailserver.Stage, _ string) error {
		if stage == mailserver.AtData {
			time.Sleep(time.Duration(rand.IntN(12)) * time.Millisecond) // so that kills fall before, in and after the window
		}
		return nil
	})
	database := "sqlite:" + filepath.Join(t.TempDir(), "mails.db")
	const mails = 1500
	queueMails(t, database, mails)
	for kill := range mailKills {
		before := len(post.Received())
		server := startServer(t, database, mailFlags(post)...)
		if kill%4 > 0 { // the others die before anything left, perhaps
			waitFor(func() bool { return len(post.Received()) > before })
		}
		time.Sleep(time.Duration(rand.IntN(200)) * time.Millisecond)
		if err := server.command.Process.Kill(); err != nil { // SIGKILL
			t.Fatal(err)
		}
		server.command.Wait()
		checkMails(t, database, post, mails, killed)
	}
	sentUnderKills := len(post.Received())
	server := startServer(t, database, mailFlags(post)...)
	for len(post.Received()) < mails && checkMails(t, database, post, mails, running)[consult.MailQueued] > 0 {
		time.Sleep(50 * time.Millisecond)
	}
	stopServer(t, server)
	states := checkMails(t, database, post, mails, stopped)
	uncertain := states[consult.MailUncertain]
	if states[consult.MailSent]+uncertain != mails {
		t.Errorf("got %v", states)
	}
	if sentUnderKills < mailKills {
		t.Errorf("only %d mails left between the kills: too few to prove anything", sentUnderKills)
	}
	t.Logf("%d kills, %d mails: %d taken by the mail server while kills went on, %d in all, none twice; %d uncertain, of which it had %d",
		mailKills, mails, sentUnderKills, len(post.Received()), uncertain, len(post.Received())-states[consult.MailSent])
}

func TestTheServerStopsCleanlyWhileItSends(t *testing.T) {
	post := mailserver.Start(t)
	database := "sqlite:" + filepath.Join(t.TempDir(), "mails.db")
	queueMails(t, database, 2000)
	server := startServer(t, database, mailFlags(post)...)
	for len(post.Received()) < 20 {
		time.Sleep(2 * time.Millisecond)
	}
	stopServer(t, server)
	states := checkMails(t, database, post, 2000, stopped)
	if states[consult.MailSent] != len(post.Received()) || states[consult.MailQueued] != 2000-len(post.Received()) {
		t.Errorf("got %v for %d mails taken", states, len(post.Received()))
	}
}

func mailFlags(post *mailserver.Server) []string {
	return []string{"--smtp", post.URL(), "--mail-from", "consultation@exemple.fr"}
}

func stopServer(t *testing.T, server *runningServer) {
	t.Helper()
	if err := server.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := server.command.Wait(); err != nil {
		t.Fatalf("the server did not stop cleanly: %v\n%s", err, server.errors)
	}
}

// queueMails makes a consultation whose mails leave as fast as they can.
func queueMails(t *testing.T, database string, count int) {
	t.Helper()
	opened, err := store.Open(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	now := time.Now()
	consultation := consult.Consultation{ID: consult.NewID(), Slug: "essai", Title: "Essai", Status: consult.StatusOpen, CreatedAt: now, ChangedAt: now}
	mails := make([]*consult.Mail, count)
	for i := range mails {
		mails[i] = &consult.Mail{ConsultationID: consultation.ID, Key: fmt.Sprint(i), Kind: consult.MailInvitation, Refusable: true,
			Address: fmt.Sprintf("structure%d@exemple.fr", i), Subject: "Votre avis", Text: "Bonjour", QueuedAt: now}
	}
	err = opened.Atomic(t.Context(), func(tx consult.Tx) error {
		if err := tx.InsertConsultation(t.Context(), &consultation); err != nil {
			return err
		}
		if err := tx.SaveMailQueue(t.Context(), &consult.MailQueue{ConsultationID: consultation.ID, PerHour: 36_000_000}); err != nil {
			return err
		}
		_, err := tx.QueueMails(t.Context(), mails)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// How the program is when its mails are compared with the mail server's.
type moment int

const (
	running moment = iota // a mail may be taken between the two looks
	killed                // one mail may be in the middle of its handing over
	stopped               // none is
)

// checkMails compares what the store says of each mail with what the mail server counted by Message-ID.
func checkMails(t *testing.T, database string, post *mailserver.Server, want int, now moment) map[consult.MailState]int {
	t.Helper()
	opened, err := store.Open(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	fates, err := opened.MailFates(t.Context(), consult.MailFilter{})
	if err != nil {
		t.Fatal(err)
	}
	taken := post.Counts()
	states := map[consult.MailState]int{}
	for _, fate := range fates {
		states[fate.State]++
		count := taken[string(fate.ID)+"@exemple.fr"]
		switch {
		case count > 1:
			t.Fatalf("a mail was sent %d times", count)
		case fate.State == consult.MailSent && count != 1:
			t.Fatal("a mail that is said to be sent is not at the mail server")
		case fate.State == consult.MailQueued && count != 0 && now != running:
			t.Fatal("a mail that is to be sent is at the mail server already")
		case fate.State == consult.MailHanding && now == stopped:
			t.Fatal("a mail was left in the middle of its handing over")
		}
	}
	if len(fates) != want {
		t.Fatalf("%d mails of %d", len(fates), want)
	}
	return states
}
