package service

import (
	"context"
	"fmt"
	"time"

	"concertation/internal/consult"
)

// undoChunk is how many contributions are taken back in one transaction (rule 1).
const undoChunk = 50

// UndoImport takes back what an import added: its contributions no longer count, the sessions it made go if nothing
// else stands in them, its record stays. Texts that it only brought up to date stay as they are. Interrupted, it is
// taken up by asking again; the same file imported again brings everything back.
func (s *Service) UndoImport(ctx context.Context, actor consult.Actor, slug string, id consult.ID) (int, error) {
	held, err := s.ContributionsDesk().beginUndo(ctx, actor, slug, id)
	if err != nil {
		return 0, err
	}
	return s.undo(ctx, actor, held)
}

// undo takes back, chunk by chunk, what the import added.
func (s *Service) undo(ctx context.Context, actor consult.Actor, held consult.Import) (int, error) {
	undone := 0
	for {
		retracted, err := s.undoChunk(ctx, held)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return undone, fmt.Errorf("undo import %s: %w", held.ID, err)
		}
		if undone += retracted; retracted == 0 {
			return undone, s.endUndo(ctx, actor, held, undone)
		}
	}
}

// undoChunk retracts some contributions, and tells how many were there to retract.
func (s *Service) undoChunk(ctx context.Context, held consult.Import) (int, error) {
	retracted := 0
	err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
		rows, err := tx.RowsOfImport(ctx, held.ID, undoChunk)
		if err != nil {
			return err
		}
		retracted = len(rows)
		now := s.Now()
		for _, row := range rows {
			c, err := tx.Contribution(ctx, row.ContributionID)
			if err != nil {
				return err
			}
			if c.RetractedAt.IsZero() { // what a person retracted stays theirs
				if err := retractNow(ctx, tx, &c, now); err != nil {
					return err
				}
				row.Undone = true
			} else {
				row.ImportID = "" // out of the import's reach: nothing brings it back but a person
			}
			if err := tx.UpdateImportedRow(ctx, &row); err != nil {
				return err
			}
		}
		held.BeatAt = now
		return tx.UpdateImport(ctx, &held, held.Runner)
	})
	return retracted, err
}

// retractNow makes a contribution count no more.
func retractNow(ctx context.Context, tx consult.Tx, c *consult.Contribution, now time.Time) (err error) {
	if c.ChangeSeq, err = tx.NextSeq(ctx); err != nil {
		return err
	}
	c.RetractedAt, c.ChangedAt = now, now
	return tx.UpdateContribution(ctx, c)
}

func (s *Service) endUndo(ctx context.Context, actor consult.Actor, held consult.Import, undone int) error {
	now := s.Now()
	held.State, held.UndoneAt, held.BeatAt = consult.ImportUndone, now, now
	err := s.Store.Atomic(ctx, func(tx consult.Tx) error {
		removed, err := tx.DeleteEmptySessions(ctx, held.ID)
		if err != nil {
			return err
		}
		if err := tx.DeleteImportPieces(ctx, held.ID); err != nil {
			return err
		}
		if err := tx.UpdateImport(ctx, &held, held.Runner); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "contributions.import_undo", held.ConsultationID,
			fmt.Sprintf("import %s, %d retracted, %d sessions removed", held.ID, undone, removed))
	})
	if err != nil {
		return fmt.Errorf("undo import %s: %w", held.ID, err)
	}
	return nil
}
