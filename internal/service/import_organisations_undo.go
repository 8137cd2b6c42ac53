package service

import (
	"context"
	"fmt"

	"concertation/internal/consult"
)

// undoOrganisations takes back what an import did to the list: what it added goes, unless something happened with it
// since, what it described anew is as before, but for what somebody wrote since. Interrupted, it is taken up by asking
// again.
func (s *Service) undoOrganisations(ctx context.Context, actor consult.Actor, held consult.Import) (int, error) {
	undone := 0
	for {
		chunk := 0
		report := held.Report
		err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
			changes, err := tx.OrganisationChanges(ctx, held.ID, undoChunk)
			if err != nil {
				return err
			}
			chunk, held.Report, held.BeatAt = len(changes), report, s.Now()
			for i := range changes {
				kept, err := s.undoOrganisation(ctx, tx, &changes[i])
				if err != nil {
					return err
				}
				if kept {
					held.Report.Kept++
				}
			}
			return tx.UpdateImport(ctx, &held, held.Runner)
		})
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return undone, fmt.Errorf("undo import %s: %w", held.ID, err)
		}
		if undone += chunk; chunk == 0 {
			return undone, s.endOrganisationUndo(ctx, actor, held, undone)
		}
	}
}

// undoOrganisation takes back one change; kept says that the organisation stays though the import added it.
func (s *Service) undoOrganisation(ctx context.Context, tx consult.Tx, change *consult.OrganisationChange) (kept bool, err error) {
	now, err := tx.Organisation(ctx, change.OrganisationID)
	if err != nil {
		return false, err // changes go with their organisation
	}
	if change.Before != nil {
		revert(&now, change.Before, &change.After)
		now.ChangedAt = s.Now()
		if err := updateOrganisation(ctx, tx, &now); err != nil {
			return false, err
		}
		return false, tx.DeleteOrganisationChange(ctx, change.ImportID, change.OrganisationID)
	}
	if kept, err = lived(ctx, tx, &now, &change.After); err != nil || kept {
		if err == nil {
			err = tx.DeleteOrganisationChange(ctx, change.ImportID, change.OrganisationID)
		}
		return kept, err
	}
	return false, tx.DeleteOrganisation(ctx, now.ID)
}

// lived says whether something happened with an organisation since an import added it.
func lived(ctx context.Context, tx consult.Tx, now, added *consult.Organisation) (bool, error) {
	if now.MergedInto != "" || len(changedFields(now, added)) > 0 {
		return true, nil
	}
	touches, err := tx.Touches(ctx, consult.TouchFilter{OrganisationID: now.ID})
	if err != nil || len(touches) > 0 {
		return true, err
	}
	responses, err := tx.ResponsesOfOrganisation(ctx, now.ID)
	if err != nil || len(responses) > 0 {
		return true, err
	}
	merges, err := tx.OrganisationMergesOf(ctx, now.ID)
	return len(merges) > 0, err
}

func (s *Service) endOrganisationUndo(ctx context.Context, actor consult.Actor, held consult.Import, undone int) error {
	now := s.Now()
	held.State, held.UndoneAt, held.BeatAt = consult.ImportUndone, now, now
	err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if err := tx.DeleteImportPieces(ctx, held.ID); err != nil {
			return err
		}
		if err := tx.UpdateImport(ctx, &held, held.Runner); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "organisations.import_undo", held.ConsultationID, fmt.Sprintf("import %s, %d undone, %d kept", held.ID, undone-held.Report.Kept, held.Report.Kept))
	})
	if err != nil {
		return fmt.Errorf("undo import %s: %w", held.ID, err)
	}
	return nil
}
