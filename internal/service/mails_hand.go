package service

import (
	"context"
	"errors"
	"strings"
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

// conclude records what a handing over came to.
func (p *Postman) conclude(ctx context.Context, lane *mailLane, m *consult.Mail, reply string, err error) {
	now := p.service.Now()
	if err == nil {
		lane.refused = 0
		p.recover(now)
		m.State, m.Reply, m.ChangedAt = consult.MailSent, reply, now
		p.record(settlement{mail: *m, from: []consult.MailState{consult.MailHanding, consult.MailUncertain}, touch: sentTouch(m.Kind)})
		return
	}
	f := mail.FailureOf(err)
	if p.connection != nil && p.connection.Broken() {
		p.hangUp()
	}
	from := []consult.MailState{consult.MailQueued, consult.MailHanding, consult.MailUncertain}
	switch f.Outcome {
	case mail.Withheld:
		p.withheld(m, f.Err)
	case mail.Uncertain:
		p.end(m, consult.MailUncertain, "mails.reply.no_answer", from...)
	case mail.Never:
		p.recover(now)
		m.State, m.Reply, m.ChangedAt, m.HandedAt = consult.MailFailed, f.Error(), now, now
		status := mail.Status(f.Reply)
		one := settlement{mail: *m, from: from, dead: f.Recipient && mail.AddressIsDead(f.Code, status)}
		if f.Recipient && !strings.HasPrefix(status, "5.7.") { // a policy is about us, not about them
			one.touch = consult.TouchBounced
		}
		p.record(one)
		p.refusedAgain(lane, now)
	case mail.TryLater:
		p.recover(now)
		p.again(m, f, from)
	case mail.ServerTrouble:
		if ctx.Err() == nil {
			p.trouble(f, now)
		}
	}
}

// mostRefused is how many refusals in a row stop a queue: a server that takes nothing (a relay that is not allowed, a
// sender on a black list) must not use up the whole list before somebody looks.
const mostRefused = 10

func (p *Postman) refusedAgain(lane *mailLane, now time.Time) {
	if lane.refused++; lane.refused < mostRefused {
		return
	}
	lane.refused = 0
	p.looked = time.Time{}
	err := p.write(func(ctx context.Context, tx consult.Tx) error {
		queue, err := tx.MailQueue(ctx, lane.consultation)
		if err != nil || !queue.StoppedAt.IsZero() {
			return err
		}
		queue.StoppedAt, queue.ChangedBy = now, consult.StoppedByRefusals
		if err := tx.SaveMailQueue(ctx, &queue); err != nil {
			return err
		}
		return p.service.audit(ctx, tx, consult.System(), "mails.stop_refused", lane.consultation, "")
	})
	if err != nil {
		p.service.Log.Error("stop a queue that is refused", "cause", err)
	}
}

func sentTouch(kind consult.MailKind) consult.TouchKind {
	switch kind {
	case consult.MailInvitation:
		return consult.TouchInvited
	case consult.MailReminder:
		return consult.TouchReminded
	}
	return ""
}

// withheld deals with a mail that did not leave because of something read at the last moment.
func (p *Postman) withheld(m *consult.Mail, why error) {
	switch {
	case errors.Is(why, errMailRefused):
		p.end(m, consult.MailRefused, "mails.reply.refused", consult.MailQueued)
	case errors.Is(why, errMailErased):
		p.end(m, consult.MailRefused, "mails.reply.erased", consult.MailQueued)
	case errors.Is(why, errMailVain):
		p.end(m, consult.MailStopped, "mails.reply.answered", consult.MailQueued)
	case errors.Is(why, errMailLate):
		p.end(m, consult.MailStopped, "mails.reply.closed", consult.MailQueued)
	case errors.Is(why, errMailLease):
		p.until, p.looked = time.Time{}, time.Time{}
	case errors.Is(why, errMailStopped), consult.CodeOf(why) == consult.CodeConflict:
		p.looked = time.Time{} // what was read of the queues is old
	case errors.Is(why, context.Canceled):
	default:
		// The store may have kept that the handing over began, though it says otherwise; it did not.
		p.service.Log.Error("record a mail before it leaves", "cause", why)
		m.State, m.ChangedAt = consult.MailQueued, p.service.Now()
		p.record(settlement{mail: *m, from: []consult.MailState{consult.MailHanding, consult.MailUncertain}})
		p.pause = p.service.Now().Add(mailLook)
	}
}

// again queues a mail for later, or gives it up.
func (p *Postman) again(m *consult.Mail, f *mail.Failure, from []consult.MailState) {
	now := p.service.Now()
	if m.State != consult.MailHanding { // an attempt all the same, though nothing was handed over
		m.Attempts++
	}
	delays := mailDelays()
	reply := f.Reply
	if reply != "" {
		reply = f.Error()
	} else {
		reply = "mails.reply.dropped"
	}
	if m.Attempts > len(delays) {
		p.end(m, consult.MailFailed, reply, from...)
		return
	}
	m.NotBefore = now.Add(delays[m.Attempts-1])
	p.end(m, consult.MailQueued, reply, from...)
}

// end records a state and why.
func (p *Postman) end(m *consult.Mail, state consult.MailState, reply string, from ...consult.MailState) {
	m.State, m.Reply, m.ChangedAt = state, reply, p.service.Now()
	p.record(settlement{mail: *m, from: from})
}

// trouble waits longer after each trouble of the server, and tells it to whoever looks at the screen.
func (p *Postman) trouble(f *mail.Failure, now time.Time) {
	p.hangUp()
	delays := serverDelays()
	p.pause = now.Add(delays[min(p.troubles, len(delays)-1)])
	p.troubles++
	p.service.Log.Warn("the mail server does not take mails", "server", p.service.postbox.Server, "cause", f.Error(), "again", p.pause.Sub(now))
	p.note(mail.HeaderText(f.Error(), 300), now)
}

func (p *Postman) recover(now time.Time) {
	if p.troubles > 0 {
		p.troubles, p.pause = 0, time.Time{}
		p.note("", now)
	}
}

func (p *Postman) note(text string, now time.Time) {
	err := p.write(func(ctx context.Context, tx consult.Tx) error { return tx.NoteLease(ctx, mailLease, p.id, text, now) })
	if err != nil && consult.CodeOf(err) != consult.CodeConflict {
		p.service.Log.Error("note the trouble of the mail server", "cause", err)
	}
}

// record writes what became of a mail; what the store refuses now is tried again at each round.
func (p *Postman) record(one settlement) {
	p.unsettled = append(p.unsettled, one)
	p.settle()
}

// settle writes what is still to be written. A mail that somebody moved meanwhile stays as they left it.
func (p *Postman) settle() {
	for len(p.unsettled) > 0 {
		one := p.unsettled[0]
		err := p.write(func(ctx context.Context, tx consult.Tx) error { return p.service.settleMail(ctx, tx, &one) })
		if err != nil && consult.CodeOf(err) != consult.CodeConflict && consult.CodeOf(err) != consult.CodeNotFound {
			p.service.Log.Error("record what became of a mail", "cause", err, "waiting", len(p.unsettled))
			return
		}
		p.unsettled = p.unsettled[1:]
	}
}

// settleMail writes a mail's state with what follows from it.
func (s *Service) settleMail(ctx context.Context, tx consult.Tx, one *settlement) error {
	m := &one.mail
	if err := tx.MoveMail(ctx, m, one.from...); err != nil {
		return err
	}
	if one.touch != "" {
		if err := touchOfMail(ctx, tx, m, one.touch, m.Reply); err != nil {
			return err
		}
	}
	if !one.dead {
		return nil
	}
	return tx.InsertMailRefusal(ctx, &consult.MailRefusal{ConsultationID: m.ConsultationID, Address: m.Address, Reason: consult.RefusalBounced,
		MailID: m.ID, At: m.ChangedAt, Note: m.Reply})
}

// touchOfMail tells what a mail did to its organisation, or to the one that it was merged into.
func touchOfMail(ctx context.Context, tx consult.Tx, m *consult.Mail, kind consult.TouchKind, note string) error {
	id := m.OrganisationID
	for hops := 0; id != "" && hops < 5; hops++ {
		organisation, err := tx.Organisation(ctx, id)
		if consult.CodeOf(err) == consult.CodeNotFound {
			return nil // gone since: nobody to tell it of
		}
		if err != nil {
			return err
		}
		if organisation.MergedInto == "" {
			if kind != consult.TouchBounced {
				note = ""
			}
			return tx.InsertTouch(ctx, &consult.Touch{ID: consult.NewID(), ConsultationID: m.ConsultationID, OrganisationID: id, Kind: kind,
				Channel: consult.ChannelEmail, Source: string(m.ID), At: m.ChangedAt, Note: note})
		}
		id = organisation.MergedInto
	}
	return nil
}
