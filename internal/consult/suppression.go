package consult

import (
	"context"
	"time"
)

// SuppressionMonths is how long the print of an erased address is kept: a list brought back meanwhile says so (R2.3).
const SuppressionMonths = 36

// BringBackReason is why an address that was erased at its person's request is used again.
type BringBackReason string

// The reasons; what somebody types could name a person, so none is typed (R2.7).
const (
	BringBackAsked   BringBackReason = "asked"   // the person asked to be written to again
	BringBackOther   BringBackReason = "other"   // the address is somebody else's now
	BringBackMistake BringBackReason = "mistake" // it should not have been erased
)

// BringBackReasons lists the reasons, in the order in which screens offer them.
func BringBackReasons() []BringBackReason {
	return []BringBackReason{BringBackAsked, BringBackOther, BringBackMistake}
}

// Known says whether there is such a reason.
func (r BringBackReason) Known() bool {
	return r == BringBackAsked || r == BringBackOther || r == BringBackMistake
}

// SuppressionReader is how the list of erased addresses is read. A fingerprint is what the service makes of an address.
type SuppressionReader interface {
	// Suppressions gives the prints that are suppressed in a consultation, with when each was erased.
	Suppressions(ctx context.Context, consultation ID) (map[string]time.Time, error)
	// Suppressed tells when an address was erased; CodeNotFound when it was not, or was lifted in that consultation.
	Suppressed(ctx context.Context, consultation ID, fingerprint string) (time.Time, error)
	// CountSuppressions counts the prints kept, of every consultation.
	CountSuppressions(ctx context.Context) (DueCount, error)
	// AddressOfOrganisation says whether a structure of any list still gives that address as its own.
	AddressOfOrganisation(ctx context.Context, address string) (bool, error)
}

// SuppressionWriter is how it is written.
type SuppressionWriter interface {
	// Suppress keeps a print; one that is there already is suppressed everywhere again, from that moment.
	Suppress(ctx context.Context, fingerprint string, at time.Time) error
	// LiftSuppression lets an address be used in a consultation; CodeNotFound when it is not suppressed at all.
	LiftSuppression(ctx context.Context, fingerprint string, consultation ID, at time.Time) error
	// PurgeSuppressions removes the prints of what was erased before a moment, and tells how many.
	PurgeSuppressions(ctx context.Context, before time.Time) (int, error)
}
