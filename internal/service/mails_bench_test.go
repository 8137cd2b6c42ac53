package service_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/service"
)

// BenchmarkTenThousandMailsQueued queues ten thousand mails of the usual size in one go.
func BenchmarkTenThousandMailsQueued(b *testing.B) {
	p := openPost(b)
	text, html := strings.Repeat("Madame, Monsieur, votre structure est invitée. ", 32), strings.Repeat("<p>Madame, Monsieur, votre structure est invitée.</p>", 60)
	for round := range b.N {
		mails := make([]*consult.Mail, 10_000)
		for i := range mails {
			mails[i] = invitation(p.id, i)
			mails[i].Key, mails[i].Text, mails[i].HTML = fmt.Sprintf("%d/%d", round, i), text, html
		}
		queued, err := p.QueueMails(context.Background(), mails)
		if err != nil || queued != len(mails) {
			b.Fatal(queued, err)
		}
	}
}

// BenchmarkMailSent is what one mail costs from the queue to the answer of a server on the same machine.
func BenchmarkMailSent(b *testing.B) {
	p := openPost(b)
	p.queue(b, b.N)
	if err := p.store.Atomic(context.Background(), func(tx consult.Tx) error {
		return tx.SaveMailQueue(context.Background(), &consult.MailQueue{ConsultationID: p.id, PerHour: 3_600_000_000})
	}); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for len(p.server.Received()) < b.N {
		p.round(b, time.Second)
	}
}

// BenchmarkMailsScreen is what the screen of mails costs over ten thousand of them, and what a ledger reads of them.
func BenchmarkMailsScreen(b *testing.B) {
	p, ctx := openPost(b), context.Background()
	mails := make([]*consult.Mail, 10_000)
	for i := range mails {
		mails[i] = invitation(p.id, i)
		mails[i].Text, mails[i].HTML = strings.Repeat("Madame, Monsieur, votre structure est invitée. ", 32), strings.Repeat("<p>Madame, Monsieur, votre structure est invitée.</p>", 60)
	}
	if _, err := p.QueueMails(ctx, mails); err != nil {
		b.Fatal(err)
	}
	b.Run("screen", func(b *testing.B) {
		for b.Loop() {
			if _, err := p.Mails(ctx, p.organiser, "essai", service.MailFilter{Page: 1}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("fates", func(b *testing.B) {
		for b.Loop() {
			if _, err := p.store.MailFates(ctx, consult.MailFilter{ConsultationID: p.id}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
