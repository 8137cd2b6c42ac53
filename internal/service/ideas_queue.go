package service

import (
	"context"
	"fmt"

	"concertation/internal/consult"
)

// ModerationItem is a text that a moderator has to read, with the alerts on it.
type ModerationItem struct {
	Idea    IdeaCard
	Comment *consult.Comment // nil: the idea itself
	Reports []consult.IdeaReport
}

// ModerationQueue is what waits for a moderator, oldest first: reported texts, then those not yet published.
type ModerationQueue struct {
	Consultation consult.Consultation
	Rules        IdeaRules
	Items        []ModerationItem
	Total        int // with those that the page leaves out
}

const queueLength = 50

// ModerationQueue gives the beginning of what waits to be read.
func (s *Service) ModerationQueue(ctx context.Context, actor consult.Actor, slug string) (*ModerationQueue, error) {
	box, err := s.moderatedBox(ctx, actor, slug)
	if err != nil {
		return nil, err
	}
	queue := &ModerationQueue{Consultation: box.consultation, Rules: s.ideaRules(&box.consultation)}
	for _, state := range []consult.IdeaState{consult.IdeaReported, consult.IdeaWaiting} {
		if err := s.queueIdeas(ctx, actor, box, queue, state); err != nil {
			return nil, fmt.Errorf("list the ideas that wait in %s: %w", slug, err)
		}
	}
	comments, err := s.Store.WaitingComments(ctx, box.consultation.ID, queueLength)
	if err != nil {
		return nil, fmt.Errorf("list the comments that wait in %s: %w", slug, err)
	}
	for i := range comments {
		item, err := s.commentItem(ctx, actor, box, &comments[i])
		if err != nil {
			return nil, err
		}
		queue.Items = append(queue.Items, item)
	}
	left, err := s.Store.CountWaitingComments(ctx, box.consultation.ID)
	if err != nil {
		return nil, fmt.Errorf("count the comments that wait in %s: %w", slug, err)
	}
	queue.Total += left
	return queue, nil
}

// queueIdeas appends the ideas of a state, and counts those that there is no room for too.
func (s *Service) queueIdeas(ctx context.Context, actor consult.Actor, box *ideaBox, queue *ModerationQueue, state consult.IdeaState) error {
	filter := consult.IdeaFilter{ConsultationID: box.consultation.ID, State: state, Order: consult.IdeasOldest, Limit: queueLength}
	ideas, err := s.Store.Ideas(ctx, filter)
	if err != nil {
		return err
	}
	total, err := s.Store.CountIdeas(ctx, filter)
	if err != nil {
		return err
	}
	queue.Total += total
	for _, idea := range s.withoutEmail(actor, ideas) {
		item := ModerationItem{Idea: box.card(idea)}
		if item.Reports, err = s.waitingReports(ctx, idea.ID, ""); err != nil {
			return err
		}
		// One that waits and is reported is among the reported; one whose comments alone are comes with them.
		if state == consult.IdeaWaiting && len(item.Reports) > 0 || state == consult.IdeaReported && len(item.Reports) == 0 {
			queue.Total--
			continue
		}
		queue.Items = append(queue.Items, item)
	}
	return nil
}

func (s *Service) commentItem(ctx context.Context, actor consult.Actor, box *ideaBox, comment *consult.Comment) (ModerationItem, error) {
	idea, err := s.Store.Idea(ctx, comment.IdeaID)
	if err != nil {
		return ModerationItem{}, fmt.Errorf("read the idea of comment %s: %w", comment.ID, err)
	}
	item := ModerationItem{Idea: box.card(s.withoutEmail(actor, []consult.Idea{idea})[0]), Comment: comment}
	item.Reports, err = s.waitingReports(ctx, comment.IdeaID, comment.ID)
	return item, err
}

// waitingReports gives the alerts that wait on an idea itself, or on one of its comments.
func (s *Service) waitingReports(ctx context.Context, idea, comment consult.ID) ([]consult.IdeaReport, error) {
	all, err := s.Store.IdeaReports(ctx, idea)
	if err != nil {
		return nil, fmt.Errorf("read reports on idea %s: %w", idea, err)
	}
	var waiting []consult.IdeaReport
	for _, report := range all {
		if report.SettledAt.IsZero() && report.CommentID == comment {
			waiting = append(waiting, report)
		}
	}
	return waiting, nil
}
