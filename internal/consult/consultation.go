package consult

import "time"

// Status is where a consultation stands.
type Status string

// The statuses. A record is a past consultation shown read-only.
const (
	StatusDraft  Status = "draft"
	StatusOpen   Status = "open"
	StatusClosed Status = "closed"
	StatusRecord Status = "record"
)

// Origin says where data come from (rule 12).
type Origin string

// The origins.
const (
	OriginCollected     Origin = "collected"
	OriginImported      Origin = "imported"
	OriginDemonstration Origin = "demonstration"
)

// Consultation is one consultation, with its texts and its dates.
type Consultation struct {
	ID     ID
	Slug   string // in addresses; unique
	Title  string
	Status Status
	// Demonstration marks fictitious data: a banner on every page, the first line of every sheet (R2.4).
	Demonstration bool
	OpensAt       time.Time // zero: not set
	ClosesAt      time.Time
	Texts         Texts
	Settings      Settings
	RoundOf       ID // an earlier consultation of which this is a later round, or ""
	CreatedAt     time.Time
	ChangedAt     time.Time
}

// Texts are what a consultation says of itself. Markdown where so said. R1.1 needs Purpose, Procedure, Documents,
// Visibility, FollowUp and the nine items of Notice before opening.
type Texts struct {
	Summary    string `json:"summary"`    // two sentences on the home page
	Purpose    string `json:"purpose"`    // Markdown
	Procedure  string `json:"procedure"`  // Markdown
	Documents  string `json:"documents"`  // Markdown
	Visibility string `json:"visibility"` // whether contributions will be visible
	FollowUp   string `json:"follow_up"`  // the promised follow-up
	NextSteps  string `json:"next_steps"` // Markdown; what happens next, with dates
	Notice     Notice `json:"notice"`
	// Pages of R3.7; blank: the default text, which says that the organiser has not yet written it.
	Accessibility string `json:"accessibility"`
	LegalNotice   string `json:"legal_notice"`
	Privacy       string `json:"privacy,omitempty"` // besides the notice
	Help          string `json:"help"`
	Contact       string `json:"contact"` // name, address, telephone, e-mail of the organiser
}

// Notice is the collection notice of R2.1, nine items.
type Notice struct {
	Controller string `json:"controller"` // who
	Purpose    string `json:"purpose"`
	LegalBasis string `json:"legal_basis"`
	Compulsory string `json:"compulsory"` // what is compulsory or optional
	Recipients string `json:"recipients"`
	Retention  string `json:"retention"`
	Rights     string `json:"rights"`
	DPO        string `json:"dpo"`
	Complaint  string `json:"complaint"` // to the CNIL
}

// AccessibilityStatus is the exact wording of R3.7, as a key.
type AccessibilityStatus string

// The accessibility statuses.
const (
	AccessibilityNone    AccessibilityStatus = "none"
	AccessibilityPartial AccessibilityStatus = "partial"
	AccessibilityFull    AccessibilityStatus = "full"
)

// Settings are a consultation's choices.
type Settings struct {
	CellThreshold int                 `json:"cell_threshold"` // R2.5; 0: default 5; 3 to 11
	Invited       int                 `json:"invited"`        // structures asked: the base «eligible»; 0: not known
	InvitedSource string              `json:"invited_source"` // «déclaré» by whom
	Accessibility AccessibilityStatus `json:"accessibility"`
	// Legal marks a «consultation ouverte» (L132-1): at least 15 days.
	Legal bool `json:"legal"`
	// Minutes is the time a respondent needs, said on the start page; 0: computed from the questionnaire.
	Minutes int `json:"minutes"`
	// HideSuggestions keeps what a model proposes from those who code.
	HideSuggestions bool `json:"hide_suggestions,omitempty"`
	// IdeaBox says whether the box takes ideas while the consultation is open. Its ideas stay readable when it does not.
	IdeaBox bool `json:"idea_box"`
	// IdeaModeration says when ideas and comments are read by a moderator; "": after publication.
	IdeaModeration ModerationTime `json:"idea_moderation"`
	IdeaComments   bool           `json:"idea_comments"` // anybody may comment
	IdeaSupports   bool           `json:"idea_supports"` // anybody may support
	// Strata are the columns of the list of organisations that part it into strata; none: category and territory.
	Strata []Stratifier `json:"strata,omitempty"`
}

// Stratifier is a column of the list of organisations.
type Stratifier string

// The columns by which a list is parted.
const (
	ByCategory  Stratifier = "category"
	ByTerritory Stratifier = "territory"
	BySize      Stratifier = "size"
)

// Stratifiers gives the columns that part the list of organisations.
func (s Settings) Stratifiers() []Stratifier {
	if len(s.Strata) == 0 {
		return []Stratifier{ByCategory, ByTerritory}
	}
	return s.Strata
}

// ModerationTime is when a text is read by a moderator.
type ModerationTime string

// The times of moderation.
const (
	ModerateAfter  ModerationTime = "after"  // published at once, read after
	ModerateBefore ModerationTime = "before" // published once read
)

// Threshold gives the number under which a published cell is hidden (R2.5).
func (s Settings) Threshold() int {
	if s.CellThreshold == 0 {
		return 5
	}
	return min(max(s.CellThreshold, 3), 11)
}

// Accepting says whether the consultation takes new responses now, and whether it still takes those begun before
// closing (60 minutes more, rule 4).
func (c *Consultation) Accepting(now time.Time) (fresh, begun bool) {
	if c.Status != StatusOpen || !c.OpensAt.IsZero() && now.Before(c.OpensAt) {
		return false, false
	}
	if c.ClosesAt.IsZero() || now.Before(c.ClosesAt) {
		return true, true
	}
	return false, now.Before(c.ClosesAt.Add(GraceAfterClosing))
}

// Over says whether nobody can begin to answer any more.
func (c *Consultation) Over(now time.Time) bool {
	return c.Status == StatusClosed || c.Status == StatusRecord || !c.ClosesAt.IsZero() && !now.Before(c.ClosesAt)
}

// GraceAfterClosing is how long responses begun before the closing time are still accepted.
const GraceAfterClosing = 60 * time.Minute

// StepKind is the kind of a step of the consultation.
type StepKind string

// The kinds of step.
const (
	StepEvent         StepKind = "event"
	StepQuestionnaire StepKind = "questionnaire"
	StepIdeaBox       StepKind = "idea_box"
	StepMail          StepKind = "mail"
)

// Step is one step of the consultation on its time line. Its figures are «déclarés»: never added to counted ones.
type Step struct {
	ID             ID
	ConsultationID ID
	Position       int
	Kind           StepKind
	Title          string
	Place          string
	When           string    // in words where no day is known («printemps 2016»)
	StartsAt       time.Time // zero: not known
	EndsAt         time.Time
	Invited        int    // declared; 0: not known
	InvitedSource  string // where the figure comes from
	Participants   int    // declared; 0: not known
	Unit           string // what Participants counts: «participants», «répondants», «contributeurs»
	Source         string
}

// Stake is an enjeu of the strategy, with its operational objectives.
type Stake struct {
	ID             ID
	ConsultationID ID
	Position       int
	Mark           string // «A»
	Title          string
	Objectives     []Objective
}

// Objective is an operational objective.
type Objective struct {
	ID       ID
	Position int // numbered through the stakes, from 1
	Title    string
}
