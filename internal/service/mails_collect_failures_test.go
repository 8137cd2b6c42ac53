package service_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"concertation/internal/consult"
	"concertation/internal/mail"
	"concertation/internal/testkit/imapserver"
)

func failure[T any](_ T, err error) error { return err }

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
