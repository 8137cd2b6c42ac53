package service

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
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

// read reads what is new in the mailbox, and tells how many messages are left for the next time.
func (c *collection) read(ctx context.Context) (left int, err error) {
	s := c.service
	opened, err := mail.OpenBox(ctx, s.bounces.box, s.bounces.patience)
	if err != nil {
		return 0, err
	}
	defer opened.Close()
	entries, err := opened.List(c.began.AddDate(0, 0, -bounceDays))
	if err != nil {
		return 0, err
	}
	known, err := s.Store.BounceMessages(ctx, c.box)
	if err != nil {
		return 0, fmt.Errorf("read which messages are known: %w", err)
	}
	fresh, applied, gone := c.sort(entries, known)
	if err := c.forget(ctx, gone); err != nil {
		return 0, err
	}
	for piece := range slices.Chunk(applied, 10*bouncesAtOnce) { // an earlier reading was cut before it put them away
		if err := c.putAway(opened, piece); err != nil {
			return len(fresh), err
		}
	}
	left = len(fresh)
	deadline := time.Now().Add(bounceEnough)
	for _, piece := range s.bounces.pieces(fresh[:min(len(fresh), bouncesPerTime)]) {
		if ctx.Err() != nil || time.Now().After(deadline) {
			break
		}
		if err := c.piece(ctx, opened, piece); err != nil {
			return left, err
		}
		left -= len(piece)
	}
	return left, c.stuck
}

// putAway puts messages away, unless that is refused: they are known, and the next reading tries again.
func (c *collection) putAway(opened mail.OpenedBox, keys []string) error {
	if c.stuck != nil {
		return nil
	}
	err := opened.PutAway(keys)
	var trouble *mail.BoxError
	if errors.As(err, &trouble) && trouble.Trouble == mail.BoxStuck {
		c.stuck = err
		return nil
	}
	return err
}

// sort tells new messages from those that are known, from those that are to be put away, and from those that are gone.
func (c *collection) sort(entries []mail.BoxEntry, known map[string]consult.BounceFate) (fresh, applied, gone []string) {
	c.fates = map[string]consult.BounceFate{}
	for _, entry := range entries {
		c.unread[entry.Key] = entry.Unread
		fate, ok := known[entry.Key]
		if !ok {
			fresh = append(fresh, entry.Key)
			continue
		}
		c.fates[entry.Key] = fate
		if fate == consult.BounceApplied {
			applied = append(applied, entry.Key)
		}
	}
	for key := range known {
		if _, ok := c.fates[key]; !ok {
			gone = append(gone, key)
		}
	}
	return fresh, applied, gone
}

// forget forgets messages that are no longer there.
func (c *collection) forget(ctx context.Context, keys []string) error {
	for piece := range slices.Chunk(keys, 200) {
		err := c.service.Store.Atomic(ctx, func(tx consult.Tx) error {
			for _, key := range piece {
				if err := tx.DeleteBounceMessage(ctx, c.box, key); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("forget messages that are gone: %w", err)
		}
	}
	return nil
}

// pieces parts messages into those that are read together; the doubtful come last, each alone.
func (b *collecting) pieces(keys []string) [][]string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	var sure, alone []string
	for _, key := range keys {
		if b.doubtful[key] {
			alone = append(alone, key)
		} else {
			sure = append(sure, key)
		}
	}
	return append(slices.Collect(slices.Chunk(sure, bouncesAtOnce)), slices.Collect(slices.Chunk(alone, 1))...)
}

// doubt notes that a reading ended badly at some messages, or well.
func (b *collecting) doubt(keys []string, bad bool) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.doubtful == nil {
		b.doubtful = map[string]bool{}
	}
	for _, key := range keys {
		if bad {
			b.doubtful[key] = true
		} else {
			delete(b.doubtful, key)
		}
	}
}

// piece reads some messages, applies their reports in one transaction, then puts these away: cut in between, the next
// reading knows that they were applied.
func (c *collection) piece(ctx context.Context, opened mail.OpenedBox, keys []string) error {
	b := &c.service.bounces
	messages, err := opened.Read(keys)
	if err != nil {
		b.doubt(keys, true)
		return err
	}
	fates, err := c.apply(ctx, messages)
	b.doubt(keys, err != nil)
	if err != nil {
		return fmt.Errorf("apply delivery reports: %w", err)
	}
	maps.Copy(c.fates, fates)
	var away []string
	for _, message := range messages {
		if fates[message.Key] == consult.BounceApplied {
			away = append(away, message.Key)
		}
	}
	return c.putAway(opened, away)
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
