package service_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/mail"
	"concertation/internal/service"
	"concertation/internal/testkit/database"
	"concertation/internal/testkit/mailserver"
)

// post is a house that sends mails through a server of its own.
type post struct {
	*box
	server  *mailserver.Server
	postman *service.Postman
}

func openPost(t testing.TB) *post {
	t.Helper()
	return openPostOn(t, database.SQLite(t))
}

func openPostOn(t testing.TB, url string) *post {
	t.Helper()
	p := &post{box: openBoxOn(t, url), server: mailserver.Start(t)}
	p.UseMail(postbox(t, p.server.URL()))
	p.atomic(t, func(tx consult.Tx) error { // mails wait for weeks in these tests, or by the clock on the wall
		c, err := tx.Consultation(context.Background(), p.id)
		if err != nil {
			return err
		}
		c.ClosesAt = time.Time{}
		return tx.UpdateConsultation(context.Background(), &c)
	})
	p.postman = p.NewPostman()
	t.Cleanup(p.postman.Close)
	return p
}

func postbox(t testing.TB, url string) service.Postbox {
	t.Helper()
	server, err := mail.ParseServer(url)
	if err != nil {
		t.Fatal(err)
	}
	return service.Postbox{Server: server, From: "consultation@exemple.fr", Name: "Consultation", Origin: "https://avis.exemple.fr",
		Patience: mail.Patience{Connect: time.Second, Command: 300 * time.Millisecond, End: 300 * time.Millisecond, Stop: 100 * time.Millisecond}}
}

// queue queues that many invitations, a minute apart from nothing: all may leave at once but for the pace.
func (p *post) queue(t testing.TB, count int) []*consult.Mail {
	t.Helper()
	mails := make([]*consult.Mail, count)
	for i := range mails {
		mails[i] = invitation(p.id, i)
	}
	queued, err := p.QueueMails(context.Background(), mails)
	if err != nil || queued != count {
		t.Fatal(queued, err)
	}
	return mails
}

func invitation(consultation consult.ID, number int) *consult.Mail {
	return &consult.Mail{ConsultationID: consultation, Key: fmt.Sprintf("campagne/%d", number), Kind: consult.MailInvitation, Refusable: true,
		Name: "Amina", Address: fmt.Sprintf("structure%d@exemple.fr", number), Subject: "Votre avis", Text: "Bonjour,\n\nRépondez.", HTML: "<p>Bonjour</p>"}
}

// round lets the postman work once, after some time.
func (p *post) round(t testing.TB, after time.Duration) {
	t.Helper()
	p.clock.advance(after)
	p.postman.Round(context.Background())
}

func (p *post) mail(t testing.TB, id consult.ID) consult.Mail {
	t.Helper()
	m, err := p.store.Mail(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func (p *post) states(t testing.TB) map[consult.MailState]int {
	t.Helper()
	counts, err := p.store.CountMails(context.Background(), p.id)
	if err != nil {
		t.Fatal(err)
	}
	states := map[consult.MailState]int{}
	for _, count := range counts {
		states[count.State] += count.Count
	}
	return states
}

// organisation adds a structure to the list.
func (p *post) organisation(t testing.TB, name string) consult.ID {
	t.Helper()
	o := &consult.Organisation{ID: consult.NewID(), ConsultationID: p.id, Name: name, CreatedAt: noon, ChangedAt: noon}
	if err := p.store.Atomic(context.Background(), func(tx consult.Tx) error { return tx.InsertOrganisation(context.Background(), o, name, name) }); err != nil {
		t.Fatal(err)
	}
	return o.ID
}

func (p *post) touches(t testing.TB, organisation consult.ID) (kinds []consult.TouchKind) {
	t.Helper()
	touches, err := p.store.Touches(context.Background(), consult.TouchFilter{OrganisationID: organisation})
	if err != nil {
		t.Fatal(err)
	}
	for _, touch := range touches {
		kinds = append(kinds, touch.Kind)
	}
	return kinds
}

// behaving makes the server answer so at a stage.
func behaving(stage mailserver.Stage, answer error) func(mailserver.Stage, string) error {
	return func(now mailserver.Stage, _ string) error {
		if now == stage {
			return answer
		}
		return nil
	}
}
