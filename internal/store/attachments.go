package store

import (
	"context"
	"database/sql"
	"fmt"

	"concertation/internal/consult"
)

const attachmentColumns = `id, consultation_id, contribution_id, session_id, name, media_type, size, digest, whole, by_id, at`

func scanAttachment(rows *sql.Rows, a *consult.Attachment) error {
	return rows.Scan(&a.ID, &a.ConsultationID, (*optional)(&a.ContributionID), (*optional)(&a.SessionID), &a.Name, &a.MediaType, &a.Size,
		&a.Digest, (*truth)(&a.Whole), &a.By, (*stamp)(&a.At))
}

// Attachment implements consult.AttachmentReader.
func (q queries) Attachment(ctx context.Context, id consult.ID) (consult.Attachment, error) {
	return single(ctx, q.handle, scanAttachment, `
SELECT `+attachmentColumns+`
FROM attachments
WHERE id = $1`, string(id))
}

// Attachments implements consult.AttachmentReader.
func (q queries) Attachments(ctx context.Context, owner consult.Owner) ([]consult.Attachment, error) {
	if owner.SessionID != "" {
		return list(ctx, q.handle, scanAttachment, `
SELECT `+attachmentColumns+`
FROM attachments
WHERE session_id = $1
  AND whole = 1
ORDER BY at, id`, string(owner.SessionID))
	}
	return list(ctx, q.handle, scanAttachment, `
SELECT `+attachmentColumns+`
FROM attachments
WHERE contribution_id = $1
  AND whole = 1
ORDER BY at, id`, string(owner.ContributionID))
}

// AttachmentsOf implements consult.AttachmentReader.
func (q queries) AttachmentsOf(ctx context.Context, consultation consult.ID) ([]consult.Attachment, error) {
	return list(ctx, q.handle, scanAttachment, `
SELECT `+attachmentColumns+`
FROM attachments
WHERE consultation_id = $1
ORDER BY at, id`, string(consultation))
}

// AttachmentPiece implements consult.AttachmentReader.
func (q queries) AttachmentPiece(ctx context.Context, id consult.ID, position int) ([]byte, error) {
	return single(ctx, q.handle, scanBytes, `
SELECT content
FROM attachment_pieces
WHERE attachment_id = $1
  AND position = $2`, string(id), position)
}

// InsertAttachment implements consult.AttachmentWriter.
func (t *transaction) InsertAttachment(ctx context.Context, a *consult.Attachment) error {
	_, err := t.exec(ctx, `
INSERT INTO attachments (`+attachmentColumns+`)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		string(a.ID), string(a.ConsultationID), optional(a.ContributionID), optional(a.SessionID), text(a.Name), a.MediaType, a.Size,
		a.Digest, flag(a.Whole), string(a.By), stamp(a.At))
	if err != nil {
		return fmt.Errorf("insert attachment %s: %w", a.ID, err)
	}
	return nil
}

// InsertAttachmentPiece implements consult.AttachmentWriter.
func (t *transaction) InsertAttachmentPiece(ctx context.Context, id consult.ID, position int, content []byte) error {
	_, err := t.exec(ctx, `
INSERT INTO attachment_pieces (attachment_id, position, content)
VALUES ($1, $2, $3)`, string(id), position, content)
	if err != nil {
		return fmt.Errorf("insert piece %d of attachment %s: %w", position, id, err)
	}
	return nil
}

// CompleteAttachment implements consult.AttachmentWriter.
func (t *transaction) CompleteAttachment(ctx context.Context, id consult.ID) error {
	return t.one(ctx, notFound(), `UPDATE attachments SET whole = 1 WHERE id = $1`, string(id))
}

// DeleteAttachment implements consult.AttachmentWriter.
func (t *transaction) DeleteAttachment(ctx context.Context, id consult.ID) error {
	return t.one(ctx, notFound(), `DELETE FROM attachments WHERE id = $1`, string(id))
}
