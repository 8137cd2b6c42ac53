package consult

import (
	"context"
	"time"
)

// Mail is one message to one address, with its fate.
type Mail struct {
	ID             ID
	ConsultationID ID
	// Key makes a mail unique within its consultation: the same key queued again changes nothing. It is what «never
	// twice» rests on: «campaign/organisation/address», for instance.
	Key            string
	Kind           MailKind
	CampaignID     ID // what sent it: an invitation campaign, a reminder; "": none
	OrganisationID ID // "": none
	Name           string
	Address        string
	Subject        string
	Text           string
	HTML           string // "": plain text only
	// Refusable says that the person may refuse such mails: a link at the foot of the mail, the headers of RFC 8058, and
	// nothing sent to who refused. A receipt that somebody asked for is not.
	Refusable bool
	NotBefore time.Time // zero: as soon as the pace allows

	State     MailState
	Attempts  int
	QueuedAt  time.Time
	ChangedAt time.Time // of its state
	HandedAt  time.Time // when it was last handed to the server
	Reply     string    // what the server, or a delivery report, last said
}

// MailKind is what a mail is for.
type MailKind string

// The kinds of mails.
const (
	MailInvitation MailKind = "invitation"
	MailReminder   MailKind = "reminder"
	MailReceipt    MailKind = "receipt"
	MailMessage    MailKind = "message"
	MailTest       MailKind = "test" // goes ahead of the others, whatever the pace
)

// MailState is where a mail stands.
type MailState string

// The states of a mail.
const (
	MailQueued    MailState = "queued"
	MailStopped   MailState = "stopped"   // somebody stopped it before it left
	MailHanding   MailState = "handing"   // being handed to the server at this moment
	MailSent      MailState = "sent"      // the server took it
	MailUncertain MailState = "uncertain" // its handing over was cut: the server may have taken it
	MailFailed    MailState = "failed"    // refused for good, or too many attempts
	MailRefused   MailState = "refused"   // not sent: the address is among the refusals
	MailBounced   MailState = "bounced"   // taken, then returned
)

// MailStates lists the states, in the order in which screens show them.
func MailStates() []MailState {
	return []MailState{MailQueued, MailHanding, MailSent, MailUncertain, MailFailed, MailBounced, MailRefused, MailStopped}
}

// MailFate is a mail without its text, as a ledger reads it.
type MailFate struct {
	ID             ID
	ConsultationID ID
	Key            string
	Kind           MailKind
	CampaignID     ID
	OrganisationID ID
	Name           string
	Address        string
	Subject        string
	State          MailState
	Attempts       int
	NotBefore      time.Time
	QueuedAt       time.Time
	ChangedAt      time.Time
	HandedAt       time.Time
	Reply          string
}

// MailFilter narrows mails. Zero fields do not narrow.
type MailFilter struct {
	ConsultationID ID
	CampaignID     ID
	OrganisationID ID
	Kind           MailKind
	State          MailState
	Address        string // as FoldAddress gives it
	Newest         bool   // the last queued first
	Offset, Limit  int    // Limit 0: all
}

// MailCount is how many mails of a campaign and kind are in a state.
type MailCount struct {
	CampaignID ID
	Kind       MailKind
	State      MailState
	Count      int
}

// MailQueue is how the mails of a consultation leave.
type MailQueue struct {
	ConsultationID ID
	PerHour        int       // at most; DefaultMailPace when nobody chose
	StoppedAt      time.Time // zero: they leave
	ReplyTo        string    // "": the sender's address
	ChangedBy      ID        // who, or what of the program: StoppedByRefusals, StoppedByRestore
}

// What of the program stops a queue, in the place of somebody.
const (
	StoppedByRefusals ID = "refusals" // the server refused one mail after the other
	StoppedByRestore  ID = "restore"  // the database is an older one: mails may have left since
)

// DefaultMailPace is how many mails leave in an hour when nobody chose: what a shared mail server bears.
const DefaultMailPace = 300

// MailRefusal is an address to which mails that can be refused are no longer sent, in one consultation.
type MailRefusal struct {
	ConsultationID ID
	Address        string // as FoldAddress gives it
	Reason         RefusalReason
	MailID         ID // from which it comes; "": typed
	At             time.Time
	Note           string // what the delivery report said
}

// RefusalReason is why an address gets no mail.
type RefusalReason string

// The reasons.
const (
	RefusalUnsubscribed RefusalReason = "unsubscribed"
	RefusalBounced      RefusalReason = "bounced"
)

// Lease is held by one process at a time among those that share a store.
type Lease struct {
	Name   string
	Holder ID
	Until  time.Time
	Note   string // what the holder has to say: what keeps mails from leaving
	NoteAt time.Time
}

// MailReader is how mails are read.
type MailReader interface {
	Mail(ctx context.Context, id ID) (Mail, error)
	// MailFates gives mails without their texts, oldest queued first, then id.
	MailFates(ctx context.Context, filter MailFilter) ([]MailFate, error)
	// CountMails counts by campaign, kind and state; empty groups are left out.
	CountMails(ctx context.Context, consultation ID) ([]MailCount, error)
	// DueMails gives queued mails whose time has come, tests first, then oldest.
	DueMails(ctx context.Context, consultation ID, now time.Time, limit int) ([]ID, error)
	// QueuesWithMails gives the consultations that have queued mails, and when the first of each may leave.
	QueuesWithMails(ctx context.Context) (map[ID]time.Time, error)
	// LastHanded tells when a mail that is no test was last handed over; zero: never.
	LastHanded(ctx context.Context, consultation ID) (time.Time, error)
	// MailQueue gives the settings of a consultation's mails, the defaults when nobody chose.
	MailQueue(ctx context.Context, consultation ID) (MailQueue, error)
	MailRefusal(ctx context.Context, consultation ID, address string) (MailRefusal, error) // CodeNotFound: none
	MailRefusals(ctx context.Context, consultation ID) ([]MailRefusal, error)              // newest first
	Lease(ctx context.Context, name string) (Lease, error)
}

// MailWriter is how mails are written.
type MailWriter interface {
	// QueueMail writes a mail to send, and tells whether it did: the same key again changes nothing. The service checks
	// it before (see service.CheckMail); its identifier is made when it has none.
	QueueMail(ctx context.Context, m *Mail) (queued bool, err error)
	// QueueMails is QueueMail for many; it tells how many were new. At most 200 at a time keep a batch short.
	QueueMails(ctx context.Context, mails []*Mail) (queued int, err error)
	// MoveMail changes the state of a mail that is in one of from, with attempts, time and reply; CodeConflict when it is
	// in none of them.
	MoveMail(ctx context.Context, m *Mail, from ...MailState) error
	// LeaveUncertain makes every mail that was being handed over uncertain, and gives them.
	LeaveUncertain(ctx context.Context, reply string, at time.Time) ([]ID, error)
	// StopMails keeps the queued mails of a campaign (of the whole consultation when blank) from leaving, and tells how
	// many; ResumeMails lets them leave again.
	StopMails(ctx context.Context, consultation, campaign ID, at time.Time) (int, error)
	ResumeMails(ctx context.Context, consultation, campaign ID, at time.Time) (int, error)
	// EraseMail blanks who a mail was for and what it said, and stops it when it has not left; its fate stays.
	EraseMail(ctx context.Context, id ID, at time.Time) error
	SaveMailQueue(ctx context.Context, q *MailQueue) error
	// InsertMailRefusal writes a refusal; one that the person made themselves holds over a bounce.
	InsertMailRefusal(ctx context.Context, r *MailRefusal) error
	DeleteMailRefusal(ctx context.Context, consultation ID, address string) error // CodeNotFound when there is none
	// TakeLease takes or renews a lease, and tells whether holder has it: it is free, expired, held by the same, or force.
	TakeLease(ctx context.Context, name string, holder ID, now, until time.Time, force bool) (bool, error)
	// NoteLease writes what the holder has to say; CodeConflict when another has the lease.
	NoteLease(ctx context.Context, name string, holder ID, note string, at time.Time) error
	DropLease(ctx context.Context, name string, holder ID) error // of another: nothing happens
}
