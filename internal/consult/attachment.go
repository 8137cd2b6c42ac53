package consult

import (
	"context"
	"time"
)

// Bounds on attachments.
const (
	MaxAttachment = 10 << 20 // bytes
	MostAttached  = 10       // to one record
)

// Attachment is a photograph or a scan beside a letter or a session. Its type was read from its content, and what
// tells where and with what it was taken was left out.
type Attachment struct {
	ID             ID
	ConsultationID ID
	ContributionID ID // or ""
	SessionID      ID // or ""
	Name           string
	MediaType      string // application/pdf, image/jpeg, image/png, image/webp
	Size           int64
	Digest         string // SHA-256 of what is kept, in hexadecimal
	Whole          bool   // every piece is there
	By             ID
	At             time.Time
}

// Owner is what attachments stand beside: a contribution or a session.
type Owner struct {
	ContributionID ID
	SessionID      ID
}

// AttachmentReader is how attachments are read.
type AttachmentReader interface {
	Attachment(ctx context.Context, id ID) (Attachment, error)
	// Attachments gives those of a record that are whole, oldest first, then id.
	Attachments(ctx context.Context, owner Owner) ([]Attachment, error)
	// AttachmentsOf gives those of a consultation, whole or not, oldest first, then id.
	AttachmentsOf(ctx context.Context, consultation ID) ([]Attachment, error)
	// AttachmentPiece gives a piece of the content; CodeNotFound after the last.
	AttachmentPiece(ctx context.Context, id ID, position int) ([]byte, error)
}

// AttachmentWriter is how attachments are written: first the record, then its pieces, then that it is whole.
type AttachmentWriter interface {
	InsertAttachment(ctx context.Context, a *Attachment) error
	InsertAttachmentPiece(ctx context.Context, id ID, position int, content []byte) error
	CompleteAttachment(ctx context.Context, id ID) error
	DeleteAttachment(ctx context.Context, id ID) error // with its pieces
}
