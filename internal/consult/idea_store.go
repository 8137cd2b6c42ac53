package consult

import (
	"context"
	"time"
)

// IdeaReader is what reads of the idea box.
type IdeaReader interface {
	Idea(ctx context.Context, id ID) (Idea, error)
	IdeaByToken(ctx context.Context, tokenHash []byte) (Idea, error)
	// Ideas gives those that the filter asks for, in its order; the latest first where nothing else tells.
	Ideas(ctx context.Context, filter IdeaFilter) ([]Idea, error)
	CountIdeas(ctx context.Context, filter IdeaFilter) (int, error)
	// FoundIdeas gives a page of what a search for stems finds, and how many ideas it finds in all.
	FoundIdeas(ctx context.Context, filter IdeaFilter) ([]Idea, int, error)
	// IdeaNumbers gives the numbers of the ideas shown that have the stems of a filter, the latest first, at most its Limit.
	IdeaNumbers(ctx context.Context, filter IdeaFilter) ([]int64, error)
	// IdeasByNumber gives those of these ideas that are shown, in the order asked.
	IdeasByNumber(ctx context.Context, numbers []int64) ([]Idea, error)
	// IdeaCells counts the ideas shown, by theme, territory and status.
	IdeaCells(ctx context.Context, consultation ID) ([]IdeaCell, error)
	// IdeasUnder gives the ideas that another stands for, oldest first.
	IdeasUnder(ctx context.Context, root ID) ([]Idea, error)
	// Supported says whether a visitor supports an idea or one of those it stands for.
	Supported(ctx context.Context, root ID, visitorHash []byte) (bool, error)

	Comment(ctx context.Context, id ID) (Comment, error)
	CommentByToken(ctx context.Context, tokenHash []byte) (Comment, error)
	// CommentsUnder gives the comments on an idea and on those it stands for, oldest first.
	CommentsUnder(ctx context.Context, root ID, filter CommentFilter) ([]Comment, error)
	// WaitingComments gives those of a consultation that a moderator has to read: waiting, or reported. Oldest first.
	WaitingComments(ctx context.Context, consultation ID, limit int) ([]Comment, error)
	CountWaitingComments(ctx context.Context, consultation ID) (int, error)

	// IdeaReports gives the alerts on an idea and its comments, settled ones too, oldest first.
	IdeaReports(ctx context.Context, idea ID) ([]IdeaReport, error)
	// ModerationEntries gives the log, newest first; of one idea, or of all with "".
	ModerationEntries(ctx context.Context, consultation, idea ID, limit int) ([]ModerationEntry, error)
}

// CommentFilter narrows the comments on an idea.
type CommentFilter struct {
	All           bool // those that are not published too
	Offset, Limit int  // Limit 0: all
}

// IdeaWriter is what writes in the idea box. Counts kept in columns follow in the same statement or right after it.
type IdeaWriter interface {
	// InsertIdea writes an idea, its identities apart, and its words; its contribution must be there. CodeConflict when
	// the id, the token or the number is taken.
	InsertIdea(ctx context.Context, i *Idea) error
	// UpdateIdea writes everything but the counts, and what is searched of it.
	UpdateIdea(ctx context.Context, i *Idea) error
	// ReviseContribution makes a stored contribution equal to c (rule 6): changed text → TextVersion+1, confirmed
	// codings stale; RetractedAt set or cleared. The text version is set in c.
	ReviseContribution(ctx context.Context, c *Contribution) error

	// MergeIdea puts an idea and those it stands for under root; UnmergeIdea takes it out with what it brought. Both
	// count the supports of the ideas concerned again.
	MergeIdea(ctx context.Context, id, root ID, at time.Time) error
	UnmergeIdea(ctx context.Context, id ID, at time.Time) error

	// AddSupport and RemoveSupport write a visitor's support once, and give the supports of the idea that stands for it.
	AddSupport(ctx context.Context, idea ID, visitorHash []byte, at time.Time) (int, error)
	RemoveSupport(ctx context.Context, idea ID, visitorHash []byte) (int, error)

	InsertComment(ctx context.Context, c *Comment) error // CodeConflict when the id is taken
	// UpdateComment writes a comment's text, its signature and where it stands, and counts those of its idea again.
	UpdateComment(ctx context.Context, c *Comment) error

	InsertIdeaReport(ctx context.Context, r *IdeaReport) error // CodeConflict when the id is taken
	// SettleIdeaReports ends the alerts that wait on an idea, or on one of its comments.
	SettleIdeaReports(ctx context.Context, idea, comment ID, at time.Time) error
	AppendModeration(ctx context.Context, e *ModerationEntry) error
}
