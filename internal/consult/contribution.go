package consult

import "time"

// ContributionKind is what a contribution is.
type ContributionKind string

// The kinds of contribution.
const (
	KindAnswer ContributionKind = "answer"
	KindIdea   ContributionKind = "idea"
	KindNote   ContributionKind = "note"
	KindLetter ContributionKind = "letter"
	KindMail   ContributionKind = "mail"
	KindPhone  ContributionKind = "phone"
)

// Publication is the author's choice about a contribution's text.
type Publication string

// The choices. The default is PublicationNo.
const (
	PublicationNamed     Publication = "named"
	PublicationAnonymous Publication = "anonymous"
	PublicationNo        Publication = "no"
)

// Contribution is one text somebody gave, whatever the channel. An open answer's contribution is unique by
// (response, question, item) and follows its answer (rule 6).
type Contribution struct {
	ID              ID
	ConsultationID  ID
	ChangeSeq       int64
	Kind            ContributionKind
	Origin          Origin
	Channel         Channel
	ResponseID      ID     // of an answer
	QuestionnaireID ID     // of an answer
	Question        string // its name; for other kinds the question or prompt as words
	Item            int    // 0, or the rank of an item within the answer
	Title           string
	Body            string
	Folded          string // Title and Body folded for search (package french)
	Category        string
	Territory       string
	SessionID       ID // the workshop or event it comes from, or ""
	// AuthorKey tells an author who gave several texts elsewhere, hashed; "": not known. Names are kept apart (rule 10).
	AuthorKey   string
	Publication Publication
	TextVersion int
	RetractedAt time.Time // zero: counts
	CreatedAt   time.Time
	ChangedAt   time.Time
}

// SessionHeld is a workshop or an event with its number of participants, kept once (rule 7).
type SessionHeld struct {
	ID             ID
	ConsultationID ID
	StepID         ID
	Title          string
	Table          string // of an event with several tables, in words; may be blank
	HeldOn         time.Time
	Participants   int    // 0: not known
	ImportID       ID     // the import that made it, or ""
	ImportKey      string // what the imported file said of it, or ""
}

// Statement is a span of a contribution's text (rule 7). Until someone splits it, a contribution has no row here and
// is its own one statement, whose id is the contribution's.
type Statement struct {
	ID             ID
	ContributionID ID
	Position       int
	Start, End     int // in UTF-8 bytes of Body
	TextVersion    int
}

// AssignmentState is where a theme given by a person stands.
type AssignmentState string

// The states of an assignment.
const (
	AssignmentConfirmed AssignmentState = "confirmed"
	AssignmentRejected  AssignmentState = "rejected"
	AssignmentStale     AssignmentState = "stale" // the text changed since
)

// Assignment is a theme given (or refused) to a statement by a person. Its history is kept: the current one is the
// row without EndedAt.
type Assignment struct {
	ID             ID
	ConsultationID ID
	ContributionID ID
	StatementID    ID // = ContributionID while the contribution is not split
	ThemeID        ID
	CoderID        ID
	Round          int
	State          AssignmentState
	TextVersion    int
	GridVersion    int
	At             time.Time
	EndedAt        time.Time // zero: current
}

// Suggestion is a theme proposed by a model; it can be replaced at any time (rule 8).
type Suggestion struct {
	StatementID ID
	ThemeID     ID
	Model       string
	Score       float64
	Evidence    string
	At          time.Time
}
