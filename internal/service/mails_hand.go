package service

import (
	"context"
	"errors"
	"time"

	"concertation/internal/consult"
	"concertation/internal/mail"
)

// mailDelays are how long a mail waits after each passing refusal; after the last one it has failed. A server that
// greylists takes a mail after a few minutes; one that is full, after hours.
func mailDelays() []time.Duration {
	return []time.Duration{5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour,
		12 * time.Hour, 24 * time.Hour}
}

// serverDelays are how long nothing is tried after the server's own troubles in a row.
func serverDelays() []time.Duration {
	return []time.Duration{5 * time.Second, 15 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute}
}

// What keeps a mail from leaving at the last moment.
var (
	errMailLease   = errors.New("another process sends mails now")
	errMailStopped = errors.New("the queue was stopped")
	errMailRefused = errors.New("the address is among the refusals")
	errMailErased  = errors.New("the address was erased at its person's request")
	errMailVain    = errors.New("the structure answered since")
	errMailLate    = errors.New("the consultation is over")
)

// settlement is what became of a mail, as long as the store has not taken it.
type settlement struct {
	mail  consult.Mail
	from  []consult.MailState
	touch consult.TouchKind // "": none
	dead  bool              // the address is of no more use
}

// deliver sends the first mail of a lane, and records what came of it.
func (p *Postman) deliver(ctx context.Context, lane *mailLane) {
	m := *lane.head
	lane.head = nil
	letter, err := p.letter(ctx, &m, lane.queue.ReplyTo)
	if err != nil { // the store's trouble, not the mail's
		p.service.Log.Error("prepare a mail", "cause", err)
		p.pause = p.service.Now().Add(mailLook)
		return
	}
	message, err := letter.Write()
	if err != nil {
		p.end(&m, consult.MailFailed, unfitReply(err), consult.MailQueued)
		return
	}
	reply, err := p.hand(ctx, &m, message)
	if errors.Is(err, mail.ErrIdle) { // the connection had been left open too long: nothing was sent on it
		p.hangUp()
		reply, err = p.hand(ctx, &m, message)
	}
	if outcome := mail.FailureOf(err).Outcome; m.Kind != consult.MailTest && (err == nil || outcome != mail.Withheld && outcome != mail.ServerTrouble) {
		lane.spend(p.service.Now())
	}
	p.conclude(ctx, lane, &m, reply, err)
}

// unfitReply is what a mail that cannot be written is said to be.
func unfitReply(err error) string {
	if errors.Is(err, mail.ErrNoText) {
		return "mails.error.text"
	}
	return addressFault(err)
}

// letter makes the message as its person will read it.
func (p *Postman) letter(ctx context.Context, m *consult.Mail, replyTo string) (*mail.Letter, error) {
	s, box := p.service, &p.service.postbox
	letter := &mail.Letter{ID: string(m.ID), From: box.From, FromName: box.Name, ReplyTo: replyTo, To: m.Address, ToName: m.Name,
		Subject: m.Subject, Text: m.Text, HTML: m.HTML, Date: s.Now(), Automatic: true}
	if m.Refusable {
		token, err := s.refusalToken(ctx, m.ID)
		if err != nil {
			return nil, err
		}
		letter.Unsubscribe = box.Origin + RefusalPath + token
		letter.Foot, letter.FootLink = s.sentence("mails.foot"), s.sentence("mails.foot_link")
	}
	return letter, nil
}

func (s *Service) sentence(key string) string {
	if s.P == nil {
		return key
	}
	return s.P.T(key)
}

// dateOf writes a day out.
func (s *Service) dateOf(at time.Time) string {
	if s.P == nil {
		return at.Format(time.DateOnly)
	}
	return s.P.Date(at)
}

// hand gives the message to the server, on the connection that is open or a new one.
func (p *Postman) hand(ctx context.Context, m *consult.Mail, message *mail.Message) (string, error) {
	if p.connection != nil && (p.connection.Broken() || p.connection.Handed >= mailsPerCall) {
		p.hangUp()
	}
	if p.connection == nil {
		connection, err := mail.Connect(ctx, p.service.postbox.Server, p.service.postbox.Patience)
		if err != nil {
			return "", err
		}
		p.connection = connection
	}
	return p.connection.Hand(message, func() error { return p.commit(ctx, m) })
}

// commit records that the handing over begins: from here to the server's answer, and only there, the death of this
// process leaves a doubt. Whatever forbids to send is read in the same transaction.
func (p *Postman) commit(ctx context.Context, m *consult.Mail) error {
	now := p.service.Now()
	before := *m
	printer, err := p.service.addressPrinter(ctx)
	if err != nil {
		return err
	}
	err = p.service.Store.Atomic(ctx, func(tx consult.Tx) error {
		held, err := tx.TakeLease(ctx, mailLease, p.id, now, now.Add(mailLeaseTime), false)
		if err != nil {
			return err
		}
		if !held {
			return errMailLease
		}
		if err := mailAllowed(ctx, tx, printer, &before, now); err != nil {
			return err
		}
		handing := before
		handing.State, handing.HandedAt, handing.ChangedAt, handing.Attempts = consult.MailHanding, now, now, before.Attempts+1
		return tx.MoveMail(ctx, &handing, consult.MailQueued)
	})
	if err == nil {
		m.State, m.HandedAt, m.ChangedAt, m.Attempts = consult.MailHanding, now, now, before.Attempts+1
		p.until = now.Add(mailLeaseTime)
	}
	return err
}

// mailAllowed says whether a mail may leave at that moment: nobody stopped its queue, its person did not refuse, the
// consultation that it asks to answer is not over, and a reminder is still to the point.
func mailAllowed(ctx context.Context, tx consult.Tx, printer addressPrinter, m *consult.Mail, now time.Time) error {
	if m.Kind != consult.MailTest {
		queue, err := tx.MailQueue(ctx, m.ConsultationID)
		if err != nil {
			return err
		}
		if !queue.StoppedAt.IsZero() {
			return errMailStopped
		}
	}
	if m.Kind == consult.MailInvitation || m.Kind == consult.MailReminder {
		consultation, err := tx.Consultation(ctx, m.ConsultationID)
		if err != nil {
			return err
		}
		if consultation.Over(now) {
			return errMailLate
		}
	}
	if m.Kind == consult.MailReminder && m.OrganisationID != "" {
		owned, err := tx.ResponsesOf(ctx, m.OrganisationID)
		if err != nil {
			return err
		}
		for _, response := range owned {
			if response.Status == consult.ResponseSubmitted {
				return errMailVain
			}
		}
	}
	if !m.Refusable {
		return nil
	}
	switch _, err := tx.Suppressed(ctx, m.ConsultationID, printer.email(m.Address)); {
	case err == nil:
		return errMailErased
	case !gone(err):
		return err
	}
	switch _, err := tx.MailRefusal(ctx, m.ConsultationID, m.Address); consult.CodeOf(err) {
	case consult.CodeNotFound:
		return nil
	default:
		if err == nil {
			return errMailRefused
		}
		return err
	}
}

// mostRefused is how many refusals in a row stop a queue: a server that takes nothing (a relay that is not allowed, a
// sender on a black list) must not use up the whole list before somebody looks.
const mostRefused = 10
