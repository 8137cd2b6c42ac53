package consult

import (
	"context"
	"time"
)

// Mask is a person's word on a part of a text before it is published (R2.6): hide it, or leave it although a machine
// would hide it. What a machine finds and nobody has spoken about is hidden. A mask holds for the version of the text
// that its author read, and what it hides stays hidden in the next (CarryMasks); its history is kept, the current one is the row without EndedAt.
type Mask struct {
	ID             ID
	ConsultationID ID
	ContributionID ID
	Field          MaskField
	TextVersion    int
	Start, End     int    // in UTF-8 bytes of the field, on rune boundaries
	Kind           string // what the part gives away; see MaskKinds
	Hidden         bool
	Note           string // why, in the words of whoever decided; may be blank
	By             ID
	At             time.Time
	EndedAt        time.Time // zero: current
}

// MaskField is the part of a contribution that holds the text.
type MaskField string

// The fields of a contribution that are published.
const (
	MaskTitle MaskField = "title"
	MaskBody  MaskField = "body"
)

// MaskOther is the kind of what a person hides for a reason of their own.
const MaskOther = "other"

// MaskReader is how masks are read.
type MaskReader interface {
	// Masks gives the current masks of a consultation, by contribution, field, start, id.
	Masks(ctx context.Context, consultation ID) ([]Mask, error)
	// MaskHistory gives every mask of a contribution, the ended ones too, oldest first.
	MaskHistory(ctx context.Context, contribution ID) ([]Mask, error)
	// IdentityValues gives the distinct values that respondents gave to questions that identify them, sorted.
	IdentityValues(ctx context.Context, consultation ID, questions []string) ([]string, error)
}

// MaskWriter is how masks are written.
type MaskWriter interface {
	// InsertMask is CodeConflict while another current mask holds for the same part.
	InsertMask(ctx context.Context, m *Mask) error
	// EndMask is CodeNotFound for one already ended.
	EndMask(ctx context.Context, id ID, at time.Time) error
}
