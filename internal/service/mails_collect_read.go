package service

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"concertation/internal/consult"
	"concertation/internal/mail"
)

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
