package service

import (
	"context"
	"errors"
	"sync"
	"time"

	"concertation/internal/consult"
	"concertation/internal/mail"
)

// The rhythm of the mailbox.
const (
	bounceLease     = "bounces"
	bounceLeaseTime = 5 * time.Minute // more than one reading may take
	bounceEvery     = 5 * time.Minute
	bounceMore      = 10 * time.Second // when messages were left for the next time
	bounceLocked    = time.Hour        // after a refused password: some servers shut out who tries again and again
	bounceLook      = 5 * time.Second  // how often it is asked whether it is time
	bounceEnough    = time.Minute      // of reading at a time
	bounceGiveUp    = 3 * time.Second  // for a reading that does not end when the program does
	bounceDays      = 60               // older messages are not looked at: reports come within days
	bouncesAtOnce   = 20
	bouncesPerTime  = 400
)

// collecting reads the mailbox of returned messages, one reading at a time in this process. Its zero value has no mailbox.
type collecting struct {
	box      mail.Box
	patience mail.BoxPatience
	mutex    sync.Mutex
	ended    chan struct{}   // of the reading under way; nil: none
	doubtful map[string]bool // messages among which the last readings ended badly: they come last, one at a time
}

// CollectBounces reads the mailbox of returned messages every few minutes until ctx ends. Stop ends a reading under way.
func (s *Service) CollectBounces(ctx context.Context) {
	if !s.bounces.box.Followed() {
		return
	}
	asked := true // whatever was wrong before this process began may be put right
	for {
		if asked || s.bouncesDue(ctx) {
			select {
			case <-s.startCollecting(asked):
			case <-ctx.Done():
				return
			}
		}
		asked = false
		timer := time.NewTimer(bounceLook)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
	}
}

// bouncesDue says whether it is time to read the mailbox.
func (s *Service) bouncesDue(ctx context.Context) bool {
	state, err := s.Store.BounceBox(ctx, s.bounces.box.ID())
	if err != nil && consult.CodeOf(err) != consult.CodeNotFound {
		if ctx.Err() == nil {
			s.Log.Error("look whether the mailbox is to be read", "cause", err)
		}
		return false
	}
	return boxDue(&state, s.Now())
}

// boxDue says whether a mailbox is to be read again. A clock that was set back does not keep it from being.
func boxDue(state *consult.BounceBox, now time.Time) bool {
	wait := bounceEvery
	switch {
	case state.Trouble == string(mail.BoxLogin):
		wait = bounceLocked
	case state.Trouble == "" && state.Left > 0:
		wait = bounceMore
	}
	return now.Sub(state.TriedAt) >= wait || now.Before(state.TriedAt)
}

// startCollecting begins a reading unless one is under way, and gives what is closed at its end. A reading that somebody
// asks for does not wait for its time.
func (s *Service) startCollecting(asked bool) <-chan struct{} {
	s.bounces.mutex.Lock()
	defer s.bounces.mutex.Unlock()
	if s.bounces.ended != nil {
		return s.bounces.ended
	}
	ended := make(chan struct{})
	s.bounces.ended = ended
	s.background.start(func(ctx context.Context) {
		go func() {
			s.collect(ctx, asked)
			s.bounces.mutex.Lock()
			s.bounces.ended = nil
			s.bounces.mutex.Unlock()
			close(ended)
		}()
		select { // a disk that does not answer keeps its reader, not the program
		case <-ended:
			return
		case <-ctx.Done():
		}
		select {
		case <-ended:
		case <-time.After(bounceGiveUp):
		}
	})
	return ended
}

// What ends a reading without being the mailbox's trouble.
var errBounceLease = errors.New("another process reads the mailbox now")

// collection is one reading of the mailbox.
type collection struct {
	service *Service
	box     string
	holder  consult.ID
	began   time.Time
	unread  map[string]bool
	fates   map[string]consult.BounceFate // of the messages that are there
	stuck   error                         // what was read cannot be put away: it is read all the same
}

// collect reads the mailbox once, if nobody else does.
func (s *Service) collect(ctx context.Context, asked bool) {
	c := &collection{service: s, box: s.bounces.box.ID(), holder: consult.NewID(), began: s.Now().Truncate(time.Millisecond), unread: map[string]bool{}}
	held, err := c.begin(ctx, asked)
	if err != nil && ctx.Err() == nil {
		s.Log.Error("begin to read the mailbox of returned messages", "cause", err)
	}
	if !held || err != nil {
		return
	}
	left, err := c.read(ctx)
	if ctx.Err() != nil { // whatever the mailbox then said
		err = ctx.Err()
	}
	if err := c.end(context.WithoutCancel(ctx), left, err); err != nil {
		s.Log.Error("record what came of the mailbox of returned messages", "cause", err)
	}
}

// begin takes the lease, and notes that somebody tries.
func (c *collection) begin(ctx context.Context, asked bool) (held bool, err error) {
	s := c.service
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		held = false
		state, err := c.state(ctx, tx)
		if err != nil || !asked && !boxDue(&state, c.began) { // another process has just read it
			return err
		}
		held, err = tx.TakeLease(ctx, bounceLease, c.holder, c.began, c.began.Add(bounceLeaseTime), s.sole)
		if err != nil || !held {
			return err
		}
		state.TriedAt = c.began
		if err := tx.SaveBounceBox(ctx, &state); err != nil {
			return err
		}
		return tx.DeleteBounceBoxes(ctx, c.box, c.began.AddDate(0, 0, -bounceDays))
	})
	return held, err
}

func (c *collection) state(ctx context.Context, reader consult.BounceReader) (consult.BounceBox, error) {
	state, err := reader.BounceBox(ctx, c.box)
	if consult.CodeOf(err) == consult.CodeNotFound {
		return consult.BounceBox{Box: c.box}, nil
	}
	return state, err
}

// end records how the reading ended, and leaves the lease.
func (c *collection) end(ctx context.Context, left int, failure error) error {
	s, now := c.service, c.service.Now()
	trouble, news := troubleOf(failure), false
	err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
		held, err := tx.TakeLease(ctx, bounceLease, c.holder, now, now, false)
		if err != nil || !held {
			return err
		}
		state, err := c.state(ctx, tx)
		if err != nil {
			return err
		}
		if news = trouble != "" && trouble != state.Trouble; news {
			state.TroubleAt = now
		}
		if failure == nil || c.stuck != nil {
			state.ReadAt = now
		}
		if failure == nil {
			state.TroubleAt = time.Time{}
		}
		state.Trouble, state.Left = trouble, left
		if c.fates != nil {
			state.Waiting, state.Foreign = 0, 0
			for key, fate := range c.fates {
				switch {
				case !c.unread[key]:
				case fate == consult.BounceOther:
					state.Waiting++
				case fate == consult.BounceForeign:
					state.Foreign++
				}
			}
		}
		if err := tx.SaveBounceBox(ctx, &state); err != nil {
			return err
		}
		return tx.DropLease(ctx, bounceLease, c.holder)
	})
	if news { // once, not every few minutes
		s.Log.Warn("the mailbox of returned messages was not read to its end", "mailbox", s.bounces.box, "cause", failure)
	}
	return err
}

// troubleOf gives the trouble of the mailbox within an error; ours is none of its troubles, yet the screen says it.
func troubleOf(err error) string {
	var trouble *mail.BoxError
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, errBounceLease):
		return ""
	case errors.As(err, &trouble):
		return string(trouble.Trouble)
	}
	return "ours"
}
