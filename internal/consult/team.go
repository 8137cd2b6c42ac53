package consult

import (
	"context"
	"time"
)

// Team is several people answering one questionnaire together: one of them at a time holds the response.
type Team struct {
	ResponseID ID
	HolderID   ID        // the member who may write
	HeldUntil  time.Time // past it, another may take over without asking
	AskedID    ID        // the member who asks to write, or ""
	AskedAt    time.Time
	SignerID   ID // the member who alone may send; "": whoever holds
	CreatedAt  time.Time
}

// Held says whether the one who holds is at work.
func (t *Team) Held(now time.Time) bool { return now.Before(t.HeldUntil) }

// Member is one of a team. Names are identity: they stand apart from answers (rule 10) and go with the response.
type Member struct {
	ID         ID
	ResponseID ID
	Name       string
	Role       string // «directrice»; may be blank
	TokenHash  []byte // of a link of their own
	CreatedAt  time.Time
	SeenAt     time.Time // when the link was last used; zero: never
	RemovedAt  time.Time // zero: still of the team
}

// DraftComment is what a member says of an answer to the others, before it is sent: never part of the answer.
type DraftComment struct {
	ID         ID
	ResponseID ID
	MemberID   ID
	Question   string
	Body       string
	CreatedAt  time.Time
	SettledAt  time.Time // zero: still to be dealt with
}

// Bounds on teams.
const (
	MostMembers       = 12
	MostDraftComments = 300
	MaxMemberName     = 120
	MaxDraftComment   = 2000
)

// HeldFor is how long a member holds a response after their last act.
const HeldFor = 15 * time.Minute

// LeftFor is how long after their last visit the one who was named to send may be put out by the others.
const LeftFor = 7 * 24 * time.Hour

// TeamReader is how teams are read.
type TeamReader interface {
	Team(ctx context.Context, response ID) (Team, error)
	Members(ctx context.Context, response ID) ([]Member, error) // the removed too, in the order in which they came
	MemberByToken(ctx context.Context, tokenHash []byte) (Member, error)
	DraftComments(ctx context.Context, response ID) ([]DraftComment, error) // oldest first, then id
}

// TeamWriter is how teams are written.
type TeamWriter interface {
	// InsertTeam makes a team of a response: its link becomes the one of the first member, and only members have links
	// from then on. CodeConflict when it is a team already.
	InsertTeam(ctx context.Context, t *Team, first *Member) error
	UpdateTeam(ctx context.Context, t *Team) error // CodeNotFound when there is none
	InsertMember(ctx context.Context, m *Member) error
	UpdateMember(ctx context.Context, m *Member) error // CodeNotFound when there is none
	InsertDraftComment(ctx context.Context, c *DraftComment) error
	// SettleDraftComment says when a comment was dealt with; the zero time reopens it. CodeNotFound when the response
	// has no such comment.
	SettleDraftComment(ctx context.Context, response, id ID, at time.Time) error
}
