package consult

import (
	"context"
	"time"
)

// Invitation is the personal link of an organisation. A forwarded link is not an identity: it says for whom it was
// made, not who holds it.
type Invitation struct {
	ID             ID
	ConsultationID ID
	OrganisationID ID // one link per organisation
	TokenHash      []byte
	CreatedAt      time.Time
	RevokedAt      time.Time // zero: the link works
}

// TouchKind is what happened with an organisation.
type TouchKind string

// What happens with an organisation, in the order in which it usually does. That a response was begun or sent is no
// touch: it is read from the responses, which may be withdrawn.
const (
	TouchInvited    TouchKind = "invited"
	TouchReminded   TouchKind = "reminded"
	TouchBounced    TouchKind = "bounced"
	TouchReached    TouchKind = "reached" // somebody answered a call, a letter came back signed
	TouchOpened     TouchKind = "opened"  // the personal link was followed
	TouchCalled     TouchKind = "called"
	TouchRegistered TouchKind = "registered" // for an event
	TouchAttended   TouchKind = "attended"
	TouchIdea       TouchKind = "idea"
)

// Touch is one thing that happened with an organisation.
type Touch struct {
	ID             ID
	ConsultationID ID
	OrganisationID ID
	Kind           TouchKind
	Channel        Channel
	Source         string // the mail, the event, the idea…: the same kind and source once per organisation
	At             time.Time
	By             ID // who noted it; "": the program
	Note           string
}

// TouchFilter narrows touches. Zero fields do not narrow.
type TouchFilter struct {
	ConsultationID ID
	OrganisationID ID
	Kind           TouchKind
	Since          time.Time
}

// ResponseOwner says for which organisation a response speaks.
type ResponseOwner struct {
	ResponseID     ID
	OrganisationID ID
	At             time.Time
}

// OwnedResponse is a response of an organisation, as a ledger reads it.
type OwnedResponse struct {
	ResponseID     ID
	OrganisationID ID
	Status         ResponseStatus
	Channel        Channel
	StartedAt      time.Time
	SubmittedAt    time.Time
}

// ParticipationReader is how participation is read.
type ParticipationReader interface {
	InvitationByToken(ctx context.Context, tokenHash []byte) (Invitation, error)
	InvitationOf(ctx context.Context, organisation ID) (Invitation, error)
	Invitations(ctx context.Context, consultation ID) ([]Invitation, error)  // by organisation
	Touches(ctx context.Context, filter TouchFilter) ([]Touch, error)        // oldest first, then id
	OwnerOfResponse(ctx context.Context, response ID) (ResponseOwner, error) // CodeNotFound: it speaks for none
	OwnedResponses(ctx context.Context, consultation ID) ([]OwnedResponse, error)
	ResponsesOf(ctx context.Context, organisation ID) ([]OwnedResponse, error)
	// Secret gives a key of the program; CodeNotFound before its first need.
	Secret(ctx context.Context, name string) ([]byte, error)
}

// ParticipationWriter is how participation is written.
type ParticipationWriter interface {
	// InsertInvitation writes an organisation's link; CodeConflict when it has one.
	InsertInvitation(ctx context.Context, i *Invitation) error
	// UpdateInvitation writes the identifier, the token's hash and when it was revoked of an organisation's link.
	UpdateInvitation(ctx context.Context, i *Invitation) error
	// InsertTouch writes what happened; the same kind and source again for an organisation changes nothing.
	InsertTouch(ctx context.Context, t *Touch) error
	// DeleteTouch removes what proved not to have happened; CodeNotFound when there is none.
	DeleteTouch(ctx context.Context, organisation ID, kind TouchKind, source string) error
	// MoveTouch gives a touch to another organisation; a touch of the same kind and source there stays, and this one
	// goes.
	MoveTouch(ctx context.Context, id, organisation ID) error
	// TieResponse says for which organisation a response speaks, in place of any other.
	TieResponse(ctx context.Context, owner *ResponseOwner) error
	UntieResponse(ctx context.Context, response ID) error // CodeNotFound when it speaks for none
	// KeepSecret writes a key unless the name has one, and gives the key that holds.
	KeepSecret(ctx context.Context, name string, value []byte, at time.Time) ([]byte, error)
}
