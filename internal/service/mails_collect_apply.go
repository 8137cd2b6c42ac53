package service

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"concertation/internal/consult"
	"concertation/internal/mail"
)

// apply marks the mails that messages report of, writes that these were read and counts them, all in one transaction: each
// counts once, whatever happens afterwards. It gives what each turned out to be.
func (c *collection) apply(ctx context.Context, messages []mail.BoxMessage) (map[string]consult.BounceFate, error) {
	reports := make([][]mail.Report, len(messages))
	for i, message := range messages {
		if message.Content != nil {
			reports[i] = mail.ReadReports(message.Content)
		}
	}
	var fates map[string]consult.BounceFate
	err := c.service.Store.Atomic(ctx, func(tx consult.Tx) error {
		fates = map[string]consult.BounceFate{} // the callback may run twice
		now := c.service.Now()
		held, err := tx.TakeLease(ctx, bounceLease, c.holder, now, now.Add(bounceLeaseTime), false)
		if err != nil {
			return err
		}
		if !held {
			return errBounceLease
		}
		var counted consult.BounceReport
		touched := map[consult.ID]consult.BounceReport{}
		for i, message := range messages {
			if fates[message.Key], err = c.applyOne(ctx, tx, message.Key, reports[i], &counted, touched); err != nil {
				return err
			}
		}
		return c.count(ctx, tx, counted, touched)
	})
	return fates, err
}

// applyOne applies one message. One that is known already, by a reading that another process ended, counts no more.
func (c *collection) applyOne(ctx context.Context, tx consult.Tx, key string, reports []mail.Report, counted *consult.BounceReport, touched map[consult.ID]consult.BounceReport) (consult.BounceFate, error) {
	came := consult.BounceReport{Messages: 1, Reports: len(reports)}
	per := map[consult.ID]consult.BounceReport{}
	for _, one := range reports {
		consultation, marked, err := c.service.markReport(ctx, tx, "", one)
		if err != nil {
			return "", err
		}
		came.Add(marked)
		if consultation != "" {
			sum := per[consultation]
			sum.Add(marked)
			sum.Messages = 1
			per[consultation] = sum
		}
	}
	fate := consult.BounceOther
	switch {
	case len(per) > 0:
		fate = consult.BounceApplied
	case len(reports) > 0:
		fate = consult.BounceForeign
	}
	inserted, err := tx.InsertBounceMessage(ctx, &consult.BounceMessage{Box: c.box, Key: key, Fate: fate})
	if err != nil || !inserted {
		return fate, err
	}
	counted.Add(came)
	for consultation, sum := range per {
		all := touched[consultation]
		all.Add(sum)
		touched[consultation] = all
	}
	return fate, nil
}

// count adds to the mailbox's figures, and says in the log of each consultation what came back.
func (c *collection) count(ctx context.Context, tx consult.Tx, counted consult.BounceReport, touched map[consult.ID]consult.BounceReport) error {
	if counted == (consult.BounceReport{}) {
		return nil
	}
	state, err := c.state(ctx, tx)
	if err != nil {
		return err
	}
	if !state.NewsAt.Equal(c.began) {
		state.News, state.NewsAt = consult.BounceReport{}, c.began
	}
	state.News.Add(counted)
	state.Total.Add(counted)
	if err := tx.SaveBounceBox(ctx, &state); err != nil {
		return err
	}
	for _, consultation := range slices.Sorted(maps.Keys(touched)) {
		sum := touched[consultation]
		record := fmt.Sprintf("%d bounced, %d read", sum.Bounced, sum.Messages)
		if err := c.service.audit(ctx, tx, consult.System(), "mails.bounces", consultation, record); err != nil {
			return err
		}
	}
	return nil
}
