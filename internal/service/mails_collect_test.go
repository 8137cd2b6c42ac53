package service_test

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
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

func failure[T any](_ T, err error) error { return err }

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

func TestAReadingCutInTheMiddleLosesNothingAndCountsNothingTwice(t *testing.T) {
	for name, c := range map[string]struct {
		at   imapserver.Stage
		how  error
		want mail.BoxTrouble
	}{
		"before anything is read":       {imapserver.AtFetch, imapserver.ErrDrop, mail.BoxDropped},
		"after mails are marked":        {imapserver.AtStore, imapserver.ErrDrop, mail.BoxDropped},
		"between reading and moving":    {imapserver.AtMove, imapserver.ErrDrop, mail.BoxDropped},
		"by a server that hangs":        {imapserver.AtMove, imapserver.ErrHang, mail.BoxSilent},
		"by a mailbox that is no more":  {imapserver.AtSelect, imapserver.Refusal("no"), mail.BoxFolder},
		"by a mailbox that is readonly": {imapserver.AtStore, imapserver.Refusal("no"), mail.BoxStuck},
	} {
		t.Run(name, func(t *testing.T) {
			r := openReturns(t)
			mails := r.sent(t, 2)
			r.arrives(t, report(mails[0], "failed", "5.1.1"), reply, report(mails[1], "failed", "5.1.1"))
			r.inbox.Misbehaving(c.at, c.how)
			for range 2 {
				if got := r.read(t); got.Trouble != string(c.want) {
					t.Fatalf("its trouble is %q", got.Trouble)
				}
			}
			r.inbox.Behave(nil)
			got := r.read(t)
			if want := (consult.BounceReport{Messages: 3, Reports: 2, Bounced: 2, Dead: 2}); got.Total != want || got.News != want || got.Trouble != "" || got.Waiting != 1 {
				t.Errorf("got %+v", got)
			}
			r.folders(t, 1, 1, 2)
			if got := r.states(t); got[consult.MailBounced] != 2 {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestAMessageThatBreaksTheReadingDoesNotHoldUpTheOthers(t *testing.T) {
	r := openReturns(t)
	mails := r.sent(t, 25)
	for _, m := range mails {
		r.arrives(t, report(m, "failed", "5.1.1"))
	}
	fetches := 0
	r.inbox.Behave(func(stage imapserver.Stage) error {
		if stage == imapserver.AtFetch {
			if fetches++; fetches == 3 { // one message of the first twenty
				return imapserver.ErrDrop
			}
		}
		return nil
	})
	if got := r.read(t); got.Total.Messages != 0 || got.Trouble == "" || got.Left != 25 {
		t.Errorf("got %+v", got)
	}
	if got := r.read(t); got.Total.Bounced != 25 || got.Left != 0 || got.Trouble != "" {
		t.Errorf("got %+v", got)
	}
	r.folders(t, 0, 0, 25)
}

func TestServersWithoutMoveKeepWhatWasReadAndItIsNotReadAgain(t *testing.T) {
	r := openReturns(t, imapserver.WithoutMove())
	mails := r.sent(t, 1)
	r.arrives(t, report(mails[0], "failed", "5.1.1"), reply)
	for range 2 {
		if got := r.read(t); got.Total.Messages != 2 || got.Total.Bounced != 1 || got.Total.Already != 0 || got.Waiting != 1 {
			t.Errorf("got %+v", got)
		}
	}
	r.folders(t, 2, 1, 0)
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

func TestNoPasswordIsLoggedWhateverTheServerSays(t *testing.T) {
	r := openReturns(t)
	var said bytes.Buffer
	r.Log = slog.New(slog.NewTextHandler(&said, nil))
	r.inbox.Misbehaving(imapserver.AtLogin, imapserver.Refusal("bad password "+imapserver.Password))
	for range 3 {
		if got := r.read(t); got.Trouble != string(mail.BoxLogin) || got.TroubleAt.IsZero() {
			t.Errorf("got %+v", got)
		}
	}
	if text := said.String(); strings.Contains(text, "secret") || strings.Contains(text, "retours@") || strings.Count(text, "\n") != 1 || !strings.Contains(text, "127.0.0.1") {
		t.Errorf("the log says %q", text)
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
