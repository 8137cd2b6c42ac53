package consult

import (
	"context"
	"time"
)

// RetentionKind is a kind of data that is kept for so long (R2.3).
type RetentionKind string

// The kinds of data.
const (
	RetainIdentities  RetentionKind = "identities"  // who answered, wrote, signed
	RetainDrafts      RetentionKind = "drafts"      // responses begun and never sent
	RetainResponses   RetentionKind = "responses"   // what was written, references and links; closed answers stay
	RetainIdeas       RetentionKind = "ideas"       // ideas and comments; their place in the counts stays
	RetainAttachments RetentionKind = "attachments" // scans and photographs
	RetainContacts    RetentionKind = "contacts"    // people of organisations, and notes of calls
	RetainMails       RetentionKind = "mails"       // addresses and texts; their fate stays
	RetainAttendances RetentionKind = "attendances" // who came to events; how many stays
	RetainLogs        RetentionKind = "logs"        // who did what
)

// RetentionKinds lists the kinds, in the order in which they are purged.
func RetentionKinds() []RetentionKind {
	return []RetentionKind{RetainDrafts, RetainIdentities, RetainContacts, RetainMails, RetainAttendances, RetainAttachments, RetainResponses,
		RetainIdeas, RetainLogs}
}

// DefaultMonths gives how long data of a kind are kept when nobody chose: logs 12 months at most (R2.7), who people are one
// year after closing, what they said five, for the account that is given of it.
func (k RetentionKind) DefaultMonths() int {
	switch k {
	case RetainDrafts:
		return 3
	case RetainAttachments:
		return 24
	case RetainResponses, RetainIdeas:
		return 60
	default:
		return 12
	}
}

// AfterClosing says whether the time is counted from the closing of the consultation, rather than from the last change of
// each record.
func (k RetentionKind) AfterClosing() bool {
	switch k {
	case RetainDrafts, RetainMails, RetainAttendances, RetainLogs:
		return false
	default:
		return true
	}
}

// PerRecord says whether each record carries its own date, that the person was told.
func (k RetentionKind) PerRecord() bool { return k == RetainAttendances }

// Bounds on retention, in months; logs are kept 6 to 12 (R2.7).
const (
	LeastMonths    = 1
	MostMonths     = 120
	LeastLogMonths = 6
	MostLogMonths  = 12
)

// DueRecord is a record that still holds data of a kind, and the moment its time is counted from (zero: the closing).
type DueRecord struct {
	Ref RecordRef
	At  time.Time
}

// DueCount is how many records hold data of a kind, and the oldest of them.
type DueCount struct {
	Count  int
	Oldest time.Time
}

// Purge is one purge of a consultation, from its beginning to its end; what it counted is written with each piece of it.
type Purge struct {
	ID             ID
	ConsultationID ID // "": the log of the house
	Automatic      bool
	By             ID
	ByName         string
	StartedAt      time.Time
	EndedAt        time.Time // zero: under way, or cut: the next one goes on with it
	Counts         map[RetentionKind]int
}

// RetentionReader is how retention is read.
type RetentionReader interface {
	RetentionMonths(ctx context.Context, consultation ID) (map[RetentionKind]int, error) // those that somebody chose
	// DueRecords gives records that hold data of a kind and whose time began before a moment, oldest first; what is on hold
	// is left out. CountDue counts them, those of any moment when before is zero.
	DueRecords(ctx context.Context, consultation ID, kind RetentionKind, before time.Time, limit int) ([]DueRecord, error)
	CountDue(ctx context.Context, consultation ID, kind RetentionKind, before time.Time) (DueCount, error)
	Purges(ctx context.Context, consultation ID) ([]Purge, error) // newest first
	RegisterTexts(ctx context.Context, consultation ID) (map[string]string, error)
}

// RetentionWriter is how retention is written.
type RetentionWriter interface {
	SaveRetention(ctx context.Context, consultation ID, months map[RetentionKind]int) error
	SavePurge(ctx context.Context, p *Purge) error
	// PurgeIdentity removes who a record is of, and nothing else.
	PurgeIdentity(ctx context.Context, ref RecordRef) error
	PurgeTouchNotes(ctx context.Context, organisation ID) error
	PurgeLog(ctx context.Context, ref RecordRef) error
	SaveRegisterText(ctx context.Context, consultation ID, field, body string) error
}
