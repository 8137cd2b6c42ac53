package consult

import (
	"context"
	"time"
)

// What people say of statements while they read, besides their themes: notes, quotes, proposed actions; and what a
// machine says of them.

// StatementNote is what one coder noted on a statement.
type StatementNote struct {
	ConsultationID ID
	ContributionID ID
	StatementID    ID
	CoderID        ID
	Body           string
	ChangedAt      time.Time
}

// Quote is a statement that somebody chose to quote. It holds for the text that they read.
type Quote struct {
	ConsultationID ID
	ContributionID ID
	StatementID    ID
	TextVersion    int
	By             ID
	At             time.Time
}

// Proposal is an action that contributions propose: its title, and the statements that propose it.
type Proposal struct {
	ID             ID
	ConsultationID ID
	Title          string
	Note           string
	CreatedBy      ID
	CreatedAt      time.Time
	ChangedAt      time.Time
}

// ProposalSource is a statement that proposes an action.
type ProposalSource struct {
	ProposalID     ID
	StatementID    ID
	ContributionID ID
	By             ID
	At             time.Time
}

// ThemeValidation says that somebody read a theme through. Mark sums up what stood under the theme then: another mark,
// and the theme is to be read again. A blank one takes the validation back.
type ThemeValidation struct {
	ID             ID
	ConsultationID ID
	ThemeID        ID
	Mark           string
	By             ID
	At             time.Time
}

// ReadingMark tells one state of what suggestions are learnt from: other marks, something changed.
type ReadingMark struct {
	Changes     int64 // of any response or contribution
	Statements  int
	Latest      ID    // the statement cut last
	Assignments int64 // how many ever were, and how many ended
	Grid        int
}

// CoderAct is a moment at which a coder grouped a text.
type CoderAct struct {
	ContributionID ID
	At             time.Time
}

// ReadingReader is how it is read.
type ReadingReader interface {
	// ContributionsSuggested hands over, more than once perhaps and of any consultation, the contributions for which a model
	// proposes what the filter says: Suggested, ScoreMin and ScoreMax, and Uncoded of the statement. Nothing else of it is
	// looked at.
	ContributionsSuggested(ctx context.Context, filter ContributionFilter, take func(ID)) error
	// Suggestions gives those of a contribution's statements, the likeliest first.
	Suggestions(ctx context.Context, contribution ID) ([]Suggestion, error)
	// SuggestionsAmong gives those of some contributions, in the same order under each; a few hundred at most.
	SuggestionsAmong(ctx context.Context, contributions []ID) (map[ID][]Suggestion, error)
	// StatementRows gives the statements of a consultation's split contributions, by contribution, then position.
	StatementRows(ctx context.Context, consultation ID) ([]Statement, error)
	// ReadingMark changes whenever what suggestions are learnt from does.
	ReadingMark(ctx context.Context, consultation ID) (ReadingMark, error)
	// SuggestedBy gives the model of the suggestions of a consultation, "" when there is none.
	SuggestedBy(ctx context.Context, consultation ID) (string, error)

	// CoderActs gives the texts to which a coder gave or refused themes since a moment, each act, the last first.
	CoderActs(ctx context.Context, consultation, coder ID, since time.Time) ([]CoderAct, error)

	StatementNotes(ctx context.Context, consultation ID) ([]StatementNote, error) // by statement, coder
	Quotes(ctx context.Context, consultation ID) ([]Quote, error)                 // by statement
	Proposal(ctx context.Context, id ID) (Proposal, error)
	Proposals(ctx context.Context, consultation ID) ([]Proposal, error)             // by title, then id
	ProposalSources(ctx context.Context, consultation ID) ([]ProposalSource, error) // by proposal, time, statement
	// ThemeValidations gives the last one of each theme, by theme.
	ThemeValidations(ctx context.Context, consultation ID) ([]ThemeValidation, error)
}

// ReadingWriter is how it is written.
type ReadingWriter interface {
	// ReplaceSuggestions puts suggestions in the place of all those of a contribution; none removes them.
	ReplaceSuggestions(ctx context.Context, contribution ID, suggestions []Suggestion) error
	// ReplaceStatements makes the statements of a contribution; none makes it one again.
	ReplaceStatements(ctx context.Context, contribution ID, statements []Statement) error
	SaveStatementNote(ctx context.Context, n *StatementNote) error // a blank one is removed
	InsertQuote(ctx context.Context, q *Quote) error               // a second one of the same statement changes nothing
	DeleteQuote(ctx context.Context, statement ID) error
	InsertProposal(ctx context.Context, p *Proposal, sorted string) error
	UpdateProposal(ctx context.Context, p *Proposal, sorted string) error // CodeNotFound when it is gone
	DeleteProposal(ctx context.Context, id ID) error
	AddProposalSource(ctx context.Context, s *ProposalSource) error // a second time changes nothing
	RemoveProposalSource(ctx context.Context, proposal, statement ID) error
	InsertThemeValidation(ctx context.Context, v *ThemeValidation) error
}
