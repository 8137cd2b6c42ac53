package consult

import (
	"context"
	"time"
)

// Campaign is a mail sent to the structures of a list: an invitation, or a reminder to those that have not answered.
type Campaign struct {
	ID             ID
	ConsultationID ID
	Kind           MailKind // MailInvitation or MailReminder
	Name           string   // for the organiser alone
	Subject        string   // with fields between braces
	Body           string   // Markdown, with fields between braces
	Category       string   // to the structures of this category; "": of any
	Territory      string
	Size           string
	Contacts       bool // to each contact of a structure too, not to its own address alone
	State          CampaignState
	ScheduledAt    time.Time // when it is to leave; zero: nobody said
	QueuedAt       time.Time // when its mails were queued; zero: not yet
	Report         CampaignReport
	By             ID
	ByName         string
	CreatedAt      time.Time
	ChangedAt      time.Time
}

// CampaignState is where a campaign stands.
type CampaignState string

// The states of a campaign.
const (
	CampaignDraft     CampaignState = "draft"
	CampaignScheduled CampaignState = "scheduled" // its mails are queued when its time comes
	CampaignQueued    CampaignState = "queued"    // they are queued, and leave at the pace
	CampaignStopped   CampaignState = "stopped"
)

// CampaignReport says to how many a campaign goes, and why not to the others. The structures are those of its choice.
type CampaignReport struct {
	Structures     int `json:"structures"`
	Answered       int `json:"answered"` // left out of a reminder
	Invited        int `json:"invited"`  // already, left out of an invitation
	NotInvited     int `json:"not_invited"`
	WithoutAddress int `json:"without_address"`
	Refused        int `json:"refused"` // addresses that refuse mails, or that returned one
	Unfit          int `json:"unfit"`   // addresses that are none
	Erased         int `json:"erased"`  // addresses erased at their person's request
	Mails          int `json:"mails"`
}

// Bounds on campaigns.
const (
	MostCampaigns   = 200
	MaxCampaignName = 120
	MaxMailSubject  = 200
	MaxMailBody     = 20_000
)

// CampaignReader is how campaigns are read.
type CampaignReader interface {
	Campaign(ctx context.Context, id ID) (Campaign, error)
	Campaigns(ctx context.Context, consultation ID) ([]Campaign, error) // newest first
	// DueCampaigns gives the scheduled ones whose time has come, the oldest first.
	DueCampaigns(ctx context.Context, now time.Time) ([]ID, error)
}

// CampaignWriter is how campaigns are written.
type CampaignWriter interface {
	InsertCampaign(ctx context.Context, c *Campaign) error
	// UpdateCampaign writes a campaign that is still in one of these states; CodeConflict otherwise.
	UpdateCampaign(ctx context.Context, c *Campaign, from ...CampaignState) error
	DeleteCampaign(ctx context.Context, id ID) error // CodeConflict when it is no draft
}
