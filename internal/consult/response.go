package consult

import (
	"time"

	"concertation/forms"
)

// ResponseStatus is where a response stands.
type ResponseStatus string

// The statuses of a response. Drafts are never counted.
const (
	ResponseDraft     ResponseStatus = "draft"
	ResponseSubmitted ResponseStatus = "submitted"
	ResponseWithdrawn ResponseStatus = "withdrawn"
)

// Channel is how something reached us.
type Channel string

// The channels.
const (
	ChannelWeb      Channel = "web"
	ChannelPaper    Channel = "paper"
	ChannelPhone    Channel = "phone"
	ChannelMail     Channel = "mail"
	ChannelEmail    Channel = "email"
	ChannelWorkshop Channel = "workshop"
	ChannelImport   Channel = "import"
)

// Channels lists the channels, the most usual first.
func Channels() []Channel {
	return []Channel{ChannelWeb, ChannelPaper, ChannelPhone, ChannelMail, ChannelEmail, ChannelWorkshop, ChannelImport}
}

// Response is one response to a questionnaire (rule 2): its draft, and once submitted its answers.
type Response struct {
	ID              ID
	ConsultationID  ID
	QuestionnaireID ID
	RevisionID      ID
	ChangeSeq       int64
	Status          ResponseStatus
	Origin          Origin
	Channel         Channel
	Language        string
	Category        string // code given to the question of that role, at submission
	Territory       string
	Reference       string // 8 characters, printed; grants nothing
	TokenHash       []byte // SHA-256 of the link's token
	Seed            uint64 // the order of random choices
	// Draft holds the raw posted strings without the identity ones; DraftIdentity those.
	Draft         forms.Raw
	DraftIdentity forms.Raw
	DraftVersion  int64
	// Dirty says that the draft was edited after submission and not sent again.
	Dirty bool
	// Submission is what counts; zero until submitted.
	Submission  forms.Submission
	StartedAt   time.Time
	SubmittedAt time.Time // first submission; zero: never
	ChangedAt   time.Time
}

// Identity is one identifying answer, kept apart from the response (rule 10).
type Identity struct {
	ResponseID ID
	Question   string
	Value      string
}

// Sending is a response to write as sent, with its draft.
type Sending struct {
	Response   *Response
	Identities []Identity
	// HadIdentity says whether the draft that it replaces held identity values.
	HadIdentity bool
	// Encoded is what the store made of the response's draft and submission (see Store.Encode), which do not change any more.
	Encoded EncodedResponse
}

// EncodedResponse is how a store writes a response's draft and submission; the zero value is none.
type EncodedResponse struct{ Draft, Answers string }
