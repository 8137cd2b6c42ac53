package consult

import (
	"context"
	"time"
)

// OrganisationChange is what an import did to an organisation.
type OrganisationChange struct {
	ImportID       ID
	OrganisationID ID
	Before         *Organisation // nil: the import added it
	After          Organisation
}

// OrganisationMerge says that two organisations are one, and holds what parting them again needs.
type OrganisationMerge struct {
	ID             ID
	ConsultationID ID
	KeptID         ID
	MergedID       ID
	Trace          MergeTrace
	By             ID // "": the command line
	ByName         string
	At             time.Time
	UndoneAt       time.Time // zero: they are one
	UndoneByName   string
}

// MergeTrace is how things were before a merge.
type MergeTrace struct {
	KeptBefore Organisation
	KeptAfter  Organisation
	Merged     Organisation
	Touches    []Touch // those that followed
	Dropped    []Touch // those that the kept one had already
	Responses  []ID    // those that followed
	Attended   []ID    // the attendances that followed
	Invitation bool    // the merged one's link followed: the kept one had none
}

// DistinctOrganisations are two organisations that somebody said are two.
type DistinctOrganisations struct {
	A, B ID
	By   ID
	At   time.Time
}

// Stratum counts the organisations that share what may part a list. Blank values are a stratum too.
type Stratum struct {
	Category  string
	Territory string
	Size      string
	Count     int
}

// OrganisationListReader is how what happened to a list of organisations is read.
type OrganisationListReader interface {
	// Strata counts the organisations that stand, by category, territory and size, in that order.
	Strata(ctx context.Context, consultation ID) ([]Stratum, error)
	// OrganisationChanges gives changes of an import that it has not undone, at most limit.
	OrganisationChanges(ctx context.Context, importID ID, limit int) ([]OrganisationChange, error)
	// CountOrganisationChanges counts the organisations that an import added, and those it described anew.
	CountOrganisationChanges(ctx context.Context, importID ID) (added, updated int, err error)
	OrganisationMerge(ctx context.Context, id ID) (OrganisationMerge, error)
	OrganisationMerges(ctx context.Context, consultation ID) ([]OrganisationMerge, error)        // newest first
	OrganisationMergesOf(ctx context.Context, organisation ID) ([]OrganisationMerge, error)      // as kept or merged, newest first
	DistinctOrganisations(ctx context.Context, consultation ID) ([]DistinctOrganisations, error) // by A, then B
	// ResponsesOfOrganisation gives the responses that speak for it, by response.
	ResponsesOfOrganisation(ctx context.Context, organisation ID) ([]ResponseOwner, error)
}

// OrganisationListWriter is how a list of organisations is tidied.
type OrganisationListWriter interface {
	// InsertOrganisationChanges keeps what an import did; of an organisation it has changed already, only the new state.
	InsertOrganisationChanges(ctx context.Context, changes []OrganisationChange) error
	DeleteOrganisationChange(ctx context.Context, importID, organisation ID) error
	InsertOrganisationMerge(ctx context.Context, m *OrganisationMerge) error
	// UndoOrganisationMerge marks a merge undone; CodeConflict when it is already.
	UndoOrganisationMerge(ctx context.Context, id ID, at time.Time, byName string) error
	// MoveInvitation gives an organisation's link to another that has none; CodeNotFound when there is no link.
	MoveInvitation(ctx context.Context, from, to ID) error
	// InsertDistinctOrganisations keeps that two are two; said again, it changes nothing.
	InsertDistinctOrganisations(ctx context.Context, d *DistinctOrganisations) error
}

// Stratifiers lists the columns that may part a list of organisations.
func Stratifiers() []Stratifier { return []Stratifier{ByCategory, ByTerritory, BySize} }

// Value gives the value of a stratum in a column.
func (s Stratum) Value(by Stratifier) string {
	switch by {
	case ByCategory:
		return s.Category
	case ByTerritory:
		return s.Territory
	default:
		return s.Size
	}
}

// Only gives the stratum by these columns alone, and counts nothing yet.
func (s Stratum) Only(by []Stratifier) Stratum {
	var only Stratum
	for _, one := range by {
		switch one {
		case ByCategory:
			only.Category = s.Category
		case ByTerritory:
			only.Territory = s.Territory
		case BySize:
			only.Size = s.Size
		}
	}
	return only
}
