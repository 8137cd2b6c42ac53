package service

import (
	"context"
	"errors"
	"strings"
	"time"

	"concertation/internal/consult"
	"concertation/internal/mail"
)

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
