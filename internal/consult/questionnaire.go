package consult

import (
	"time"

	"concertation/forms"
)

// Questionnaire is a questionnaire of a consultation: a name for its successive revisions.
type Questionnaire struct {
	ID             ID
	ConsultationID ID
	Slug           string // unique in the consultation
	Title          string
	// Published is the revision new responses are given, or "".
	Published ID
	CreatedAt time.Time
}

// Revision is one state of a questionnaire. Once published it never changes (a trigger forbids it).
type Revision struct {
	ID              ID
	QuestionnaireID ID
	ConsultationID  ID
	Number          int // from 1, in the questionnaire
	Definition      forms.Definition
	SourceName      string    // the file it came from
	PublishedAt     time.Time // zero: a draft, to preview
	PublishedBy     ID
	CreatedAt       time.Time
}
