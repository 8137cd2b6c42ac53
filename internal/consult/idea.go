package consult

import "time"

// Idea is what a stakeholder dropped in the idea box. Its text is a contribution of kind «idea» with the same id; the
// fields below are what the box asks apart, and what becomes of it.
type Idea struct {
	ID             ID // of its contribution too
	ConsultationID ID
	Title          string
	Observation    string // « constat »; may be blank
	Proposal       string // « proposition »
	ThemeID        ID     // chosen by the author; "": none
	Category       string
	Territory      string
	Beneficiaries  string // « bénéficiaires »
	Bearer         string // « porteur »
	Publication    Publication
	Signature      string // name shown when Publication is named; identity, kept apart (rule 10)
	Origin         Origin
	Moderation     Moderation
	Ground         string // key of the ground, when refused
	GroundNote     string // what the moderator adds, sent to the author
	Status         IdeaStatus
	Answer         string // the organiser's public answer, Markdown
	AnsweredAt     time.Time
	MergedInto     ID // the idea it was merged into; "": stands alone
	Supports       int
	Comments       int // published ones
	Reference      string
	TokenHash      []byte // of the author's link
	TextVersion    int
	CreatedAt      time.Time
	ChangedAt      time.Time
	WithdrawnAt    time.Time // zero: not withdrawn
}

// Moderation is where an idea or a comment stands before the moderator.
type Moderation string

// The states of moderation.
const (
	ModerationWaiting   Moderation = "waiting"   // not yet read, not shown (moderation before publication)
	ModerationPublished Moderation = "published" // shown
	ModerationRefused   Moderation = "refused"   // not shown; the author sees the text and the ground (R1.6)
)

// IdeaStatus is what the organiser does with an idea.
type IdeaStatus string

// The statuses of an idea.
const (
	IdeaNew      IdeaStatus = "new"
	IdeaStudied  IdeaStatus = "studied"
	IdeaPlanned  IdeaStatus = "planned"
	IdeaStarted  IdeaStatus = "started"
	IdeaDone     IdeaStatus = "done"
	IdeaDeclined IdeaStatus = "declined"
)

// IdeaStatuses lists the statuses in the order of an idea's life.
func IdeaStatuses() []IdeaStatus {
	return []IdeaStatus{IdeaNew, IdeaStudied, IdeaPlanned, IdeaStarted, IdeaDone, IdeaDeclined}
}

// ModerationGrounds lists the keys of the grounds on which a text is refused; the catalogue words them.
func ModerationGrounds() []string {
	return []string{"insult", "discrimination", "personal", "advertising", "unlawful", "off_topic", "duplicate", "unintelligible"}
}

// Comment is what somebody says under an idea.
type Comment struct {
	ID             ID // chosen by the page that posts it: the same twice is one comment (rule 5)
	ConsultationID ID
	IdeaID         ID
	Body           string
	Signature      string // as typed; "": anonymous
	Moderation     Moderation
	Ground         string
	GroundNote     string
	TokenHash      []byte // of the author's link
	CreatedAt      time.Time
}

// IdeaReport is somebody's alert on an idea or a comment, to be settled by a moderator.
type IdeaReport struct {
	ID             ID
	ConsultationID ID
	IdeaID         ID
	CommentID      ID     // "": the idea itself
	Ground         string // a moderation ground
	Note           string
	CreatedAt      time.Time
	SettledAt      time.Time // zero: waits
}

// ModerationEntry is a line of the moderation log (R1.6). It is never changed.
type ModerationEntry struct {
	ID             ID
	ConsultationID ID
	IdeaID         ID
	CommentID      ID
	Act            string // «publish», «refuse», «restore», «merge», «unmerge», «answer», «withdraw»
	Ground         string
	Note           string
	ActorName      string
	At             time.Time
}

// IdeaOrder is how a list of ideas is sorted.
type IdeaOrder string

// The orders.
const (
	IdeasNewest    IdeaOrder = "recentes"
	IdeasSupported IdeaOrder = "soutenues"
	IdeasDiscussed IdeaOrder = "commentees"
	IdeasRelevant  IdeaOrder = "pertinentes" // with words only
)

// IdeaFilter narrows ideas. Zero fields do not narrow.
type IdeaFilter struct {
	ConsultationID ID
	Words          string // as typed: folded and stemmed by the service
	ThemeID        ID
	Territory      string
	Status         IdeaStatus
	Moderation     Moderation
	Merged         bool // include those merged into another
	Withdrawn      bool
	Order          IdeaOrder
	Offset, Limit  int
}
