package service

import (
	"context"
	"fmt"
	"time"

	"concertation/internal/consult"
	"concertation/internal/mail"
)

// The sender's rhythm.
const (
	mailLease     = "mails"
	mailLeaseTime = 30 * time.Second
	mailLook      = 2 * time.Second // how often mails queued by another process are looked for
	mailIdle      = time.Minute     // how often what a dead process left is looked for
	mailsPerCall  = 100             // messages on one connection: servers dislike endless ones
	mailLinger    = 5 * time.Second // how long a connection waits for its next message
	mailsAhead    = 50
)

// Postman sends the mails of every consultation, one after the other, each at the pace of its consultation. One at a
// time works among all the processes over a store: the lease says which. A Postman is used by one goroutine.
type Postman struct {
	service    *Service
	id         consult.ID
	until      time.Time // of the lease; zero: not held
	lanes      map[consult.ID]*mailLane
	looked     time.Time
	idleAt     time.Time
	connection *mail.Connection
	troubles   int       // in a row, of the server
	pause      time.Time // nothing is tried before
	unsettled  []settlement
}

// mailLane is the queue of one consultation.
type mailLane struct {
	consultation consult.ID
	queue        consult.MailQueue
	due          time.Time // when the pace allows the next one
	first        time.Time // when the first queued mail may leave
	ids          []consult.ID
	head         *consult.Mail // the first of ids, read
	refused      int           // in a row, for good
}

// NewPostman makes a sender. UseMail comes before.
func (s *Service) NewPostman() *Postman {
	return &Postman{service: s, id: consult.NewID(), lanes: map[consult.ID]*mailLane{}}
}

// SendMails sends mails until ctx ends; the one under way is finished or given up for uncertain.
func (s *Service) SendMails(ctx context.Context) {
	if !s.postbox.Ready() {
		return
	}
	p := s.NewPostman()
	defer p.Close()
	for ctx.Err() == nil {
		wait := p.Round(ctx)
		timer := time.NewTimer(max(wait, time.Millisecond))
		select {
		case <-ctx.Done():
		case <-timer.C:
		case <-s.mailsWake:
			p.looked = time.Time{}
		}
		timer.Stop()
	}
}

// Close leaves the server and the lease.
func (p *Postman) Close() {
	p.settle()
	p.hangUp()
	if p.until.IsZero() {
		return
	}
	if err := p.write(func(ctx context.Context, tx consult.Tx) error { return tx.DropLease(ctx, mailLease, p.id) }); err != nil {
		p.service.Log.Error("leave the mails to others", "cause", err)
	}
	p.until = time.Time{}
}

// Round sends what may leave now, and tells how long to wait before the next one.
func (p *Postman) Round(ctx context.Context) time.Duration {
	p.settle()
	held, err := p.ready(ctx)
	if err != nil {
		if ctx.Err() == nil {
			p.service.Log.Error("send mails", "cause", err)
		}
		return mailLook
	}
	if !held {
		return mailLook
	}
	for ctx.Err() == nil {
		now := p.service.Now()
		if now.Before(p.pause) {
			return min(p.pause.Sub(now), mailLook)
		}
		lane, wait, err := p.next(ctx, now)
		if err != nil {
			p.service.Log.Error("look for mails", "cause", err)
			return mailLook
		}
		if lane == nil {
			if p.connection != nil && wait > mailLinger {
				p.hangUp()
			}
			return min(wait, mailLook)
		}
		p.deliver(ctx, lane)
	}
	return 0
}

// ready looks for queues, and takes the lease when there is something to send, or once in a while: what a process that
// died was handing over is then told to be uncertain.
func (p *Postman) ready(ctx context.Context) (bool, error) {
	now := p.service.Now()
	if p.looked.IsZero() || now.Sub(p.looked) >= mailLook || now.Before(p.looked) {
		if err := p.look(ctx, now); err != nil {
			return false, err
		}
	}
	if len(p.lanes) == 0 && !p.idleAt.IsZero() && now.Sub(p.idleAt) < mailIdle {
		p.hangUp()
		return false, nil
	}
	p.idleAt = now
	if p.until.Sub(now) > mailLeaseTime/2 {
		return true, nil
	}
	return p.lease(ctx, now)
}

// lease takes or renews the lease. Who takes it anew knows that nobody hands anything over any more.
func (p *Postman) lease(ctx context.Context, now time.Time) (bool, error) {
	fresh := p.until.IsZero() || !now.Before(p.until)
	held, cut := false, []consult.ID(nil)
	err := p.service.Store.Atomic(ctx, func(tx consult.Tx) (err error) {
		held, err = tx.TakeLease(ctx, mailLease, p.id, now, now.Add(mailLeaseTime), p.service.sole)
		if err == nil && held && fresh {
			cut, err = tx.LeaveUncertain(ctx, "mails.reply.cut", now)
		}
		return err
	})
	if err != nil {
		return false, fmt.Errorf("take the lease of mails: %w", err)
	}
	if !held {
		p.until = time.Time{}
		p.hangUp()
		return false, nil
	}
	p.until = now.Add(mailLeaseTime)
	if len(cut) > 0 {
		p.service.Log.Warn("mails were being handed over when their sender ended: they are uncertain", "mails", len(cut))
	}
	return true, nil
}

// look reads which consultations have something to send.
func (p *Postman) look(ctx context.Context, now time.Time) error {
	queues, err := p.service.Store.QueuesWithMails(ctx)
	if err != nil {
		return fmt.Errorf("look for mails: %w", err)
	}
	for id := range p.lanes {
		if _, ok := queues[id]; !ok {
			delete(p.lanes, id)
		}
	}
	for id, first := range queues {
		lane := p.lanes[id]
		queue, err := p.service.Store.MailQueue(ctx, id)
		if err != nil {
			return fmt.Errorf("read the queue of %s: %w", id, err)
		}
		if lane == nil {
			last, err := p.service.Store.LastHanded(ctx, id)
			if err != nil {
				return fmt.Errorf("read the last mail of %s: %w", id, err)
			}
			lane = &mailLane{consultation: id}
			if !last.IsZero() {
				lane.due = last.Add(mailInterval(queue.PerHour))
			}
			p.lanes[id] = lane
		}
		if lane.queue.PerHour != queue.PerHour { // a quicker pace counts at once
			lane.due = earlier(lane.due, now.Add(mailInterval(queue.PerHour)))
		}
		lane.queue, lane.first, lane.ids, lane.head = queue, first, nil, nil
	}
	p.looked = now
	return nil
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// next gives the lane whose first mail may leave now, or how long to wait.
func (p *Postman) next(ctx context.Context, now time.Time) (*mailLane, time.Duration, error) {
	if now.Sub(p.looked) >= mailLook {
		if err := p.look(ctx, now); err != nil {
			return nil, 0, err
		}
	}
	wait := mailIdle
	for _, lane := range p.lanes {
		if now.Before(lane.first) {
			wait = min(wait, lane.first.Sub(now))
			continue
		}
		if err := p.load(ctx, lane, now); err != nil {
			return nil, 0, err
		}
		switch {
		case lane.head == nil:
		case lane.head.Kind == consult.MailTest:
			return lane, 0, nil
		case !lane.queue.StoppedAt.IsZero():
		case now.Before(lane.due):
			wait = min(wait, lane.due.Sub(now))
		default:
			return lane, 0, nil
		}
	}
	return nil, wait, nil
}

// load reads the first mail of a lane.
func (p *Postman) load(ctx context.Context, lane *mailLane, now time.Time) error {
	if lane.head != nil {
		return nil
	}
	if len(lane.ids) == 0 {
		ids, err := p.service.Store.DueMails(ctx, lane.consultation, now, mailsAhead)
		if err != nil {
			return fmt.Errorf("look for due mails: %w", err)
		}
		lane.ids = ids
	}
	for len(lane.ids) > 0 && lane.head == nil {
		m, err := p.service.Store.Mail(ctx, lane.ids[0])
		lane.ids = lane.ids[1:]
		if err != nil && consult.CodeOf(err) != consult.CodeNotFound {
			return fmt.Errorf("read mail: %w", err)
		}
		if err == nil && m.State == consult.MailQueued {
			lane.head = &m
		}
	}
	return nil
}

// spend counts a message against the pace: a sender a little late catches up, one that waited does not.
func (l *mailLane) spend(now time.Time) {
	interval := mailInterval(l.queue.PerHour)
	if l.due.Before(now.Add(-interval)) {
		l.due = now
	}
	l.due = l.due.Add(interval)
}

func (p *Postman) hangUp() {
	if p.connection != nil {
		p.connection.Close()
		p.connection = nil
	}
}

// write runs a transaction that the end of the program does not cut.
func (p *Postman) write(f func(context.Context, consult.Tx) error) error {
	ctx := context.Background()
	return p.service.Store.Atomic(ctx, func(tx consult.Tx) error { return f(ctx, tx) })
}
