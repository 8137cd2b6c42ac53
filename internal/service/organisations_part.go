package service

import (
	"context"
	"fmt"
	"slices"

	"concertation/internal/consult"
)

// PartOrganisations undoes a merge: both organisations are as before, but for what somebody wrote since, and what
// followed goes back. The trace stays. CodeConflict when the kept one was merged into another since.
func (s *Service) PartOrganisations(ctx context.Context, actor consult.Actor, slug string, id consult.ID) error {
	consultation, err := s.listing(ctx, actor, slug)
	if err != nil {
		return err
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		m, err := tx.OrganisationMerge(ctx, id)
		if err == nil && m.ConsultationID != consultation.ID {
			err = consult.NotFound("error.not_found")
		}
		if err != nil {
			return err
		}
		name, err := nameOf(ctx, tx, actor)
		if err != nil {
			return err
		}
		if err := tx.UndoOrganisationMerge(ctx, id, s.Now(), name); err != nil {
			return err
		}
		if err := s.partRecords(ctx, tx, &m); err != nil {
			return err
		}
		if err := partFollowers(ctx, tx, &m); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "organisations.part", consultation.ID, fmt.Sprintf("organisation %s from %s", m.MergedID, m.KeptID))
	})
	if err != nil {
		return fmt.Errorf("part organisations, merge %s: %w", id, err)
	}
	return nil
}

// partRecords puts both descriptions back.
func (s *Service) partRecords(ctx context.Context, tx consult.Tx, m *consult.OrganisationMerge) error {
	kept, err := tx.Organisation(ctx, m.KeptID)
	if err != nil {
		return err
	}
	if kept.MergedInto != "" {
		return consult.Conflict("organisations.error.part_later")
	}
	merged, err := tx.Organisation(ctx, m.MergedID)
	if err != nil {
		return err
	}
	revert(&kept, &m.Trace.KeptBefore, &m.Trace.KeptAfter)
	merged.MergedInto = ""
	if merged.Key == "" && kept.Key != m.Trace.Merged.Key {
		merged.Key = m.Trace.Merged.Key
	}
	kept.ChangedAt, merged.ChangedAt = s.Now(), s.Now()
	if err := updateOrganisation(ctx, tx, &kept); err != nil {
		return err
	}
	return updateOrganisation(ctx, tx, &merged)
}

// partFollowers gives back what followed.
func partFollowers(ctx context.Context, tx consult.Tx, m *consult.OrganisationMerge) error {
	touches, err := tx.Touches(ctx, consult.TouchFilter{OrganisationID: m.KeptID})
	if err != nil {
		return err
	}
	for _, touch := range m.Trace.Touches {
		if slices.ContainsFunc(touches, func(t consult.Touch) bool { return t.ID == touch.ID }) { // it may have been taken back since
			if err := tx.MoveTouch(ctx, touch.ID, m.MergedID); err != nil {
				return err
			}
		}
	}
	for _, touch := range m.Trace.Dropped {
		if err := tx.InsertTouch(ctx, &touch); err != nil {
			return err
		}
	}
	for _, response := range m.Trace.Responses {
		owner, err := tx.OwnerOfResponse(ctx, response)
		if consult.CodeOf(err) == consult.CodeNotFound {
			continue
		}
		if err != nil {
			return err
		}
		if owner.OrganisationID != m.KeptID {
			continue
		}
		owner.OrganisationID = m.MergedID
		if err := tx.TieResponse(ctx, &owner); err != nil {
			return err
		}
	}
	if len(m.Trace.Attended) > 0 {
		if _, err := moveAttendances(ctx, tx, m.KeptID, m.MergedID, m.Trace.Attended); err != nil {
			return err
		}
	}
	if m.Trace.Invitation {
		if err := tx.MoveInvitation(ctx, m.KeptID, m.MergedID); err != nil && consult.CodeOf(err) != consult.CodeNotFound {
			return err
		}
	}
	return nil
}
