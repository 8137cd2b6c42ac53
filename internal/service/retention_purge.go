package service

import (
	"context"
	"fmt"
	"time"

	"concertation/internal/consult"
)

// A piece of a purge takes at most so many records and so long, so that nobody waits behind it (rule 1).
const (
	purgePiece = 50
	purgeTime  = 25 * time.Millisecond
)

// Purge takes away what is due in a consultation, in pieces: cut at any moment, it leaves whole records and true counts, and
// the next purge goes on with it. What is counted stays counted.
func (s *Service) Purge(ctx context.Context, actor consult.Actor, slug string) (consult.Purge, error) {
	if err := actor.Require(consult.HandleRights); err != nil {
		return consult.Purge{}, err
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err != nil {
		return consult.Purge{}, err
	}
	return s.purge(ctx, actor, consultation.ID, closedAt(&consultation, s.Now()), false)
}

func (s *Service) purge(ctx context.Context, actor consult.Actor, consultation consult.ID, closed time.Time, automatic bool) (consult.Purge, error) {
	run, err := s.beginPurge(ctx, actor, consultation, automatic)
	if err != nil {
		return run, fmt.Errorf("begin purge: %w", err)
	}
	lines, err := s.retentionLines(ctx, consultation, closed)
	if err != nil {
		return run, fmt.Errorf("purge: %w", err)
	}
	for _, line := range lines {
		before, due := line.before(closed, s.Now())
		for total, taken := 0, 0; due && total < line.Due; total += taken {
			if err := ctx.Err(); err != nil {
				return run, err
			}
			if taken, err = s.purgeSome(ctx, &run, line.Kind, before); err != nil {
				return run, fmt.Errorf("purge %s: %w", line.Kind, err)
			}
			if taken == 0 {
				break
			}
		}
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		stored, err := s.purgeOf(ctx, tx, run.ID, consultation)
		if err != nil {
			return err
		}
		stored.EndedAt = s.Now()
		run = stored
		if err := tx.SavePurge(ctx, &stored); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "purge.run", consultation, "purge "+string(run.ID))
	})
	s.tallies.wake()
	s.ideasChanged()
	return run, err
}

// beginPurge takes up the purge that was cut, if any, or begins another.
func (s *Service) beginPurge(ctx context.Context, actor consult.Actor, consultation consult.ID, automatic bool) (run consult.Purge, err error) {
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		known, err := tx.Purges(ctx, consultation)
		if err != nil {
			return err
		}
		if len(known) > 0 && known[0].EndedAt.IsZero() {
			run = known[0]
			return nil
		}
		run = consult.Purge{ID: consult.NewID(), ConsultationID: consultation, Automatic: automatic, By: actor.User, StartedAt: s.Now(),
			Counts: map[consult.RetentionKind]int{}}
		if actor.User != "" {
			user, err := tx.User(ctx, actor.User)
			if err != nil {
				return err
			}
			run.ByName = user.Name
		}
		return tx.SavePurge(ctx, &run)
	})
	return run, err
}

func (s *Service) purgeOf(ctx context.Context, tx consult.Tx, id, consultation consult.ID) (consult.Purge, error) {
	known, err := tx.Purges(ctx, consultation)
	if err != nil {
		return consult.Purge{}, err
	}
	for _, run := range known {
		if run.ID == id {
			return run, nil
		}
	}
	return consult.Purge{}, consult.NotFound("error.not_found")
}

// purgeSome takes a few records away with their count, all in one transaction, and tells how many.
func (s *Service) purgeSome(ctx context.Context, run *consult.Purge, kind consult.RetentionKind, before time.Time) (taken int, err error) {
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		taken = 0
		if err := oneAtATime(ctx, tx); err != nil {
			return err
		}
		due, err := tx.DueRecords(ctx, run.ConsultationID, kind, before, purgePiece)
		if err != nil || len(due) == 0 {
			return err
		}
		begun := time.Now()
		err = tx.Overwriting(ctx, func() error {
			for _, record := range due {
				if err := s.purgeRecord(ctx, tx, kind, record.Ref); err != nil && !gone(err) {
					return fmt.Errorf("%s %s: %w", record.Ref.Kind, record.Ref.ID, err)
				}
				if taken++; time.Since(begun) > purgeTime {
					break
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		stored, err := s.purgeOf(ctx, tx, run.ID, run.ConsultationID)
		if err != nil {
			return err
		}
		if stored.Counts == nil {
			stored.Counts = map[consult.RetentionKind]int{}
		}
		stored.Counts[kind] += taken
		if err := tx.SavePurge(ctx, &stored); err != nil {
			return err
		}
		return tx.NextRightsEpoch(ctx)
	})
	return taken, err
}

// purgeRecord takes from a record what its kind of data is.
func (s *Service) purgeRecord(ctx context.Context, tx consult.Tx, kind consult.RetentionKind, ref consult.RecordRef) error {
	switch kind {
	case consult.RetainIdentities, consult.RetainAttendances:
		return tx.PurgeIdentity(ctx, ref)
	case consult.RetainAttachments:
		return tx.DeleteAttachment(ctx, ref.ID)
	case consult.RetainContacts:
		return s.purgeContacts(ctx, tx, ref.ID)
	case consult.RetainLogs:
		return tx.PurgeLog(ctx, ref)
	default: // the program acts: nobody is named in what it releases
		return s.eraseRecord(ctx, tx, consult.Actor{}, ref)
	}
}

func (s *Service) purgeContacts(ctx context.Context, tx consult.Tx, id consult.ID) error {
	organisation, err := tx.Organisation(ctx, id)
	if err != nil {
		return err
	}
	organisation.Email, organisation.Phone, organisation.Contacts, organisation.Note = "", "", nil, ""
	if err := tx.ForgetOrganisationHistory(ctx, id); err != nil {
		return err
	}
	if err := tx.PurgeTouchNotes(ctx, id); err != nil {
		return err
	}
	return s.rewriteOrganisation(ctx, tx, &organisation)
}

// purgeHour is when the night's purge begins, in Paris; purgeLook how often it is looked whether it is time.
const (
	purgeHour = 3
	purgeLook = 10 * time.Minute
)

// PurgeNightly purges every consultation and the log of the house each night, until ctx ends. A night missed is made up at
// the first occasion.
func (s *Service) PurgeNightly(ctx context.Context) {
	ticker := time.NewTicker(purgeLook)
	defer ticker.Stop()
	var last time.Time
	for {
		if night := s.lastNight(); last.Before(night) {
			if err := s.PurgeNight(ctx); err != nil && ctx.Err() == nil {
				s.Log.Error("purge", "cause", err)
			} else {
				last = night
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// lastNight gives the last moment at which a night's purge was to begin.
func (s *Service) lastNight() time.Time {
	now := s.Now().In(paris())
	night := time.Date(now.Year(), now.Month(), now.Day(), purgeHour, 0, 0, 0, paris())
	if now.Before(night) {
		night = night.AddDate(0, 0, -1)
	}
	return night
}

// PurgeNight is one night's purge: of the consultations where something is due or a purge was cut, and of the house.
func (s *Service) PurgeNight(ctx context.Context) error {
	if err := s.purgeSuppressions(ctx); err != nil {
		return err
	}
	consultations, err := s.Store.Consultations(ctx)
	if err != nil {
		return err
	}
	consultations = append(consultations, consult.Consultation{Status: consult.StatusDraft}) // the house
	for i := range consultations {
		one := &consultations[i]
		closed := closedAt(one, s.Now())
		lines, err := s.retentionLines(ctx, one.ID, closed)
		if err != nil {
			return err
		}
		plan := RetentionPlan{Lines: lines}
		if plan.Purges, err = s.Store.Purges(ctx, one.ID); err != nil {
			return err
		}
		if plan.Due() == 0 && (len(plan.Purges) == 0 || !plan.Purges[0].EndedAt.IsZero()) {
			continue
		}
		if _, err := s.purge(ctx, consult.System(), one.ID, closed, true); err != nil {
			return err
		}
	}
	return nil
}
