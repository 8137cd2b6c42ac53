package consult

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"concertation/forms"
)

// Erased stands where a text was, so that what is counted stays counted (decision 0026).
const Erased = "[effacé]"

// OnHold stands in a response for words that it took from another, as long as those are on hold (decision 0039).
const OnHold = "[gelé]"

// RecordKind is a kind of record that may tell who somebody is.
type RecordKind string

// The kinds of record.
const (
	RecordResponse     RecordKind = "response"
	RecordIdea         RecordKind = "idea"
	RecordComment      RecordKind = "comment"
	RecordContribution RecordKind = "contribution" // gathered elsewhere
	RecordOrganisation RecordKind = "organisation" // a contact of it, or its own coordinates
	RecordMail         RecordKind = "mail"
	RecordRefusal      RecordKind = "refusal" // an address that wants no mail
	RecordUser         RecordKind = "user"
	RecordAttendance   RecordKind = "attendance"
	RecordNote         RecordKind = "note"  // what somebody noted of a call, of a decision or of an organisation
	RecordTaken        RecordKind = "taken" // words that a response took from another; Part is the question. On hold only
)

// RecordRef names a record, without a word of what it holds.
type RecordRef struct {
	Kind RecordKind `json:"kind"`
	ID   ID         `json:"id"` // of a refusal: its consultation
	// Part tells a contact of an organisation from the others (ContactPart), or an address from others of a
	// consultation; "": the record itself.
	Part string `json:"part,omitempty"`
}

// ErasedPart stands for the part of an organisation that was erased: not "", which would be what it gives as its own.
const ErasedPart = "erased"

// ContactPart tells a contact from the others of its organisation.
func ContactPart(c Contact) string {
	encoded, err := json.Marshal(c)
	if err != nil {
		return "" // four strings always encode
	}
	return partOf(encoded)
}

// AddressPart tells an address from others.
func AddressPart(address string) string { return partOf([]byte(FoldAddress(address))) }

func partOf(told []byte) string {
	sum := sha256.Sum256(told)
	return hex.EncodeToString(sum[:8])
}

// HeldValue is something that identifies somebody, and where it is held.
type HeldValue struct {
	Ref            RecordRef
	ConsultationID ID
	Field          string // the question, or what the value is: «signature», «email», «phone», «name», «member»…
	Value          string
}

// HoldKind is why a record is kept without being used.
type HoldKind string

// The kinds of hold.
const (
	HoldFrozen   HoldKind = "frozen"   // the person asked that it be kept and no longer used
	HoldObjected HoldKind = "objected" // the person objects, until somebody decides
)

// Hold says that a record is kept but neither used nor published. State and Kept are what brings it back.
type Hold struct {
	Ref            RecordRef
	ConsultationID ID
	Kind           HoldKind
	State          string   // where the record stood
	Kept           *Contact // a contact taken out of its organisation
	At             time.Time
	By             ID
}

// RightsAct is what somebody did for a person's rights.
type RightsAct string

// The acts.
const (
	RightsOpened    RightsAct = "open"
	RightsShown     RightsAct = "show"
	RightsExported  RightsAct = "export"
	RightsRectified RightsAct = "rectify"
	RightsFrozen    RightsAct = "freeze"
	RightsObjected  RightsAct = "object"
	RightsReleased  RightsAct = "release"
	RightsErased    RightsAct = "erase"
	RightsClosed    RightsAct = "close"
)

// RightsCase is what a person asked about their data: the records, not who the person is.
type RightsCase struct {
	ID       ID
	Records  []RecordRef
	OpenedAt time.Time
	OpenedBy ID
	DueAt    time.Time // one month after it was opened
	ClosedAt time.Time // zero: open
}

// RightsEntry is a line of the log of a case, without personal content.
type RightsEntry struct {
	ID      ID
	CaseID  ID
	Act     RightsAct
	Records int // how many it was about
	At      time.Time
	By      ID
	ByName  string
}

// HeldNote is what somebody of the house noted about an organisation, and may name people.
type HeldNote struct {
	ConsultationID ID
	OrganisationID ID
	Words          string
	At             time.Time
}

// RightsReader is how people's rights are read.
type RightsReader interface {
	// EachHeldValue shows everything that identifies somebody, one value after the other, in no order. see must not ask
	// the store anything.
	EachHeldValue(ctx context.Context, see func(HeldValue)) error
	// RecordsByReference gives the records with that printed reference.
	RecordsByReference(ctx context.Context, reference string) ([]RecordRef, error)
	// SealedLink says whether a token opened a record that is on hold.
	SealedLink(ctx context.Context, tokenHash []byte) (bool, error)
	Hold(ctx context.Context, ref RecordRef) (Hold, error) // CodeNotFound: none
	Holds(ctx context.Context) ([]Hold, error)             // oldest first
	// RightsEpoch changes with every act that takes data away or brings them back: an export that saw it change is not
	// of one moment.
	RightsEpoch(ctx context.Context) (int64, error)
	// AnswerContributions gives the open answers of a response, the retracted too.
	AnswerContributions(ctx context.Context, response ID) ([]Contribution, error)
	// HeldNote gives a note by the call, the decision or the organisation that it is of.
	HeldNote(ctx context.Context, id ID) (HeldNote, error)
	RightsCase(ctx context.Context, id ID) (RightsCase, error)
	RightsCases(ctx context.Context) ([]RightsCase, error) // newest first
	RightsEntries(ctx context.Context, id ID) ([]RightsEntry, error)
}

// RightsWriter is how people's rights are written.
type RightsWriter interface {
	NextRightsEpoch(ctx context.Context) error
	InsertHold(ctx context.Context, h *Hold) error // CodeConflict when there is one
	DeleteHold(ctx context.Context, ref RecordRef) error
	// SealLinks makes the personal links of a response, an idea or a comment open nothing; UnsealLinks lets them again.
	SealLinks(ctx context.Context, ref RecordRef) error
	UnsealLinks(ctx context.Context, ref RecordRef) error
	// RestoreAnswerContributions brings back those of a response that were retracted at that moment.
	RestoreAnswerContributions(ctx context.Context, response ID, retractedAt time.Time, seq int64, at time.Time) error
	// RetractAnswer says since when the texts of an answer of a response count no more; the zero time: they count.
	RetractAnswer(ctx context.Context, response ID, question string, since time.Time, seq int64, at time.Time) error
	// RectifyIdentities replaces what identifies a respondent, as sent and as typed. Pages open meanwhile become stale.
	RectifyIdentities(ctx context.Context, response ID, sent []Identity, draft forms.Raw) error
	RectifyComment(ctx context.Context, comment *Comment) error // its signature
	// EraseResponse leaves the closed answers of a response, those of r.Submission, and when to the day: identities, links,
	// reference, draft, team and texts go for good. A draft never sent goes whole. It must speak for no organisation any more.
	EraseResponse(ctx context.Context, r *Response) error
	// EraseAnswer writes the answers of a response, with its sequence, where words were taken out or given back; nothing else
	// changes.
	EraseAnswer(ctx context.Context, r *Response) error
	// RenameAuthor makes the texts of one author of a consultation those of another key.
	RenameAuthor(ctx context.Context, consultation ID, from, to string, seq int64) error
	// EraseContribution leaves what is counted of a text: themes given, category, territory. Its words go for good, with
	// masks, suggestions, notes, quotes, attachments and who wrote it; author stands for them, "" for nobody known.
	EraseContribution(ctx context.Context, id ID, author string, seq int64, day time.Time) error
	EraseIdea(ctx context.Context, id ID, day time.Time) error // its contribution apart
	EraseComment(ctx context.Context, id ID) error
	// WriteNote changes the words of a note; what they are of stays. "" for none.
	WriteNote(ctx context.Context, id ID, words string) error
	// Overwriting runs what takes data away so that nothing of them can be read in freed room.
	Overwriting(ctx context.Context, act func() error) error
	// ForgetOrganisationHistory removes what imports and merges remember of an organisation: they can be undone no longer.
	ForgetOrganisationHistory(ctx context.Context, organisation ID) error
	InsertRightsCase(ctx context.Context, c *RightsCase) error
	UpdateRightsCase(ctx context.Context, c *RightsCase) error
	InsertRightsEntry(ctx context.Context, e *RightsEntry) error
}
