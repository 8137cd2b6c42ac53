package service_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/service"
)

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
