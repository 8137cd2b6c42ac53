package consult

import (
	"context"
	"time"
)

// BounceReport is what came of returned messages.
type BounceReport struct {
	Messages  int `json:"messages,omitempty"`  // read
	Reports   int `json:"reports,omitempty"`   // what they say of recipients
	Bounced   int `json:"bounced,omitempty"`   // mails now known to be returned
	Already   int `json:"already,omitempty"`   // known before
	Delivered int `json:"delivered,omitempty"` // uncertain mails that a report proves to have left
	Delayed   int `json:"delayed,omitempty"`   // still under way at the server: nothing changes
	Unknown   int `json:"unknown,omitempty"`   // of no mail of ours
	Dead      int `json:"dead,omitempty"`      // addresses to which nothing more will be sent
}

// Add adds what came of others.
func (r *BounceReport) Add(o BounceReport) {
	r.Messages += o.Messages
	r.Reports += o.Reports
	r.Bounced += o.Bounced
	r.Already += o.Already
	r.Delivered += o.Delivered
	r.Delayed += o.Delayed
	r.Unknown += o.Unknown
	r.Dead += o.Dead
}

// BounceBox is what is known of the mailbox in which returned messages arrive.
type BounceBox struct {
	Box     string    // which, without saying its address
	TriedAt time.Time // when somebody last began to read it
	ReadAt  time.Time // when it was last read to the end; zero: never
	// Trouble is what keeps it from being read, since TroubleAt; "": nothing.
	Trouble   string
	TroubleAt time.Time
	// News is what came of the last reading that found something new, at NewsAt; Total, of all of them.
	News    BounceReport
	NewsAt  time.Time
	Total   BounceReport
	Waiting int // messages in it that are no reports and that nobody read
	Foreign int // reports of no mail of ours, that nobody read
	Left    int // messages to be read next time
}

// BounceFate is what a message of the mailbox turned out to be.
type BounceFate string

// The fates of messages.
const (
	BounceApplied BounceFate = "applied" // a report of our mails, to be put away
	BounceForeign BounceFate = "foreign" // a report of no mail of ours
	BounceOther   BounceFate = "other"   // no report: somebody writes
)

// BounceMessage is a message of the mailbox that was read and is still there. Nothing of it is kept.
type BounceMessage struct {
	Box, Key string
	Fate     BounceFate
}

// BounceReader is how the mailbox's state is read.
type BounceReader interface {
	BounceBox(ctx context.Context, box string) (BounceBox, error) // CodeNotFound: nobody read it yet
	BounceMessages(ctx context.Context, box string) (map[string]BounceFate, error)
}

// BounceWriter is how it is written.
type BounceWriter interface {
	SaveBounceBox(ctx context.Context, b *BounceBox) error
	// InsertBounceMessage writes that a message was read, and tells whether it was not yet.
	InsertBounceMessage(ctx context.Context, m *BounceMessage) (inserted bool, err error)
	DeleteBounceMessage(ctx context.Context, box, key string) error // of none: nothing happens
	// DeleteBounceBoxes forgets the mailboxes, all but one, that nobody tried since before.
	DeleteBounceBoxes(ctx context.Context, but string, before time.Time) error
}
