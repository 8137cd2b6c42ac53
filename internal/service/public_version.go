package service

import (
	"context"
	"sync/atomic"
	"time"

	"concertation/internal/consult"
)

// watched is the store, watched for what changes the public pages: consultations, their steps, stakes, themes and
// questionnaires. Responses do not, so that a rush of them leaves the pages in memory.
type watched struct {
	consult.Store
	version *atomic.Uint64
}

// Atomic runs f as the store does, and takes note once the change is on disk.
func (w watched) Atomic(ctx context.Context, f func(consult.Tx) error) error {
	touched := false
	err := w.Store.Atomic(ctx, func(tx consult.Tx) error {
		touched = false // f may run twice
		return f(&watchedTx{Tx: tx, touched: &touched})
	})
	if touched {
		w.version.Add(1)
	}
	return err
}

// watchedTx notes the writes that change the public pages.
type watchedTx struct {
	consult.Tx
	touched *bool
}

func (w *watchedTx) InsertConsultation(ctx context.Context, c *consult.Consultation) error {
	*w.touched = true
	return w.Tx.InsertConsultation(ctx, c)
}

func (w *watchedTx) UpdateConsultation(ctx context.Context, c *consult.Consultation) error {
	*w.touched = true
	return w.Tx.UpdateConsultation(ctx, c)
}

func (w *watchedTx) DeleteConsultation(ctx context.Context, id consult.ID) error {
	*w.touched = true
	return w.Tx.DeleteConsultation(ctx, id)
}

func (w *watchedTx) ReplaceSteps(ctx context.Context, consultation consult.ID, steps []consult.Step) error {
	*w.touched = true
	return w.Tx.ReplaceSteps(ctx, consultation, steps)
}

func (w *watchedTx) ReplaceStakes(ctx context.Context, consultation consult.ID, stakes []consult.Stake) error {
	*w.touched = true
	return w.Tx.ReplaceStakes(ctx, consultation, stakes)
}

func (w *watchedTx) InsertThemeGrid(ctx context.Context, grid *consult.ThemeGrid) error {
	*w.touched = true
	return w.Tx.InsertThemeGrid(ctx, grid)
}

func (w *watchedTx) InsertQuestionnaire(ctx context.Context, q *consult.Questionnaire) error {
	*w.touched = true
	return w.Tx.InsertQuestionnaire(ctx, q)
}

func (w *watchedTx) PublishRevision(ctx context.Context, id consult.ID, by consult.ID, at time.Time) error {
	*w.touched = true
	return w.Tx.PublishRevision(ctx, id, by, at)
}

// PublicVersion changes with what the public pages show, in this process. Other processes' changes and the passing of
// time do not change it: whoever keeps a page keeps it a second at most.
func (s *Service) PublicVersion() uint64 { return s.publicVersion.Load() }
