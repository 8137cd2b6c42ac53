package consult

import "time"

// Idea is what a stakeholder dropped in the idea box. Its text is a contribution of kind «idea» with the same id; the
// fields below are what the box asks apart, and what becomes of it.
type Idea struct {
	ID             ID    // of its contribution too; chosen by the page that posts it (rule 5)
	Number         int64 // rank of arrival; unique
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
	Email          string // to write to the author; identity, never shown
	Origin         Origin
	Moderation     Moderation
	Ground         string // key of the ground, when refused
	GroundNote     string // what the moderator adds, shown to the author
	Status         IdeaStatus
	Answer         string // the organiser's public answer, Markdown
	AnsweredAt     time.Time
	MergedInto     ID  // the idea it was merged into; "": stands alone
	RootID         ID  // the idea that stands for it, at the end of the chain; "": itself
	Supports       int // of visitors, each once, with those of the ideas merged into it
	Comments       int // published ones
	Reports        int // alerts that wait, on it or on its comments
	Reference      string
	TokenHash      []byte // of the author's link
	Print          string // of the post that made it: the same post again is the same idea
	TextVersion    int
	CreatedAt      time.Time
	ChangedAt      time.Time
	WithdrawnAt    time.Time // zero: not withdrawn

	// TitleStems and BodyStems are what searches look for (package french), written by the service, never read back.
	TitleStems string
	BodyStems  string
}

// Shown says whether everybody may read the idea in its own place.
func (i *Idea) Shown() bool {
	return i.Readable() && i.MergedInto == ""
}

// Readable says whether everybody may read the text, in its own place or under the idea it was merged into.
func (i *Idea) Readable() bool {
	return i.Moderation == ModerationPublished && i.WithdrawnAt.IsZero() && i.Publication != PublicationNo
}

// Kept says whether the idea stands, read, and is kept from publication as its author asked.
func (i *Idea) Kept() bool {
	return i.Counts() && i.Publication == PublicationNo
}

// Counts says whether the text counts among the contributions. A merged idea does: its author said it too (R1.5).
func (i *Idea) Counts() bool {
	return i.Moderation == ModerationPublished && i.WithdrawnAt.IsZero()
}

// Stands gives the idea that stands for this one: itself unless it was merged.
func (i *Idea) Stands() ID {
	if i.RootID != "" {
		return i.RootID
	}
	return i.ID
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
	Reports        int    // alerts that wait
	TokenHash      []byte // of the author's link
	TextVersion    int    // of the text and its signature; 1 when first written
	CreatedAt      time.Time
	WithdrawnAt    time.Time // by its author; zero: not withdrawn
}

// Shown says whether everybody may read the comment.
func (c *Comment) Shown() bool {
	return c.Moderation == ModerationPublished && c.WithdrawnAt.IsZero()
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
	IdeasOldest    IdeaOrder = "anciennes"   // in the console: who waits longest comes first
)

// IdeaState is where an idea stands in the lists of the console.
type IdeaState string

// The states of an idea; "": shown to everybody.
const (
	IdeaShown     IdeaState = ""
	IdeaWaiting   IdeaState = "waiting"
	IdeaReported  IdeaState = "reported" // an alert waits, on it or on a comment
	IdeaRefused   IdeaState = "refused"
	IdeaMerged    IdeaState = "merged"
	IdeaWithdrawn IdeaState = "withdrawn"
	IdeaAny       IdeaState = "any"
)

// IdeaStates lists the states in the order of the console's tabs.
func IdeaStates() []IdeaState {
	return []IdeaState{IdeaWaiting, IdeaReported, IdeaShown, IdeaRefused, IdeaMerged, IdeaWithdrawn, IdeaAny}
}

// IdeaFilter narrows the ideas of a consultation. Zero fields do not narrow, State excepted.
type IdeaFilter struct {
	ConsultationID ID
	State          IdeaState
	ThemeID        ID
	Territory      string
	Status         IdeaStatus
	// Stems are looked for among the ideas shown: each must be there. With Prefix the last is the beginning of a word.
	Stems  []string
	Prefix bool
	// Found is how many ideas the search finds, when whoever asks counted them just before; 0: to be counted.
	Found int
	// Folded is looked for anywhere in a text, whatever the idea's state.
	Folded        string
	Order         IdeaOrder
	Offset, Limit int // Limit 0: all
}

// IdeaCell is how many ideas are shown of one theme, territory and status.
type IdeaCell struct {
	ThemeID   ID
	Territory string
	Status    IdeaStatus
	Ideas     int
}
