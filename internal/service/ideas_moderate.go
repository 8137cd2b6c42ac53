package service

import (
	"context"
	"fmt"
	"slices"
	"time"

	"concertation/internal/consult"
)

// ModerationKind is what a moderator decides.
type ModerationKind string

// The decisions.
const (
	ModeratePublish ModerationKind = "publish" // shows a text that waits
	ModerateRefuse  ModerationKind = "refuse"  // hides it, on a ground; its author sees the text and the ground (R1.6)
	ModerateRestore ModerationKind = "restore" // shows again what was refused
	ModerateKeep    ModerationKind = "keep"    // leaves it as it is, and settles the alerts
	ModerateRead    ModerationKind = "read"    // passes an idea that its author keeps from publication
)

// ModerationAct is a moderator's decision on an idea, or on one of its comments.
type ModerationAct struct {
	Idea    consult.ID
	Comment consult.ID // "": the idea itself
	Kind    ModerationKind
	Ground  string // of a refusal
	Note    string // to the author
	// Seen is where the text stood on the moderator's page, and TextVersion the text they read ("" and 0: not said).
	Seen        consult.Moderation
	TextVersion int
}

// result is where the decision leads; the same decision again leads to the same place.
func (a ModerationAct) result() consult.Moderation {
	switch a.Kind {
	case ModeratePublish, ModerateRestore, ModerateRead:
		return consult.ModerationPublished
	case ModerateRefuse:
		return consult.ModerationRefused
	default:
		return ""
	}
}

func (a ModerationAct) faults() []consult.FieldError {
	var faults faultList
	switch {
	case a.Kind == ModerateRefuse && !slices.Contains(consult.ModerationGrounds(), a.Ground):
		faults.add("ground", "ideas.error.ground")
	case !slices.Contains([]ModerationKind{ModeratePublish, ModerateRefuse, ModerateRestore, ModerateKeep, ModerateRead}, a.Kind):
		faults.add("kind", "ideas.error.kind")
	}
	faults.atMost("note", a.Note, GroundNoteLength)
	return faults
}

// on is the decision as it falls on an idea: what its author keeps from publication is read, never published, and what
// they gave to publish since the moderator read it is not published unread.
func (a ModerationAct) on(idea *consult.Idea) (ModerationAct, error) {
	kept := idea.Publication == consult.PublicationNo
	switch {
	case a.Comment != "":
		return a, nil
	case kept && a.result() == consult.ModerationPublished:
		a.Kind = ModerateRead
	case !kept && a.Kind == ModerateRead:
		return a, consult.Conflict("ideas.error.moderated")
	}
	return a, nil
}

// Moderate decides on a text and settles the alerts on it. Deciding the same again changes nothing; CodeConflict when
// somebody else decided otherwise, or the author changed the text, since the moderator read it.
func (s *Service) Moderate(ctx context.Context, actor consult.Actor, slug string, act ModerationAct) error {
	box, err := s.moderatedBox(ctx, actor, slug)
	if err != nil {
		return err
	}
	act.Note = cleanText(act.Note)
	if act.Kind != ModerateRefuse {
		act.Ground = ""
	}
	if faults := act.faults(); len(faults) > 0 {
		return consult.Invalid(faults...)
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if err := oneAtATime(ctx, tx); err != nil {
			return err
		}
		idea, err := ownIdea(ctx, tx, box, act.Idea)
		if err != nil {
			return err
		}
		if err := notOnHold(ctx, tx, consult.RecordIdea, act.Idea); err != nil {
			return err
		}
		if err := notOnHold(ctx, tx, consult.RecordComment, act.Comment); err != nil {
			return err
		}
		act, err := act.on(&idea)
		if err != nil {
			return err
		}
		changed := false
		if act.Comment != "" {
			changed, err = s.moderateComment(ctx, tx, &idea, act)
		} else {
			changed, err = s.moderateIdea(ctx, tx, actor, box, &idea, act)
		}
		if err != nil || !changed {
			return err
		}
		if err := tx.SettleIdeaReports(ctx, act.Idea, act.Comment, s.Now()); err != nil {
			return err
		}
		return s.logModeration(ctx, tx, actor, &consult.ModerationEntry{ConsultationID: idea.ConsultationID, IdeaID: idea.ID,
			CommentID: act.Comment, Act: string(act.Kind), Ground: act.Ground, Note: act.Note})
	})
	if err != nil {
		return fmt.Errorf("moderate idea %s: %w", act.Idea, err)
	}
	s.ideasChanged()
	return nil
}

// moderateIdea says whether there is something to log.
func (s *Service) moderateIdea(ctx context.Context, tx consult.Tx, actor consult.Actor, box *ideaBox, idea *consult.Idea, act ModerationAct) (bool, error) {
	switch {
	case act.Kind == ModerateKeep:
		return idea.Reports > 0, nil
	case !idea.WithdrawnAt.IsZero():
		return false, consult.Conflict("ideas.error.withdrawn")
	case idea.Moderation == act.result() && idea.Ground == act.Ground && idea.GroundNote == act.noteFor():
		return false, nil
	case act.Seen != "" && act.Seen != idea.Moderation, act.TextVersion != 0 && act.TextVersion != idea.TextVersion:
		return false, consult.Conflict("ideas.error.moderated")
	}
	if act.Kind == ModerateRefuse {
		if err := s.release(ctx, tx, actor, idea.ID); err != nil {
			return false, err
		}
	}
	idea.Moderation, idea.Ground, idea.GroundNote = act.result(), act.Ground, act.noteFor()
	idea.ChangedAt = s.Now()
	if err := s.writeIdea(ctx, tx, idea); err != nil {
		return false, err
	}
	news, details := s.moderationNews(act, idea)
	return true, s.tellAuthor(ctx, tx, box, idea, news, details...)
}

// noteFor is what stays on the text: the note of a refusal only.
func (a ModerationAct) noteFor() string {
	if a.Kind == ModerateRefuse {
		return a.Note
	}
	return ""
}

func (s *Service) moderateComment(ctx context.Context, tx consult.Tx, idea *consult.Idea, act ModerationAct) (bool, error) {
	comment, err := tx.Comment(ctx, act.Comment)
	if err != nil {
		return false, err
	}
	switch {
	case comment.IdeaID != idea.ID:
		return false, consult.NotFound("error.not_found")
	case act.Kind == ModerateKeep:
		return comment.Reports > 0, nil
	case !comment.WithdrawnAt.IsZero():
		return false, consult.Conflict("ideas.error.comment_withdrawn")
	case comment.Moderation == act.result() && comment.Ground == act.Ground && comment.GroundNote == act.noteFor():
		return false, nil
	case act.Seen != "" && act.Seen != comment.Moderation, act.TextVersion != 0 && act.TextVersion != comment.TextVersion:
		return false, consult.Conflict("ideas.error.moderated")
	}
	comment.Moderation, comment.Ground, comment.GroundNote = act.result(), act.Ground, act.noteFor()
	return true, tx.UpdateComment(ctx, &comment)
}

// logModeration appends to the moderation log, and to the audit log when somebody of the console acted.
func (s *Service) logModeration(ctx context.Context, tx consult.Tx, actor consult.Actor, entry *consult.ModerationEntry) error {
	entry.ID, entry.At = consult.NewID(), s.Now()
	switch {
	case actor.User != "":
		user, err := tx.User(ctx, actor.User)
		if err != nil {
			return fmt.Errorf("log moderation: %w", err)
		}
		entry.ActorName = user.Name
	case actor.System:
		entry.ActorName = "système"
	}
	if err := tx.AppendModeration(ctx, entry); err != nil {
		return err
	}
	if actor.User == "" && !actor.System {
		return nil // the author, who is nobody's business
	}
	record := "idea " + string(entry.IdeaID)
	if entry.CommentID != "" {
		record = "comment " + string(entry.CommentID)
	}
	return s.audit(ctx, tx, actor, "idea."+entry.Act, entry.ConsultationID, record)
}

// IdeaAnswer is what the organiser says publicly of an idea.
type IdeaAnswer struct {
	Status consult.IdeaStatus
	Answer string // Markdown; may be blank
	// SeenAt is when the answer on the organiser's page was given (Idea.AnsweredAt), and Seen whether that is said.
	Seen   bool
	SeenAt time.Time
}

// AnswerIdea sets the status of an idea and the organiser's answer. The same again changes nothing; CodeConflict when
// somebody else answered since.
func (s *Service) AnswerIdea(ctx context.Context, actor consult.Actor, slug string, id consult.ID, answer IdeaAnswer) error {
	if err := actor.Require(consult.AnswerIdeas); err != nil {
		return err
	}
	box, err := s.ideaBox(ctx, slug)
	if err != nil {
		return err
	}
	answer.Answer = cleanText(answer.Answer)
	var faults faultList
	if !slices.Contains(consult.IdeaStatuses(), answer.Status) {
		faults.add("status", "ideas.error.status")
	}
	faults.atMost("answer", answer.Answer, IdeaAnswerLength)
	if len(faults) > 0 {
		return consult.Invalid(faults...)
	}
	err = s.Store.Atomic(ctx, func(tx consult.Tx) error {
		if err := oneAtATime(ctx, tx); err != nil {
			return err
		}
		idea, err := ownIdea(ctx, tx, box, id)
		if err != nil {
			return err
		}
		if idea.Status == answer.Status && idea.Answer == answer.Answer {
			return nil
		}
		if answer.Seen && !answer.SeenAt.Equal(idea.AnsweredAt) {
			return consult.Conflict("ideas.error.answered")
		}
		idea.Status, idea.Answer = answer.Status, answer.Answer
		idea.AnsweredAt, idea.ChangedAt = s.Now(), s.Now()
		s.stemmed(&idea)
		if err := tx.UpdateIdea(ctx, &idea); err != nil {
			return err
		}
		if news := answerNews(&idea); news != "" {
			if err := s.tellAuthor(ctx, tx, box, &idea, news, "status", s.sentence("ideas_pages.status."+string(idea.Status)), "answer", idea.Answer); err != nil {
				return err
			}
		}
		return s.logModeration(ctx, tx, actor, &consult.ModerationEntry{ConsultationID: idea.ConsultationID, IdeaID: idea.ID,
			Act: "answer", Note: string(answer.Status)})
	})
	if err != nil {
		return fmt.Errorf("answer idea %s: %w", id, err)
	}
	s.ideasChanged()
	return nil
}
