package service

import (
	"context"

	"concertation/forms"
	"concertation/internal/consult"
)

func (w *watchedTx) SealLinks(ctx context.Context, ref consult.RecordRef) error {
	w.touch(ref.ID)
	return w.Tx.SealLinks(ctx, ref)
}

func (w *watchedTx) UnsealLinks(ctx context.Context, ref consult.RecordRef) error {
	w.touch(ref.ID)
	return w.Tx.UnsealLinks(ctx, ref)
}

func (w *watchedTx) RectifyIdentities(ctx context.Context, response consult.ID, sent []consult.Identity, draft forms.Raw) error {
	w.touch(response)
	return w.Tx.RectifyIdentities(ctx, response, sent, draft)
}

func (w *watchedTx) EraseResponse(ctx context.Context, r *consult.Response) error {
	w.touch(r.ID)
	return w.Tx.EraseResponse(ctx, r)
}
