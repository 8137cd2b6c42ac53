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
	held, err := s.beginUndo(ctx, actor, slug, id)
	if err != nil {
		return 0, err
	}
	return s.undo(ctx, actor, held)
}

// StartUndo is UndoImport in the background; the import's page follows it.
func (s *Service) StartUndo(ctx context.Context, actor consult.Actor, slug string, id consult.ID) error {
	held, err := s.beginUndo(ctx, actor, slug, id)
	if err != nil {
		return err
	}
	s.background.start(func(ctx context.Context) {
		if _, err := s.undo(ctx, actor, held); err != nil {
			s.Log.Error("undoing an import stopped", "import", held.ID, "cause", err)
		}
	})
	return nil
}

// beginUndo takes hold of an import that can be undone.
func (s *Service) beginUndo(ctx context.Context, actor consult.Actor, slug string, id consult.ID) (consult.Import, error) {
	consultation, err := s.collecting(ctx, actor, slug)
	if err != nil {
		return consult.Import{}, err
	}
	held, err := s.importOf(ctx, consultation.ID, id)
	if err != nil {
		return held, err
	}
	switch {
	case s.importAlive(&held):
		return held, consult.Conflict("collect.error.running")
	case held.State == consult.ImportUploaded || held.State == consult.ImportUndone:
		return held, consult.Conflict("collect.error.not_undoable")
	}
	from := held.Runner
	held.State, held.Runner, held.BeatAt = consult.ImportUndoing, consult.NewID(), s.Now()
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error { return tx.UpdateImport(ctx, &held, from) })
	if err != nil {
		return held, fmt.Errorf("undo import %s: %w", id, err)
	}
	return held, nil
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

// importOf gives an import of that consultation; CodeNotFound for any other.
func (s *Service) importOf(ctx context.Context, consultation, id consult.ID) (consult.Import, error) {
	held, err := s.Store.Import(ctx, id)
	if err == nil && held.ConsultationID != consultation {
		err = consult.NotFound("error.not_found")
	}
	return held, err
}

// importSilence is how long a run may give no sign of life before it is thought to be interrupted.
const importSilence = 20 * time.Second

// importAlive says whether a run is under way: one of this process that stops says so, one of another is judged by its
// signs of life.
func (s *Service) importAlive(held *consult.Import) bool {
	busy := held.State == consult.ImportRunning || held.State == consult.ImportUndoing
	return busy && s.Now().Sub(held.BeatAt) < importSilence
}
