package consult

import (
	"context"
	"time"
)

// Import is a file gathered elsewhere, of contributions, of organisations or of attendances, from its arrival to its undoing.
type Import struct {
	ID             ID
	ConsultationID ID
	About          ImportAbout
	State          ImportState
	FileName       string
	Digest         string // SHA-256 of the file, in hexadecimal
	Size           int64
	Settings       ImportSettings
	Report         ImportReport
	// Runner is the run that holds the import: another run takes it over, and the earlier one then stops.
	Runner    ID
	By        ID // "": the command line
	ByName    string
	CreatedAt time.Time
	StartedAt time.Time // of the last run
	BeatAt    time.Time // the last sign of life of a run
	EndedAt   time.Time
	UndoneAt  time.Time
}

// ImportAbout is what the rows of an import are.
type ImportAbout string

// What rows are.
const (
	AboutContributions ImportAbout = ""
	AboutOrganisations ImportAbout = "organisations"
	AboutAttendances   ImportAbout = "attendances"
)

// ImportState is where an import stands.
type ImportState string

// The states of an import.
const (
	ImportUploaded ImportState = "uploaded" // waits for its settings
	ImportRunning  ImportState = "running"
	ImportStopped  ImportState = "stopped" // interrupted: can be taken up again
	ImportDone     ImportState = "done"
	ImportUndoing  ImportState = "undoing"
	ImportUndone   ImportState = "undone"
)

// ImportSettings say how a file is read. Zero fields are detected.
type ImportSettings struct {
	Columns    map[string]string `json:"columns"` // field → header of its column
	Encoding   string            `json:"encoding"`
	Separator  string            `json:"separator"`
	Sheet      string            `json:"sheet"`
	DateFormat string            `json:"date_format"`
	Decimal    string            `json:"decimal"`
	// Source parts the identifiers of one source from those of another; "": one source.
	Source string `json:"source"`
	// Publication holds for every row; "": PublicationNo.
	Publication Publication `json:"publication"`
	// OneSessionPerTitle makes one session of a title whatever numbers the rows give it: the first number is kept.
	OneSessionPerTitle bool `json:"one_session_per_title"`
	// Coder is in whose name the themes of the file are given; needed when a column of themes is mapped.
	Coder ID `json:"coder"`
	// Sure takes a list of organisations whose columns look shifted as it is.
	Sure bool `json:"sure,omitempty"`
	// BringBack are the rows whose erased contacts are taken all the same, and BringBackWhy says why.
	BringBack    []int           `json:"bring_back,omitempty"`
	BringBackWhy BringBackReason `json:"bring_back_why,omitempty"`
	// Event is whose list a file of attendances is; Came says that everybody on it came.
	Event ID   `json:"event,omitempty"`
	Came  bool `json:"came,omitempty"`
}

// ImportReport is what came of an import, as far as it went.
type ImportReport struct {
	Total        int `json:"total"` // rows of the file, once known
	Rows         int `json:"rows"`  // read
	Added        int `json:"added"`
	Updated      int `json:"updated"` // the same row, changed since an earlier import
	Restored     int `json:"restored"`
	Already      int `json:"already"` // the same row, unchanged
	Refused      int `json:"refused"`
	Sessions     int `json:"sessions"` // told apart in the file
	SessionsMade int `json:"sessions_made"`
	Contributors int `json:"contributors"`     // distinct authors of the file
	Participants int `json:"participants"`     // declared by its sessions, each once
	Represented  int `json:"represented"`      // people represented: those, and each author who wrote alone
	Themes       int `json:"themes"`           // given
	Near         int `json:"near,omitempty"`   // pairs of organisations that may be one, in the whole list
	Erased       int `json:"erased,omitempty"` // rows with a contact left out: erased at the person's request
	Kept         int `json:"kept,omitempty"`   // organisations that undoing left, since something happened with them
	// Issues are what is wrong with rows, the first MostImportIssues of them; IssuesLeft counts the others.
	Issues     []ImportIssue `json:"issues"`
	IssuesLeft int           `json:"issues_left"`
	Ignored    []string      `json:"ignored"` // columns that no field uses
}

// MostImportIssues bounds the issues that a report keeps.
const MostImportIssues = 1000

// Note keeps an issue, or counts it.
func (r *ImportReport) Note(issue ImportIssue) {
	if len(r.Issues) < MostImportIssues {
		r.Issues = append(r.Issues, issue)
		return
	}
	r.IssuesLeft++
}

// ImportIssue is something wrong or doubtful with a row. Key is a translation key, Args are pairs name, value.
type ImportIssue struct {
	Row     int      `json:"row"`
	Column  string   `json:"column"` // header; "": the row as a whole
	Key     string   `json:"key"`
	Args    []string `json:"args"`
	Refused bool     `json:"refused"` // the row was left out; otherwise it is a warning
}

// ImportedRow ties a contribution to the row of a file that it came from.
type ImportedRow struct {
	ConsultationID ID
	Key            string // the row's identity: the same key is the same contribution
	ContributionID ID
	ImportID       ID // the import that made it, or brought it back
	Digest         string
	Undone         bool // retracted with its import
}

// IdentityField is what an identifying value of a contribution is.
type IdentityField string

// The identifying values of a contribution, kept apart from it (rule 10).
const (
	IdentityAuthor  IdentityField = "author"
	IdentitySender  IdentityField = "sender"
	IdentityContact IdentityField = "contact"
)

// ContributionIdentity is one identifying value of a contribution.
type ContributionIdentity struct {
	ContributionID ID
	Field          IdentityField
	Value          string
}

// ImportReader is how imports are read.
type ImportReader interface {
	Import(ctx context.Context, id ID) (Import, error)
	Imports(ctx context.Context, consultation ID) ([]Import, error) // newest first
	// ImportPiece gives a piece of the file of an import; CodeNotFound after the last.
	ImportPiece(ctx context.Context, id ID, position int) ([]byte, error)
	// ImportedRows gives those of the keys that a consultation knows, in no order.
	ImportedRows(ctx context.Context, consultation ID, keys []string) ([]ImportedRow, error)
	// RowsOfImport gives contributions that an import made and that it has not undone, at most limit.
	RowsOfImport(ctx context.Context, id ID, limit int) ([]ImportedRow, error)
	ContributionIdentities(ctx context.Context, contribution ID) ([]ContributionIdentity, error) // by field
	// GivenNames gives the distinct names of authors and senders that a consultation keeps apart, sorted.
	GivenNames(ctx context.Context, consultation ID) ([]string, error)
	SessionHeld(ctx context.Context, id ID) (SessionHeld, error)
	// Notes gives the contributions of a session, the retracted ones too, in creation order, then id.
	Notes(ctx context.Context, session ID) ([]Contribution, error)
	// NotesBySession counts the contributions that count, by session.
	NotesBySession(ctx context.Context, consultation ID) (map[ID]int, error)
	Capture(ctx context.Context, id ID) (Capture, error)
}

// ImportWriter is how imports are written.
type ImportWriter interface {
	InsertImport(ctx context.Context, i *Import) error
	// UpdateImport writes all but the identifier, the file and who brought it; CodeConflict when another run holds it.
	UpdateImport(ctx context.Context, i *Import, heldBy ID) error
	DeleteImport(ctx context.Context, id ID) error // with its pieces
	InsertImportPiece(ctx context.Context, id ID, position int, content []byte) error
	DeleteImportPieces(ctx context.Context, id ID) error
	// InsertImported writes new contributions with their rows and identities.
	InsertImported(ctx context.Context, contributions []*Contribution, rows []ImportedRow, identities []ContributionIdentity) error
	// UpdateContribution writes the text and the attributes of a contribution that is no answer, makes its confirmed
	// assignments stale when its text version changed, and retracts it or brings it back as RetractedAt says.
	UpdateContribution(ctx context.Context, c *Contribution) error
	UpdateImportedRow(ctx context.Context, row *ImportedRow) error
	// ReplaceIdentities makes the identifying values of a contribution equal to these.
	ReplaceIdentities(ctx context.Context, contribution ID, identities []ContributionIdentity) error
	UpdateSessionHeld(ctx context.Context, s *SessionHeld) error
	// DeleteEmptySessions removes the sessions that an import made and that hold nothing that counts, no attachment
	// either, and tells how many.
	DeleteEmptySessions(ctx context.Context, importID ID) (int, error)
	InsertCapture(ctx context.Context, c *Capture) error // CodeConflict when the form was already taken
}

// Capture is what a form of capture made: the same form posted again makes nothing.
type Capture struct {
	ID             ID
	ConsultationID ID
	Digest         string // of what was typed
	SessionID      ID
	ContributionID ID
	At             time.Time
}
