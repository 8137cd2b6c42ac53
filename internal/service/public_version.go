package service

import (
	"context"
	"sync/atomic"
	"time"

	"concertation/internal/consult"
)

// watched is the store, watched for what must be known in this process once it is on disk: mails to send, and what
// changes the public pages: consultations, their steps, stakes, themes,
// events and questionnaires. Responses and registrations do not, so that a rush of them leaves the pages in memory; they have counts of their own.
type watched struct {
	consult.Store
	version *atomic.Uint64
	touched *touched
	mailed  func() // told after mails were queued
}

// Atomic runs f as the store does, and takes note once the change is on disk.
func (w watched) Atomic(ctx context.Context, f func(consult.Tx) error) error {
	var seen watchedTx
	err := w.Store.Atomic(ctx, func(tx consult.Tx) error {
		seen = watchedTx{Tx: tx} // f may run twice
		return f(&seen)
	})
	if seen.touched {
		w.version.Add(1)
	}
	if seen.mails {
		w.mailed()
	}
	// After an error too: a commit that failed may have been done.
	for _, id := range seen.responses {
		w.touched.touch(id)
	}
	if seen.removed {
		w.touched.everything()
	}
	return err
}

// watchedTx notes the writes that others in this process wait for.
type watchedTx struct {
	consult.Tx
	touched   bool
	mails     bool         // queued
	responses []consult.ID // written, each once
	removed   bool         // responses went with their consultation
}

func (w *watchedTx) QueueMail(ctx context.Context, m *consult.Mail) (bool, error) {
	w.mails = true
	return w.Tx.QueueMail(ctx, m)
}

func (w *watchedTx) QueueMails(ctx context.Context, mails []*consult.Mail) (int, error) {
	w.mails = true
	return w.Tx.QueueMails(ctx, mails)
}

func (w *watchedTx) InsertConsultation(ctx context.Context, c *consult.Consultation) error {
	w.touched = true
	return w.Tx.InsertConsultation(ctx, c)
}

func (w *watchedTx) UpdateConsultation(ctx context.Context, c *consult.Consultation) error {
	w.touched = true
	return w.Tx.UpdateConsultation(ctx, c)
}

func (w *watchedTx) DeleteConsultation(ctx context.Context, id consult.ID) error {
	w.touched, w.removed = true, true
	return w.Tx.DeleteConsultation(ctx, id)
}

func (w *watchedTx) ReplaceSteps(ctx context.Context, consultation consult.ID, steps []consult.Step) error {
	w.touched = true
	return w.Tx.ReplaceSteps(ctx, consultation, steps)
}

func (w *watchedTx) ReplaceStakes(ctx context.Context, consultation consult.ID, stakes []consult.Stake) error {
	w.touched = true
	return w.Tx.ReplaceStakes(ctx, consultation, stakes)
}

func (w *watchedTx) InsertThemeGrid(ctx context.Context, grid *consult.ThemeGrid) error {
	w.touched = true
	return w.Tx.InsertThemeGrid(ctx, grid)
}

func (w *watchedTx) InsertThemeValidation(ctx context.Context, v *consult.ThemeValidation) error {
	w.touched = true
	return w.Tx.InsertThemeValidation(ctx, v)
}

func (w *watchedTx) InsertEvent(ctx context.Context, e *consult.Event) error {
	w.touched = true
	return w.Tx.InsertEvent(ctx, e)
}

func (w *watchedTx) UpdateEvent(ctx context.Context, e *consult.Event) error {
	w.touched = true
	return w.Tx.UpdateEvent(ctx, e)
}

func (w *watchedTx) DeleteEvent(ctx context.Context, id consult.ID) error {
	w.touched = true
	return w.Tx.DeleteEvent(ctx, id)
}

func (w *watchedTx) InsertQuestionnaire(ctx context.Context, q *consult.Questionnaire) error {
	w.touched = true
	return w.Tx.InsertQuestionnaire(ctx, q)
}

func (w *watchedTx) PublishRevision(ctx context.Context, id consult.ID, by consult.ID, at time.Time) error {
	w.touched = true
	return w.Tx.PublishRevision(ctx, id, by, at)
}

// PublicVersion changes with what the public pages show, in this process. Other processes' changes and the passing of
// time do not change it: whoever keeps a page keeps it a second at most.
func (s *Service) PublicVersion() uint64 { return s.publicVersion.Load() }
