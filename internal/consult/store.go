package consult

import (
	"context"
	"time"

	"concertation/forms"
)

// Store keeps everything. One implementation serves SQLite and PostgreSQL; storetest says what both must do.
// Reads see committed data only. A missing record is a *Error with CodeNotFound, never nil, nil. Lists have a total
// order. Times come back in UTC, to the millisecond.
type Store interface {
	// Atomic runs f in a transaction; its writes are on disk when Atomic returns nil. Writers are batched: f may run
	// twice, must do SQL only (through Tx), must not nest, and shares its commit with others; it sees what earlier
	// callbacks of the batch wrote. A failing f leaves no trace and fails alone. The context's cancellation is
	// ignored once f is queued (rule 1).
	Atomic(ctx context.Context, f func(Tx) error) error

	// Encode makes ready what SendDraft writes, before the transaction: everybody waits while one writes.
	Encode(s *Sending) error

	Reader

	// Ready says whether the store answers and its schema is the program's.
	Ready(ctx context.Context) error
	Close() error
}

// Tx is what a transaction may do: every read of Reader, and the writes.
type Tx interface {
	Reader
	IdeaWriter
	AttachmentWriter
	ImportWriter
	MaskWriter
	ReadingWriter
	OrganisationWriter
	OrganisationListWriter
	SitePageWriter
	ParticipationWriter
	LedgerWriter
	TeamWriter
	CampaignWriter
	MailWriter
	BounceWriter
	RightsWriter
	SuppressionWriter
	RetentionWriter
	BodyWriter
	EventWriter
	AccountWriter

	// NextSeq takes the next value of the change counter; order of sequence is order of commit (rule 9).
	NextSeq(ctx context.Context) (int64, error)

	InsertConsultation(ctx context.Context, c *Consultation) error // CodeConflict when the slug is taken
	UpdateConsultation(ctx context.Context, c *Consultation) error
	DeleteConsultation(ctx context.Context, id ID) error // with all it holds
	ReplaceSteps(ctx context.Context, consultation ID, steps []Step) error
	ReplaceStakes(ctx context.Context, consultation ID, stakes []Stake) error
	InsertThemeGrid(ctx context.Context, grid *ThemeGrid) error // a new version

	InsertQuestionnaire(ctx context.Context, q *Questionnaire) error
	InsertRevision(ctx context.Context, r *Revision) error // a draft; takes the next number, set in r
	DeleteDraftRevision(ctx context.Context, id ID) error  // CodeConflict when published
	PublishRevision(ctx context.Context, id ID, by ID, at time.Time) error
	// DeleteQuestionnaire removes a questionnaire with its revisions; CodeConflict when a response or a text is of it.
	DeleteQuestionnaire(ctx context.Context, id ID) error

	InsertResponse(ctx context.Context, r *Response) error // its draft identities too
	// SaveDraft writes the draft if it is still at version, and gives the new version; CodeConflict otherwise. A nil
	// identity leaves the identifying part as it is; an empty one removes it.
	SaveDraft(ctx context.Context, id ID, version int64, draft, identity forms.Raw, at time.Time) (int64, error)
	// SetResponseLanguage writes the language in which the respondent reads the questionnaire, and nothing else.
	SetResponseLanguage(ctx context.Context, id ID, language string) error
	// SubmitResponse writes status, submission, category, territory, times, sequence, clears Dirty, and replaces the
	// response's identities; the draft stays for later edits: r holds it as it was read. CodeConflict when it is no longer
	// at r.DraftVersion. A sequence belongs to one response: CodeConflict when another has it.
	SubmitResponse(ctx context.Context, r *Response, identities []Identity) error
	// SendDraft is SaveDraft and SubmitResponse in one: the response's draft is written too if it is still at its
	// DraftVersion, which goes up. It must have been encoded.
	SendDraft(ctx context.Context, s *Sending) error
	// SetResponseStatus withdraws or restores, with a new sequence.
	SetResponseStatus(ctx context.Context, id ID, status ResponseStatus, seq int64, at time.Time) error

	// UpsertAnswerContributions makes the response's contributions equal to wanted (rule 6), keyed by (question,
	// item): same text untouched, changed text → same id, TextVersion+1, confirmed assignments stale; absent →
	// retracted. IDs and text versions are set in wanted.
	UpsertAnswerContributions(ctx context.Context, response ID, wanted []Contribution) error
	InsertContribution(ctx context.Context, c *Contribution) error
	InsertSessionHeld(ctx context.Context, s *SessionHeld) error

	InsertAssignment(ctx context.Context, a *Assignment) error
	EndAssignment(ctx context.Context, id ID, at time.Time) error

	InsertUser(ctx context.Context, u *User) error // CodeConflict when the address is taken
	UpdateUser(ctx context.Context, u *User) error
	InsertLogin(ctx context.Context, l *Login) error
	// UseLogin marks a one-time link used and gives it; CodeNotFound when unknown, used or expired.
	UseLogin(ctx context.Context, tokenHash []byte, at time.Time) (Login, error)
	AppendAudit(ctx context.Context, e *AuditEntry) error
}

// Reader is every read.
type Reader interface {
	GridReader
	AttachmentReader
	ImportReader
	MaskReader
	ReadingReader
	OrganisationReader
	OrganisationListReader
	SitePageReader
	ParticipationReader
	LedgerReader
	TeamReader
	CampaignReader
	MailReader
	BounceReader
	RightsReader
	SuppressionReader
	EventReader
	NoticeReader
	RetentionReader
	BodyReader
	IdeaReader

	Consultation(ctx context.Context, id ID) (Consultation, error)
	ConsultationBySlug(ctx context.Context, slug string) (Consultation, error)
	Consultations(ctx context.Context) ([]Consultation, error) // newest first
	Steps(ctx context.Context, consultation ID) ([]Step, error)
	Stakes(ctx context.Context, consultation ID) ([]Stake, error)
	ThemeGrid(ctx context.Context, consultation ID) (ThemeGrid, error) // the latest version; CodeNotFound when none

	Questionnaires(ctx context.Context, consultation ID) ([]Questionnaire, error)
	Questionnaire(ctx context.Context, id ID) (Questionnaire, error)
	Revision(ctx context.Context, id ID) (Revision, error)
	Revisions(ctx context.Context, questionnaire ID) ([]Revision, error) // newest first

	Response(ctx context.Context, id ID) (Response, error) // with its draft identities
	ResponseByToken(ctx context.Context, tokenHash []byte) (Response, error)
	// ResponseMark gives what changes with every change of a response, for whoever remembers it.
	ResponseMark(ctx context.Context, tokenHash []byte) (ResponseMark, error)
	Responses(ctx context.Context, filter ResponseFilter) ([]Response, error) // submitted order, then id; no draft identity
	// SubmittedHeads hands over the submitted responses of a consultation, in any order, without their answers. What take
	// is given lasts until it returns.
	SubmittedHeads(ctx context.Context, consultation ID, take func(*ResponseHead)) error
	CountResponses(ctx context.Context, filter ResponseFilter) (int, error)
	Identities(ctx context.Context, response ID) ([]Identity, error)
	// Changes gives responses whose sequence is after since, in sequence order, at most limit: drafts never
	// submitted excluded, withdrawn included (rule 9).
	Changes(ctx context.Context, since int64, limit int) ([]Change, error)
	// SubmittedTimes gives the time of each first submission still counted, in order.
	SubmittedTimes(ctx context.Context, consultation ID) ([]time.Time, error)

	Contribution(ctx context.Context, id ID) (Contribution, error)
	Contributions(ctx context.Context, filter ContributionFilter) ([]Contribution, error) // creation order, then id
	ContributionsOf(ctx context.Context, response ID) ([]Contribution, error)             // the retracted too, creation order, then id
	// ContributionsSince hands over the contributions of a consultation that were made or changed after a sequence, the
	// retracted too, in any order, without title, body, folded text, origin, questionnaire and item. What take is given
	// lasts until it returns.
	ContributionsSince(ctx context.Context, consultation ID, since int64, take func(*Contribution)) error
	CountContributions(ctx context.Context, filter ContributionFilter) (int, error)
	// ContributionsSaying hands over those of a consultation, the retracted too, in which every word stands (folded), among
	// those made or changed after a sequence, one at a time.
	ContributionsSaying(ctx context.Context, consultation ID, words string, since int64, take func(ID)) error
	Statements(ctx context.Context, contribution ID) ([]Statement, error)
	Assignments(ctx context.Context, contribution ID) ([]Assignment, error) // current and past, oldest first
	// CurrentAssignments gives every current assignment of a consultation, by contribution, statement, theme, id.
	CurrentAssignments(ctx context.Context, consultation ID) ([]Assignment, error)
	SessionsHeld(ctx context.Context, consultation ID) ([]SessionHeld, error) // by date, those without one last

	User(ctx context.Context, id ID) (User, error)
	UserByEmail(ctx context.Context, email string) (User, error)
	Users(ctx context.Context) ([]User, error)
	Login(ctx context.Context, tokenHash []byte) (Login, error)
	Audit(ctx context.Context, filter AuditFilter) ([]AuditEntry, error) // newest first
	// AuditNames says what records are called now, in no order: those that are still there, a theme once for each
	// consultation that has it. It asks one question for each kind, however many the records.
	AuditNames(ctx context.Context, refs []AuditRef) ([]AuditName, error)
}

// ResponseMark tells one state of a response from any other: equal marks, same response in every field.
type ResponseMark struct {
	ID           ID
	DraftVersion int64
	ChangeSeq    int64
	Status       ResponseStatus
	Language     string
}

// Mark gives the mark of a response.
func (r *Response) Mark() ResponseMark {
	return ResponseMark{r.ID, r.DraftVersion, r.ChangeSeq, r.Status, r.Language}
}

// Change is what a tally needs of a response that changed.
type Change struct {
	Seq            int64
	ResponseID     ID
	ConsultationID ID
	RevisionID     ID
	Status         ResponseStatus
	Submission     forms.Submission
	SubmittedAt    time.Time
}

// ResponseHead is a response without what it says.
type ResponseHead struct {
	ID        ID
	Reference string
	Channel   Channel
	ChangedAt time.Time
}

// ResponseFilter narrows responses. Zero fields do not narrow.
type ResponseFilter struct {
	ConsultationID  ID
	QuestionnaireID ID
	Status          ResponseStatus
	Category        string
	Territory       string
	After           *Response // submitted after it, in the order of the list; for submitted responses
	Offset, Limit   int       // Limit 0: all
}

// ContributionFilter narrows contributions. Zero fields do not narrow.
type ContributionFilter struct {
	ConsultationID ID
	Kind           ContributionKind
	Question       string
	Category       string
	Territory      string
	ThemeID        ID   // has a current confirmed assignment to it
	Uncoded        bool // one of its current statements has no current confirmed assignment
	Suggested      ID   // a model proposes this theme; with Uncoded, for a statement without a theme
	// ScoreMin and ScoreMax bound what a model proposes, of Suggested where it is given: from the one, and under the other;
	// 0 bounds nothing.
	ScoreMin, ScoreMax float64
	Channel            Channel
	SessionID          ID
	CoderID            ID        // a theme given by this coder stands
	Since, Until       time.Time // created from, and before
	Among              []ID      // one of these; nil does not narrow, empty finds nothing
	Except             []ID      // none of these
	Words              string    // folded; every word must be in Folded
	Saying             []ID      // all that Words find, where somebody knows it: narrows nothing more; nil: not known
	Retracted          bool      // include the retracted
	After, Before      Place     // strictly, in the order of the list
	Backwards          bool      // the last ones first
	Offset, Limit      int       // Limit 0: all
}

// Coded says whether what the filter finds depends on how people group texts.
func (f *ContributionFilter) Coded() bool {
	return f.ThemeID != "" || f.CoderID != "" || f.Uncoded
}

// Place is where a contribution stands in lists; the zero Place is nowhere and narrows nothing.
type Place struct {
	CreatedAt time.Time
	ID        ID
}

// Place gives where the contribution stands in lists.
func (c *Contribution) Place() Place { return Place{c.CreatedAt, c.ID} }

// AuditFilter narrows the audit log.
type AuditFilter struct {
	ConsultationID ID
	Offset, Limit  int
}
