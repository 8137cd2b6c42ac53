package mail_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"concertation/internal/mail"
	"concertation/internal/testkit/imapserver"
)

func patience() mail.BoxPatience {
	return mail.BoxPatience{Command: 400 * time.Millisecond, Pass: 5 * time.Second}
}

func boxOf(t *testing.T, server *imapserver.Server) mail.Box {
	t.Helper()
	box, err := mail.ParseBox(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	box.Roots = server.Roots
	return box
}

const answer = "From: Amina <amina@exemple.fr>\nSubject: Re: Votre avis\n\nBonjour, je réponds.\n"

// visit lists a mailbox, reads what is in it and puts the reports away.
func visit(t *testing.T, box mail.Box) (reports, others, unread int) {
	t.Helper()
	opened, err := mail.OpenBox(context.Background(), box, patience())
	if err != nil {
		t.Fatal(err, errors.Unwrap(err))
	}
	defer opened.Close()
	entries, err := opened.List(time.Now().AddDate(0, 0, -30))
	if err != nil {
		t.Fatal(err, errors.Unwrap(err))
	}
	var keys, away []string
	for _, entry := range entries {
		keys = append(keys, entry.Key)
		if entry.Unread {
			unread++
		}
	}
	read, err := opened.Read(keys)
	if err != nil {
		t.Fatal(err, errors.Unwrap(err))
	}
	for _, message := range read {
		if len(mail.ReadReports(message.Content)) > 0 {
			away = append(away, message.Key)
		} else if message.Content != nil {
			t.Error("what a person wrote was read")
		}
	}
	if err := opened.PutAway(away); err != nil {
		t.Fatal(err, errors.Unwrap(err))
	}
	return len(away), len(read) - len(away), unread
}

func wholeVisit(ctx context.Context, box mail.Box) error { return visitWith(ctx, box, patience()) }

func visitWith(ctx context.Context, box mail.Box, patience mail.BoxPatience) error {
	opened, err := mail.OpenBox(ctx, box, patience)
	if err != nil {
		return err
	}
	defer opened.Close()
	entries, err := opened.List(time.Time{})
	if err != nil {
		return err
	}
	var keys []string
	for _, entry := range entries[max(0, len(entries)-20):] {
		keys = append(keys, entry.Key)
	}
	if _, err := opened.Read(keys); err != nil {
		return err
	}
	return opened.PutAway(keys)
}
