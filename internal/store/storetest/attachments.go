package storetest

import (
	"time"

	"concertation/internal/consult"
)

var attachmentTests = map[string]func(*world){
	"an attachment is there once it is whole, and its content comes back": func(w *world) {
		c := w.consultation()
		note := w.note(c, "Une lettre")
		owner := consult.Owner{ContributionID: note.ID}
		a := w.attached(c, owner, noon)
		same(w, must[[]consult.Attachment](w)(w.store.Attachments(w.ctx, owner)), nil)
		same(w, must[[]consult.Attachment](w)(w.store.AttachmentsOf(w.ctx, c.ID)), []consult.Attachment{*a})
		piece := []byte{0, 1, 0xFF, 'a', 0}
		w.write(func(tx consult.Tx) error {
			if err := tx.InsertAttachmentPiece(w.ctx, a.ID, 0, piece); err != nil {
				return err
			}
			return tx.CompleteAttachment(w.ctx, a.ID)
		})
		a.Whole = true
		same(w, must[[]consult.Attachment](w)(w.store.Attachments(w.ctx, owner)), []consult.Attachment{*a})
		same(w, must[consult.Attachment](w)(w.store.Attachment(w.ctx, a.ID)), *a)
		same(w, must[[]byte](w)(w.store.AttachmentPiece(w.ctx, a.ID, 0)), piece)
		w.write(func(tx consult.Tx) error { return tx.DeleteAttachment(w.ctx, a.ID) })
		_, err := w.store.AttachmentPiece(w.ctx, a.ID, 0)
		w.code(consult.CodeNotFound, err)
		w.refused(consult.CodeNotFound, func(tx consult.Tx) error { return tx.DeleteAttachment(w.ctx, a.ID) })
		w.refused(consult.CodeNotFound, func(tx consult.Tx) error { return tx.CompleteAttachment(w.ctx, a.ID) })
	},
	"attachments come oldest first, those of a session apart from those of a letter": func(w *world) {
		c := w.consultation()
		s := &consult.SessionHeld{ID: consult.NewID(), ConsultationID: c.ID, Title: "Atelier"}
		w.write(func(tx consult.Tx) error { return tx.InsertSessionHeld(w.ctx, s) })
		owner := consult.Owner{SessionID: s.ID}
		later, first := w.attached(c, owner, noon.Add(time.Hour)), w.attached(c, owner, noon)
		w.attached(c, consult.Owner{ContributionID: w.note(c, "Une lettre").ID}, noon)
		w.write(func(tx consult.Tx) error {
			if err := tx.CompleteAttachment(w.ctx, first.ID); err != nil {
				return err
			}
			return tx.CompleteAttachment(w.ctx, later.ID)
		})
		sameOrder(w, must[[]consult.Attachment](w)(w.store.Attachments(w.ctx, owner)), func(a consult.Attachment) consult.ID { return a.ID }, first.ID, later.ID)
	},
}

// attached makes an attachment without content yet.
func (w *world) attached(c *consult.Consultation, owner consult.Owner, at time.Time) *consult.Attachment {
	w.Helper()
	a := &consult.Attachment{ID: consult.NewID(), ConsultationID: c.ID, ContributionID: owner.ContributionID, SessionID: owner.SessionID, Name: "lettre d’Émile.pdf",
		MediaType: "application/pdf", Size: 5, Digest: "abc", By: consult.NewID(), At: at}
	w.write(func(tx consult.Tx) error { return tx.InsertAttachment(w.ctx, a) })
	return a
}
