package service

import (
	"context"
	"fmt"
	"slices"

	"concertation/internal/consult"
)

// OpenRightsCase begins to answer somebody: the records that are theirs, and a month to answer. Nothing of the person is
// written in the case itself.
func (s *Service) OpenRightsCase(ctx context.Context, actor consult.Actor, records []consult.RecordRef) (consult.RightsCase, error) {
	if err := actor.Require(consult.HandleRights); err != nil {
		return consult.RightsCase{}, err
	}
	made := consult.RightsCase{ID: consult.NewID(), OpenedAt: s.Now(), OpenedBy: actor.User, DueAt: s.Now().AddDate(0, 1, 0)}
	for _, ref := range records {
		if !slices.Contains(made.Records, ref) {
			made.Records = append(made.Records, ref)
		}
	}
	if len(made.Records) == 0 {
		return made, consult.Invalid(consult.FieldError{Field: "fiche", Key: "rights.error.none"})
	}
	err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if err := tx.InsertRightsCase(ctx, &made); err != nil {
			return err
		}
		return s.logRights(ctx, tx, actor, &made, consult.RightsOpened, len(made.Records))
	})
	if err != nil {
		return made, fmt.Errorf("open a rights case: %w", err)
	}
	return made, nil
}

// RightsCases lists the cases, newest first.
func (s *Service) RightsCases(ctx context.Context, actor consult.Actor) ([]consult.RightsCase, error) {
	if err := actor.Require(consult.HandleRights); err != nil {
		return nil, err
	}
	return s.Store.RightsCases(ctx)
}

// CloseRightsCase says that the person was answered.
func (s *Service) CloseRightsCase(ctx context.Context, actor consult.Actor, id consult.ID) error {
	return s.onCase(ctx, actor, id, consult.RightsClosed, func(tx consult.Tx, c *consult.RightsCase) (int, error) {
		c.ClosedAt = s.Now()
		return 0, tx.UpdateRightsCase(ctx, c)
	})
}

// onCase does something for a case that is not closed, and logs it, all of it or nothing.
func (s *Service) onCase(ctx context.Context, actor consult.Actor, id consult.ID, act consult.RightsAct, do func(consult.Tx, *consult.RightsCase) (int, error)) error {
	if err := actor.Require(consult.HandleRights); err != nil {
		return err
	}
	err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
		found, err := tx.RightsCase(ctx, id)
		if err != nil {
			return err
		}
		if !found.ClosedAt.IsZero() {
			return consult.Conflict("rights.error.closed")
		}
		if err := oneAtATime(ctx, tx); err != nil {
			return err
		}
		records, err := do(tx, &found)
		if err != nil {
			return err
		}
		return s.logRights(ctx, tx, actor, &found, act, records)
	})
	if err != nil {
		return fmt.Errorf("%s rights case %s: %w", act, id, err)
	}
	s.tallies.wake()
	s.ideasChanged()
	return nil
}

// onCaseOverwriting does so, and leaves nothing to read in the room that it frees.
func (s *Service) onCaseOverwriting(ctx context.Context, actor consult.Actor, id consult.ID, act consult.RightsAct, do func(consult.Tx, *consult.RightsCase) (int, error)) error {
	return s.onCase(ctx, actor, id, act, func(tx consult.Tx, c *consult.RightsCase) (records int, err error) {
		err = tx.Overwriting(ctx, func() error {
			records, err = do(tx, c)
			return err
		})
		return records, err
	})
}

// logRights says in the case and in the audit log what was done, never about whom.
func (s *Service) logRights(ctx context.Context, tx consult.Tx, actor consult.Actor, c *consult.RightsCase, act consult.RightsAct, records int) error {
	name := "système"
	if actor.User != "" {
		user, err := tx.User(ctx, actor.User)
		if err != nil {
			return err
		}
		name = user.Name
	}
	if err := tx.InsertRightsEntry(ctx, &consult.RightsEntry{ID: consult.NewID(), CaseID: c.ID, Act: act, Records: records, At: s.Now(),
		By: actor.User, ByName: name}); err != nil {
		return err
	}
	return s.audit(ctx, tx, actor, "rights."+string(act), "", "rights "+string(c.ID))
}

// gone says whether a record is no longer there.
func gone(err error) bool { return consult.CodeOf(err) == consult.CodeNotFound }

// sealedLink says of a link that leads nowhere whether it does so because its person asked that the data be frozen.
func (s *Service) sealedLink(ctx context.Context, hash []byte, missing error) error {
	if !gone(missing) {
		return missing
	}
	sealed, err := s.Store.SealedLink(ctx, hash)
	if err != nil {
		return err
	}
	if sealed {
		return consult.Forbidden("rights.error.sealed")
	}
	return missing
}

// ofOneMoment runs an export, and refuses it when data were taken away or brought back meanwhile: half of a person would
// be in it. What was written is then to be thrown away.
func (s *Service) ofOneMoment(ctx context.Context, export func() error) error {
	before, err := s.Store.RightsEpoch(ctx)
	if err != nil {
		return err
	}
	if err := export(); err != nil {
		return err
	}
	after, err := s.Store.RightsEpoch(ctx)
	if err == nil && after != before {
		err = consult.Conflict("rights.error.export")
	}
	return err
}
