package consult

import (
	"context"
	"time"
)

// Organisation is a structure that the organiser invites, as their list describes it.
type Organisation struct {
	ID             ID
	ConsultationID ID
	Key            string // the list's own identifier; "": none
	Name           string
	SIRET          string // 14 digits, or ""
	RNA            string // «W» and 9 digits, or ""
	Category       string // a code of the questionnaire, or the list's own word
	Territory      string
	Size           string
	Email          string
	Phone          string
	Address        string // street lines
	Postcode       string
	Town           string
	Contacts       []Contact
	Note           string
	MergedInto     ID // the organisation it was merged into; "": stands alone
	CreatedAt      time.Time
	ChangedAt      time.Time
}

// Contact is a person of an organisation, to whom an invitation may be sent.
type Contact struct {
	Name  string `json:"name,omitempty"`
	Role  string `json:"role,omitempty"`
	Email string `json:"email,omitempty"`
	Phone string `json:"phone,omitempty"`
}

// OrganisationFilter narrows organisations. Zero fields do not narrow.
type OrganisationFilter struct {
	ConsultationID ID
	Category       string
	Territory      string
	Size           string
	Blank          []Stratifier // the columns that must be blank
	Words          string       // folded; every word must be in the name, the town or the list's identifier
	Merged         bool         // include those merged into another
	Offset, Limit  int          // Limit 0: all
}

// OrganisationReader is how organisations are read.
type OrganisationReader interface {
	Organisation(ctx context.Context, id ID) (Organisation, error)
	Organisations(ctx context.Context, filter OrganisationFilter) ([]Organisation, error) // by name, then id
	CountOrganisations(ctx context.Context, filter OrganisationFilter) (int, error)
}

// OrganisationWriter is how organisations are written. folded and sorted are the name as searches and lists want it:
// the service writes them (package french), since neither engine knows French.
type OrganisationWriter interface {
	InsertOrganisation(ctx context.Context, o *Organisation, folded, sorted string) error
	UpdateOrganisation(ctx context.Context, o *Organisation, folded, sorted string) error // CodeNotFound when it is gone
	DeleteOrganisation(ctx context.Context, id ID) error
}
