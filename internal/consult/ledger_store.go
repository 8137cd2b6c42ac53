package consult

import (
	"context"
	"time"
)

// LedgerMark tells what a ledger kept in memory has to read again.
type LedgerMark struct {
	Seq   int64 // of the last change of anything (rule 9)
	List  int64 // of the last change of an organisation
	Taken int64 // of the last time that a touch or a response left its organisation
}

// UntiedResponse is a response that counts and speaks for no organisation.
type UntiedResponse struct {
	ID          ID
	Reference   string
	Channel     Channel
	Category    string
	Territory   string
	SubmittedAt time.Time
}

// Settlement is what somebody decided of an organisation's several answers.
type Settlement struct {
	ID             ID
	ConsultationID ID
	OrganisationID ID
	Kind           SettlementKind
	Responses      []ID          // the answers decided on, by identifier
	KeptID         ID            // the one that stays; "": all do
	Taken          []TakenAnswer // what the kept one took from the others
	Note           string
	By             ID // "": the command line
	ByName         string
	At             time.Time
	UndoneAt       time.Time // zero: it stands
	UndoneByName   string
}

// TakenAnswer names a question and the response that gave its answer, never the answer.
type TakenAnswer struct {
	Name string `json:"name"`
	From ID     `json:"from"`
}

// SettlementKind is what becomes of several answers.
type SettlementKind string

// What becomes of them.
const (
	SettleBoth   SettlementKind = "both"
	SettleChoose SettlementKind = "choose"
	SettleMerge  SettlementKind = "merge"
)

// LedgerReader is how a ledger is read.
type LedgerReader interface {
	LedgerMark(ctx context.Context, consultation ID) (LedgerMark, error)
	// LedgerOrganisations gives the organisations that stand, by name.
	LedgerOrganisations(ctx context.Context, consultation ID) ([]LedgerOrganisation, error)
	// LedgerTouches gives the touches whose sequence is after and at most upTo.
	LedgerTouches(ctx context.Context, consultation ID, after, upTo int64) ([]LedgerTouch, error)
	// LedgerResponses gives the responses that changed, or were tied, after a sequence; no organisation: tied to none.
	LedgerResponses(ctx context.Context, consultation ID, after int64) ([]OwnedResponse, error)
	// UntiedResponses gives the responses that count and speak for none, newest first.
	UntiedResponses(ctx context.Context, consultation ID, offset, limit int) ([]UntiedResponse, error)
	CountUntiedResponses(ctx context.Context, consultation ID) (int, error)
	// OrganisationsKnown gives the organisations that stand and have a number or an address, folded; blank finds none.
	OrganisationsKnown(ctx context.Context, consultation ID, siret, email string) ([]Organisation, error)
	Settlement(ctx context.Context, id ID) (Settlement, error)
	Settlements(ctx context.Context, consultation ID) ([]Settlement, error) // newest first
}

// LedgerWriter is how decisions on several answers are written.
type LedgerWriter interface {
	InsertSettlement(ctx context.Context, s *Settlement) error
	// UndoSettlement marks a decision undone; CodeConflict when it is already.
	UndoSettlement(ctx context.Context, id ID, at time.Time, byName string) error
}
